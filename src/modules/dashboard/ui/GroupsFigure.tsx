import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { EmptyState } from '#web/kit/states.tsx'
import { dashboardGroups } from '../contract.ts'
import { BarList } from './BarList.tsx'
import { Figure, Figures, NumberLink, percent } from './Figure.tsx'
import * as links from './links.ts'
import { useQuestion } from './question.ts'

type Groups = CallOutput<typeof dashboardGroups>
const tones = [
  ['met', 'good'],
  ['breached', 'bad'],
  ['overdue', 'warn'],
  ['running', 'blue'],
  ['paused', 'soft'],
] as const

/** How groups keep the time that OLAs and vendor agreements promise of them. */
export function GroupsFigure() {
  const { t } = useTranslation('dashboard')
  const { question } = useQuestion()
  const query = useCall(dashboardGroups, question, { keepPrevious: true, refetchInterval: 300_000 })
  return (
    <Figure title={t('groups.title')} scope={t('groups.scope')} query={query} area="groups">
      {(data) => <Body data={data} />}
    </Figure>
  )
}

function Body({ data }: { data: Groups }) {
  const { t } = useTranslation('dashboard')
  const { chosen } = useQuestion()
  if (data.total === 0) return <EmptyState title={t('groups.empty')} hint={t('groups.emptyHint')} small />
  return (
    <>
      <Figures>
        <NumberLink
          value={percent(data.met, data.met + data.breached)}
          label={t('groups.rate')}
          title={t('groups.rateHint')}
        />
        {(['met', 'breached'] as const).map((key) => (
          <NumberLink
            key={key}
            value={data[key]}
            label={t(`timeliness.${key}`)}
            to={links.ofStays(chosen, data, key)}
            {...(key === 'breached' && data.breached > 0 ? { tone: 'bad' as const } : {})}
          />
        ))}
      </Figures>
      <BarList
        caption={`${t('groups.name')} · ${t('groups.count')}`}
        rows={data.bars.map((bar) => ({
          key: bar.id,
          name: bar.name,
          title: bar.name,
          count: tones.reduce((n, [key]) => n + bar[key], 0),
          note: percent(bar.met, bar.met + bar.breached),
          to: links.ofGroup(chosen, data, bar.id),
          parts: tones.map(([key, tone]) => ({
            key,
            tone,
            count: bar[key],
            label: t(`timeliness.${key}`),
            to: links.ofGroup(chosen, data, bar.id, key),
          })),
        }))}
      />
      <p className="zy-fig-foot">
        {t('groups.foot')}
        {data.others > 0 ? ` ${t('groups.others', { n: data.others })}` : ''}
      </p>
    </>
  )
}
