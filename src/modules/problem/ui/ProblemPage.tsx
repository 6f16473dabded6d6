import { Button, Input } from 'antd'
import { EditOutlined, PrinterOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { PriorityTag, Tag } from '#web/kit/tags.tsx'
import { Timeline } from '#web/kit/Timeline.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { commentProblem, getProblem, getStory } from '../contract.ts'
import { moves } from '../words.ts'
import { ActionsPanel } from './Actions.tsx'
import { AnalysesPanel } from './Analyses.tsx'
import { EditDialog } from './EditDialogs.tsx'
import { KnownErrorPanel } from './KnownErrors.tsx'
import { LinkedPanel } from './Linked.tsx'
import { MoveButtons } from './MoveButtons.tsx'
import { ProblemState, type Problem } from './parts.tsx'
import { SavingsPanel } from './Savings.tsx'

/** One problem: cause, known error and actions on the left, facts and incidents on the right. */
export function ProblemPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getProblem, { id }, { staleTime: 5_000 })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded key={id} problem={record.data} />
}

function Loaded({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  return (
    <RecordPage
      title={problem.title}
      tabTitle={`${problem.number} ${problem.title}`}
      breadcrumb={[{ label: t('ui.page.list'), to: '/problems' }, { label: problem.number }]}
      tags={
        <>
          <ProblemState state={problem.state} />
          <PriorityTag priority={problem.priority} />
        </>
      }
      sub={
        <>
          {[problem.number, problem.requester?.name, problem.org.name].filter(Boolean).join(' · ')} ·{' '}
          <TimeText at={problem.recordedAt} />
        </>
      }
      actions={
        <>
          <Button
            icon={<PrinterOutlined />}
            className="zy-no-print"
            aria-label={t('ui.print')}
            title={t('ui.print')}
            onClick={() => window.print()}
          />
          <MoveButtons problem={problem} />
        </>
      }
      story={
        <>
          <Panel title={t('ui.field.description')}>
            <PlainText>{problem.description || t('ui.none')}</PlainText>
          </Panel>
          <OutcomePanel problem={problem} />
          <CausePanel problem={problem} />
          <AnalysesPanel problem={problem} />
          <KnownErrorPanel problem={problem} />
          <ActionsPanel problem={problem} />
          <SavingsPanel problem={problem} />
          <StoryPanel id={problem.id} />
        </>
      }
      facts={
        <>
          <FactsPanel problem={problem} />
          <LinkedPanel problem={problem} />
        </>
      }
    />
  )
}

/** How it was fixed, what the review said, why it was cancelled. */
function OutcomePanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const { solution, review, endReason, reviewedBy } = problem
  if (!solution && !review && !endReason) return null
  return (
    <Panel title={t('ui.outcome.title')}>
      <FactList
        facts={[
          {
            label: t('ui.ask.solution'),
            block: true,
            when: solution !== null,
            value: <PlainText>{solution ?? ''}</PlainText>,
          },
          {
            label: `${t('ui.ask.review')}${reviewedBy ? ` · ${reviewedBy}` : ''}`,
            block: true,
            when: review !== null,
            value: <PlainText>{review ?? ''}</PlainText>,
          },
          {
            label: t('ui.outcome.cancelled'),
            block: true,
            when: endReason !== null,
            value: <PlainText>{endReason ?? ''}</PlainText>,
          },
        ]}
      />
    </Panel>
  )
}

function CausePanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const [editing, setEditing] = useState(false)
  return (
    <Panel
      title={t('ui.cause.title')}
      actions={
        problem.abilities.includes('edit') ? (
          <Button
            size="small"
            type="text"
            icon={<EditOutlined />}
            className="zy-no-print"
            onClick={() => setEditing(true)}
          >
            {t('ui.edit.cause')}
          </Button>
        ) : null
      }
    >
      {problem.rootCause ? (
        <>
          {problem.rootCauseCategory ? (
            <Tag hue="violet">{t(`cause.${problem.rootCauseCategory}`)}</Tag>
          ) : null}
          <PlainText>{problem.rootCause}</PlainText>
        </>
      ) : (
        <p className="zy-prb-none">{t('ui.cause.none')}</p>
      )}
      {editing ? <EditDialog problem={problem} part="cause" onClose={() => setEditing(false)} /> : null}
    </Panel>
  )
}

function FactsPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const time = (at: string | null) => (at ? <TimeText at={at} /> : null)
  return (
    <Panel title={t('ui.facts')}>
      <FactList
        facts={[
          { label: t('ui.field.services'), value: problem.services.map((one) => one.name).join(comma()) },
          { label: t('ui.field.category'), value: problem.category?.name },
          { label: t('ui.field.group'), value: problem.group?.name },
          { label: t('ui.field.owner'), value: problem.owner?.name },
          { label: t('ui.field.source'), value: t(`source.${problem.source}`) },
          { label: t('ui.field.fixed'), value: time(problem.fixedAt), when: problem.fixedAt !== null },
          { label: t('ui.field.closed'), value: time(problem.closedAt), when: problem.closedAt !== null },
        ]}
      />
    </Panel>
  )
}

function StoryPanel({ id }: { id: string }) {
  const { t } = useTranslation('problem')
  const [words, setWords] = useState('')
  const story = useCall(getStory, { id })
  const say = useMove(commentProblem, { onDone: () => setWords('') })
  if (story.error) return <ErrorState error={story.error} retry={() => void story.refetch()} small />
  const titleOf = ({ what, to }: Record<string, unknown>) => {
    const move = moves.find((one) => one === what)
    if (!move) return t(`ui.story.what.${String(what)}`)
    return typeof to === 'string' ? `${t(`move.${move}`)} → ${t(`state.${to}`)}` : t(`move.${move}`)
  }
  return (
    <Panel title={t('ui.story.title')}>
      <div className="zy-prb-say zy-no-print">
        <Input.TextArea
          value={words}
          onChange={(event) => setWords(event.target.value)}
          placeholder={t('ui.story.say')}
          aria-label={t('ui.story.say')}
          autoSize={{ minRows: 1, maxRows: 8 }}
          maxLength={10_000}
        />
        <Button
          disabled={words.trim() === ''}
          loading={say.isPending}
          onClick={() => say.mutate({ id, body: words.trim() })}
        >
          {t('ui.story.send')}
        </Button>
      </div>
      <Timeline
        items={(story.data?.items ?? []).map((entry) => ({
          id: String(entry.id),
          at: entry.at,
          actor: entry.actor,
          title: entry.data['task'] ? <TaskStory data={entry.data['task']} /> : titleOf(entry.data),
          text: entry.body || null,
          extra: extraOf(entry.data),
        }))}
      />
    </Panel>
  )
}

/** What happened to an action by way of its task. */
function TaskStory({ data }: { data: unknown }) {
  const { t } = useTranslation('problem')
  const { what, title } = data as { what: string; title: string }
  return (
    <>
      {t(`ui.story.task.${what}`)} {title}
    </>
  )
}

/** Numbers of the tickets that an entry is about. */
function extraOf(data: Record<string, unknown>): string | null {
  const named = [data['incident'], data['title'], data['ticket']].filter((one) => typeof one === 'string')
  return named.length > 0 ? named.join(' · ') : null
}
