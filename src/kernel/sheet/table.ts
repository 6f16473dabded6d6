import { AppError } from '../errors/index.ts'

/** One cell as it stands in the file. */
export interface SheetCell {
  /** trimmed text; of a formula the formula itself, never its value */
  text: string
  formula: boolean
}

/** One row that is not empty. `line` counts from 1, as spreadsheets and editors do. */
export interface SheetRow {
  line: number
  cells: ReadonlyMap<number, SheetCell>
}

/** A table as read from a file. */
export interface Table {
  rows: SheetRow[]
  /** ranges of merged cells, `A2:B3` */
  merged: string[]
}

/** Rows below the heading, columns, and characters of one cell that a table may have. */
export const limits = { rows: 10_000, columns: 100, cell: 4_000, bytes: 20 * 2 ** 20 } as const

/** `0` → `A`, `27` → `AB`. */
export function columnName(index: number): string {
  let name = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return name
}

/** `B7` → column 1, line 7. undefined for anything else. */
export function parseRef(ref: string): { column: number; line: number } | undefined {
  const match = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})$/.exec(ref)
  if (!match) return undefined
  const column = [...match[1]!].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { column, line: Number(match[2]) }
}

/** Without what nobody sees at its ends: blanks of any width, zero-width characters, byte order marks, line ends. */
export function trimmed(text: string): string {
  return text.replace(/^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g, '')
}

/** Collects rows under the limits. @throws sheet.too_many_rows, sheet.too_many_columns, sheet.cell_too_long (422) */
export class TableBuilder {
  readonly table: Table = { rows: [], merged: [] }
  #line = 0
  #cells = new Map<number, SheetCell>()
  #count = 0
  #most: number

  /** @param most rows below the heading */
  constructor(most: number = limits.rows) {
    this.#most = most
  }

  /** The rows so far, which are forgotten here; the last one may still grow and stays, unless it is the end. */
  take(end: boolean): SheetRow[] {
    const { rows } = this.table
    return rows.splice(0, end ? rows.length : Math.max(0, rows.length - 1))
  }

  /** Takes one cell; empty ones are passed over. Lines must come in order. */
  add(line: number, column: number, raw: string, formula = false): void {
    const text = trimmed(raw)
    if (text === '') return
    const refuse = (what: string, params: Record<string, string | number>) =>
      new AppError(`sheet.${what}`, { status: 422, field: 'file', params })
    if (column >= limits.columns) throw refuse('too_many_columns', { count: limits.columns })
    if (text.length > limits.cell)
      throw refuse('cell_too_long', { cell: `${columnName(column)}${line}`, count: limits.cell })
    if (line !== this.#line) this.#next(line)
    if (this.#cells.size === 0) {
      // the heading is a row, too
      if (this.#count > this.#most) throw refuse('too_many_rows', { count: this.#most })
      this.#count++
      this.table.rows.push({ line, cells: this.#cells })
    }
    this.#cells.set(column, { text, formula })
  }

  #next(line: number): void {
    this.#line = line
    this.#cells = new Map()
  }
}
