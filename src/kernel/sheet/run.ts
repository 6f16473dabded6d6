import { AppError } from '../errors/index.ts'
import { say } from '../http/texts.ts'
import type { Download } from '../http/route.ts'
import type { Locale } from '../permission/actor.ts'
import type { z } from 'zod'
import type { importMode, sheetFormat, SheetReport } from './contract.ts'
import type { ImportTable, Problem, SheetColumn } from './rows.ts'
import { writeXlsx } from './write-xlsx.ts'

/** What is to be done with the good rows of a table; `same` rows need nothing. */
export interface ImportPlan<Step> {
  steps: Step[]
  create: number
  update: number
  same: number
  problems: Problem[]
}

type Report = z.input<typeof SheetReport>

/** Puts plan and problems into words. */
export function reportOf(
  fileName: string,
  table: ImportTable,
  plan: ImportPlan<unknown>,
  locale: Locale,
  applied: boolean,
): Report {
  const problems = [...table.problems, ...plan.problems].sort((a, b) => a.row - b.row)
  return {
    fileName: fileName.slice(0, 255),
    rows: table.count,
    create: plan.create,
    update: plan.update,
    same: plan.same,
    bad: table.rows.length - plan.create - plan.update - plan.same,
    headingBad: table.headingBad,
    problems: problems.map((problem) => worded(problem, table, locale)),
    applied,
  }
}

function worded(problem: Problem, table: ImportTable, locale: Locale): Report['problems'][number] {
  const place = problem.key === undefined ? undefined : table.placeOf(problem.key, problem.row)
  const value = problem.value ?? ''
  return {
    row: problem.row,
    cell: problem.cell ?? place?.cell ?? null,
    column: place?.column ?? null,
    value: value.length > 200 ? `${value.slice(0, 200)}…` : value,
    code: problem.code.replace(/^.*:(problem|error)\./, ''),
    message: say(
      locale,
      problem.code.includes(':') ? problem.code : `sheet:problem.${problem.code}`,
      problem.params ?? {},
    ),
  }
}

/** @throws sheet.heading_bad, sheet.bad_rows (422): nothing may be written of this table in this mode */
export function demandTakeable(report: Report, mode: z.output<typeof importMode>): void {
  const params = { count: report.bad }
  if (report.headingBad) throw new AppError('sheet.heading_bad', { status: 422, field: 'file' })
  if (mode === 'all' && report.problems.length > 0)
    throw new AppError('sheet.bad_rows', { status: 422, field: 'file', params })
}

/** An empty table with the headings of an import, and (in a workbook) a sheet that explains them. */
export function templateOf(
  columns: readonly SheetColumn[],
  options: {
    format: z.output<typeof sheetFormat>
    locale: Locale
    /** file name without its ending, also the name of the sheet */
    name: string
    /** explanation of a column by its key */
    explain: (key: string) => string
  },
): Download {
  const { format, locale, name } = options
  const headings = columns.map((column) => column.headings[locale === 'en' ? 1 : 0])
  if (format === 'csv')
    // with the mark in front Excel reads it as UTF-8
    return {
      content: Buffer.from(`\ufeff${headings.join(',')}\r\n`),
      type: 'text/csv; charset=utf-8',
      fileName: `${name}.csv`,
    }
  const notes = columns.map((column, i) => [headings[i]!, options.explain(column.key)])
  const content = writeXlsx([
    { name, rows: [headings] },
    {
      name: say(locale, 'sheet:template.notes'),
      rows: [[say(locale, 'sheet:template.column'), say(locale, 'sheet:template.meaning')], ...notes],
    },
  ])
  return {
    content,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    fileName: `${name}.xlsx`,
  }
}
