import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { Chart } from '#web/kit/Chart.tsx'
import { EmptyState } from '#web/kit/states.tsx'
import { dashboardTimeliness } from '../contract.ts'
import { shares } from '../words.ts'
import { Figure, Figures, NumberLink, percent, ToTickets } from './Figure.tsx'
import { useHues } from './hues.ts'
import * as links from './links.ts'
import { useQuestion } from './question.ts'

type Timeliness = CallOutput<typeof dashboardTimeliness>
type OfMetric = Timeliness['metrics'][number]

const countOf = (one: OfMetric): number => one.met + one.breached + one.overdue + one.running + one.paused

/** How much of their time faults took to be answered and to be restored. */
export function TimelinessFigure() {
  const { t } = useTranslation('dashboard')
  const { question } = useQuestion()
  const query = useCall(dashboardTimeliness, question, { keepPrevious: true, refetchInterval: 300_000 })
  return (
    <Figure title={t('timeliness.title')} scope={t('faultsOnly')} query={query} area="timeliness">
      {(data) =>
        data.metrics.every((one) => countOf(one) === 0) ? (
          <EmptyState title={t('timeliness.empty')} hint={t('timeliness.emptyHint')} small />
        ) : (
          <div className="zy-fig-pair">
            {data.metrics.map((one) => (
              <Metric key={one.metric} span={data} one={one} />
            ))}
          </div>
        )
      }
    </Figure>
  )
}

function Metric({ span, one }: { span: Timeliness; one: OfMetric }) {
  const { t } = useTranslation('dashboard')
  const { chosen } = useQuestion()
  const ended = (clock: string) => links.clockEnded(chosen, span, one.metric, clock)
  const judged = one.met + one.breached + one.overdue
  const still = (['running', 'paused'] as const).filter((clock) => one[clock] > 0)
  return (
    <div>
      <h3 className="zy-fig-sub">{t(`timeliness.${one.metric}`)}</h3>
      <Figures>
        <NumberLink value={percent(one.met, judged)} label={t('timeliness.rate')} />
        <NumberLink value={one.met} label={t('timeliness.met')} to={ended('met')} tone="good" />
        <NumberLink
          value={one.breached}
          label={t('timeliness.breached')}
          to={ended('breached')}
          {...(one.breached ? { tone: 'bad' } : {})}
        />
        <NumberLink
          value={one.overdue}
          label={t('timeliness.overdue')}
          to={ended('overdue')}
          {...(one.overdue ? { tone: 'bad' } : {})}
        />
      </Figures>
      <ShareChart span={span} one={one} />
      <p className="zy-fig-foot">
        <span>{t('timeliness.unit')}</span>
        {still.map((clock) => (
          <ToTickets key={clock} to={ended(clock)}>
            {t(`timeliness.${clock}`)} <b className="zy-num">{one[clock]}</b>
          </ToTickets>
        ))}
      </p>
    </div>
  )
}

/** The axis has little room: where a column ends. */
const endOf = ({ from, to }: (typeof shares)[number]): string => (to === null ? `>${from - 1}` : `≤${to}`)
const shareName = (share: (typeof shares)[number]): string =>
  share.to === null || share.from === 0 ? `${endOf(share)}%` : `${share.from}–${share.to}%`

function ShareChart({ span, one }: { span: Timeliness; one: OfMetric }) {
  const { t } = useTranslation('dashboard')
  const navigate = useNavigate()
  const { chosen } = useQuestion()
  const hues = useHues()
  const used = (at: number) => links.clockUsed(chosen, span, one.metric, at)
  const option = useMemo(() => {
    const tooltipOf = (at: number) =>
      `${t('timeliness.share')} ${shares[at] ? shareName(shares[at]) : ''}<br>${t('timeliness.count')} <b>${one.shares[at] ?? 0}</b>`
    return {
      grid: { top: 22, right: 4, left: 4, bottom: 4, outerBoundsMode: 'same' },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        formatter: (points: { dataIndex: number }[]) => tooltipOf(points[0]?.dataIndex ?? 0),
      },
      xAxis: {
        type: 'category',
        data: shares.map(endOf),
        axisLabel: { interval: 0, fontSize: 11, color: hues.text },
      },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 2, axisLabel: { show: false } },
      series: [
        {
          type: 'bar',
          name: t('timeliness.count'),
          barMaxWidth: 40,
          barCategoryGap: '25%',
          label: {
            show: true,
            position: 'top',
            color: hues.text,
            formatter: ({ value }: { value: number }) => (value ? String(value) : ''),
          },
          data: one.shares.map((value, at) => ({
            value,
            itemStyle: { color: (shares[at]?.from ?? 0) > 100 ? hues.bad : hues.good },
          })),
        },
      ],
    }
  }, [one, hues, t])
  return (
    <Chart
      title={`${t(`timeliness.${one.metric}`)} · ${t('timeliness.axis')}`}
      option={option}
      height={150}
      empty={one.shares.every((count) => count === 0)}
      onPick={({ dataIndex }) => void navigate({ to: '/incidents', search: used(dataIndex) as never })}
      table={{
        head: [t('timeliness.share'), t('timeliness.result'), t('timeliness.count')],
        rows: shares.map((share, at) => [
          shareName(share),
          t(share.from > 100 ? 'timeliness.breached' : 'timeliness.met'),
          <ToTickets key="count" to={used(at)}>
            {one.shares[at] ?? 0}
          </ToTickets>,
        ]),
      }}
    />
  )
}
