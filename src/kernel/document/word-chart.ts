import { Paragraph, AlignmentType } from 'docx'
import { ChartRun, type ChartSeries, type ChartDataLabels } from 'docx/charts'
import { colorOf, COLORS, ticksOf } from './chart-scale.ts'
import type { ChartBlock, ChartData } from './model.ts'
import { plain } from './word-text.ts'

const WIDTH = 605
const FORMAT = '0.##;-0.##;0'
const dashes = ['solid', 'dash', 'shortDot', 'dashDot', 'shortDash', 'longDash'] as const
const markers = ['circle', 'square', 'triangle', 'diamond', 'x', 'star'] as const
/** Fills that a copier shows when it shows no colour; the first one is full. */
const patterns = [null, 'wdUpDiag', 'wdDnDiag', 'openDmnd', 'horz', 'vert'] as const
const hex = (series: number): string => colorOf(series).slice(1).toUpperCase()

/**
 * A chart as Word's own: drawn as vectors by Word, WPS and LibreOffice, and to be edited there with its data.
 * @param unit as it stands at the axis, or nothing
 */
export function chartParagraph(block: ChartBlock, unit: string): Paragraph {
  const { chart } = block
  const lying = chart.type === 'ranking'
  const ticks = ticksOf(chart)
  const several = chart.series.length > 1
  const few = chart.categories.length * (chart.type === 'stacked' ? 1 : chart.series.length) <= 30
  const labels: ChartDataLabels = {
    value: true,
    numberFormat: FORMAT,
    ...(chart.type === 'bars' || lying ? { position: 'outsideEnd' } : {}),
    ...(chart.type === 'line' ? { position: 'above' } : {}),
  }
  const common = {
    categories: chart.categories.map(plain),
    series: chart.series.map((one, i) => seriesOf(chart, one, i)),
    categoryAxis: { reverseOrder: lying, font: { size: 9 } },
    valueAxis: {
      minimum: ticks[0]!,
      maximum: ticks.at(-1)!,
      numberFormat: FORMAT,
      ...(unit ? { title: plain(unit) } : {}),
      ...(lying ? { crossesAt: 'maximum' as const } : {}),
    },
    ...(few ? { dataLabels: labels } : {}),
    legend: several ? { position: 'top' as const } : (false as const),
    font: { name: '宋体', color: '222222' },
    chartArea: { fill: 'none', border: 'none' as const },
    altText: { name: plain(block.caption), description: plain(block.caption) },
    transformation: { width: WIDTH, height: heightOf(chart) },
  }
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    keepNext: true,
    spacing: { before: 120 },
    children: [
      lying
        ? new ChartRun({ ...common, type: 'bar', gapWidth: 50 })
        : chart.type === 'line'
          ? new ChartRun({ ...common, type: 'line' })
          : new ChartRun({
              ...common,
              type: 'column',
              gapWidth: 60,
              ...(chart.type === 'stacked' ? { stacking: 'stacked' as const } : { overlap: 0 }),
            }),
    ],
  })
}

const heightOf = (chart: ChartData): number =>
  chart.type === 'ranking' ? 70 + chart.categories.length * (14 + 18 * chart.series.length) : 280

function seriesOf(chart: ChartData, one: ChartData['series'][number], i: number): ChartSeries {
  const series = { name: plain(one.name) || '-', values: [...one.values], color: hex(i) }
  // figures within a full bar would not be read in black
  if (chart.type === 'stacked' && i === 0)
    return {
      ...series,
      dataLabels: { value: true, numberFormat: FORMAT, font: { color: 'FFFFFF', bold: true } },
    }
  if (chart.type !== 'line') return series
  return {
    ...series,
    line: { color: hex(i), width: 1.75, dash: dashes[i % dashes.length]! },
    markers: { shape: markers[i % markers.length]!, size: 6 },
  }
}

/** Bars of the second series and on are hatched: what the library writes as a full colour gets a pattern, in the part of a chart. */
export function hatched(xml: string): string {
  return xml.replace(
    /(<c:spPr>)<a:solidFill><a:srgbClr val="([0-9A-F]{6})"\s*\/><\/a:solidFill>(?:<a:ln><a:noFill\/><\/a:ln>)?/g,
    (whole, before: string, color: string) => {
      const pattern = patterns[COLORS.findIndex((one) => one.slice(1).toUpperCase() === color)]
      if (!pattern) return whole
      const paint = (name: string, value: string) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`
      const fill = `<a:pattFill prst="${pattern}">${paint('fgClr', color)}${paint('bgClr', 'FFFFFF')}</a:pattFill>`
      return `${before}${fill}<a:ln w="9525"><a:solidFill><a:srgbClr val="${color}"/></a:solidFill></a:ln>`
    },
  )
}
