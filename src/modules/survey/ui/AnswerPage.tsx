import { CheckCircleOutlined, ClockCircleOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { answerMine, getMine } from '../run-contract.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { Figures, Tallies } from './Tallies.tsx'

/** Where the notice leads: the questions, or what came of them. */
export function AnswerPage() {
  const { t } = useTranslation('survey')
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [sent, setSent] = useState(false)
  const { data, error, isPending, refetch } = useCall(getMine, { id })
  const answer = useMove(answerMine, { onDone: () => setSent(true) })
  if (isPending) return <Bars rows={10} />
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  const asks = data.mine === 'asked' && !sent
  return (
    <div className="zy-page">
      <PageHeader
        title={data.title}
        breadcrumb={[{ label: t('page.mine'), to: '/my-questionnaires' }]}
        sub={
          asks ? (
            t('answer.due', { at: absoluteTime(data.dueAt) })
          ) : (
            <RecordNumber>{data.number}</RecordNumber>
          )
        }
      />
      {asks ? (
        <>
          <div className="zy-survey">
            {data.intro ? <PlainText>{data.intro}</PlainText> : null}
            <p className="zy-survey-note">
              {data.anonymous ? t('answer.anonymous', { n: data.minGroup }) : t('answer.named')}
            </p>
          </div>
          <AnswerForm
            questions={data.questions}
            busy={answer.isPending}
            label={t('answer.submit')}
            submit={(answers) => answer.mutate({ id, answers })}
          />
        </>
      ) : null}
      {data.results ? (
        <Panel title={t('result.title')}>
          {data.summary ? <PlainText>{data.summary}</PlainText> : null}
          <Figures sheets={data.results.sheets} asked={data.results.asked} overall={data.results.overall} />
          <Tallies tallies={data.results.questions} />
        </Panel>
      ) : asks ? null : sent || data.mine === 'answered' ? (
        <EmptyState
          icon={<CheckCircleOutlined />}
          title={t(sent ? 'answer.thanks' : 'answer.done')}
          hint={t('answer.thanksHint')}
        />
      ) : (
        <EmptyState icon={<ClockCircleOutlined />} title={t('answer.missed')} hint={t('answer.thanksHint')} />
      )}
    </div>
  )
}
