import { CameraOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, DatePicker, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { fromWall, toWall } from '#web/kit/zone.ts'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { compare, getDrift, listBaselines, takeBaseline } from '../history-contract.ts'
import { AttributeText, useCatalogue } from './parts.tsx'

type Comparison = CallOutput<typeof compare>

/** Differences of two moments, or of a baseline and now; what is asked for is in the address. */
export function ComparePage() {
  const { t } = useTranslation('ci')
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const [taking, setTaking] = useState(false)
  const baselines = useCall(listBaselines, { limit: 100 })
  const drift = useCall(getDrift, { id: url['baseline'] ?? '' }, { enabled: Boolean(url['baseline']) })
  const from = url['from']
  const between = useCall(
    compare,
    { from: from ?? '', ...(url['to'] ? { to: url['to'] } : {}) },
    { enabled: Boolean(from) && !url['baseline'] },
  )
  const found = url['baseline'] ? drift : between
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.compare')}
        sub={t('ui.compare.help')}
        actions={
          can('ci.manage') ? (
            <Button type="primary" icon={<CameraOutlined />} onClick={() => setTaking(true)}>
              {t('ui.compare.take')}
            </Button>
          ) : null
        }
      />
      <div className="zy-ci-row">
        <Select
          allowClear
          value={url['baseline'] ?? null}
          onChange={(value?: string) => setUrl({ baseline: value, from: undefined, to: undefined })}
          placeholder={t('ui.compare.baseline')}
          aria-label={t('ui.compare.baseline')}
          options={(baselines.data?.items ?? []).map((one) => ({
            value: one.id,
            label: `${one.name} · ${one.org.name} · ${one.takenAt.slice(0, 10)}`,
          }))}
          style={{ minWidth: 260 }}
        />
        <DatePicker.RangePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          allowEmpty={[false, true]}
          value={[toWall(from), toWall(url['to'])]}
          onChange={(range) =>
            setUrl({
              baseline: undefined,
              from: fromWall(range?.[0]) ?? undefined,
              to: fromWall(range?.[1]) ?? undefined,
            })
          }
        />
      </div>
      {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? <Differences data={found.data} /> : null}
      {!from && !url['baseline'] ? (
        <EmptyState title={t('ui.compare.choose')} hint={t('ui.compare.chooseHint')} />
      ) : null}
      {taking ? <TakeDialog onClose={() => setTaking(false)} /> : null}
    </div>
  )
}

const hues: Record<Comparison['items'][number]['kind'], Hue> = {
  added: 'green',
  retired: 'grey',
  changed: 'amber',
}

function Differences({ data }: { data: Comparison }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  return (
    <Panel
      title={
        <>
          <TimeText at={data.from} /> → <TimeText at={data.to} />
        </>
      }
    >
      <p>
        {t('ui.compare.sum', { added: data.added, retired: data.retired, changed: data.changed })}
        {data.truncated ? ` ${t('ui.compare.truncated')}` : ''}
      </p>
      <ul className="zy-ci-list">
        {data.items.map((one) => {
          const definitions = new Map(catalogue.definitions(one.classId).map((def) => [def.key, def]))
          return (
            <li key={one.ciId}>
              <div className="zy-ci-grow">
                <Link to={`/cis/${one.ciId}` as never}>{one.name}</Link>{' '}
                <small>
                  {one.code} · {catalogue.className(one.classId)}
                </small>
                {one.fields.map((row) => {
                  const def = definitions.get(row.field.replace(/^attributes\./, ''))
                  return (
                    <div key={row.field}>
                      {catalogue.fieldName(one.classId, row.field)}：
                      <AttributeText def={def} value={row.before} /> →{' '}
                      <AttributeText def={def} value={row.after} />
                    </div>
                  )
                })}
                {one.relations.map((row) => (
                  <div key={`${row.kind} ${row.type} ${row.direction} ${row.other.id}`}>
                    {t(`ui.compare.relation.${row.kind}`)} {catalogue.words(row.type, row.direction)}{' '}
                    {row.other.name ?? t('ui.hidden')}
                  </div>
                ))}
              </div>
              <Tag hue={hues[one.kind]}>{t(`ui.compare.${one.kind}`)}</Tag>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}

function TakeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const [, setUrl] = useUrlState()
  const take = useMove(takeBaseline, {
    done: t('ui.compare.taken'),
    onProblem: () => true,
    onDone: (made) => setUrl({ baseline: made.id, from: undefined, to: undefined }),
  })
  return (
    <FormDialog
      title={t('ui.compare.take')}
      fields={[
        { name: 'name', label: t('ui.field.name'), type: 'text', max: 100, required: true, autoFocus: true },
        { name: 'orgId', label: t('ui.field.orgId'), type: 'remote', source: orgSource, required: true },
        {
          name: 'classId',
          label: t('ui.field.class'),
          type: 'select',
          options: catalogue.classOptions(false),
        },
        { name: 'note', label: t('ui.field.description'), type: 'longtext', max: 500, rows: 2 },
      ]}
      onSubmit={(values) => take.mutateAsync(values as CallInput<typeof takeBaseline>)}
      onClose={onClose}
    />
  )
}
