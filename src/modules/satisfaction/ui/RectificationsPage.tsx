import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { colon } from '#web/kit/marks.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { personSource } from '#web/kit/sources.ts'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import {
  assignRectification,
  listRectifications,
  remedyRectification,
  verifyRectification,
  type getRectification,
} from '../rectification-contract.ts'
import { verdicts, type RectificationMove, type RectificationState } from '../words.ts'
import './satisfaction.css'

type Rectification = CallOutput<typeof getRectification>
const tabs = ['all', 'mine', 'late', 'done'] as const
const hues: Record<RectificationState, Hue> = { open: 'amber', remedied: 'blue', done: 'green' }

/** What people were unhappy with, who puts it right by when, and what the second call has heard. */
export function RectificationsPage() {
  const { t } = useTranslation('satisfaction')
  const [url, setUrl] = useUrlState()
  const { id } = useParams({ strict: false }) as { id?: string }
  const [active, setActive] = useState<string | null>(id ?? null)
  const [move, setMove] = useState<{ one: Rectification; move: RectificationMove } | null>(null)
  const tab = tabs.find((one) => one === url['tab']) ?? 'all'
  const list = useInfiniteList(listRectifications, {
    ...(tab === 'mine' ? { mine: 'true' as const } : tab === 'late' ? { late: 'true' as const } : {}),
    ...(tab === 'done' ? { state: 'done' as const } : {}),
  })
  // the list has all states but "done" shows one: what is done is left out of "not done" here
  const shown = tab === 'all' ? { ...list, items: list.items.filter((one) => one.state !== 'done') } : list
  return (
    <div className="zy-page">
      <PageHeader title={t('rectify.title')} sub={t('rectify.sub')} />
      <div className="zy-filters">
        <Segmented
          value={tab}
          onChange={(value) => setUrl({ tab: value === 'all' ? undefined : value }, { push: true })}
          options={tabs.map((value) => ({ value, label: t(`rectify.tab.${value}`) }))}
        />
      </div>
      <section className="zy-panel">
        <RecordTable
          list={shown}
          label={t('rectify.title')}
          active={active}
          onActive={(row) => setActive(row.id)}
          empty={{ title: t('rectify.empty'), hint: t('rectify.emptyHint') }}
          columns={[
            {
              key: 'title',
              title: t('rectify.field.source'),
              lead: true,
              render: (row) => (
                <>
                  <Tag hue="grey">{t(`rectify.source.${row.source}`)}</Tag>{' '}
                  <Link to={row.path as never}>
                    <RecordNumber>{row.number}</RecordNumber> {row.title}
                  </Link>
                </>
              ),
            },
            {
              key: 'said',
              title: t('rectify.field.said'),
              width: 220,
              wide: true,
              render: (row) => <PlainText lines={2}>{row.said || '—'}</PlainText>,
            },
            {
              key: 'person',
              title: t('rectify.field.person'),
              width: 130,
              wide: true,
              render: (row) => (
                <>
                  {row.person ?? '—'} {row.phone ? <a href={`tel:${row.phone}`}>{row.phone}</a> : null}
                </>
              ),
            },
            {
              key: 'owner',
              title: t('rectify.field.owner'),
              width: 90,
              render: (row) => row.owner?.name ?? t('rectify.nobody'),
            },
            { key: 'due', title: t('rectify.field.due'), width: 170, render: (row) => <Due row={row} /> },
            {
              key: 'state',
              title: t('rectify.field.state'),
              width: 130,
              render: (row) => (
                <>
                  <Tag hue={hues[row.state]}>{t(`rectify.state.${row.state}`)}</Tag>
                  {row.returned > 0 ? <small> {t('rectify.returned', { n: row.returned })}</small> : null}
                </>
              ),
            },
            {
              key: 'action',
              title: t('list.action'),
              width: 210,
              render: (row) =>
                row.abilities.map((able) => (
                  <Button
                    key={able}
                    size="small"
                    type="link"
                    onClick={() => setMove({ one: row, move: able })}
                  >
                    {t(`rectify.move.${able}`)}
                  </Button>
                )),
            },
          ]}
        />
      </section>
      {move ? <MoveDialog {...move} close={() => setMove(null)} /> : null}
    </div>
  )
}

function Due({ row }: { row: Rectification }) {
  const { t } = useTranslation('satisfaction')
  return (
    <>
      <TimeText at={row.dueAt} />
      {row.late ? (
        <>
          {' '}
          <Tag hue="red">{t('rectify.late')}</Tag>
          {row.chased > 0 ? <small> {t('rectify.chased', { n: row.chased })}</small> : null}
        </>
      ) : null}
    </>
  )
}

function MoveDialog({
  one,
  move,
  close,
}: {
  one: Rectification
  move: RectificationMove
  close: () => void
}) {
  const { t } = useTranslation('satisfaction')
  const options = { done: t('rectify.saved'), onProblem: () => true }
  const all = {
    assign: useMove(assignRectification, options),
    remedy: useMove(remedyRectification, options),
    verify: useMove(verifyRectification, options),
  }
  const fields: Record<RectificationMove, FormField[]> = {
    assign: [
      {
        ...{
          name: 'ownerId',
          label: t('rectify.field.owner'),
          type: 'remote',
          source: personSource,
          required: true,
        },
        valueLabel: one.owner?.name ?? '',
      },
    ],
    remedy: [
      {
        name: 'remedy',
        label: t('rectify.field.remedy'),
        type: 'longtext',
        max: 2000,
        required: true,
        rows: 4,
      },
    ],
    verify: [
      {
        ...{ name: 'verdict', label: t('rectify.field.verdict'), type: 'radio', required: true },
        options: verdicts.map((value) => ({ value, label: t(`rectify.verdict.${value}`) })),
      },
      { name: 'note', label: t('rectify.field.note'), type: 'longtext', max: 2000, required: true, rows: 3 },
    ],
  }
  const send = all[move].mutateAsync as (input: object) => Promise<unknown>
  return (
    <FormDialog
      title={`${t(`rectify.move.${move}`)} ${one.number}`}
      above={<Story one={one} />}
      fields={fields[move]}
      onClose={close}
      onSubmit={(values) => send({ id: one.id, version: one.version, ...values })}
    />
  )
}

/** What it is about and what was done so far, above the form. */
function Story({ one }: { one: Rectification }) {
  const { t } = useTranslation('satisfaction')
  return (
    <div>
      <PlainText>{[one.person, one.phone, one.said].filter(Boolean).join('\n')}</PlainText>
      {one.entries.map((entry, at) => (
        <p key={at} className="zy-page-sub">
          {t(`rectify.entry.${entry.kind}`)} · {absoluteTime(entry.at)} · {entry.by ?? t('rectify.system')}
          {entry.note ? `${colon()}${entry.note}` : ''}
        </p>
      ))}
    </div>
  )
}
