import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'

/** What is wrong with one cell (or row, or heading) of an imported table. */
export const SheetProblem = z.object({
  /** from 1, as a spreadsheet counts */
  row: z.int(),
  /** `C7`; of merged cells their range; null when the row as a whole is at fault */
  cell: z.string().nullable(),
  /** heading of the column as the file has it */
  column: z.string().nullable(),
  /** what stands there, shortened; of a formula its text */
  value: z.string(),
  code: z.string(),
  /** the reason in the reader's language */
  message: z.string(),
})

/** What an import found, and what it did or would do. */
export const SheetReport = z.object({
  fileName: z.string(),
  /** rows with anything in them, the heading left out */
  rows: z.int(),
  create: z.int(),
  update: z.int(),
  /** rows that say what is there already: nothing is written for them */
  same: z.int(),
  /** rows that cannot be taken */
  bad: z.int(),
  /** the heading itself is wrong: nothing can be taken */
  headingBad: z.boolean(),
  /** every problem, in the order of the file */
  problems: z.array(SheetProblem),
  /** false: a dry run, nothing has been written */
  applied: z.boolean(),
})

export const sheetFormat = z.enum(['csv', 'xlsx'])
/** `all`: nothing is written when any row is bad. `good`: bad rows are left out. */
export const importMode = z.enum(['all', 'good'])

/** The three endpoints of an import: its template, a dry run, the import itself. */
export function importEndpoints(about: {
  /** `people` of `people.import` */
  name: string
  /** `/people` */
  path: string
  permission: string
  /** what is imported: `people 人员` */
  what: string
}) {
  const { name, path, permission, what } = about
  return {
    template: endpoint({
      name: `${name}.import-template`,
      method: 'GET',
      path: `${path}/import-template`,
      permission,
      query: z.strictObject({ format: sheetFormat.default('xlsx') }),
      response: z.any(),
      download: true,
      summary: `Empty table for importing ${what} 导入模板`,
    }),
    check: endpoint({
      name: `${name}.check-import`,
      method: 'POST',
      path: `${path}/import-checks`,
      permission,
      response: SheetReport,
      multipart: true,
      ownTransaction: true,
      // a dry run writes nothing
      audited: false,
      summary: `Dry run of an import of ${what} 试导入`,
    }),
    take: endpoint({
      name: `${name}.import`,
      method: 'POST',
      path: `${path}/imports`,
      permission,
      query: z.strictObject({ mode: importMode.default('all') }),
      response: SheetReport,
      multipart: true,
      ownTransaction: true,
      summary: `Import ${what} 导入`,
    }),
  }
}
