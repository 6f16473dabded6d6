import { EditOutlined, SendOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useRuleText } from '#kernel/calendar/ui/RuleBlock.tsx'
import { useCall, useMove } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { comma } from '#web/kit/marks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { countAudience, getQuestionnaire, openRun } from '../contract.ts'
import { RunTag, useAudienceText, type Questionnaire } from './parts.tsx'
import { percent } from './Tallies.tsx'
import './survey.css'

/** A questionnaire: its questions, whom it asks and when, and the times it was asked. */
export function QuestionnairePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getQuestionnaire, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Found one={data} />
}

function Found({ one }: { one: Questionnaire }) {
  const { t } = useTranslation('survey')
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const open = useMove(openRun, {
    done: t('done.opened'),
    onProblem: () => true,
    onDone: () => setAsking(false),
  })
  const count = useCall(countAudience, { id: one.id }, { enabled: asking })
  const { id, version } = one
  return (
    <RecordPage
      storyFirst
      title={one.title}
      breadcrumb={[{ label: t('page.list'), to: '/questionnaires' }, { label: one.title }]}
      tags={<Tag hue={one.anonymous ? 'violet' : 'grey'}>{t(one.anonymous ? 'yes' : 'no')}</Tag>}
      actions={
        <>
          {one.abilities.includes('edit') ? (
            <Button
              icon={<EditOutlined />}
              onClick={() => void navigate({ to: `/questionnaires/${id}/edit` as never })}
            >
              {t('move.edit')}
            </Button>
          ) : null}
          {one.abilities.includes('open') ? (
            <Button type="primary" icon={<SendOutlined />} onClick={() => setAsking(true)}>
              {t('move.open')}
            </Button>
          ) : null}
        </>
      }
      story={
        <>
          <Panel title={t('runs')} flush>
            <Runs one={one} />
          </Panel>
          <Panel title={t('field.questions')}>
            <ol className="zy-survey-questions">
              {one.questions.map((question) => (
                <li key={question.key}>
                  {question.label} <Tag hue="grey">{t(`type.${question.type}`)}</Tag>
                  <small>
                    {[...question.options, ...question.rows].map((part) => part.label).join(comma())}
                  </small>
                </li>
              ))}
            </ol>
          </Panel>
          <ConfirmMove
            open={asking}
            title={t('move.open')}
            okText={t('move.open')}
            description={count.data ? t('audience.people', { n: count.data.people }) : '…'}
            reason="none"
            busy={open.isPending}
            error={open.error}
            onCancel={() => setAsking(false)}
            onConfirm={() => open.mutate({ id, version })}
          />
        </>
      }
      facts={<Facts one={one} />}
    />
  )
}

function Facts({ one }: { one: Questionnaire }) {
  const { t } = useTranslation('survey')
  const ruleText = useRuleText()
  const audienceText = useAudienceText()
  return (
    <FactList
      title={t('facts')}
      facts={[
        { label: t('field.org'), value: one.org.name },
        { label: t('field.audience'), value: audienceText(one), block: true },
        { label: t('field.periodic'), value: one.rule ? ruleText(one.rule) : t('byHand') },
        { label: t('field.next'), value: one.active ? <TimeText at={one.nextAt} /> : t('paused') },
        { label: t('field.openDays'), value: one.openDays },
        { label: t('field.remindDays'), value: one.remindDays },
        { label: t('field.minGroup'), value: one.minGroup, when: one.anonymous },
        { label: t('field.version'), value: one.versionNo },
        { label: t('field.intro'), value: one.intro, block: true, when: one.intro !== '' },
      ]}
    />
  )
}

function Runs({ one }: { one: Questionnaire }) {
  const { t } = useTranslation('survey')
  const navigate = useNavigate()
  const list = plainList({ data: one.runs, error: null, isPending: false, refetch: () => undefined })
  return (
    <RecordTable
      list={list}
      label={t('runs')}
      onOpen={(row) => void navigate({ to: `/questionnaire-runs/${row.id}` as never })}
      empty={{ title: t('result.none') }}
      columns={[
        {
          key: 'number',
          title: t('field.number'),
          lead: true,
          render: (row) => <RecordNumber>{row.number}</RecordNumber>,
        },
        {
          key: 'opened',
          title: t('field.opened'),
          width: 140,
          wide: true,
          render: (row) => <TimeText at={row.openedAt} />,
        },
        { key: 'due', title: t('field.due'), width: 140, render: (row) => <TimeText at={row.dueAt} /> },
        {
          key: 'rate',
          title: t('field.rate'),
          width: 160,
          align: 'right',
          named: true,
          render: (row) => (
            <span className="zy-num">
              {percent(row.answered, row.asked)} ({row.answered}/{row.asked})
            </span>
          ),
        },
        { key: 'state', title: t('field.state'), width: 110, render: (row) => <RunTag state={row.state} /> },
      ]}
    />
  )
}
