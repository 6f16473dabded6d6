import type { ChartData } from './model.ts'

/** Colours of series, told apart with weak sight for colours, too. */
export const COLORS = ['#0b4db3', '#d98200', '#2b8a5b', '#b3202a', '#6b57c2', '#5f7186'] as const
export const colorOf = (series: number): string => COLORS[series % COLORS.length]!

/** A figure as it stands at a bar or point: at most two digits behind the point, none that are zero. */
export const figureText = (value: number): string => String(Math.round(value * 100) / 100)

/** Round values that divide an axis and hold all figures of a chart; bars begin at zero, lines where they need to. */
export function ticksOf(chart: ChartData): number[] {
  const values =
    chart.type === 'stacked'
      ? chart.categories.map((_, i) => chart.series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0))
      : chart.series.flatMap((one) => one.values.filter((value) => value !== null))
  const high = Math.max(0, ...values)
  const low = chart.type === 'line' && values.length > 0 ? Math.min(...values) : 0
  // a line of which nothing would be seen between zero and its lowest point begins near that
  const bottom = low > high * 0.6 ? low - (high - low || high * 0.05) * 0.5 : Math.min(0, low)
  const step = stepOf((high - bottom || 1) / 4)
  const first = Math.floor(bottom / step) * step
  const ticks: number[] = []
  for (let n = 0; ; n++) {
    const tick = Number((first + n * step).toPrecision(12))
    if (chart.most !== undefined && tick >= chart.most) return [...ticks, chart.most]
    ticks.push(tick)
    if (tick >= high && ticks.length > 1) return ticks
  }
}

/** 1, 2 or 5 times a power of ten, not below what is asked; counts are not divided into less than one. */
function stepOf(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((n) => n * power).find((one) => one >= rough * 0.999)!
  return step < 1 && rough > 0.2 ? 1 : step
}
