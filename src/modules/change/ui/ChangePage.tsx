import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApprovalBlock, useApprovals } from '#kernel/approval/ui/ApprovalBlock.tsx'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { RecordBlocks } from '#web/RecordBlocks.tsx'
import { getChange } from '../contract.ts'
import { commentChange, getStory, watchChange } from '../parts-contract.ts'
import { AlertsPanel, AttachmentsPanel, ConflictsPanel, FreezesPanel, LinksPanel } from './Around.tsx'
import { MoveButtons } from './MoveButtons.tsx'
import { ChangeState, KindTag, RiskTag, type ChangeView } from './parts.tsx'
import { EvidencePanel, FilesPanel, MissingPanel, TasksPanel } from './Work.tsx'
import './change.css'

/** One change: plan and work on the left, facts and what is missing on the right. */
export function ChangePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getChange, { id }, { staleTime: 5_000 })
  const approval = useApprovals('change', id)
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data || approval.coming) return <PageSkeleton />
  return <Loaded key={id} change={record.data} />
}

function Loaded({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  return (
    <RecordPage
      title={change.title}
      tabTitle={`${change.number} ${change.title}`}
      breadcrumb={[{ label: t('ui.page.list'), to: '/changes' }, { label: change.number }]}
      tags={
        <>
          <ChangeState state={change.state} />
          <KindTag kind={change.kind} />
          {change.risk ? <RiskTag risk={change.risk} /> : null}
          {change.unauthorised ? <Tag hue="red">{t('ui.part.unauthorised')}</Tag> : null}
        </>
      }
      sub={
        <>
          {[change.number, change.requester?.name, change.org.name].filter(Boolean).join(' · ')} ·{' '}
          <TimeText at={change.recordedAt} />
        </>
      }
      actions={
        <>
          <MoveButtons change={change} />
          <WatchButton change={change} />
        </>
      }
      story={
        <>
          <OutcomePanel change={change} />
          <PlanPanel change={change} />
          <TasksPanel change={change} />
          <EvidencePanel change={change} />
          <FilesPanel change={change} />
          <AlertsPanel change={change} />
          <RecordBlocks record="change" id={change.id} />
          <StoryPanel change={change} />
        </>
      }
      facts={
        <>
          <MissingPanel change={change} />
          <ApprovalBlock entity="change" id={change.id} />
          <FactsPanel change={change} />
          <ConflictsPanel change={change} />
          <FreezesPanel change={change} />
          <LinksPanel change={change} />
          <AttachmentsPanel change={change} />
        </>
      }
    />
  )
}

/** Follow it, or no longer: whoever follows is told of every step. */
function WatchButton({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const watch = useMove(watchChange)
  const label = t(change.watching ? 'ui.part.unwatch' : 'ui.part.watch')
  return (
    <Button
      type="text"
      icon={change.watching ? <EyeOutlined /> : <EyeInvisibleOutlined />}
      title={label}
      aria-label={label}
      aria-pressed={change.watching}
      onClick={() => watch.mutate({ id: change.id, watching: !change.watching })}
    />
  )
}

function OutcomePanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const { result, review, failure, reviewedBy } = change
  if (!result && !failure) return null
  return (
    <Panel title={t('ui.part.review')}>
      <FactList
        facts={[
          { label: t('ui.part.result'), value: result ? t(`result.${result}`) : null, when: result !== null },
          { label: t('ui.part.failure'), value: failure, block: true, when: Boolean(failure) },
          {
            label: t('ui.part.review'),
            value: review ? <PlainText>{review}</PlainText> : null,
            block: true,
            when: Boolean(review),
          },
          { label: t('field.people'), value: reviewedBy?.name, when: false },
        ]}
      />
      {reviewedBy ? (
        <p className="chg-explain">
          {reviewedBy.name} · <TimeText at={change.closedAt} />
        </p>
      ) : null}
    </Panel>
  )
}

function PlanPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const part = (key: 'reason' | 'impact' | 'plan' | 'backOut' | 'testProof' | 'assessment') => ({
    label: t(`field.${key}`),
    value: change[key] ? <PlainText>{change[key]}</PlainText> : null,
    block: true,
    when: !change.unauthorised || key === 'reason',
  })
  return (
    <Panel title={t('ui.part.plan')}>
      <FactList
        facts={[
          part('reason'),
          part('impact'),
          part('plan'),
          part('backOut'),
          part('testProof'),
          { ...part('assessment'), when: change.assessment !== '' },
        ]}
      />
    </Panel>
  )
}

function FactsPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const { letBegin, begun, confirmed, outside } = change
  const byAt = (one: { by: string; at: string } | null) =>
    one ? (
      <>
        {one.by} · <TimeText at={one.at} />
      </>
    ) : null
  return (
    <Panel title={t('ui.part.facts')}>
      <FactList
        facts={[
          { label: t('field.services'), value: change.services.map((s) => s.name).join(comma()) },
          {
            label: t('field.window'),
            value: change.startsAt ? (
              <>
                <TimeText at={change.startsAt} /> – <TimeText at={change.endsAt} />
              </>
            ) : null,
          },
          { label: t('field.implementer'), value: change.implementer?.name },
          { label: t('field.second'), value: change.second?.name },
          { label: t('field.group'), value: change.group?.name },
          { label: t('field.template'), value: change.template?.name, when: change.template !== null },
          {
            label: t('field.impactLevel'),
            value: change.impactLevel && t(`level.${change.impactLevel}`),
            when: change.impactLevel !== null,
          },
          {
            label: t('field.likelihood'),
            value: change.likelihood && t(`level.${change.likelihood}`),
            when: change.likelihood !== null,
          },
          { label: t('ui.part.begun'), value: byAt(begun), when: begun !== null },
          { label: t('ui.part.confirmed'), value: byAt(confirmed), when: confirmed !== null },
          {
            label: t('ui.part.implementedAt'),
            value: <TimeText at={change.implementedAt} />,
            when: change.implementedAt !== null,
          },
          { label: t('ui.part.foundBy'), value: change.foundBy?.name, when: change.foundBy !== null },
          { label: t('ui.part.doneBy'), value: change.doneBy, when: change.doneBy !== null },
        ]}
      />
      {outside ? <p className="chg-explain">{t('ui.part.outside', outside)}</p> : null}
      {letBegin ? (
        <p className="chg-explain">
          {t('ui.part.letBegin', letBegin)}
          {change.ratified ? (
            <>
              {' '}
              · {t(`ui.part.ratified.${change.ratified}`)} · {t('ui.part.ratifyBy')}{' '}
              <TimeText at={change.ratifyBy} />
            </>
          ) : null}
        </p>
      ) : null}
    </Panel>
  )
}

function StoryPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const [text, setText] = useState('')
  const story = useCall(getStory, { id: change.id })
  const comment = useMove(commentChange, { onDone: () => setText('') })
  return (
    <Panel title={t('ui.part.story')}>
      <div className="chg-comment">
        <Input.TextArea
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t('ui.part.comment')}
          placeholder={t('ui.part.commentHint')}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={10_000}
        />
        <Button
          disabled={text.trim() === ''}
          loading={comment.isPending}
          onClick={() => comment.mutate({ id: change.id, body: text })}
        >
          {t('ui.part.send')}
        </Button>
      </div>
      <Timeline
        items={(story.data?.items ?? []).map((entry) => ({
          id: String(entry.id),
          at: entry.at,
          actor: entry.actor === 'change' ? t('self') : entry.actor,
          title: <Sentence entry={entry} />,
          text: entry.body || null,
        }))}
      />
    </Panel>
  )
}

type Entry = { kind: string; data: Record<string, unknown> }

/** What an entry says besides its words. */
function Sentence({ entry }: { entry: Entry }) {
  const { t, i18n } = useTranslation('change')
  const { data } = entry
  const action = data['move'] ?? data['what']
  if (typeof action !== 'string') return <>{t('ui.part.comment')}</>
  const key = `action.change.${action}`
  // keys with dots of their own: `action` holds `change.submit`
  const words = (i18n.getResource(i18n.language, 'change', 'action') as Record<string, string> | undefined)?.[
    `change.${action}`
  ]
  const about = [data['path'], data['title'], data['name'], data['other'], data['incident']].find(
    (one) => typeof one === 'string',
  ) as string | undefined
  return (
    <>
      {words ?? key}
      {about ? ` · ${about}` : ''}
      {data['evidence'] ? ` · ${t(`evidence.${data['evidence'] as 'backup'}`)}` : ''}
      {typeof data['incidentId'] === 'string' ? (
        <Link to="/incidents/$id" params={{ id: data['incidentId'] }}>
          {' '}
          →
        </Link>
      ) : null}
    </>
  )
}
