import { Checkbox, Segmented } from 'antd'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listCallbacks } from '../contract.ts'
import { CallbackActions } from './actions.tsx'
import type { Callback } from './dialogs.tsx'
import { CallbackTags } from './tags.tsx'
import './callback.css'

const tabs = ['open', 'due', 'over'] as const
type Tab = (typeof tabs)[number]

/** Whom to call and when: what is due, what is to come, what came of the rest. */
export function CallbacksPage() {
  const { t } = useTranslation('callback')
  const [url, setUrl] = useUrlState()
  const which = tabs.find((one) => one === url['which']) ?? 'open'
  const mine = url['mine'] === 'true'
  const { id } = useParams({ strict: false })
  const [active, setActive] = useState<string | null>(id ?? null)
  const list = useInfiniteList(listCallbacks, { which, ...(mine ? { mine: 'true' as const } : {}) })
  return (
    <div className="zy-page">
      <PageHeader title={t('page.list')} />
      <div className="zy-filters">
        <Segmented<Tab>
          value={which}
          onChange={(next) => setUrl({ which: next === 'open' ? undefined : next }, { push: true })}
          options={tabs.map((value) => ({ value, label: t(`which.${value}`) }))}
        />
        <Checkbox
          checked={mine}
          onChange={(event) => setUrl({ mine: event.target.checked ? 'true' : undefined })}
        >
          {t('which.mine')}
        </Checkbox>
      </div>
      <section className="zy-panel">
        <RecordTable
          list={list}
          columns={useColumns(which)}
          active={active}
          onActive={(row) => setActive(row.id)}
          filtered={mine}
          empty={{ title: t(`empty.${which}`), ...(which === 'over' ? {} : { hint: t('empty.hint') }) }}
          label={t('page.list')}
        />
      </section>
    </div>
  )
}

const pages = { incident: '/incidents/$id', request: '/requests/$id', problem: '/problems/$id' } as const

/** Its number leads to it where one may see it. */
function Ticket({ ticket }: { ticket: Callback['ticket'] }) {
  const to = pages[ticket.kind as keyof typeof pages] as (typeof pages)['incident'] | undefined
  const name = (
    <span className="zy-num" title={ticket.title}>
      {ticket.number}
    </span>
  )
  return ticket.visible && to ? (
    <Link to={to} params={{ id: ticket.id }}>
      {name}
    </Link>
  ) : (
    name
  )
}

function useColumns(which: Tab): Column<Callback>[] {
  const { t } = useTranslation('callback')
  const last = (row: Callback) => row.steps.at(-1)?.note ?? ''
  return [
    {
      key: 'contact',
      title: t('field.contact'),
      width: 170,
      lead: true,
      render: (row) => (
        <>
          {row.contact.name}
          <br />
          <a href={`tel:${row.contact.phone}`}>{row.contact.phone}</a>
        </>
      ),
    },
    {
      key: 'at',
      title: t(which === 'over' ? 'field.ended' : 'field.at'),
      width: 130,
      render: (row) => <TimeText at={row.endedAt ?? row.dueAt} />,
    },
    { key: 'state', title: t('field.state'), width: 180, render: (row) => <CallbackTags callback={row} /> },
    {
      key: 'reason',
      title: t(which === 'over' ? 'field.note' : 'field.reason'),
      cut: true,
      render: (row) => (
        <span dir="auto" title={which === 'over' ? last(row) : row.reason}>
          {which === 'over' ? last(row) : row.reason}
        </span>
      ),
    },
    { key: 'ticket', title: t('field.ticket'), width: 180, render: (row) => <Ticket ticket={row.ticket} /> },
    {
      key: 'doer',
      title: t('field.doer'),
      width: 130,
      wide: true,
      render: (row) => row.owner?.name ?? row.group?.name ?? '—',
    },
    ...(which === 'over'
      ? []
      : [
          {
            key: 'do',
            title: '',
            width: 160,
            align: 'right' as const,
            render: (row: Callback) => <CallbackActions callback={row} />,
          },
        ]),
  ]
}
