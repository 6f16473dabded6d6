/** A document as data; `renderPdf` and `renderWord` lay it out on A4 (the PDF also on A3). All texts are plain, in the reader's language. */
export interface PrintDocument {
  /** e.g. 故障报告 */
  title: string
  /** the unit in whose name the document goes out, above the title */
  org?: string
  /** e.g. INC-20261121-0001, in the head and on every page */
  number?: string
  blocks: readonly Block[]
  locale?: 'zh-CN' | 'en'
  /** A3 is the same page enlarged, to hang on a wall; default A4 */
  paper?: 'A4' | 'A3'
  /** a page of its own before everything, with the title; such a document is a report: larger text, pages counted as — 1 — */
  cover?: Cover
  /** a page of contents with the pages of the headings down to this level (default 2) */
  contents?: { title: string; depth?: 1 | 2 | 3 }
  /** shown at the foot of every page, e.g. when and by whom it was made */
  footer?: string
  /** for the file's own properties; default now */
  createdAt?: Date
}

export interface Cover {
  /** e.g. 2026年10月 */
  subtitle?: string
  /** by whom, for whom, when: below on the page */
  lines: readonly { label: string; value: string }[]
}

export type Block =
  HeadingBlock | FactsBlock | TextBlock | TableBlock | TimelineBlock | SignaturesBlock | ChartBlock

/**
 * A numbered heading, with its place in the contents and the outline. The number is not part of the text: it is 一、（一）
 * 1.（1） in Chinese and 1, 1.1, 1.1.1 in English, in Word as an automatic one.
 */
export interface HeadingBlock {
  kind: 'heading'
  level: HeadingLevel
  text: string
}
export type HeadingLevel = 1 | 2 | 3 | 4

/** A chart, kept on one page with its caption (图 1 …) below. */
export interface ChartBlock {
  kind: 'chart'
  caption: string
  chart: ChartData
}

/**
 * What a chart shows. Series are told apart by pattern, dash or marker beside the colour, and figures stand at bars and
 * points, for print in black and white.
 */
export interface ChartData {
  /** line: over time; bars: one beside the other; stacked: upon each other; ranking: lying, the greatest on top as given */
  type: 'line' | 'bars' | 'stacked' | 'ranking'
  categories: readonly string[]
  /** one value for each category; null is a gap */
  series: readonly { name: string; values: readonly (number | null)[] }[]
  /** at the axis, e.g. 件 or % */
  unit?: string
  /** the axis never goes beyond it: 100 for shares */
  most?: number
}

/** A bordered grid of labels and values, two pairs a row; `wide` values take a row of their own. */
export interface FactsBlock {
  kind: 'facts'
  title?: string
  facts: readonly { label: string; value: string; wide?: boolean }[]
}

/** Running text; a line break begins a new paragraph. */
export interface TextBlock {
  kind: 'text'
  title?: string
  paragraphs: readonly string[]
  /** shown in grey when there is no text */
  empty?: string
}

/** A table whose head is repeated on every page; a row is cut only where it is longer than half a page. */
export interface TableBlock {
  kind: 'table'
  title?: string
  /** `width` is a share, not points */
  columns: readonly { label: string; width: number; align?: 'left' | 'center' | 'right' }[]
  rows: readonly (readonly string[])[]
  empty?: string
  /** with a number above the table: 表 1 … */
  caption?: string
}

export interface TimelineBlock {
  kind: 'timeline'
  title?: string
  items: readonly { at: string; who?: string; text: string }[]
}

/** Boxes to sign in, kept together on one page. */
export interface SignaturesBlock {
  kind: 'signatures'
  title?: string
  boxes: readonly { label: string; opinion?: string; name?: string; date?: string }[]
}
