import { Segmented, Select } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Chart } from '#web/kit/Chart.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import type { CheckView } from '../../contract.ts'
import { getHistory } from '../../history-contract.ts'
import { amount, useFigureName } from '../parts.tsx'
import { boundsOf, chartOf } from './chart.ts'
import { ranges, useRange, type RangeKey } from './range.ts'
import { TimelineBar } from './TimelineBar.tsx'

/** States and figures over the same span: what went wrong when, and what it looked like. */
export function HistoryPanel({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const range = useRange()
  const figure = useFigureName()
  const [url, setUrl] = useUrlState()
  const series = check.series.some((one) => one.name === url['series'])
    ? url['series']!
    : (check.series[0]?.name ?? 'ms')
  return (
    <Panel
      title={t('screen.history.title')}
      actions={
        <span className="zy-check-actions">
          {check.series.length > 1 ? (
            <Select
              size="small"
              value={series}
              aria-label={t('screen.history.series')}
              options={check.series.map(({ name }) => ({ value: name, label: figure(name) }))}
              onChange={(value) => setUrl({ series: value })}
              popupMatchSelectWidth={false}
            />
          ) : null}
          <Segmented<RangeKey>
            size="small"
            value={range.key}
            onChange={range.choose}
            options={(Object.keys(ranges) as RangeKey[]).map((value) => ({
              value,
              label: t(`screen.history.range.${value}`),
            }))}
          />
        </span>
      }
    >
      <TimelineBar id={check.id} from={range.from} to={range.to} born={check.recordedAt} />
      <Curve check={check} series={series} from={range.from} to={range.to} />
    </Panel>
  )
}

function Curve({ check, series, from, to }: { check: CheckView; series: string; from: string; to: string }) {
  const { t } = useTranslation('check')
  const figure = useFigureName()
  const found = useCall(getHistory, { id: check.id, series, from, to }, { keepPrevious: true })
  const data = found.data
  const bounds = useMemo(() => boundsOf(check, series), [check, series])
  const option = useMemo(
    () =>
      data
        ? chartOf(data, bounds, {
            from,
            to,
            value: figure(series),
            p95: t('screen.history.p95'),
            warning: t('state.warning'),
            critical: t('state.critical'),
          })
        : {},
    // eslint-disable-next-line react-hooks/exhaustive-deps -- names of figures are a new function at every drawing, and change with `t` only
    [data, bounds, from, to, series, t],
  )
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  if (!data) return <Bars rows={6} />
  const { unit, total } = data
  return (
    <>
      <Chart
        title={`${check.name} · ${figure(series)}`}
        option={option}
        height={260}
        empty={data.points.length === 0}
        table={{
          head: [t('screen.field.at'), figure(series), t('screen.history.p95'), t('screen.history.most')],
          rows: data.points.map((one) => [
            absoluteTime(one.at, { seconds: data.level === 'raw' }),
            known(one.avg, unit),
            known(one.p95, unit),
            known(one.max, unit),
          ]),
        }}
      />
      {total ? (
        <p className="zy-check-legend">
          {(['p50', 'p95', 'p99', 'max'] as const).map((key) => (
            <span key={key}>
              {t(`screen.history.${key}`)} <b className="zy-num">{known(total[key], unit)}</b>
            </span>
          ))}
          <span>
            {t('screen.history.results')} <b className="zy-num">{total.n}</b>
          </span>
          <span>
            {t('screen.history.bad')} <b className="zy-num">{total.bad}</b>
          </span>
          <span>{t(`screen.history.level.${data.level}`)}</span>
        </p>
      ) : null}
    </>
  )
}

const known = (value: number | null, unit: string): string => (value === null ? '—' : amount(value, unit))
