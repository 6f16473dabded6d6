import { Button, Checkbox, Segmented, Tooltip } from 'antd'
import { PhoneOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import type { finishCallbackTask, getSurvey } from '../contract.ts'
import { listCallbackTasks, listSurveys } from '../contract.ts'
import { CallModal, DoneModal } from './CallModal.tsx'
import { AnswerTag } from './faces.tsx'
import { SettingButton } from './SettingButton.tsx'

type Survey = CallOutput<typeof getSurvey>
type Task = CallOutput<typeof finishCallbackTask>
type Tab = 'unhappy' | 'asked' | 'done'

/** Whom the desk has to telephone: the unhappy, and those whom only the telephone reaches. */
export function CallbacksPage() {
  const { t } = useTranslation('satisfaction')
  const [url, setUrl] = useUrlState()
  const tab: Tab = url['tab'] === 'asked' || url['tab'] === 'done' ? url['tab'] : 'unhappy'
  return (
    <div className="zy-page">
      <PageHeader title={t('page.callbacks')} actions={<SettingButton />} />
      <div className="zy-filters">
        <Segmented<Tab>
          value={tab}
          onChange={(next) => setUrl({ tab: next === 'unhappy' ? undefined : next }, { push: true })}
          options={(['unhappy', 'asked', 'done'] as const).map((value) => ({
            value,
            label: t(`list.${value}`),
          }))}
        />
        {tab === 'asked' ? (
          <Checkbox
            checked={url['byPhone'] === 'true'}
            onChange={(event) => setUrl({ byPhone: event.target.checked ? 'true' : undefined })}
          >
            {t('list.onlyPhone')}
          </Checkbox>
        ) : null}
      </div>
      {tab === 'asked' ? (
        <Asked byPhone={url['byPhone'] === 'true'} />
      ) : (
        <Tasks key={tab} state={tab === 'done' ? 'done' : 'open'} />
      )}
    </div>
  )
}

function usePersonColumns(): Record<'ticket' | 'person' | 'phone', Column<Survey>> {
  const { t } = useTranslation('satisfaction')
  return {
    ticket: {
      key: 'ticket',
      title: t('list.ticket'),
      cut: true,
      render: (row) => (
        <Link
          to={row.ticketKind === 'request' ? '/requests/$id' : '/incidents/$id'}
          params={{ id: row.ticketId }}
        >
          <RecordNumber>{row.ticketNumber}</RecordNumber> {row.ticketTitle}
        </Link>
      ),
    },
    person: {
      key: 'person',
      title: t('list.person'),
      width: 120,
      render: (row) => row.person?.name ?? row.callerName ?? '—',
    },
    phone: {
      key: 'phone',
      title: t('list.phone'),
      width: 140,
      render: (row) => (row.phone ? <a href={`tel:${row.phone}`}>{row.phone}</a> : t('list.noPhone')),
    },
  }
}

function Asked({ byPhone }: { byPhone: boolean }) {
  const { t } = useTranslation('satisfaction')
  const [calling, setCalling] = useState<Survey | null>(null)
  const list = useInfiniteList(listSurveys, {
    mine: 'false' as const,
    state: 'asked' as const,
    ...(byPhone ? { byPhone: 'true' as const } : {}),
  })
  const { ticket, person, phone } = usePersonColumns()
  const columns: Column<Survey>[] = [
    ticket,
    person,
    phone,
    {
      key: 'askedAt',
      title: t('list.asked_at'),
      width: 120,
      wide: true,
      render: (row) => <TimeText at={row.askedAt} />,
    },
    {
      key: 'due',
      title: t('list.due'),
      width: 120,
      wide: true,
      render: (row) => <TimeText at={row.dueAt} />,
    },
    {
      key: 'action',
      title: t('list.action'),
      width: 130,
      render: (row) => (
        <CallButton
          may={row.abilities.includes('callback')}
          label={t('list.call')}
          onClick={() => setCalling(row)}
        />
      ),
    },
  ]
  return (
    <section className="zy-panel">
      <RecordTable
        list={list}
        columns={columns}
        filtered={byPhone}
        empty={{ title: t('list.emptyAsked'), hint: t('list.emptyAskedHint') }}
        label={t('list.asked')}
      />
      <CallModal survey={calling} close={() => setCalling(null)} />
    </section>
  )
}

/** Disabled with the reason rather than hidden: the list is the whole desk's. */
function CallButton({ may, label, onClick }: { may: boolean; label: string; onClick: () => void }) {
  const { t } = useTranslation('satisfaction')
  return (
    <Tooltip title={may ? undefined : t('list.ownWork')}>
      <Button size="small" icon={<PhoneOutlined />} disabled={!may} onClick={onClick}>
        {label}
      </Button>
    </Tooltip>
  )
}

function Tasks({ state }: { state: 'open' | 'done' }) {
  const { t } = useTranslation('satisfaction')
  const [finishing, setFinishing] = useState<Task | null>(null)
  const { id } = useParams({ strict: false })
  const [active, setActive] = useState<string | null>(id ?? null)
  const list = useInfiniteList(listCallbackTasks, { state })
  const of = usePersonColumns()
  const fromSurvey = (column: Column<Survey>): Column<Task> => ({
    ...column,
    render: (task) => column.render?.(task.survey),
  })
  const last: Column<Task>[] =
    state === 'open'
      ? [
          {
            key: 'action',
            title: t('list.action'),
            width: 130,
            render: (task) => (
              <CallButton
                may={task.abilities.includes('done')}
                label={t('list.finish')}
                onClick={() => setFinishing(task)}
              />
            ),
          },
        ]
      : [
          {
            key: 'note',
            title: t('list.result'),
            width: 320,
            wide: true,
            render: (task) => <PlainText lines={2}>{task.note}</PlainText>,
          },
          { key: 'doneBy', title: t('list.doneBy'), width: 110, render: (task) => task.doneBy?.name ?? '—' },
        ]
  const columns: Column<Task>[] = [
    fromSurvey(of.ticket),
    fromSurvey(of.person),
    fromSurvey(of.phone),
    {
      key: 'answer',
      title: t('list.answer'),
      width: 120,
      render: (task) => <AnswerTag answer={task.survey.answer} />,
    },
    {
      key: 'remark',
      title: t('list.remark'),
      width: 320,
      wide: true,
      render: (task) => <PlainText lines={2}>{task.survey.remark}</PlainText>,
    },
    ...last,
  ]
  return (
    <section className="zy-panel">
      <RecordTable
        list={list}
        columns={columns}
        active={active}
        onActive={(task) => setActive(task.id)}
        empty={
          state === 'open'
            ? { title: t('list.emptyUnhappy'), hint: t('list.emptyUnhappyHint') }
            : { title: t('list.emptyDone') }
        }
        label={t(state === 'open' ? 'list.unhappy' : 'list.done')}
      />
      <DoneModal task={finishing} close={() => setFinishing(null)} />
    </section>
  )
}
