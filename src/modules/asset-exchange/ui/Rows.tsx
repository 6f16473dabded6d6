import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { useUrlState } from '#web/url.ts'
import { listExchangeRows } from '../contract.ts'
import { form } from '../form-contract.ts'
import { decisions, kinds, type Decision } from '../lifecycle.ts'
import { DecideDialog } from './DecideDialog.tsx'
import { ManyDialog } from './ManyDialog.tsx'
import { KindTag, type Exchange, type Row } from './parts.tsx'
import { Sides } from './Sides.tsx'

const waitings = ['any', 'asset', 'finance', 'settled'] as const
const outcomes = [...decisions, 'corrected'] as const
const columns = form.filter((field) => field.kind !== 'none').map((field) => field.key)

function useRows(run: Exchange) {
  const [url] = useUrlState()
  const kind = kinds.find((one) => one === url['kind'])
  const waits = waitings.find((one) => one === url['waits'])
  const field = columns.find((one) => one === url['field'])
  const decision = outcomes.find((one) => one === url['decision'])
  const list = useInfiniteList(listExchangeRows, {
    id: run.id,
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(kind ? { kind } : {}),
    ...(waits ? { waits } : {}),
    ...(field ? { field } : {}),
    ...(decision ? { decision } : {}),
  })
  return { list, filtered: Boolean(url['q'] ?? kind ?? waits ?? field ?? decision) }
}

/** Rows with both sides beside each other, and what the reader can decide. */
export function Rows({ run }: { run: Exchange }) {
  const { t } = useTranslation('asset-exchange')
  const { list, filtered } = useRows(run)
  const [open, setOpen] = useState<{ row: Row; decision: Decision } | null>(null)
  const [chosen, setChosen] = useState<string[]>([])
  const [many, setMany] = useState<Decision | null>(null)
  const rows = list.items.filter((row) => chosen.includes(String(row.seq)))
  const options = (values: readonly string[], words: string) =>
    values.map((value) => ({ value, label: t(`screen.${words}.${value}`) }))
  return (
    <>
      <div className="zy-pad">
        <FilterBar
          filters={[
            { key: 'kind', label: t('screen.field.kind'), width: 130, options: options(kinds, 'kind') },
            { key: 'waits', label: t('screen.field.waits'), width: 140, options: options(waitings, 'waits') },
            {
              key: 'field',
              label: t('screen.field.column'),
              width: 130,
              options: options(columns, 'column'),
            },
            {
              key: 'decision',
              label: t('screen.field.decision'),
              width: 140,
              options: options(outcomes, 'decision'),
            },
          ]}
        />
        {rows.length > 0 ? <ManyBar rows={rows} onAct={setMany} onClear={() => setChosen([])} /> : null}
      </div>
      <RecordTable
        list={list}
        rowKey={(row) => String(row.seq)}
        label={t('screen.rows')}
        filtered={filtered}
        {...(run.abilities.includes('decide')
          ? { selection: { selected: chosen, onChange: (keys: string[]) => setChosen(keys.slice(0, 200)) } }
          : {})}
        empty={{ title: t('screen.noRows') }}
        columns={[
          {
            key: 'name',
            title: t('screen.field.name'),
            width: 210,
            lead: true,
            render: (row) => <What row={row} />,
          },
          { key: 'sides', title: t('screen.side'), render: (row) => <Sides row={row} /> },
          {
            key: 'decision',
            title: t('screen.field.decision'),
            width: 210,
            render: (row) => <Decided row={row} onAct={(decision) => setOpen({ row, decision })} />,
          },
        ]}
      />
      {open ? (
        <DecideDialog
          key={`${open.row.seq} ${open.decision}`}
          runId={run.id}
          row={open.row}
          decision={open.decision}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {many ? (
        <ManyDialog
          runId={run.id}
          rows={rows}
          decision={many}
          onClose={() => setMany(null)}
          onDone={() => setChosen([])}
        />
      ) : null}
    </>
  )
}

function ManyBar(props: { rows: Row[]; onAct: (decision: Decision) => void; onClear: () => void }) {
  const { t } = useTranslation(['asset-exchange', 'web'])
  const { rows, onAct, onClear } = props
  // what every chosen row allows; drafts are looked at one by one
  const acts = decisions.filter((one) => one !== 'create' && rows.every((row) => row.abilities.includes(one)))
  return (
    <div className="zy-xchg-many" role="region" aria-label={t('screen.selected', { n: rows.length })}>
      <strong>{t('screen.selected', { n: rows.length })}</strong>
      {acts.map((act) => (
        <Button key={act} size="small" onClick={() => onAct(act)}>
          {t(`screen.decision.${act}`)}
        </Button>
      ))}
      <Button size="small" type="text" onClick={onClear}>
        {t('web:action.clear')}
      </Button>
    </div>
  )
}

function What({ row }: { row: Row }) {
  const { t } = useTranslation('asset-exchange')
  const { asset, card, created, line, name } = row
  return (
    <>
      {asset ? (
        <Link to={'/assets/$id' as never} params={{ id: asset.id } as never}>
          {name}
        </Link>
      ) : (
        name
      )}
      <small className="zy-xchg-small">
        {[
          card ? t('screen.field.card', { card }) : t('screen.field.noCard'),
          asset?.number,
          created ? t('screen.draft') : null,
          line === null ? null : t('screen.field.line', { n: line }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
      <KindTag kind={row.kind} />
    </>
  )
}

function Decided({ row, onAct }: { row: Row; onAct: (decision: Decision) => void }) {
  const { t } = useTranslation('asset-exchange')
  const { abilities, decisions: made, waitsFor, kind } = row
  return (
    <>
      {made.map((one, i) => (
        <div key={i} className="zy-xchg-made">
          <strong>{t(`screen.decision.${one.decision}`)}</strong> {one.by}
          {one.reason ? <div>{one.reason}</div> : null}
        </div>
      ))}
      {abilities.length > 0 ? (
        <span className="zy-xchg-acts">
          {abilities.map((act) => (
            <Button key={act} size="small" onClick={() => onAct(act)}>
              {t(`screen.decision.${act}`)}
            </Button>
          ))}
        </span>
      ) : waitsFor.length > 0 ? (
        <small>{t(`screen.waits.${waitsFor.length > 1 ? 'any' : waitsFor[0]!}`)}</small>
      ) : null}
      {kind === 'same' ? '—' : null}
    </>
  )
}
