import { StarOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { requestSatisfaction } from '../contract.ts'
import { AnswerTag } from './faces.tsx'
import './satisfaction.css'

/** What its requester was asked and said of a request, and what came of calling back; nothing before anybody was asked. */
export function SatisfactionOfRequest({ id }: { id: string }) {
  const { t } = useTranslation('satisfaction')
  const { data, error, refetch } = useCall(requestSatisfaction, { id })
  if (error) return <ErrorState error={error} retry={() => void refetch()} small />
  if (!data || data.items.length === 0) return null
  return (
    <Panel
      title={
        <>
          <StarOutlined aria-hidden="true" /> {t('page.ofRequest')}
        </>
      }
    >
      <ul className="zy-survey-list">
        {data.items.map((survey) => (
          <li key={survey.id}>
            <div>
              <p>{survey.person?.name ?? survey.callerName}</p>
              <small>
                <TimeText at={survey.answeredAt ?? survey.askedAt} />
                {survey.via
                  ? ` · ${t(survey.via === 'callback' ? 'list.viaCallback' : 'list.viaPortal')}`
                  : ''}
              </small>
              {survey.remark ? <PlainText lines={4}>{survey.remark}</PlainText> : null}
              {data.tasks
                .filter((task) => task.survey.id === survey.id)
                .map((task) => (
                  <small key={task.id}>
                    {task.state === 'done'
                      ? `${t('list.result')} · ${task.doneBy?.name ?? ''} · ${task.note}`
                      : t('list.waitsForCall')}
                  </small>
                ))}
            </div>
            {survey.answer ? (
              <AnswerTag answer={survey.answer} />
            ) : (
              <StatusTag state={survey.state} label={t(`state.${survey.state}`)} />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
