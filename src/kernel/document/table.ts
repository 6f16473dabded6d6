import { A4, CONTENT_WIDTH, type Lines, type Page, type Style } from './page.ts'

/** Distance between a border and the text inside. */
const PAD = 5
export const CELL: Style = { size: 10 }
export const HEAD: Style = { size: 10, weight: 'bold' }
const SHADE = '#f0f2f5'

export interface Cell {
  text: string
  /** share of the width */
  width: number
  align?: 'left' | 'center' | 'right'
  head?: boolean
}

interface Drawn {
  of: Lines
  x: number
  width: number
  cell: Cell
}

/**
 * Draws one bordered row. A row that fits on a page stays together if less than half a page would be left empty;
 * a longer one is split between lines, its border closed and opened again.
 */
export function drawRow(page: Page, cells: readonly Cell[], minHeight = 0): void {
  const drawn = layOutRow(page, cells)
  let from = 0
  const total = Math.max(...drawn.map((d) => d.of.lines.length))
  const leading = drawn[0]!.of.leading
  const full = Math.max(minHeight, total * leading + 2 * PAD)
  if (full > page.room && (full < (A4.height - A4.top - A4.bottom) / 2 || page.room < 3 * leading + 2 * PAD))
    page.break()
  do {
    const fits = Math.max(1, Math.floor((page.room - 2 * PAD) / leading))
    const lines = Math.min(total - from, fits)
    const height = Math.max(from === 0 ? Math.min(minHeight, page.room) : 0, lines * leading + 2 * PAD)
    for (const d of drawn) drawCell(page, d, from, lines, height)
    page.y += height
    from += lines
    if (from < total) page.break()
  } while (from < total)
}

/** Height of a row that is not split. */
export function rowHeight(page: Page, cells: readonly Cell[]): number {
  const drawn = layOutRow(page, cells)
  return Math.max(...drawn.map((d) => d.of.lines.length * d.of.leading)) + 2 * PAD
}

function layOutRow(page: Page, cells: readonly Cell[]): Drawn[] {
  const shares = cells.reduce((sum, cell) => sum + cell.width, 0)
  let x = A4.left
  return cells.map((cell) => {
    const width = (CONTENT_WIDTH * cell.width) / shares
    const of = page.layOut(cell.text, width - 2 * PAD, cell.head ? HEAD : CELL)
    const drawn = { of, x, width, cell }
    x += width
    return drawn
  })
}

function drawCell(
  page: Page,
  { of, x, width, cell }: Drawn,
  from: number,
  count: number,
  height: number,
): void {
  page.box(x, page.y, width, height, cell.head ? SHADE : undefined)
  const lines = of.lines.slice(from, from + count)
  // short cells beside tall ones are centred, as on printed forms
  const slack = cell.head || of.lines.length === 1 ? Math.max(0, height - lines.length * of.leading) / 2 : PAD
  page.draw(
    lines,
    x + PAD,
    page.y + slack,
    width - 2 * PAD,
    of,
    cell.align ?? (cell.head ? 'center' : 'left'),
  )
}
