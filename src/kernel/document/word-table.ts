import {
  AlignmentType,
  BorderStyle,
  HeightRule,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { FactsBlock, SignaturesBlock, TableBlock, TimelineBlock } from './model.ts'
import { exactly, HEAD_FONT, plain, TABLE_FONT } from './word-text.ts'

/** What is left of A4 between the margins, in twentieths of a point. */
export const CONTENT_TWIPS = 11906 - 2 * 1134
const BORDER = { style: BorderStyle.SINGLE, size: 4, color: '444444' }

interface Cell {
  text: string
  /** share of the row; the shares of a row have the sum 1 */
  width: number
  align?: 'left' | 'center' | 'right' | undefined
  head?: boolean
  span?: number
}

/** Two pairs a row; a wide value spans three columns. */
export function factsTable(block: FactsBlock): Table[] {
  const rows: Cell[][] = []
  let open: Cell[] | undefined
  const wide = (label: Cell, value: string): Cell[] => [label, { text: value, width: 0.83, span: 3 }]
  const flush = (): void => {
    if (open) rows.push(wide(open[0]!, open[1]!.text))
    open = undefined
  }
  for (const fact of block.facts) {
    const label: Cell = { text: fact.label, width: 0.17, head: true }
    if (fact.wide) {
      flush()
      rows.push(wide(label, fact.value))
      continue
    }
    const pair = [label, { text: fact.value, width: 0.33 }]
    if (open) {
      rows.push([...open, ...pair])
      open = undefined
    } else open = pair
  }
  flush()
  return table(
    [0.17, 0.33, 0.17, 0.33],
    rows.map((cells) => row(cells)),
  )
}

export function tableOf(block: TableBlock): Table[] {
  const sum = block.columns.reduce((all, column) => all + column.width, 0)
  const shares = block.columns.map((column) => column.width / sum)
  const head = row(
    block.columns.map((column, i) => ({ text: column.label, width: shares[i]!, head: true })),
    true,
  )
  const rows = block.rows.map((texts) =>
    row(block.columns.map((column, i) => ({ text: texts[i] ?? '', width: shares[i]!, align: column.align }))),
  )
  if (rows.length === 0 && block.empty)
    rows.push(row([{ text: block.empty, width: 1, align: 'center', span: block.columns.length }]))
  return table(shares, [head, ...rows])
}

export function timelineTable(block: TimelineBlock): Table[] {
  const shares = [0.22, 0.15, 0.63]
  const rows = block.items.map((item) =>
    row([
      { text: item.at, width: 0.22, align: 'center' },
      { text: item.who ?? '', width: 0.15, align: 'center' },
      { text: item.text, width: 0.63 },
    ]),
  )
  return table(shares, rows)
}

/** Boxes to sign in, two a row; a box is not torn between pages. */
export function signatureTable(block: SignaturesBlock): Table[] {
  const columns = Math.max(1, Math.min(block.boxes.length, 2))
  const rows: TableRow[] = []
  for (let first = 0; first < block.boxes.length; first += columns) {
    const boxes = block.boxes.slice(first, first + columns)
    rows.push(
      new TableRow({
        cantSplit: true,
        height: { value: 1840, rule: HeightRule.ATLEAST },
        children: boxes.map(
          (box, i) =>
            new TableCell({
              width: { size: CONTENT_TWIPS / columns, type: WidthType.DXA },
              columnSpan: i === boxes.length - 1 ? columns - i : 1,
              children: [
                line(box.label, { head: true, align: 'left' }),
                ...linesOf(box.opinion ?? ''),
                line(box.name ?? '', { indent: 1900, before: 480 }),
                line(box.date ?? '', { indent: 1900 }),
              ],
            }),
        ),
      }),
    )
  }
  return table(
    Array.from({ length: columns }, () => 1 / columns),
    rows,
  )
}

/** Nothing for no rows: Word calls a table without rows damaged. */
function table(shares: readonly number[], rows: TableRow[]): Table[] {
  if (rows.length === 0) return []
  return [
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: CONTENT_TWIPS, type: WidthType.DXA },
      columnWidths: shares.map((share) => Math.round(share * CONTENT_TWIPS)),
      margins: { top: 50, bottom: 50, left: 100, right: 100 },
      borders: {
        top: BORDER,
        bottom: BORDER,
        left: BORDER,
        right: BORDER,
        insideHorizontal: BORDER,
        insideVertical: BORDER,
      },
      rows,
    }),
  ]
}

function row(cells: readonly Cell[], tableHeader = false): TableRow {
  // a row longer than a page breaks all the same
  return new TableRow({ tableHeader, cantSplit: true, children: cells.map(cellOf) })
}

function cellOf(cell: Cell): TableCell {
  return new TableCell({
    width: { size: Math.round(cell.width * CONTENT_TWIPS), type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    ...(cell.span ? { columnSpan: cell.span } : {}),
    ...(cell.head ? { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F0F2F5' } } : {}),
    children: linesOf(cell.text, cell),
  })
}

function linesOf(text: string, how: Pick<Cell, 'align' | 'head'> = {}): Paragraph[] {
  return text.split(/\r?\n/).map((one) => line(one, how))
}

function line(
  text: string,
  how: Pick<Cell, 'align' | 'head'> & { indent?: number; before?: number } = {},
): Paragraph {
  const align = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT }
  return new Paragraph({
    alignment: align[how.align ?? (how.head ? 'center' : 'left')],
    ...(how.indent ? { indent: { left: how.indent } } : {}),
    spacing: { ...exactly(15), ...(how.before ? { before: how.before } : {}) },
    children: [
      new TextRun({
        text: plain(text),
        size: 21,
        font: how.head ? HEAD_FONT : TABLE_FONT,
        ...(how.head ? { bold: true } : {}),
      }),
    ],
  })
}
