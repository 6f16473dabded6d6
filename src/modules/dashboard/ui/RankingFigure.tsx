import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { EmptyState } from '#web/kit/states.tsx'
import { dashboardOrgs, dashboardServices } from '../contract.ts'
import { BarList } from './BarList.tsx'
import { Figure, ToTickets } from './Figure.tsx'
import * as links from './links.ts'
import { useQuestion } from './question.ts'

type Ranking = CallOutput<typeof dashboardServices>

/** Which systems fail most. */
export function ServicesFigure() {
  const { t } = useTranslation('dashboard')
  const { question } = useQuestion()
  const query = useCall(dashboardServices, question, { keepPrevious: true, refetchInterval: 300_000 })
  return (
    <Figure title={t('services.title')} scope={t('faultsOnly')} query={query} area="services">
      {(data) => <RankingBody data={data} by="services" />}
    </Figure>
  )
}

/** Which orgs are hit most. */
export function OrgsFigure() {
  const { t } = useTranslation('dashboard')
  const { question } = useQuestion()
  const query = useCall(dashboardOrgs, question, { keepPrevious: true, refetchInterval: 300_000 })
  return (
    <Figure title={t('orgs.title')} scope={t('faultsOnly')} query={query} area="orgs">
      {(data) => <RankingBody data={data} by="orgs" />}
    </Figure>
  )
}

function RankingBody({ data, by }: { data: Ranking; by: 'services' | 'orgs' }) {
  const { t } = useTranslation('dashboard')
  const { chosen } = useQuestion()
  if (data.total === 0) return <EmptyState title={t('ranking.empty')} hint={t('ranking.emptyHint')} small />
  const to = (id: string | null, open?: boolean) =>
    by === 'services' || id === null
      ? links.ofService(chosen, data, id, open)
      : links.ofOrg(chosen, data, id, open)
  return (
    <>
      <p className="zy-fig-foot zy-fig-legend">
        <ToTickets to={links.faultsOf(chosen, data)}>{t('ranking.total', { n: data.total })}</ToTickets>
        <span className="zy-fig-key zy-fig-part-blue">{t('ranking.done')}</span>
        <span className="zy-fig-key zy-fig-part-warn">{t('ranking.open')}</span>
      </p>
      <BarList
        caption={`${t(`${by}.name`)} · ${t('ranking.count')}`}
        rows={data.bars.map(({ id, name, count, open }) => ({
          key: id ?? '',
          name: name ?? <i>{t(`${by}.none`)}</i>,
          title: name ?? t(`${by}.none`),
          count,
          to: to(id),
          parts: [
            { key: 'done', count: count - open, tone: 'blue', label: t('ranking.done'), to: to(id, false) },
            { key: 'open', count: open, tone: 'warn', label: t('ranking.open'), to: to(id, true) },
          ],
        }))}
      />
      {data.others > 0 ? <p className="zy-fig-foot">{t('ranking.others', { n: data.others })}</p> : null}
    </>
  )
}
