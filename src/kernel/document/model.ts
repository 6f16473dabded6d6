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
  /** shown at the foot of every page, e.g. when and by whom it was made */
  footer?: string
  /** for the file's own properties; default now */
  createdAt?: Date
}

export type Block = FactsBlock | TextBlock | TableBlock | TimelineBlock | SignaturesBlock

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

/** A table whose head is repeated on every page and whose rows may break across pages. */
export interface TableBlock {
  kind: 'table'
  title?: string
  /** `width` is a share, not points */
  columns: readonly { label: string; width: number; align?: 'left' | 'center' | 'right' }[]
  rows: readonly (readonly string[])[]
  empty?: string
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
