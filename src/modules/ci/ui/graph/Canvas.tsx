import {
  Background,
  Controls,
  Handle,
  MarkerType,
  MiniMap,
  Position,
  ReactFlow,
  ViewportPortal,
  type Edge,
  type Node,
  type NodeProps,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { memo, useMemo, useState, type CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveState } from '../../words.ts'
import { useCatalogue } from '../parts.tsx'
import { box, layout } from './layout.ts'
import type { Picture } from './use-graph.ts'

/** Border of an item by its live state; the word stands in the item as well. */
export const colors: Record<LiveState, string> = {
  up: '#2e9d5b',
  degraded: '#d48806',
  down: '#d4380d',
  unknown: '#98a2b3',
}

interface Data extends Record<string, unknown> {
  id: string
  name: string | null
  sub: string
  liveState: LiveState
  centre: boolean
  unfolded: boolean
}
type Item = Node<Data, 'ci'>

const CiNode = memo(function CiNode({ data }: NodeProps<Item>) {
  const { t } = useTranslation('ci')
  return (
    <div
      className={`zy-ci-node${data.centre ? ' zy-ci-node-centre' : ''}`}
      style={{
        ...({ '--zy-ci-live': colors[data.liveState] } as CSSProperties),
        ...{ width: box.width, height: box.height },
      }}
      title={`${data.name ?? t('ui.hidden')} · ${t(`ui.live.${data.liveState}`)}`}
    >
      <Handle type="target" id="in-left" position={Position.Left} isConnectable={false} />
      <Handle type="source" id="out-left" position={Position.Left} isConnectable={false} />
      <b>{data.name ?? t('ui.hidden')}</b>
      <small>
        {data.sub} · {t(`ui.live.${data.liveState}`)}
      </small>
      <Handle type="target" id="in-right" position={Position.Right} isConnectable={false} />
      <Handle type="source" id="out-right" position={Position.Right} isConnectable={false} />
    </div>
  )
})
const nodeTypes = { ci: CiNode }

/** All relations of a large picture in two strokes: an element for each of thousands would cost a second. */
function Lines({
  places,
  edges,
}: {
  places: ReadonlyMap<string, { x: number; y: number }>
  edges: Picture['edges']
}) {
  const [plain, redundant] = useMemo(() => {
    const path = (all: Picture['edges']) =>
      all
        .flatMap(({ sourceId, targetId }) => {
          const [a, b] = [places.get(sourceId), places.get(targetId)]
          return a && b ? [`M${end(a, b)}L${end(b, a)}`] : []
        })
        .join('')
    return [path(edges.filter((one) => !one.redundancyId)), path(edges.filter((one) => one.redundancyId))]
  }, [places, edges])
  return (
    <ViewportPortal>
      <svg className="zy-ci-lines" aria-hidden="true">
        <path d={plain} />
        <path d={redundant} strokeDasharray="5 4" />
      </svg>
    </ViewportPortal>
  )
}

/** Where a line from `a` to `b` leaves the box of `a`. */
function end(a: { x: number; y: number }, b: { x: number; y: number }): string {
  return `${a.x + (a.x > b.x ? 0 : box.width)} ${a.y + box.height / 2}`
}

/** The sides at which a line leaves and arrives, so that it takes the short way; within a column both at the right. */
function sides(from: number, to: number): { sourceHandle: string; targetHandle: string } {
  return {
    sourceHandle: from > to ? 'out-left' : 'out-right',
    targetHandle: from < to ? 'in-left' : 'in-right',
  }
}

/** Draws only what is in the window; a click unfolds what is around an item. */
export function Canvas({
  picture,
  centre,
  unfolded,
  onUnfold,
}: {
  picture: Picture
  centre: string
  unfolded: readonly string[]
  onUnfold: (id: string) => void
}) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const { nodes: shown, edges: drawn } = picture
  // so small that words cannot be read: colours alone
  const [far, setFar] = useState(false)
  const many = shown.length > 150
  const large = shown.length > 300
  const { className, words } = catalogue
  // names of classes and words come once, with the catalogue
  const known = catalogue.found.dataUpdatedAt
  const places = useMemo(() => layout(shown, drawn), [shown, drawn])
  const nodes = useMemo<Item[]>(
    () =>
      shown.map((node) => ({
        id: node.id,
        type: 'ci',
        position: places.get(node.id) ?? { x: 0, y: 0 },
        width: box.width,
        height: box.height,
        ariaLabel: node.name ?? t('ui.hidden'),
        data: {
          ...{ id: node.id, name: node.name, liveState: node.liveState, sub: className(node.classId) },
          ...{ centre: node.id === centre, unfolded: unfolded.includes(node.id) },
        },
      })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words and class names are new functions at every drawing; `known` says when they differ
    [places, known, shown, unfolded, centre],
  )
  const edges = useMemo<Edge[]>(
    () =>
      (large ? [] : drawn).map((edge) => ({
        id: edge.id,
        source: edge.sourceId,
        target: edge.targetId,
        ...sides(places.get(edge.sourceId)?.x ?? 0, places.get(edge.targetId)?.x ?? 0),
        ...(many ? {} : { label: words(edge.type, 'out') }),
        ...(edge.redundancyId ? { style: { strokeDasharray: '5 4' } } : {}),
        markerEnd: { type: MarkerType.ArrowClosed },
        focusable: false,
      })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words and class names are new functions at every drawing; `known` says when they differ
    [places, known, drawn, many, large],
  )
  return (
    <div
      className={`zy-ci-canvas${far ? ' zy-ci-far' : ''}`}
      role="region"
      aria-label={t('ui.page.graph')}
      data-nodes={shown.length}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        onlyRenderVisibleElements
        nodesConnectable={false}
        nodesDraggable={false}
        minZoom={0.05}
        // of a large picture the middle, readable; all of it is one click away
        {...(large
          ? { defaultViewport: { x: 40, y: 320, zoom: 0.8 } }
          : { fitView: true, fitViewOptions: { maxZoom: 1 } })}
        onMove={(_event, { zoom }) => setFar(zoom < 0.3)}
        onNodeClick={(_event, node) => onUnfold(node.id)}
        key={`${centre} ${large ? 'large' : 'small'}`}
      >
        <Background gap={24} />
        <Controls showInteractive={false} />
        {large ? <Lines places={places} edges={drawn} /> : null}
        {shown.length > 30 && shown.length <= 600 ? (
          <MiniMap<Item> pannable zoomable nodeColor={(node) => colors[node.data.liveState]} />
        ) : null}
      </ReactFlow>
      <ul className="zy-ci-texts" aria-label={t('ui.graph.asList')}>
        {shown.slice(0, 100).map((node) => (
          <li key={node.id}>
            {node.name ?? t('ui.hidden')} {t(`ui.live.${node.liveState}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}
