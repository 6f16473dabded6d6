/** The chart of a series: what was measured, how far it spread, and where its thresholds are. Pure. */
import type { EChartsCoreOption } from 'echarts/core'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { parseRange } from '#modules/probe/range-contract.ts'
import type { CheckView } from '../../contract.ts'
import type { getHistory } from '../../history-contract.ts'
import { timeSeries } from '../../words.ts'

type History = CallOutput<typeof getHistory>
type Point = History['points'][number]

export interface Bound {
  level: 'warning' | 'critical'
  at: number
}

/** Where the thresholds of a series lie: those of the check, else what its last result said. */
export function boundsOf(check: CheckView, series: string): Bound[] {
  // what is measured as the whole time is what a kind calls `time`
  const named = (name: string) => name === series || (series === timeSeries && name === 'time')
  const told = check.figures.find((one) => named(one.name))
  const own = check.thresholds.find((one) => named(one.figure))
  return [...ends('critical', own?.crit ?? told?.crit), ...ends('warning', own?.warn ?? told?.warn)]
}

function ends(level: Bound['level'], range: string | undefined): Bound[] {
  const parsed = range === undefined ? undefined : parseRange(range)
  if (!parsed) return []
  // "80" alarms below 0, too: of what is never negative that end says nothing
  const both = parsed.low === 0 && !parsed.inside ? [parsed.high] : [parsed.low, parsed.high]
  return both.filter((at) => Number.isFinite(at)).map((at) => ({ level, at }))
}

interface Words {
  from: string
  to: string
  value: string
  p95: string
  warning: string
  critical: string
}

const colours = { warning: '#d98200', critical: '#d0343c' }

/**
 * The longest pause between two points that is no gap: a line across hours in which nothing was asked would claim
 * what nobody measured.
 */
function withGaps(
  points: readonly Point[],
  value: (point: Point) => number | null,
): [string, number | null][] {
  const times = points.map((one) => Date.parse(one.at))
  const steps = times.slice(1).map((at, i) => at - times[i]!)
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  return points.flatMap((point, i): [string, number | null][] => {
    const here: [string, number | null] = [point.at, value(point)]
    const gap = i > 0 && times[i]! - times[i - 1]! > usual * 4
    return gap ? [[new Date(times[i - 1]! + usual).toISOString(), null], here] : [here]
  })
}

/** Averages with their spread for roll-ups, the values themselves for raw detail; bad results are marked. */
export function chartOf(history: History, bounds: readonly Bound[], words: Words): EChartsCoreOption {
  const { points, level, unit } = history
  const bad = points.filter((one) => one.bad > 0)
  const rolled = level !== 'raw'
  return {
    grid: { left: 8, right: 20, top: 30, bottom: 8, outerBoundsMode: 'same' },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => reading(value, unit) },
    legend: { data: rolled ? [words.value, words.p95] : [words.value] },
    xAxis: { type: 'time', min: words.from, max: words.to, splitLine: { show: false } },
    yAxis: {
      type: 'value',
      name: unit,
      scale: unit !== 'ms' && points.every((one) => one.min === null || one.min > 0),
    },
    series: [
      {
        name: words.value,
        type: 'line',
        data: withGaps(points, (one) => one.avg),
        connectNulls: false,
        // a line of one point would not be seen
        showSymbol: points.length < 40,
        symbolSize: 4,
        lineStyle: { width: 1.5 },
        markLine: {
          silent: true,
          symbol: 'none',
          data: bounds.map(({ level: which, at }) => ({
            yAxis: at,
            lineStyle: { color: colours[which], type: 'dashed' },
            label: { formatter: `${words[which]} ${at}`, position: 'insideEndTop', color: colours[which] },
          })),
        },
      },
      ...(rolled
        ? [
            {
              name: words.p95,
              type: 'line',
              data: withGaps(points, (one) => one.p95),
              connectNulls: false,
              lineStyle: { width: 1, type: 'dotted' },
            },
          ]
        : []),
      {
        name: words.critical,
        type: 'scatter',
        // a result without a figure is marked at the bottom: nothing came at all
        data: bad.map((one) => [one.at, one.max ?? 0]),
        symbolSize: 5,
        itemStyle: { color: colours.critical },
        tooltip: { show: false },
      },
    ],
  }
}

function reading(value: unknown, unit: string): string {
  if (typeof value !== 'number') return '—'
  return `${Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2)} ${unit}`.trimEnd()
}
