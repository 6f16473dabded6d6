import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList } from '#web/hooks.ts'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { listFactRecords, type FactNamed } from '../contract.ts'
import { useFigureText } from './figure.ts'
import type { Question } from './question.ts'
import type { z } from 'zod'

type Named = z.output<typeof FactNamed>
type Row = CallOutput<typeof listFactRecords>['items'][number]

/** Every record that was counted, of the whole figure or of the part that was opened. */
export function Records({
  fact,
  partName,
  question,
}: {
  fact: Named
  partName: string | null
  question: Question
}) {
  const { t } = useTranslation('fact')
  const { asked, chosen, ok, setUrl } = question
  const list = useInfiniteList(listFactRecords, { key: fact.key, ...asked, ...chosen, ...(ok ? { ok } : {}) })
  const columns = useColumns(
    fact,
    list.items.some((row) => row.title !== null),
  )
  const [yes, no] = fact.asks ? [t('ui.is'), t('ui.isNot')] : [t('ui.yes'), t('ui.no')]
  return (
    <section className="zy-panel">
      <div className="zy-panel-head">
        <h2>{t('ui.detail')}</h2>
        <div className="zy-fact-chosen">
          {chosen.split ? (
            <span className="zy-chip">
              {t(`split.${chosen.split}`, { defaultValue: chosen.split })}: {partName ?? t('ui.unknown')}
              <Button
                type="link"
                size="small"
                onClick={() => setUrl({ split: undefined, part: undefined, by: question.by }, { push: true })}
              >
                {t('ui.all')}
              </Button>
            </span>
          ) : null}
          {fact.asks}
          {fact.kind === 'share' ? (
            <Segmented
              size="small"
              aria-label={fact.asks ?? t('ui.ok')}
              value={ok ?? 'all'}
              options={[
                { value: 'all', label: t('ui.all') },
                { value: 'false', label: no },
                { value: 'true', label: yes },
              ]}
              onChange={(next) => setUrl({ ok: next === 'all' ? undefined : next })}
            />
          ) : null}
        </div>
      </div>
      <RecordTable
        list={list}
        label={t('ui.detail')}
        filtered={ok !== undefined || chosen.split !== undefined}
        empty={{ title: t('ui.empty'), hint: t('ui.emptyHint') }}
        columns={columns}
      />
    </section>
  )
}

/** @param titled some records have a title beside their number; of others the label says it */
function useColumns(fact: Named, titled: boolean): Column<Row>[] {
  const { t } = useTranslation('fact')
  const text = useFigureText()
  const measured = ['sum', 'mean', 'p90'].includes(fact.kind)
  const verdict = ({ ok }: Row) => {
    if (ok === null) return t('ui.open')
    if (fact.asks) return ok ? t('ui.is') : t('ui.isNot')
    return <Tag hue={ok ? 'green' : 'red'}>{t(ok ? 'ui.yes' : 'ui.no')}</Tag>
  }
  return [
    {
      key: 'label',
      title: t('ui.record'),
      lead: true,
      // the longest text of the row gets the room
      ...(titled ? { width: 210 } : { cut: true }),
      render: (row) => (row.path ? <Link to={row.path as never}>{row.label}</Link> : row.label),
    },
    ...(titled
      ? [{ key: 'title', title: t('ui.title'), cut: true, render: (row: Row) => row.title ?? t('ui.none') }]
      : []),
    { key: 'at', title: t('ui.at'), width: 180, render: (row) => <TimeText at={row.at} /> },
    ...(fact.kind === 'share'
      ? [{ key: 'ok', title: fact.asks ?? t('ui.ok'), width: 130, render: verdict, named: true }]
      : []),
    ...(measured
      ? [
          {
            key: 'value',
            title: t('ui.value'),
            width: 150,
            align: 'right' as const,
            render: (row: Row) => text(row.value, fact.unit),
          },
        ]
      : []),
    { key: 'note', title: t('ui.note'), width: 180, render: (row) => row.note ?? t('ui.none') },
    {
      key: 'imported',
      title: t('ui.origin'),
      width: 80,
      wide: true,
      render: (row) => (row.imported ? t('ui.origin') : ''),
    },
  ]
}
