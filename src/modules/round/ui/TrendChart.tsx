import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Chart } from '#web/kit/Chart.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { itemTrend } from '../round-contract.ts'

/** Numbers of an item over time, with its bounds. */
export function TrendChart({ itemId }: { itemId: string }) {
  const { t } = useTranslation('round')
  const { data, error, refetch } = useCall(itemTrend, { id: itemId })
  if (error) return <ErrorState error={error} retry={() => void refetch()} small />
  if (!data) return <Bars />
  const bounds = [data.low, data.high].filter((one) => one !== null)
  const title = data.unit ? `${data.name} (${data.unit})` : data.name
  return (
    <>
      <h3>{title}</h3>
      <Chart
        title={title}
        height={280}
        empty={data.points.length === 0}
        table={{
          head: [t('column.recordedAt'), t('column.reading'), t('column.result')],
          rows: data.points
            .map((one) => [absoluteTime(one.at), one.number, t(`result.${one.result}`)])
            .reverse(),
        }}
        option={{
          xAxis: {
            type: 'category',
            data: data.points.map((one) => absoluteTime(one.at, { shortYear: true })),
          },
          yAxis: { type: 'value', scale: true },
          tooltip: { trigger: 'axis' },
          series: [
            {
              type: 'line',
              name: data.name,
              data: data.points.map((one) => one.number),
              markLine: { symbol: 'none', data: bounds.map((yAxis) => ({ yAxis })) },
            },
          ],
        }}
      />
    </>
  )
}
