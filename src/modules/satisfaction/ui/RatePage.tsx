import { Button } from 'antd'
import { CheckCircleOutlined, ClockCircleOutlined, StopOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { answerSurvey, getSurvey } from '../contract.ts'
import { isUnhappy } from '../words.ts'
import { AnswerTag } from './faces.tsx'
import { noRating, RatingFields } from './RatingFields.tsx'

type Survey = CallOutput<typeof getSurvey>

/** Where the notification leads: five choices and a button, on a phone first. */
export function RatePage() {
  const { id = '' } = useParams({ strict: false })
  const { data, error, isPending, refetch } = useCall(getSurvey, { id })
  if (isPending) return <Bars rows={8} />
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <div className="zy-page">
      <PageHeader title={data.ticketTitle} sub={<RecordNumber>{data.ticketNumber}</RecordNumber>} />
      {data.state === 'asked' ? <Ask survey={data} /> : <Outcome survey={data} />}
    </div>
  )
}

function Ask({ survey }: { survey: Survey }) {
  const { t } = useTranslation('satisfaction')
  const [rating, setRating] = useState(noRating)
  const [tried, setTried] = useState(false)
  const answer = useMove(answerSurvey)
  if (!survey.abilities.includes('answer'))
    return (
      <EmptyState
        icon={<ClockCircleOutlined />}
        title={t('form.notYours', { name: survey.person?.name ?? survey.callerName ?? '' })}
      />
    )
  const submit = () => {
    setTried(true)
    if (rating.answer === null) return
    answer.mutate({ id: survey.id, answer: rating.answer, reasons: rating.reasons, remark: rating.remark })
  }
  return (
    <form
      className="zy-rating"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <RatingFields
        value={rating}
        onChange={setRating}
        question={t('form.question')}
        missing={tried && rating.answer === null}
      />
      <Button type="primary" size="large" block htmlType="submit" loading={answer.isPending}>
        {t('form.submit')}
      </Button>
      <p className="zy-page-sub">
        {t('form.dueBy', { at: absoluteTime(survey.dueAt, { shortYear: true }) })}
      </p>
    </form>
  )
}

function Outcome({ survey }: { survey: Survey }) {
  const { t } = useTranslation('satisfaction')
  if (survey.state === 'expired')
    return (
      <EmptyState
        icon={<ClockCircleOutlined />}
        title={t('form.expired')}
        hint={t('form.expiredHint', { at: absoluteTime(survey.dueAt, { shortYear: true }) })}
      />
    )
  if (survey.state === 'cancelled')
    return <EmptyState icon={<StopOutlined />} title={t('form.cancelled')} hint={t('form.cancelledHint')} />
  const unhappy = survey.answer !== null && isUnhappy(survey.answer)
  return (
    <EmptyState
      icon={<CheckCircleOutlined />}
      title={t('form.thanks')}
      hint={t(unhappy ? 'form.thanksUnhappy' : 'form.thanksHint')}
      action={<AnswerTag answer={survey.answer} />}
    />
  )
}
