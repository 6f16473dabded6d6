import { DisconnectOutlined, LinkOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, InputNumber, Select, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import type { Ci } from '../contract.ts'
import {
  createRedundancy,
  dissolveRedundancy,
  editRedundancy,
  listRelations,
  relate,
  unrelate,
  type Relation,
} from '../relation-contract.ts'
import { ciSource, LiveTag, useCatalogue } from './parts.tsx'

/** What the item is related to, grouped by the words of the relation, and its redundancy groups. */
export function RelationsPanel({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const found = useCall(listRelations, { id: ci.id })
  const [grouping, setGrouping] = useState(false)
  const end = useMove(unrelate, { done: t('ui.relation.ended') })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  const items = found.data?.items ?? []
  const redundancies = found.data?.redundancies ?? []
  const may = ci.abilities.includes('relate')
  const spreads = new Map(catalogue.types.map((one) => [one.key, one.spreads]))
  // those along which an outage would come
  const dependences = items.filter((one) => {
    const way = spreads.get(one.type)
    return way === 'both' || way === (one.direction === 'out' ? 'to-source' : 'to-target')
  })
  const groups = Map.groupBy(items, (one) => catalogue.words(one.type, one.direction))
  return (
    <Panel
      title={t('ui.relation.title')}
      actions={
        may && dependences.filter((one) => !one.redundancyId).length >= 2 ? (
          <Button size="small" onClick={() => setGrouping(true)}>
            {t('ui.redundancy.add')}
          </Button>
        ) : null
      }
    >
      {items.length === 0 ? <p className="zy-ci-dim">{t('ui.relation.none')}</p> : null}
      {[...groups].map(([words, all]) => (
        <div key={words}>
          <strong>{words}</strong>
          <ul className="zy-ci-list">
            {all.map((one) => (
              <li key={one.id}>
                <Other relation={one} />
                {one.redundancyId ? (
                  <Tag hue="blue" icon={<LinkOutlined />}>
                    {redundancies.find((g) => g.id === one.redundancyId)?.name ?? t('ui.redundancy.title')}
                  </Tag>
                ) : null}
                <LiveTag state={one.other.liveState} />
                {may ? (
                  <Button
                    size="small"
                    type="text"
                    icon={<DisconnectOutlined />}
                    aria-label={`${t('ui.relation.end')} ${one.other.name ?? ''}`}
                    title={t('ui.relation.end')}
                    onClick={() => end.mutate({ id: one.id, version: one.version })}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {found.data?.truncated ? <p className="zy-ci-dim">{t('ui.relation.more')}</p> : null}
      <Redundancies items={redundancies} may={may} />
      {may ? <AddRelation ci={ci} /> : null}
      {grouping ? (
        <RedundancyDialog ci={ci} relations={dependences} onClose={() => setGrouping(false)} />
      ) : null}
    </Panel>
  )
}

function Other({ relation: { other, note } }: { relation: Relation }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  return (
    <div className="zy-ci-grow">
      {other.visible ? (
        <Link to={`/cis/${other.id}` as never}>{other.name}</Link>
      ) : (
        <span className="zy-ci-dim">{t('ui.hidden')}</span>
      )}{' '}
      <small>
        {catalogue.className(other.classId)}
        {note ? ` · ${note}` : ''}
      </small>
    </div>
  )
}

function AddRelation({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const [way, setWay] = useState<string | null>(null)
  const make = useMove(relate, { done: t('ui.relation.done') })
  const options = catalogue.types
    .filter((one) => one.active)
    .flatMap((one) =>
      (['out', 'in'] as const).map((direction) => ({
        value: `${direction} ${one.key}`,
        label: catalogue.words(one.key, direction),
      })),
    )
  const add = (otherId: string) => {
    const [direction = 'out', type = ''] = (way ?? '').split(' ')
    const [sourceId, targetId] = direction === 'out' ? [ci.id, otherId] : [otherId, ci.id]
    make.mutate({ type, sourceId, targetId })
  }
  return (
    <Space.Compact block style={{ marginTop: 8 }}>
      <Select
        value={way}
        onChange={setWay}
        options={options}
        placeholder={t('ui.relation.type')}
        aria-label={t('ui.relation.type')}
        style={{ width: 140 }}
      />
      <RemoteSelect
        source={ciSource}
        value={null}
        disabled={!way || make.isPending}
        onChange={(id) => id && add(id)}
        placeholder={t('ui.relation.other')}
        aria-label={t('ui.relation.other')}
        style={{ flex: 1, minWidth: 0 }}
      />
    </Space.Compact>
  )
}

type Group = { id: string; name: string; needs: number; members: number; version: number }

function Redundancies({ items, may }: { items: readonly Group[]; may: boolean }) {
  const { t } = useTranslation('ci')
  const edit = useMove(editRedundancy, { done: t('ui.edit.done') })
  const dissolve = useMove(dissolveRedundancy, { done: t('ui.redundancy.dissolved') })
  if (items.length === 0) return null
  return (
    <div>
      <strong>{t('ui.redundancy.title')}</strong>
      <ul className="zy-ci-list">
        {items.map(({ id, name, needs, members, version }) => (
          <li key={id}>
            <div className="zy-ci-grow">
              {name} <small>{t('ui.redundancy.needs', { needs, members })}</small>
            </div>
            {may ? (
              <>
                <InputNumber
                  size="small"
                  min={1}
                  max={Math.max(1, members - 1)}
                  value={needs}
                  aria-label={t('ui.redundancy.least')}
                  onChange={(value) => value && edit.mutate({ id, version, needs: value })}
                />
                <Button size="small" type="text" onClick={() => dissolve.mutate({ id, version })}>
                  {t('ui.redundancy.dissolve')}
                </Button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function RedundancyDialog({
  ci,
  relations,
  onClose,
}: {
  ci: Ci
  relations: readonly Relation[]
  onClose: () => void
}) {
  const { t } = useTranslation('ci')
  const create = useMove(createRedundancy, { done: t('ui.redundancy.done'), onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.redundancy.add')}
      above={t('ui.redundancy.help')}
      fields={[
        { name: 'name', label: t('ui.field.name'), type: 'text', max: 80, required: true, autoFocus: true },
        {
          name: 'relationIds',
          label: t('ui.redundancy.members'),
          type: 'select',
          multiple: true,
          required: true,
          options: relations
            .filter((one) => !one.redundancyId)
            .map((one) => ({ value: one.id, label: one.other.name ?? t('ui.hidden') })),
        },
        { name: 'needs', label: t('ui.redundancy.least'), type: 'number', min: 1, required: true },
      ]}
      initial={{ needs: 1 }}
      onSubmit={(values) =>
        create.mutateAsync({
          ...(values as { name: string; needs: number; relationIds: string[] }),
          id: ci.id,
        })
      }
      onClose={onClose}
    />
  )
}
