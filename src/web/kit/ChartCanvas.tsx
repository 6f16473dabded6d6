import { BarChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts'
import {
  AriaComponent,
  CalendarComponent,
  DatasetComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { init, use as register, type ECharts, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useThemeName, type ThemeName } from '../theme.tsx'
import type { ChartProps } from './Chart.tsx'

register([BarChart, LineChart, PieChart, ScatterChart, HeatmapChart, CanvasRenderer])
register([
  AriaComponent,
  CalendarComponent,
  DatasetComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
])
register([MarkLineComponent, TooltipComponent, VisualMapComponent])

/** Told apart by people with colour-weak sight too; in order of use. */
const palettes: Record<ThemeName, string[]> = {
  light: ['#0b4db3', '#d98200', '#2b8a5b', '#b3202a', '#6b57c2', '#5f7186', '#0f8b9d', '#9a5b13'],
  dark: ['#6ea8ff', '#f0b04e', '#63c48f', '#ff8a8f', '#b7a3f2', '#9fb0c3', '#5cc7d6', '#d9a066'],
}

const legend = {
  top: 0,
  left: 0,
  right: 32,
  type: 'scroll',
  icon: 'roundRect',
  itemWidth: 10,
  itemHeight: 10,
}

/** A ring with a legend, because words around a pie are cut off in narrow panels; slim bars; lines without dots. */
function readable(series: { type?: string; data?: readonly unknown[] }): object {
  if (series.type === 'pie')
    return { radius: ['50%', '74%'], center: ['50%', '56%'], label: { show: false }, ...series }
  if (series.type === 'bar') return { barMaxWidth: 20, ...series }
  // a line of one point is nothing to see
  if (series.type === 'line') return { showSymbol: (series.data?.length ?? 0) < 2, ...series }
  return series
}

function themed(name: ThemeName, option: EChartsCoreOption): EChartsCoreOption {
  const style = getComputedStyle(document.documentElement)
  const read = (variable: string) => style.getPropertyValue(variable).trim()
  const axis = {
    axisLine: { lineStyle: { color: read('--zy-line-strong') } },
    axisTick: { show: false },
    axisLabel: { color: read('--zy-text-3'), fontSize: 12 },
    splitLine: { lineStyle: { color: read('--zy-line') } },
  }
  const withAxis = (given: unknown) =>
    Array.isArray(given)
      ? given.map((one: object) => ({ ...axis, ...one }))
      : given
        ? { ...axis, ...(given as object) }
        : undefined
  const series = [option['series'] ?? []].flat() as { type?: string }[]
  const pie = series.some((one) => one.type === 'pie')
  return {
    color: palettes[name],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: read('--zy-font'), color: read('--zy-text-2') },
    animationDuration: 250,
    aria: { enabled: true },
    grid: { left: 8, right: 16, top: 36, bottom: 8, outerBoundsMode: 'same' },
    ...option,
    tooltip: {
      confine: true,
      backgroundColor: read('--zy-raised'),
      borderColor: read('--zy-line'),
      textStyle: { color: read('--zy-text'), fontSize: 12 },
      ...((option['tooltip'] as object | undefined) ?? {}),
    },
    series: series.map(readable),
    ...(option['legend'] || series.length > 1 || pie
      ? {
          legend: {
            ...legend,
            textStyle: { color: read('--zy-text-2') },
            ...((option['legend'] as object | undefined) ?? {}),
          },
        }
      : {}),
    ...(option['xAxis'] ? { xAxis: withAxis(option['xAxis']) } : {}),
    ...(option['yAxis'] ? { yAxis: withAxis(option['yAxis']) } : {}),
  }
}

/** The canvas itself; a chunk of its own. */
export function ChartCanvas({ option, title, onPick }: Pick<ChartProps, 'option' | 'title' | 'onPick'>) {
  const { name } = useThemeName()
  const holder = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const pick = useRef(onPick)
  useEffect(() => {
    pick.current = onPick
  })
  useEffect(() => {
    if (!holder.current) return
    const made = init(holder.current)
    chart.current = made
    made.on('click', (event) => {
      const { name: datum, seriesName, dataIndex, value } = event
      pick.current?.({ name: datum, dataIndex, value, ...(seriesName ? { seriesName } : {}) })
    })
    const sized = new ResizeObserver(() => made.resize())
    sized.observe(holder.current)
    return () => {
      sized.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    // The attribute of the theme is set by an effect of the shell: read the colours after it.
    const frame = requestAnimationFrame(() =>
      chart.current?.setOption(themed(name, option), { notMerge: true }),
    )
    return () => cancelAnimationFrame(frame)
  }, [option, name])
  return (
    <div
      ref={holder}
      role="img"
      aria-label={title}
      className={onPick ? 'zy-chart-canvas zy-chart-pick' : 'zy-chart-canvas'}
    />
  )
}
