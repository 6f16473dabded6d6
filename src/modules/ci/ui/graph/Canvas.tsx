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
  alerts: number
  centre: boolean
  unfolded: boolean
  /** levels follow each other downwards */
  upright: boolean
}
type Item = Node<Data, 'ci'>

const CiNode = memo(function CiNode({ data }: NodeProps<Item>) {
  const { t } = useTranslation('ci')
  const before = data.upright ? Position.Top : Position.Left
  const after = data.upright ? Position.Bottom : Position.Right
  return (
    <div
      className={`zy-ci-node${data.centre ? ' zy-ci-node-centre' : ''}`}
      style={{
        ...({ '--zy-ci-live': colors[data.liveState] } as CSSProperties),
        ...{ width: box.width, height: box.height },
      }}
      title={`${data.name ?? t('ui.hidden')} · ${t(`ui.live.${data.liveState}`)}`}
    >
      <Handle type="target" id="in-before" position={before} isConnectable={false} />
      <Handle type="source" id="out-before" position={before} isConnectable={false} />
      <b>{data.name ?? t('ui.hidden')}</b>
      {data.alerts > 0 ? (
        <i className="zy-ci-node-alerts" title={t('ui.now.alerts', { n: data.alerts })}>
          {data.alerts > 99 ? '99+' : data.alerts}
        </i>
      ) : null}
      <small>
        {data.sub} · {t(`ui.live.${data.liveState}`)}
      </small>
      <Handle type="target" id="in-after" position={after} isConnectable={false} />
      <Handle type="source" id="out-after" position={after} isConnectable={false} />
    </div>
  )
})
const nodeTypes = { ci: CiNode }

/** All relations of a large picture in two strokes: an element for each of thousands would cost a second. */
function Lines({
  places,
  edges,
  upright,
}: {
  places: ReadonlyMap<string, { x: number; y: number }>
  edges: Picture['edges']
  upright: boolean
}) {
  const [plain, redundant] = useMemo(() => {
    const path = (all: Picture['edges']) =>
      all
        .flatMap(({ sourceId, targetId }) => {
          const [a, b] = [places.get(sourceId), places.get(targetId)]
          return a && b ? [`M${end(a, b, upright)}L${end(b, a, upright)}`] : []
        })
        .join('')
    return [path(edges.filter((one) => !one.redundancyId)), path(edges.filter((one) => one.redundancyId))]
  }, [places, edges, upright])
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
function end(a: { x: number; y: number }, b: { x: number; y: number }, upright: boolean): string {
  if (upright) return `${a.x + box.width / 2} ${a.y + (a.y > b.y ? 0 : box.height)}`
  return `${a.x + (a.x > b.x ? 0 : box.width)} ${a.y + box.height / 2}`
}

/** The sides at which a line leaves and arrives, so that it takes the short way; within a level both behind it. */
function sides(from: number, to: number): { sourceHandle: string; targetHandle: string } {
  return {
    sourceHandle: from > to ? 'out-before' : 'out-after',
    targetHandle: from < to ? 'in-before' : 'in-after',
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
  // a phone is higher than broad: so is the picture, and its words can be read
  const [upright] = useState(() => window.matchMedia('(width < 640px)').matches)
  const many = shown.length > 150
  const large = shown.length > 300
  const { className, words } = catalogue
  // names of classes and words come once, with the catalogue
  const known = catalogue.found.dataUpdatedAt
  const places = useMemo(() => layout(shown, drawn, upright), [shown, drawn, upright])
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
          alerts: node.now?.alerts ?? 0,
          ...{ centre: node.id === centre, unfolded: unfolded.includes(node.id), upright },
        },
      })),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words and class names are new functions at every drawing; `known` says when they differ
    [places, known, shown, unfolded, centre],
  )
  const levelAt = (id: string): number => places.get(id)?.[upright ? 'y' : 'x'] ?? 0
  const edges = useMemo<Edge[]>(
    () =>
      (large ? [] : drawn).map((edge) => ({
        id: edge.id,
        source: edge.sourceId,
        target: edge.targetId,
        ...sides(levelAt(edge.sourceId), levelAt(edge.targetId)),
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
        {large ? <Lines places={places} edges={drawn} upright={upright} /> : null}
        {shown.length > 30 && shown.length <= 600 && !upright ? (
          <MiniMap<Item> pannable zoomable nodeColor={(node) => colors[node.data.liveState]} />
        ) : null}
      </ReactFlow>
      <ul className="zy-ci-texts" aria-label={t('ui.graph.asList')}>
        {shown.slice(0, 100).map((node) => (
          <li key={node.id}>
            {node.name ?? t('ui.hidden')} {t(`ui.live.${node.liveState}`)}{' '}
            {node.now && node.now.alerts > 0 ? t('ui.now.alerts', { n: node.now.alerts }) : ''}
          </li>
        ))}
      </ul>
    </div>
  )
}
