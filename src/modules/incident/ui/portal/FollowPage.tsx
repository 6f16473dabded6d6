import { Alert, Button, Input } from 'antd'
import {
  CheckCircleOutlined,
  EnvironmentOutlined,
  LeftOutlined,
  RedoOutlined,
  SendOutlined,
} from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listSurveys } from '#modules/satisfaction/contract.ts'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars, PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { useCan } from '#web/session.tsx'
import { closeIncident, confirmArrival, getIncident, reopenIncident } from '../../contract.ts'
import { addComment, getTimeline } from '../../story-contract.ts'
import { useOutgoing } from '../parts/draft.ts'
import { entryItem } from '../parts/entry.tsx'
import { MergedBar } from '../record/MergeDialog.tsx'
import { Attachments } from '../record/Attachments.tsx'
import type { Incident } from '../types.ts'
import { PlainState, Progress } from './parts.tsx'
import { dayAndTime, dueOf, nextOf } from './plain.ts'
import '../incident.css'
import './portal.css'

/** My report: where it stands, what happens next, what was said. */
export function FollowPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getIncident, { id })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded key={id} incident={record.data} />
}

function Loaded({ incident }: { incident: Incident }) {
  const { t, i18n } = useTranslation('incident')
  const due = dueOf(incident, t, i18n.language)
  return (
    <div className="zy-inc-portal">
      <Link to="/portal" className="zy-inc-back">
        <LeftOutlined aria-hidden="true" /> {t('ui.page.portal')}
      </Link>
      <header className="zy-inc-follow">
        <div className="zy-inc-report-head">
          <h1 dir="auto">{incident.title}</h1>
          <PlainState state={incident.mergedInto ? 'merged' : incident.state} />
        </div>
        <small>
          {incident.number} · {dayAndTime(incident.recordedAt, i18n.language)}
        </small>
      </header>
      <MergedBar incident={incident} portal />
      <section className="zy-inc-where">
        <Progress state={incident.state} />
        <p>{nextOf(incident, t)}</p>
        {due ? <p className={due.late ? 'zy-inc-due zy-inc-late' : 'zy-inc-due'}>{due.text}</p> : null}
        {incident.resolution ? (
          <div className="zy-bubble">
            <PlainText>{incident.resolution}</PlainText>
          </div>
        ) : null}
        <Steps incident={incident} />
      </section>
      <Panel title={t('ui.portal.progress')}>
        <Reply incident={incident} />
        <Story id={incident.id} />
      </Panel>
      <Panel title={t('ui.portal.details')}>
        <PlainText>{incident.description || t('ui.record.noDescription')}</PlainText>
        <FactList
          facts={[
            { label: t('ui.field.service'), value: incident.service?.name, when: incident.service !== null },
            { label: t('ui.field.owner'), value: incident.owner?.name, when: incident.owner !== null },
          ]}
        />
      </Panel>
      <Panel title={t('ui.record.attachments')}>
        <Attachments incident={incident} />
      </Panel>
    </div>
  )
}

/** What the requester can do now: confirm arrival, confirm the end, say that it is not over, rate. */
function Steps({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const can = useCan()
  const [reopening, setReopening] = useState(false)
  const arrive = useMove(confirmArrival, { done: t('ui.portal.arriveDone') })
  const close = useMove(closeIncident, { done: t('ui.portal.closeDone') })
  const reopen = useMove(reopenIncident, {
    done: t('ui.portal.reopenDone'),
    onDone: () => setReopening(false),
    onProblem: () => true,
  })
  const ended = incident.state === 'resolved' || incident.state === 'closed'
  const surveys = useCall(
    listSurveys,
    { state: 'asked', limit: 50 },
    { enabled: ended && can('satisfaction.answer') },
  )
  const survey = surveys.data?.items.find((one) => one.ticketId === incident.id)
  const ids = { id: incident.id, version: incident.version }
  const has = (ability: Incident['abilities'][number]) => incident.abilities.includes(ability)
  return (
    <div className="zy-inc-do">
      {has('arrive') ? (
        <>
          <Button
            type="primary"
            size="large"
            icon={<EnvironmentOutlined />}
            loading={arrive.isPending}
            onClick={() => arrive.mutate(ids)}
          >
            {t('ui.portal.arrive')}
          </Button>
          <small>{t('ui.portal.arriveHint')}</small>
        </>
      ) : null}
      {survey ? (
        <Link to={`/surveys/${survey.id}`}>
          <Button type="primary" size="large" tabIndex={-1}>
            {t('ui.portal.rate')}
          </Button>
        </Link>
      ) : null}
      {incident.state === 'resolved' && has('close') ? (
        <Button
          size="large"
          icon={<CheckCircleOutlined />}
          loading={close.isPending}
          onClick={() => close.mutate(ids)}
        >
          {t('ui.portal.close')}
        </Button>
      ) : null}
      {has('reopen') ? (
        <Button size="large" icon={<RedoOutlined />} onClick={() => setReopening(true)}>
          {t('ui.portal.reopen')}
        </Button>
      ) : null}
      <ConfirmMove
        open={reopening}
        title={t('ui.portal.reopenTitle')}
        description={t('ui.portal.reopenHint')}
        reason="required"
        okText={t('ui.portal.reopen')}
        busy={reopen.isPending}
        error={reopen.error}
        onCancel={() => setReopening(false)}
        onConfirm={(reason) => reopen.mutate({ ...ids, reason })}
      />
    </div>
  )
}

function Reply({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const draft = useOutgoing(`portal.${incident.id}`)
  const send = useMove(addComment, {
    done: t('ui.record.sent'),
    onProblem: (_problem, sent) => draft.comeBack(sent.body),
  })
  const body = draft.value.trim()
  if (
    !incident.abilities.includes('comment') ||
    incident.state === 'closed' ||
    incident.state === 'cancelled'
  )
    return null
  const submit = () => {
    if (!body || send.isPending) return
    send.mutate({ id: incident.id, body, public: true })
    draft.goOut()
  }
  return (
    <div className="zy-inc-say">
      {incident.state === 'pending' && incident.holdReason === 'requester' ? (
        <Alert type="warning" showIcon title={t('ui.portal.askedYou')} />
      ) : null}
      <Input.TextArea
        value={draft.value}
        onChange={(event) => draft.set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
        }}
        placeholder={t('ui.portal.replyPlaceholder')}
        aria-label={t('ui.portal.replyPlaceholder')}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={20_000}
      />
      <Button
        type="primary"
        icon={<SendOutlined />}
        disabled={!body}
        loading={send.isPending}
        onClick={submit}
      >
        {t('web:action.send')}
      </Button>
    </div>
  )
}

function Story({ id }: { id: string }) {
  const { t } = useTranslation('incident')
  const entries = useInfiniteList(getTimeline, { id, order: 'desc', limit: 50 })
  if (entries.error && entries.items.length === 0)
    return <ErrorState error={entries.error} retry={() => void entries.refetch()} small />
  if (entries.isPending) return <Bars rows={4} />
  // Staff see internal entries elsewhere; here everybody sees what the requester sees.
  const told = entries.items.filter((entry) => entry.public)
  if (told.length === 0) return <p className="zy-inc-none">{t('ui.portal.noProgress')}</p>
  return (
    <>
      <Timeline items={told.map((entry) => entryItem(entry, t))} />
      {entries.hasNextPage ? (
        <button type="button" className="zy-inc-more" onClick={() => void entries.fetchNextPage()}>
          {t('ui.record.olderEntries')}
        </button>
      ) : null}
    </>
  )
}
