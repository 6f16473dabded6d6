import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { Chart } from '#web/kit/Chart.tsx'
import { dashboardLoad } from '../contract.ts'
import { Figure, Figures, NumberLink, ToTickets } from './Figure.tsx'
import { useHues } from './hues.ts'
import * as links from './links.ts'
import { useQuestion } from './question.ts'

type Load = CallOutput<typeof dashboardLoad>

/** How much is open, and whether more comes than goes. */
export function LoadFigure() {
  const { t } = useTranslation(['dashboard', 'incident'])
  const { question } = useQuestion()
  const query = useCall(dashboardLoad, question, { keepPrevious: true, refetchInterval: 60_000 })
  return (
    <Figure title={t('load.title')} scope={t('allTypes')} query={query} area="load">
      {(data) => <LoadBody data={data} />}
    </Figure>
  )
}

function LoadBody({ data }: { data: Load }) {
  const { t } = useTranslation(['dashboard', 'incident'])
  const { chosen } = useQuestion()
  const total = (of: (day: links.Day) => number) => data.days.reduce((n, day) => n + of(day), 0)
  const open = data.open.reduce((n, one) => n + one.count, 0)
  return (
    <>
      <Figures>
        <NumberLink value={open} label={t('load.now')} to={links.openNow(chosen)} />
        <NumberLink
          value={total((day) => day.filed)}
          label={t('load.totalFiled')}
          to={links.filedBetween(chosen, data)}
        />
        <NumberLink
          value={total((day) => day.resolved)}
          label={t('load.totalResolved')}
          to={links.resolvedBetween(chosen, data)}
        />
      </Figures>
      <ul className="zy-fig-states" aria-label={t('load.byState')}>
        {data.open.map(({ state, count }) => (
          <li key={state}>
            <ToTickets to={links.openInState(chosen, state)}>
              {t(`incident:state.${state}`)} <b className="zy-num">{count}</b>
            </ToTickets>
          </li>
        ))}
      </ul>
      <FlowChart data={data} />
    </>
  )
}

function FlowChart({ data }: { data: Load }) {
  const { t } = useTranslation('dashboard')
  const navigate = useNavigate()
  const { chosen } = useQuestion()
  const hues = useHues()
  const { days } = data
  const option = useMemo(
    () => ({
      legend: { right: 40, left: 'auto' },
      grid: { left: 4, right: 4, top: 30, bottom: 4, outerBoundsMode: 'same' },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: {
        type: 'category',
        data: days.map((day) => day.day.slice(5)),
        axisLabel: { hideOverlap: true, color: hues.text },
      },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 3 },
      series: [
        {
          type: 'bar',
          name: t('load.filed'),
          color: hues.blue,
          data: days.map((day) => day.filed),
          cursor: 'pointer',
        },
        { type: 'bar', name: t('load.resolved'), color: hues.good, data: days.map((day) => day.resolved) },
      ],
    }),
    [days, hues, t],
  )
  return (
    <Chart
      title={t('load.flow')}
      option={option}
      height={200}
      empty={days.every((day) => day.filed + day.resolved === 0)}
      onPick={({ dataIndex, seriesName }) => {
        const day = days[dataIndex]
        if (!day) return
        const to =
          seriesName === t('load.resolved')
            ? links.resolvedBetween(chosen, day)
            : links.filedBetween(chosen, day)
        void navigate({ to: '/incidents', search: to as never })
      }}
      table={{
        head: [t('load.day'), t('load.filed'), t('load.resolved')],
        rows: [...days].reverse().map((day) => [
          day.day,
          <ToTickets key="filed" to={links.filedBetween(chosen, day)}>
            {day.filed}
          </ToTickets>,
          <ToTickets key="resolved" to={links.resolvedBetween(chosen, day)}>
            {day.resolved}
          </ToTickets>,
        ]),
      }}
    />
  )
}
