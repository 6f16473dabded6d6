import { Button } from 'antd'
import { StarOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import type { getSurvey } from '../contract.ts'
import { listSurveys } from '../contract.ts'
import { AnswerTag } from './faces.tsx'
import './satisfaction.css'

type Survey = CallOutput<typeof getSurvey>

/** What I am asked to rate, and what I have rated. */
export function MySurveysPage() {
  const { t } = useTranslation()
  const list = useInfiniteList(listSurveys, { mine: 'true' as const })
  const open = list.items.filter((survey) => survey.state === 'asked')
  const past = list.items.filter((survey) => survey.state !== 'asked')
  if (list.isPending) return <Bars rows={8} />
  if (list.error && list.items.length === 0)
    return <ErrorState error={list.error} retry={() => void list.refetch()} />
  return (
    <div className="zy-page">
      <PageHeader title={t('satisfaction:page.mine')} />
      {open.length === 0 ? (
        <EmptyState
          icon={<StarOutlined />}
          title={t('satisfaction:mine.empty')}
          hint={t('satisfaction:mine.emptyHint')}
          small={past.length > 0}
        />
      ) : (
        <List surveys={open} />
      )}
      {past.length > 0 ? (
        <section className="zy-survey-past">
          <h2>{t('satisfaction:mine.history')}</h2>
          <List surveys={past} />
        </section>
      ) : null}
      <LoadMore list={list} block />
    </div>
  )
}

function List({ surveys }: { surveys: Survey[] }) {
  const { t } = useTranslation('satisfaction')
  const navigate = useNavigate()
  return (
    <ul className="zy-survey-list">
      {surveys.map((survey) => (
        <li key={survey.id}>
          <div>
            <p>
              <Link to="/surveys/$id" params={{ id: survey.id }}>
                {survey.ticketTitle}
              </Link>
            </p>
            <small className="zy-num">
              {survey.ticketNumber} · <TimeText at={survey.askedAt} />
            </small>
          </div>
          {survey.state === 'asked' ? (
            <Button
              type="primary"
              icon={<StarOutlined />}
              onClick={() => void navigate({ to: '/surveys/$id', params: { id: survey.id } })}
            >
              {t('mine.rate')}
            </Button>
          ) : survey.answer ? (
            <AnswerTag answer={survey.answer} />
          ) : (
            <StatusTag state={survey.state} label={t(`state.${survey.state}`)} />
          )}
        </li>
      ))}
    </ul>
  )
}
