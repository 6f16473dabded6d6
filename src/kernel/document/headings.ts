import type { Block, HeadingLevel, PrintDocument } from './model.ts'

const digits = '零一二三四五六七八九'

/** A whole number from 1 to 9999 in Chinese, as headings are counted: 十, 十一, 二十, 一百零五. */
export function chineseNumber(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 9999) throw new RangeError(`no heading has the number ${n}`)
  const places = ['', '十', '百', '千']
  const figures = [...String(n)].map(Number)
  let out = ''
  figures.forEach((figure, i) => {
    const place = figures.length - 1 - i
    if (figure > 0) out += digits[figure]! + places[place]!
    // one zero for a gap, none at the end
    else if (!out.endsWith('零') && figures.slice(i).some((later) => later > 0)) out += '零'
  })
  return out.replace(/^一十/, '十')
}

/**
 * Counts headings in the order in which they come. Chinese: 一、（一） 1. （1）, the order of official documents; English:
 * 1, 1.1, 1.1.1. A level that comes without the one above it counts below number 1 of that.
 */
export function headingCounter(locale: PrintDocument['locale']): (level: HeadingLevel) => string {
  const counts = [0, 0, 0, 0]
  return (level) => {
    for (let above = 0; above < level - 1; above++) counts[above] ||= 1
    counts[level - 1]!++
    counts.fill(0, level)
    const n = counts[level - 1]!
    if (locale === 'en') return `${counts.slice(0, level).join('.')} `
    return [`${chineseNumber(n)}、`, `（${chineseNumber(n)}）`, `${n}. `, `（${n}）`][level - 1]!
  }
}

export interface NumberedHeading {
  level: HeadingLevel
  /** with its number */
  text: string
}

/** All headings with their numbers, by their blocks. */
export function numberHeadings(doc: PrintDocument): ReadonlyMap<Block, NumberedHeading> {
  const next = headingCounter(doc.locale)
  const out = new Map<Block, NumberedHeading>()
  for (const block of doc.blocks)
    if (block.kind === 'heading')
      out.set(block, { level: block.level, text: `${next(block.level)}${block.text}` })
  return out
}

/** Captions with their numbers, tables and charts counted apart, by their blocks. */
export function numberCaptions(
  doc: PrintDocument,
  words: { table: string; chart: string },
): ReadonlyMap<Block, string> {
  const out = new Map<Block, string>()
  let tables = 0
  let charts = 0
  for (const block of doc.blocks) {
    if (block.kind === 'table' && block.caption)
      out.set(block, `${words.table} ${++tables}  ${block.caption}`)
    if (block.kind === 'chart') out.set(block, `${words.chart} ${++charts}  ${block.caption}`)
  }
  return out
}
