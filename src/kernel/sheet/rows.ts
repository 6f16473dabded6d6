import { columnName, parseRef, type SheetRow, type Table } from './table.ts'

/** A column that an import understands. */
export interface SheetColumn {
  key: string
  /** headings by which it is known, any case; the first is the template's in Chinese, the second in English */
  headings: readonly [string, string, ...string[]]
  /** the heading must be there */
  required?: true
}

/** A problem before it is put into words. `params` are those of the text `sheet:problem.<code>` or of the full key. */
export interface Problem {
  row: number
  /** key of the column */
  key?: string
  cell?: string
  value?: string
  code: string
  params?: Record<string, string | number>
}

/** A row by the keys of its columns; absent: nothing stands there. */
export interface ImportRow {
  line: number
  values: Readonly<Record<string, string>>
}

/** The rows of a table, told apart from what is wrong with the table itself. */
export interface ImportTable {
  rows: ImportRow[]
  problems: Problem[]
  /** rows of which a cell is merged or a formula */
  badLines: Set<number>
  headingBad: boolean
  /** rows below the heading */
  count: number
  /** where a column is, for naming a cell */
  placeOf: (key: string, line: number) => { cell: string | null; column: string | null }
}

const normal = (heading: string) =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*_-]+/g, '')

/** Headings of what is given by other people, in other places, or never in a file. */
const forbidden: readonly [RegExp, string][] = [
  [/角色|权限|岗位授权|role|permission/, 'roles_not_imported'],
  [/密码|口令|password/, 'passwords_not_imported'],
  [/状态|启用|state|status|active/, 'state_not_imported'],
]

interface HeadingOptions {
  /** a heading that is no column is unknown and nothing else, also where it speaks of states and roles */
  anyHeading?: boolean
  /** a heading that is no column is passed over: the table is another program's, and has more than is asked for */
  passOver?: boolean
}

/** Where the columns of a table are, and what is wrong with its heading. */
export interface Heading {
  line: number
  at: ReadonlyMap<string, number>
  problems: Problem[]
  /** headings that were passed over */
  ignored: string[]
  placeOf: ImportTable['placeOf']
}

/** Finds the columns by their headings. @param row undefined: the table is empty */
export function readHeading(
  row: SheetRow | undefined,
  columns: readonly SheetColumn[],
  options: HeadingOptions = {},
): Heading {
  const problems: Problem[] = []
  const ignored: string[] = []
  const at = new Map<string, number>()
  const titles = new Map<string, string>()
  const line = row?.line ?? 1
  for (const [index, { text }] of row?.cells ?? []) {
    const column = columns.find((one) => one.headings.some((title) => normal(title) === normal(text)))
    const problem = { row: line, cell: `${columnName(index)}${line}`, value: text }
    if (!column && options.passOver) ignored.push(text)
    else if (!column)
      problems.push({
        ...problem,
        code:
          (options.anyHeading ? undefined : forbidden.find(([words]) => words.test(normal(text)))?.[1]) ??
          'unknown_column',
        params: { known: columns.map((one) => one.headings[0]).join('、') },
      })
    else if (at.has(column.key)) problems.push({ ...problem, code: 'repeated_column' })
    else {
      at.set(column.key, index)
      titles.set(column.key, text)
    }
  }
  for (const { key, required, headings } of columns)
    if (required && !at.has(key))
      problems.push({
        row: line,
        value: '',
        code: 'missing_column',
        params: { column: `${headings[0]} (${headings[1]})` },
      })
  const placeOf: Heading['placeOf'] = (key, rowLine) => {
    const index = at.get(key)
    return index === undefined
      ? { cell: null, column: columns.find((one) => one.key === key)?.headings[0] ?? null }
      : { cell: `${columnName(index)}${rowLine}`, column: titles.get(key)! }
  }
  return { line, at, problems, ignored, placeOf }
}

/** A row by the keys of its columns; a formula is a problem, and no value. */
export function readRow({ at }: Heading, { line, cells }: SheetRow, problems: Problem[]): ImportRow {
  const values: Record<string, string> = {}
  for (const [key, index] of at) {
    const cell = cells.get(index)
    if (cell?.formula) problems.push({ row: line, key, value: cell.text, code: 'formula' })
    else if (cell) values[key] = cell.text
  }
  return { line, values }
}

/** Takes the rows of a table apart. The first row that is not empty is the heading. */
export function takeRows(
  table: Table,
  columns: readonly SheetColumn[],
  options: HeadingOptions = {},
): ImportTable {
  const [first, ...body] = table.rows
  const heading = readHeading(first, columns, options)
  const { problems, placeOf } = heading
  const headingBad = problems.length > 0
  const badLines = mergedLines(table, heading.line, problems)
  const rows = body.map((row) => {
    const before = problems.length
    const read = readRow(heading, row, problems)
    if (problems.length > before) badLines.add(row.line)
    return read
  })
  return {
    // a row of columns without a heading only says nothing
    rows: rows.filter((row) => Object.keys(row.values).length > 0 || badLines.has(row.line)),
    problems,
    badLines,
    headingBad,
    count: body.length,
    placeOf,
  }
}

/** Merged cells hide values: of all but the first cell nobody knows whether they are meant. Each range is named. */
function mergedLines(table: Table, headingLine: number, problems: Problem[]): Set<number> {
  const lines = new Set<number>()
  for (const range of table.merged) {
    const [from, to = from] = range.split(':').map((ref) => parseRef(ref)) as [
      ReturnType<typeof parseRef>,
      ReturnType<typeof parseRef>?,
    ]
    if (!from || !to) continue
    problems.push({ row: from.line, cell: range, value: '', code: 'merged' })
    for (const { line } of table.rows)
      if (line >= from.line && line <= to.line && line !== headingLine) lines.add(line)
  }
  return lines
}
