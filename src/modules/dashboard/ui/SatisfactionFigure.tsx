import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { EmptyState } from '#web/kit/states.tsx'
import { dashboardRequestSatisfaction, dashboardSatisfaction } from '../contract.ts'
import { BarList, type BarRow } from './BarList.tsx'
import { Figure, Figures, NumberLink, percent, type TicketPage } from './Figure.tsx'
import * as links from './links.ts'
import { useQuestion } from './question.ts'

type Satisfaction = CallOutput<typeof dashboardSatisfaction>
type Tone = BarRow['parts'][number]['tone']

const tones: Record<Satisfaction['answers'][number]['answer'], Tone> = {
  'very-satisfied': 'good',
  satisfied: 'good',
  'fairly-satisfied': 'mild',
  unsatisfied: 'warn',
  'very-unsatisfied': 'bad',
}

/** What people say of incidents, and how many say anything. */
export function SatisfactionFigure() {
  const { t } = useTranslation('dashboard')
  const { question, chosen } = useQuestion()
  const query = useCall(dashboardSatisfaction, question, { keepPrevious: true, refetchInterval: 300_000 })
  return (
    <Figure title={t('satisfaction.title')} scope={t('allTypes')} query={query} area="satisfaction">
      {(data) => <Said data={data} to={(what) => links.answered(chosen, data, what)} />}
    </Figure>
  )
}

/** What people say of what they asked for. */
export function RequestSatisfactionFigure() {
  const { t } = useTranslation('dashboard')
  const { question, chosen } = useQuestion()
  const query = useCall(dashboardRequestSatisfaction, question, {
    keepPrevious: true,
    refetchInterval: 300_000,
  })
  return (
    <Figure title={t('satisfaction.ofRequests')} scope={t('allRequests')} query={query} area="asked">
      {(data) => (
        <Said data={data} page="/requests" to={(what) => links.requestsAnswered(chosen, data, what)} />
      )}
    </Figure>
  )
}

function Said({
  data,
  to: said,
  page,
}: {
  data: Satisfaction
  to: (what: string) => links.Search
  page?: TicketPage
}) {
  const { t } = useTranslation(['dashboard', 'satisfaction'])
  const list = page ? { page } : {}
  if (data.asked === 0)
    return <EmptyState title={t('satisfaction.empty')} hint={t('satisfaction.emptyHint')} small />
  const happy = data.answers.filter(({ answer }) => tones[answer] === 'good' || tones[answer] === 'mild')
  const rate = percent(
    happy.reduce((n, one) => n + one.count, 0),
    data.answered,
  )
  return (
    <>
      <Figures>
        <NumberLink value={rate} label={t('satisfaction.rate')} title={t('satisfaction.rateHint')} />
        <NumberLink value={percent(data.answered, data.asked)} label={t('satisfaction.responseRate')} />
        <NumberLink value={data.waiting} label={t('satisfaction.waiting')} to={said('asked')} {...list} />
        <NumberLink value={data.expired} label={t('satisfaction.expired')} to={said('expired')} {...list} />
      </Figures>
      <BarList
        caption={`${t('satisfaction.answer')} · ${t('satisfaction.count')}`}
        whole={data.answered}
        {...list}
        rows={data.answers.map(({ answer, count }) => {
          const name = t(`satisfaction:answer.${answer}`)
          const to = said(answer)
          return {
            key: answer,
            name,
            title: name,
            count,
            to,
            parts: [{ key: answer, count, tone: tones[answer], label: name, to }],
          }
        })}
      />
      <p className="zy-fig-foot">
        <span>{t('satisfaction.asked', { n: data.asked })}</span>
        <span>{t('satisfaction.answered', { n: data.answered })}</span>
      </p>
    </>
  )
}
