import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '#web/kit/Chart.tsx'
import { toWall } from '#web/kit/zone.ts'
import type { Wall } from './use-wall.ts'

const hourOf = (at: string): string => toWall(at)!.format('HH:00')

/** Incidents as columns, alerts as a line: told apart by form, and each with an axis of its own. */
export function Trend({ hours, unit }: { hours: Wall['hours']; unit: number }) {
  const { t } = useTranslation('wall')
  const option = useMemo(() => {
    const text = { color: '#c3cedb', fontSize: Math.round(unit * 1.05) }
    const [axisOf, line] = [
      (color: string) => ({
        ...{ type: 'value', min: 0, minInterval: 1, splitNumber: 3 },
        axisLabel: { ...text, color },
        splitLine: { lineStyle: { color: '#253041' } },
      }),
      Math.max(2, Math.round(unit / 6)),
    ]
    return {
      animation: false,
      tooltip: { show: false },
      legend: { show: false },
      grid: { left: 4, right: 4, top: Math.round(unit * 0.8), bottom: 0, outerBoundsMode: 'same' },
      xAxis: {
        type: 'category',
        data: hours.map((one) => hourOf(one.at)),
        axisLabel: { ...text, interval: 3 },
        axisLine: { lineStyle: { color: '#344154' } },
      },
      yAxis: [axisOf('#6ea8ff'), { ...axisOf('#f0b04e'), splitLine: { show: false } }],
      series: [
        {
          ...{
            type: 'bar',
            name: t('screen.incidents'),
            barMaxWidth: unit * 1.2,
            itemStyle: { color: '#6ea8ff' },
          },
          data: hours.map((one) => one.incidents),
        },
        {
          ...{
            type: 'line',
            name: t('screen.fired'),
            yAxisIndex: 1,
            step: false,
            symbol: 'circle',
            showSymbol: true,
          },
          ...{
            symbolSize: unit / 2,
            itemStyle: { color: '#f0b04e' },
            lineStyle: { color: '#f0b04e', width: line },
          },
          data: hours.map((one) => one.alerts),
        },
      ],
    }
  }, [hours, unit, t])
  return (
    <section className="wall-panel wall-trend" aria-label={t('screen.trend')}>
      <h2>
        {t('screen.trend')}
        <span className="wall-legend">{t('screen.incidents')}</span>
        <span className="wall-legend wall-legend-alerts">{t('screen.fired')}</span>
      </h2>
      <Chart title={t('screen.trend')} option={option} height={Math.round(unit * 11.6)} />
      <div className="wall-unseen">
        <table>
          <caption>{t('screen.trend')}</caption>
          <thead>
            <tr>
              {(['hour', 'incidents', 'fired'] as const).map((key) => (
                <th key={key}>{t(`screen.${key}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((one) => (
              <tr key={one.at}>
                <td>{hourOf(one.at)}</td>
                <td>{one.incidents ?? '—'}</td>
                <td>{one.alerts ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
