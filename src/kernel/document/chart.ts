/** Charts in a PDF, drawn as vectors. */
import { colorOf, figureText, ticksOf } from './chart-scale.ts'
import type { ChartData } from './model.ts'
import { A4, CONTENT_WIDTH, type Page, type Style } from './page.ts'

const SMALL: Style = { size: 8, color: '#333' }
const LABEL: Style = { size: 7.5, color: '#111' }
const LEGEND_HEIGHT = 16

interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** Points that a chart takes without its caption. */
export function chartHeight(chart: ChartData): number {
  if (chart.type !== 'ranking') return 210
  const bar = chart.series.length > 1 ? 13 * chart.series.length : 15
  return LEGEND_HEIGHT + 22 + chart.categories.length * (bar + 7)
}

/** Draws a chart at the page's position, which the caller moves on. */
export function drawChart(page: Page, chart: ChartData, unit: string): void {
  const height = chartHeight(chart)
  const top = page.y + drawLegend(page, chart, unit)
  if (chart.type === 'ranking') drawRanking(page, chart, top, page.y + height)
  else drawUpright(page, chart, top, page.y + height)
}

/** Keys of the series and the unit. @returns what it took */
function drawLegend(page: Page, chart: ChartData, unit: string): number {
  let x = A4.left + 4
  if (chart.series.length > 1)
    chart.series.forEach((one, i) => {
      if (chart.type === 'line') {
        stroke(page, i, [
          [x, page.y + 6],
          [x + 22, page.y + 6],
        ])
        marker(page, i, x + 11, page.y + 6)
      } else fill(page, i, { x: x + 6, y: page.y + 1, width: 14, height: 9 })
      words(page, one.name, x + 27, page.y, 200, SMALL)
      x += 27 + page.width(one.name, SMALL) + 16
    })
  if (unit) words(page, unit, A4.left, page.y, CONTENT_WIDTH, SMALL, 'right')
  return LEGEND_HEIGHT
}

function words(
  page: Page,
  text: string,
  x: number,
  y: number,
  width: number,
  style: Style,
  align: 'left' | 'center' | 'right' = 'left',
): void {
  const of = page.layOut(text, 10_000, style)
  page.draw(of.lines.slice(0, 1), x, y, width, of, align)
}

/** A name that fits, cut with … where it does not. */
function cut(page: Page, text: string, width: number): string {
  if (page.width(text, SMALL) <= width) return text
  const chars = [...text]
  while (chars.length > 1 && page.width(`${chars.join('')}…`, SMALL) > width) chars.pop()
  return `${chars.join('')}…`
}

function drawUpright(page: Page, chart: ChartData, top: number, bottom: number): void {
  const ticks = ticksOf(chart)
  const gutter = Math.max(...ticks.map((tick) => page.width(figureText(tick), SMALL))) + 8
  const plot: Area = {
    x: A4.left + gutter,
    y: top + 10,
    width: CONTENT_WIDTH - gutter - 6,
    height: bottom - top - 28,
  }
  const [low, high] = [ticks[0]!, ticks.at(-1)!]
  const yOf = (value: number): number => plot.y + plot.height * (1 - (value - low) / (high - low || 1))
  for (const tick of ticks) {
    const y = yOf(tick)
    line(page, plot.x, y, plot.x + plot.width, y, tick === low ? '#555' : '#ddd')
    words(page, figureText(tick), A4.left, y - 6, gutter - 4, SMALL, 'right')
  }
  const step = plot.width / Math.max(1, chart.categories.length)
  // as many names as fit side by side
  const widest = Math.max(0, ...chart.categories.map((name) => page.width(name, SMALL)))
  const every = Math.max(1, Math.ceil(Math.min(widest, 90) / (step * 0.98)))
  chart.categories.forEach((name, i) => {
    if (i % every === 0)
      words(
        page,
        cut(page, name, step * every),
        plot.x + i * step,
        plot.y + plot.height + 3,
        step,
        SMALL,
        'center',
      )
  })
  if (chart.type === 'line') drawLines(page, chart, plot, step, yOf)
  else drawColumns(page, chart, plot, step, yOf)
}

function drawLines(
  page: Page,
  chart: ChartData,
  plot: Area,
  step: number,
  yOf: (value: number) => number,
): void {
  const few = chart.series.length <= 2 && chart.categories.length <= 14
  chart.series.forEach((one, s) => {
    const at = (i: number): [number, number] => [plot.x + (i + 0.5) * step, yOf(one.values[i]!)]
    let run: [number, number][] = []
    one.values.forEach((value, i) => {
      if (value !== null) run.push(at(i))
      if (value === null || i === one.values.length - 1) {
        if (run.length > 1) stroke(page, s, run)
        run = []
      }
    })
    one.values.forEach((value, i) => {
      if (value === null) return
      const [x, y] = at(i)
      marker(page, s, x, y)
      // of two lines the one that lies higher has its figures above
      const other = chart.series[1 - s]?.values[i]
      const above =
        other === undefined || other === null ? s === 0 : value > other || (value === other && s === 0)
      if (few) words(page, figureText(value), x - step / 2, above ? y - 14 : y + 4, step, LABEL, 'center')
    })
  })
}

