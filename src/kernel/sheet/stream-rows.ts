import { AppError } from '../errors/index.ts'
import { csvSteps } from './csv.ts'
import { readHeading, readRow, type Heading, type ImportRow, type Problem, type SheetColumn } from './rows.ts'
import { parseRef, TableBuilder, type SheetRow } from './table.ts'
import { xlsxSteps } from './xlsx.ts'

/** Some rows of a long table, with what is wrong with their cells. */
export interface RowBatch {
  rows: ImportRow[]
  problems: Problem[]
}

/** A table that is read while it is worked off. */
export interface RowStream {
  heading: Heading
  batches: AsyncGenerator<RowBatch>
}

/** A title and a line of remarks stand above the heading of many tables; further down nobody puts one. */
const headingWithin = 10

/**
 * Reads a long table of another program batch by batch: memory holds the packed file, one batch, and the words that a
 * workbook shares among its cells. The heading is the first of the ten first rows that has all required columns; columns
 * that are not asked for are passed over and named.
 * @param bounds `rows` below the heading; `sheet`: bytes to which the sheet may unfold
 * @throws sheet.empty, sheet.old_format and those of the readers (422), also while it is read
 */
export async function streamRows(
  file: Buffer,
  columns: readonly SheetColumn[],
  bounds: { rows: number; sheet: number },
): Promise<RowStream> {
  const magic = file.toString('latin1', 0, 4)
  if (magic === '\xd0\xcf\x11\xe0') throw new AppError('sheet.old_format', { status: 422, field: 'file' })
  const builder = new TableBuilder(bounds.rows)
  const steps = magic === 'PK\x03\x04' ? xlsxSteps(file, [], builder, bounds.sheet) : csvSteps(file, builder)
  const first: SheetRow[] = []
  let end = false
  while (!end && first.length <= headingWithin) {
    end = (await steps.next()).done === true
    first.push(...builder.take(end))
  }
  if (first.length === 0) throw new AppError('sheet.empty', { status: 422, field: 'file' })
  const required = columns.filter((column) => column.required).length
  const at = first
    .slice(0, headingWithin)
    .findIndex((row) => required > 0 && isHeading(row, columns, required))
  const heading = readHeading(first[Math.max(0, at)], columns, { passOver: true })
  const body = first.slice(Math.max(0, at) + 1)
  return { heading, batches: batchesOf(steps, builder, heading, body, end) }
}

function isHeading(row: SheetRow, columns: readonly SheetColumn[], required: number): boolean {
  const { at } = readHeading(row, columns, { passOver: true })
  return columns.filter((column) => column.required && at.has(column.key)).length === required
}

async function* batchesOf(
  steps: AsyncGenerator<void>,
  builder: TableBuilder,
  heading: Heading,
  first: readonly SheetRow[],
  ended: boolean,
): AsyncGenerator<RowBatch> {
  if (first.length > 0) yield batchOf(heading, first)
  for (let end = ended; !end;) {
    end = (await steps.next()).done === true
    const rows = builder.take(end)
    if (rows.length > 0) yield batchOf(heading, rows)
  }
  // merged ranges stand behind the rows of a sheet: which of them hide a value is known only now
  const problems = builder.table.merged.flatMap((range): Problem[] => {
    const to = parseRef(range.split(':').pop()!)
    const from = parseRef(range.split(':')[0]!)
    return from && to && to.line > heading.line
      ? [{ row: from.line, cell: range, value: '', code: 'merged' }]
      : []
  })
  if (problems.length > 0) yield { rows: [], problems }
}

function batchOf(heading: Heading, rows: readonly SheetRow[]): RowBatch {
  const problems: Problem[] = []
  const read = rows.map((row) => readRow(heading, row, problems))
  return { rows: read.filter((row) => Object.keys(row.values).length > 0), problems }
}
