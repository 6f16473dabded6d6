import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { call, type Problem } from '#web/api.ts'
import { keyOf, useCall } from '#web/hooks.ts'
import { getGraph, getImpact, type GraphEdge, type GraphNode } from '../../graph-contract.ts'

export type Mode = 'neighbourhood' | 'upstream' | 'downstream' | 'impact'

export interface Picture {
  nodes: GraphNode[]
  edges: GraphEdge[]
  truncated: boolean
  impact: CallOutput<typeof getImpact> | null
}

/** What is drawn: the answer to the question, and what was unfolded of single items since. */
export function useGraph(
  id: string,
  mode: Mode,
  levels: number,
  limit: number,
  unfolded: readonly string[],
): { picture: Picture | null; error: Problem | null; retry: () => void } {
  const graph = useCall(
    getGraph,
    { id, mode: mode === 'impact' ? 'downstream' : mode, levels, limit },
    { enabled: mode !== 'impact', staleTime: 30_000, keepPrevious: true },
  )
  const impact = useCall(
    getImpact,
    { ids: id, levels, limit },
    { enabled: mode === 'impact', staleTime: 30_000, keepPrevious: true },
  )
  const more = useQueries({
    queries: unfolded.map((one) => {
      const input = { id: one, mode: 'neighbourhood', levels: 1, limit: 200 } as const
      return {
        queryKey: keyOf(getGraph, input),
        queryFn: ({ signal }: { signal: AbortSignal }) => call(getGraph, input, { signal }),
        staleTime: 30_000,
      }
    }),
  })
  const asked = mode === 'impact' ? impact : graph
  const unfoldedSince = more.map((one) => one.dataUpdatedAt).join()
  const data = asked.data
  const picture = useMemo(
    () =>
      data
        ? merge(
            data,
            unfolded,
            more.map((one) => one.data),
          )
        : null,
    // what was unfolded is known by when it came: the array of queries is new in every render
    [data, unfoldedSince],
  )
  return { picture, error: asked.error, retry: () => void asked.refetch() }
}

type Answer = CallOutput<typeof getGraph>

/** The answer with what was unfolded of single items; of relations those whose both ends are drawn. */
function merge(
  asked: Answer | CallOutput<typeof getImpact>,
  unfolded: readonly string[],
  more: readonly (Answer | undefined)[],
): Picture {
  const nodes = new Map<string, GraphNode>(asked.nodes.map((node) => [node.id, node]))
  const edges = new Map(asked.edges.map((edge) => [edge.id, edge]))
  for (const [i, data] of more.entries()) {
    if (!data) continue
    const base = nodes.get(unfolded[i]!)?.level ?? 0
    for (const node of data.nodes)
      if (!nodes.has(node.id)) nodes.set(node.id, { ...node, level: base + node.level })
    for (const edge of data.edges) edges.set(edge.id, edge)
  }
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()].filter((edge) => nodes.has(edge.sourceId) && nodes.has(edge.targetId)),
    truncated: asked.truncated,
    impact: 'suggestion' in asked ? asked : null,
  }
}
