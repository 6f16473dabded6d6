import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Radio, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { getCi } from '../../contract.ts'
import { useCatalogue } from '../parts.tsx'
import { Canvas, colors } from './Canvas.tsx'
import { ImpactPanel } from './ImpactPanel.tsx'
import { layout } from './layout.ts'
import { save, svgOf } from './picture.ts'
import { useGraph, type Mode, type Picture } from './use-graph.ts'
import './graph.css'

const modes: readonly Mode[] = ['neighbourhood', 'upstream', 'downstream', 'impact']

/** An item and what is around it; the question is in the address. */
export function GraphPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { t } = useTranslation('ci')
  const [url, setUrl] = useUrlState()
  const mode = modes.find((one) => one === url['mode']) ?? 'neighbourhood'
  const levels = Math.min(10, Math.max(1, Number(url['levels']) || (mode === 'impact' ? 10 : 2)))
  const limit = Math.min(2000, Math.max(50, Number(url['limit']) || 300))
  const asked = `${id} ${mode} ${levels} ${limit}`
  const [unfolded, setUnfolded] = useState<{ asked: string; ids: string[] }>({ asked, ids: [] })
  const ids = unfolded.asked === asked ? unfolded.ids : []
  const { picture, error, retry } = useGraph(id, mode, levels, limit, ids)
  const ci = useCall(getCi, { id }, { staleTime: 30_000 })
  // asked for beside the graph: without names of classes every item would be drawn a second time when they come
  const catalogue = useCatalogue().found
  if (error && !picture) return <ErrorState error={error} retry={retry} />
  if (!picture || (!catalogue.data && !catalogue.error)) return <PageSkeleton />
  const name = ci.data?.name ?? ''
  const toggle = (one: string) =>
    setUnfolded({ asked, ids: ids.includes(one) ? ids.filter((x) => x !== one) : [...ids, one].slice(-20) })
  return (
    <div className="zy-page zy-ci-graph-page">
      <PageHeader
        title={`${t('ui.page.graph')} · ${name}`}
        breadcrumb={[
          { label: t('ui.page.list'), to: '/cis' },
          { label: name, to: `/cis/${id}` },
        ]}
        actions={<Export picture={picture} name={`${name} ${t(`ui.graph.${mode}`)}`} />}
      />
      <div className="zy-ci-row">
        <Radio.Group
          optionType="button"
          value={mode}
          onChange={(event) =>
            setUrl({ mode: event.target.value as string, levels: undefined }, { push: true })
          }
          options={modes.map((value) => ({ value, label: t(`ui.graph.${value}`) }))}
        />
        <Select
          value={levels}
          aria-label={t('ui.graph.levels')}
          onChange={(value) => setUrl({ levels: String(value) })}
          options={[1, 2, 3, 4, 5, 10].map((value) => ({
            value,
            label: t('ui.graph.nLevels', { n: value }),
          }))}
        />
        <Select
          value={limit}
          aria-label={t('ui.graph.limit')}
          onChange={(value) => setUrl({ limit: String(value) })}
          options={[100, 300, 1000, 2000].map((value) => ({
            value,
            label: t('ui.graph.nItems', { n: value }),
          }))}
        />
        <span className="zy-ci-dim">
          {t('ui.graph.count', { n: picture.nodes.length, m: picture.edges.length })}
          {picture.truncated ? ` · ${t('ui.graph.truncated')}` : ''}
        </span>
      </div>
      <Legend />
      <div className="zy-ci-graph-body">
        <Canvas picture={picture} centre={id} onUnfold={toggle} unfolded={ids} />
        {picture.impact ? <ImpactPanel impact={picture.impact} /> : null}
      </div>
    </div>
  )
}

function Legend() {
  const { t } = useTranslation('ci')
  return (
    <p className="zy-ci-legend">
      {(['up', 'degraded', 'down', 'unknown'] as const).map((state) => (
        <span key={state}>
          <i style={{ borderColor: colors[state] }} aria-hidden="true" /> {t(`ui.live.${state}`)}
        </span>
      ))}
      <span className="zy-ci-dim">{t('ui.graph.hint')}</span>
    </p>
  )
}

function Export({ picture, name }: { picture: Picture; name: string }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const draw = () => {
    const places = layout(picture.nodes, picture.edges)
    const nodes = picture.nodes.map((node) => ({
      ...{ id: node.id, title: node.name ?? t('ui.hidden'), color: colors[node.liveState] },
      sub: `${catalogue.className(node.classId)} · ${t(`ui.live.${node.liveState}`)}`,
      ...(places.get(node.id) ?? { x: 0, y: 0 }),
    }))
    const edges = picture.edges.map((edge) => ({ ...edge, label: catalogue.words(edge.type, 'out') }))
    save(`${name}.svg`, svgOf(nodes, edges, name))
  }
  return (
    <Button icon={<DownloadOutlined />} onClick={draw}>
      {t('ui.graph.export')}
    </Button>
  )
}
