/** Questions about the graph: what is around an item, what it rests on, what an outage hits. */
import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import type * as contract from './graph-contract.ts'
import { Outage, suggestGrade, type Cause, type Edge } from './impact.ts'
import { withNow } from './live.ts'
import { accessCi, visibleCis } from './policy.ts'
import { readCis } from './store/ci.ts'
import * as store from './store/graph.ts'
import type { Spreading } from './store/graph.ts'

/** Most items that an impact counts, and most relations that one step looks at. */
const mostFailed = 20_000
const mostEdges = 100_000
/** Most relations in one picture. */
const mostDrawn = 10_000

function spreadingOf(catalogue: Catalogue): Spreading {
  return { toSource: catalogue.spreading('to-source'), toTarget: catalogue.spreading('to-target') }
}

/** Along which relations each question goes on. */
function typesOf(catalogue: Catalogue, mode: (typeof contract.graphModes)[number]): Spreading {
  const all = [...catalogue.types.keys()]
  const spread = spreadingOf(catalogue)
  if (mode === 'neighbourhood') return { toSource: all, toTarget: all }
  // what rests on an item is where its outage goes; what it rests on lies the other way
  return mode === 'downstream' ? spread : { toSource: spread.toTarget, toTarget: spread.toSource }
}

/** The nearest items first; those that the caller may not see have no name. @throws ci.not_found (404) */
export async function getGraphVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getGraph>,
): Promise<Output<typeof contract.getGraph>> {
  const start = await accessCi(db, actor, input.id)
  const types = typesOf(await catalogueOf(db), input.mode)
  const level = new Map([[start.id, 0]])
  let truncated = false
  let front = [start.id]
  for (let at = 1; at <= input.levels && front.length > 0; at++) {
    // those known already may be among them
    const found = await store.ends(db, front, types, input.limit + level.size + 1)
    const fresh = found.filter((id) => !level.has(id)).sort()
    const room = input.limit - level.size
    if (fresh.length > room) truncated = true
    front = fresh.slice(0, room)
    for (const id of front) level.set(id, at)
  }
  const ids = [...level.keys()]
  const [nodes, edges] = await Promise.all([
    store.nodesOf(db, visibleCis(actor), ids),
    store.edgesAmong(db, ids, mostDrawn),
  ])
  const drawn = ids.flatMap((id) => {
    const node = nodes.get(id)
    return node ? [{ ...node, level: level.get(id)! }] : []
  })
  return {
    nodes: await withNow(db, actor, drawn),
    edges,
    truncated: truncated || edges.length === mostDrawn,
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * What fails when the items fail: items with the reason and the way there, services, and groups that just hold. Counts also
 * what the caller may not see, without naming it. @throws ci.not_found (404) for an item not visible; ci.bad_ids (422)
 */
export async function getImpactVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getImpact>,
): Promise<Output<typeof contract.getImpact>> {
  const ids = [...new Set(input.ids.toLowerCase().split(',').filter(Boolean))]
  if (ids.length === 0 || ids.length > 50 || !ids.every((id) => uuid.test(id)))
    throw new AppError('ci.bad_ids', { status: 422, field: 'ids' })
  const paths = visibleCis(actor)
  const seeds = await readCis(db, paths, ids)
  if (seeds.length !== ids.length) throw new AppError('ci.not_found', { status: 404 })
  const impact = await impactOf(db, paths, ids, input)
  return { ...impact, nodes: await withNow(db, actor, impact.nodes) }
}

/** As `getImpactVerb`, of items that the caller has looked at. */
export async function impactOf(
  db: Db,
  paths: readonly string[],
  ids: readonly string[],
  asked: { levels: number; limit: number },
): Promise<Output<typeof contract.getImpact>> {
  const { outage, truncated } = await spread(db, ids, asked.levels)
  const failed = [...outage.failed.values()]
  const shown = failed.slice(0, asked.limit)
  const weakened = outage.weakened().slice(0, 100)
  const shownIds = shown.map((one) => one.id)
  const [nodes, edges, services, names] = await Promise.all([
    store.nodesOf(db, paths, [...shownIds, ...weakened.map((one) => one.id)]),
    store.edgesAmong(db, shownIds, mostDrawn),
    store.servicesOn(db, [...outage.failed.keys()]),
    store.groupNames(db, [
      ...shown.flatMap((one) => one.cause?.group?.id ?? []),
      ...weakened.map((one) => one.groupId),
    ]),
  ])
  const named = (group: NonNullable<Cause['group']>) => ({ ...group, name: names.get(group.id) ?? '' })
  const down = services.filter((one) => one.essential).length
  const counts = { down, impaired: services.length - down, affected: failed.length - ids.length }
  return {
    nodes: shown.flatMap(({ id, level, cause }) => {
      const node = nodes.get(id)
      return node
        ? [{ ...node, level, cause: cause && { ...cause, group: cause.group && named(cause.group) } }]
        : []
    }),
    edges,
    affected: counts.affected,
    truncated,
    services: services.map(({ essential, ...one }) => ({
      ...one,
      effect: essential ? ('down' as const) : ('impaired' as const),
    })),
    weakened: weakened.flatMap(({ id, groupId, ...group }) => {
      const node = nodes.get(id)
      return node ? [{ ...node, group: named({ id: groupId, ...group }) }] : []
    }),
    suggestion: { grade: suggestGrade(counts), ...counts },
  }
}

/** Level by level: one statement each, however many items. */
async function spread(
  db: Db,
  ids: readonly string[],
  levels: number,
): Promise<{ outage: Outage; truncated: boolean }> {
  const types = spreadingOf(await catalogueOf(db))
  const outage = new Outage(ids)
  let front: readonly string[] = ids
  for (let level = 1; level <= levels && front.length > 0; level++) {
    const edges: Edge[] = await store.outgoing(db, front, types, mostEdges)
    front = outage.spread(edges)
    if (edges.length === mostEdges || outage.failed.size > mostFailed) return { outage, truncated: true }
  }
  return { outage, truncated: false }
}
