import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { useUrlState } from '#web/url.ts'
import { listLines } from '../contract.ts'
import { results } from '../lifecycle.ts'
import { LineDialog, type Act } from './LineDialog.tsx'
import { ResultTag, type Line, type Stocktake } from './parts.tsx'

const waitings = ['count', 'recount', 'explanation', 'decision', 'adjustment'] as const

/** What the reader can do with a line now. */
function actsOf({ abilities, state }: Stocktake, line: Line): Act[] {
  const may = (what: Stocktake['abilities'][number]) => abilities.includes(what)
  const waits = line.waitsFor
  const known = line.result !== null && line.assetId !== null && line.adjustedAt === null
  return [
    ...(may('count') && line.assetId !== null ? (['count'] as const) : []),
    ...(may('explain') && waits === 'explanation' ? (['explain'] as const) : []),
    ...(may('decide') && waits === 'decision' ? (['decide'] as const) : []),
    ...(may('adjust') && waits === 'adjustment' ? (['adjust'] as const) : []),
    ...(may('review') && known && !line.recount && state === 'reviewing' && line.result !== 'found'
      ? (['askRecount'] as const)
      : []),
  ]
}

export function Lines({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation('stocktake')
  const [url] = useUrlState()
  const [open, setOpen] = useState<{ line: Line; act: Act } | null>(null)
  const result = [...results, 'none', 'difference'].find((one) => one === url['result'])
  const waits = waitings.find((one) => one === url['waits'])
  const list = useInfiniteList(listLines, {
    id: stocktake.id,
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(result ? { result: result as 'none' } : {}),
    ...(waits ? { waits } : {}),
  })
  return (
    <>
      <div className="zy-pad">
        <FilterBar
          filters={[
            {
              key: 'result',
              label: t('field.result'),
              width: 130,
              options: [...results, 'none', 'difference'].map((value) => ({
                value,
                label: t(`result.${value}`),
              })),
            },
            {
              key: 'waits',
              label: t('field.waits'),
              width: 130,
              options: waitings.map((value) => ({ value, label: t(`waits.${value}`) })),
            },
          ]}
        />
      </div>
      <RecordTable
        list={list}
        label={t('page.lines')}
        filtered={Boolean(url['q'] ?? result ?? waits)}
        empty={{ title: t('page.noLines') }}
        columns={[
          {
            key: 'name',
            title: t('field.name'),
            cut: true,
            lead: true,
            render: (line) => (
              <>
                {line.assetId ? (
                  <Link to={'/assets/$id' as never} params={{ id: line.assetId } as never}>
                    {line.name}
                  </Link>
                ) : (
                  line.name
                )}
                <small className="zy-stk-number">{line.number ?? '—'}</small>
              </>
            ),
          },
          {
            key: 'location',
            title: t('field.bookAndFound'),
            width: 210,
            render: (line) => <BookAndFound line={line} />,
          },
          {
            key: 'result',
            title: t('field.result'),
            width: 110,
            render: (line) => <ResultTag result={line.result} />,
          },
          {
            key: 'why',
            title: t('field.explanation'),
            width: 170,
            wide: true,
            render: (line) => <Why line={line} />,
          },
          {
            key: 'waits',
            title: t('field.waits'),
            width: 150,
            render: (line) => {
              const acts = actsOf(stocktake, line)
              return acts.length > 0 ? (
                <span className="zy-stk-acts">
                  {acts.map((act) => (
                    <Button key={act} size="small" onClick={() => setOpen({ line, act })}>
                      {t(`act.${act}`)}
                    </Button>
                  ))}
                </span>
              ) : line.waitsFor ? (
                t(`waits.${line.waitsFor}`)
              ) : (
                '—'
              )
            },
          },
        ]}
      />
      {open ? (
        <LineDialog
          key={`${open.line.id} ${open.act}`}
          stocktakeId={stocktake.id}
          line={open.line}
          act={open.act}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  )
}

/** What the book says over what was found, where it differs. */
function BookAndFound({ line }: { line: Line }) {
  const place = line.countedLocation && line.countedLocation !== line.location
  const number = line.countedQuantity !== null && line.countedQuantity !== line.quantity
  return (
    <>
      <div>
        {line.location ?? '—'} · {line.quantity}
      </div>
      {place || number ? (
        <div className="zy-stk-found">
          {place ? line.countedLocation : null}
          {place && number ? ' · ' : null}
          {number ? line.countedQuantity : null}
        </div>
      ) : null}
    </>
  )
}

function Why({ line }: { line: Line }) {
  const { t } = useTranslation('stocktake')
  return (
    <>
      {line.note ? <div>{line.note}</div> : null}
      {line.explanation ? <div>{line.explanation}</div> : null}
      {line.decision ? (
        <small>
          {t(`decision.${line.decision}`)} · {line.decidedBy}
        </small>
      ) : null}
      {!line.note && !line.explanation && !line.decision ? '—' : null}
    </>
  )
}