function drawColumns(
  page: Page,
  chart: ChartData,
  plot: Area,
  step: number,
  yOf: (value: number) => number,
): void {
  const stacked = chart.type === 'stacked'
  const bars = stacked ? 1 : chart.series.length
  const width = Math.min(34, (step * 0.72) / bars)
  chart.categories.forEach((_, i) => {
    let base = 0
    const left = plot.x + i * step + (step - width * bars) / 2
    chart.series.forEach((one, s) => {
      const value = one.values[i]
      if (value === null || value === undefined) return
      const bottom = yOf(stacked ? base : 0)
      const y = yOf((stacked ? base : 0) + value)
      const x = left + (stacked ? 0 : s * width)
      fill(page, s, { x, y, width, height: bottom - y })
      const text = figureText(value)
      const narrow = page.width(text, LABEL) > width + (bars === 1 ? 8 : 3)
      if (!stacked && !narrow) words(page, text, x - 5, y - 12, width + 10, LABEL, 'center')
      base += value
    })
    if (stacked && base > 0)
      words(page, figureText(base), left - 8, yOf(base) - 12, width + 16, LABEL, 'center')
  })
}

function drawRanking(page: Page, chart: ChartData, top: number, bottom: number): void {
  const gutter = Math.min(170, Math.max(40, ...chart.categories.map((name) => page.width(name, SMALL) + 8)))
  const plot: Area = {
    x: A4.left + gutter,
    y: top,
    width: CONTENT_WIDTH - gutter - 46,
    height: bottom - top - 6,
  }
  const high = ticksOf(chart).at(-1)!
  const step = plot.height / Math.max(1, chart.categories.length)
  const height = Math.min(15, (step * 0.8) / chart.series.length)
  line(page, plot.x, plot.y, plot.x, plot.y + plot.height, '#555')
  chart.categories.forEach((name, i) => {
    const middle = plot.y + (i + 0.5) * step
    words(page, cut(page, name, gutter - 8), A4.left, middle - 6, gutter - 6, SMALL, 'right')
    chart.series.forEach((one, s) => {
      const value = one.values[i]
      if (value === null || value === undefined) return
      const y = middle + (s - chart.series.length / 2) * height
      const width = (plot.width * value) / (high || 1)
      fill(page, s, { x: plot.x, y, width, height: height - 1 })
      words(page, figureText(value), plot.x + width + 4, y + height / 2 - 6.5, 60, LABEL)
    })
  })
}

function line(page: Page, x1: number, y1: number, x2: number, y2: number, color: string): void {
  page.pdf.lineWidth(0.5).moveTo(x1, y1).lineTo(x2, y2).stroke(color)
}

const dashes = [[], [5, 2.5], [1.5, 2], [7, 2, 1.5, 2], [3, 1.5], [9, 3]]

function stroke(page: Page, series: number, points: readonly (readonly [number, number])[]): void {
  const dash = dashes[series % dashes.length]!
  const { pdf } = page
  pdf.save().lineWidth(1.6).lineJoin('round')
  if (dash.length > 0) pdf.dash(dash[0]!, { space: dash[1]! })
  points.forEach(([x, y], i) => (i === 0 ? pdf.moveTo(x, y) : pdf.lineTo(x, y)))
  pdf.stroke(colorOf(series)).restore()
}

function marker(page: Page, series: number, x: number, y: number): void {
  const { pdf } = page
  const r = 2.8
  if (series % 4 === 0) pdf.circle(x, y, r)
  else if (series % 4 === 1) pdf.rect(x - r, y - r, 2 * r, 2 * r)
  else if (series % 4 === 2) pdf.polygon([x, y - r * 1.2], [x + r * 1.2, y + r], [x - r * 1.2, y + r])
  else pdf.polygon([x, y - r * 1.3], [x + r * 1.3, y], [x, y + r * 1.3], [x - r * 1.3, y])
  // every second one is hollow, which a copier shows when it shows no colour
  pdf.lineWidth(1).fillAndStroke(series % 2 === 0 ? colorOf(series) : '#fff', colorOf(series))
}

/** A bar in the colour and the pattern of its series: full, then hatched in ways that print. */
function fill(page: Page, series: number, { x, y, width, height }: Area): void {
  if (width <= 0 || height <= 0) return
  const { pdf } = page
  const color = colorOf(series)
  const kind = series % 6
  if (kind === 0) {
    pdf.rect(x, y, width, height).fill(color)
    return
  }
  pdf.save().rect(x, y, width, height).clip().lineWidth(1)
  pdf.rect(x, y, width, height).fill('#fff')
  const gap = 3.2
  const up = kind === 1 || kind === 3
  const down = kind === 2 || kind === 3
  for (let d = -height; d < width; d += gap) {
    if (up) pdf.moveTo(x + d, y + height).lineTo(x + d + height, y)
    if (down) pdf.moveTo(x + d, y).lineTo(x + d + height, y + height)
  }
  if (kind === 4) for (let d = 1; d < height; d += gap) pdf.moveTo(x, y + d).lineTo(x + width, y + d)
  if (kind === 5) for (let d = 1; d < width; d += gap) pdf.moveTo(x + d, y).lineTo(x + d, y + height)
  pdf.stroke(color).restore()
  pdf.lineWidth(0.7).rect(x, y, width, height).stroke(color)
}
