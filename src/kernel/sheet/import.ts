import type { z } from 'zod'
import { audit } from '../audit/record.ts'
import { transaction, type Db, type Tx } from '../db/index.ts'
import type { Download, Upload } from '../http/route.ts'
import type { Actor, Locale } from '../permission/actor.ts'
import type { importMode, sheetFormat, SheetReport } from './contract.ts'
import { takeRows, type ImportTable, type SheetColumn } from './rows.ts'
import { demandTakeable, reportOf, templateOf, type ImportPlan } from './run.ts'
import { readTable } from './upload.ts'

type Report = z.input<typeof SheetReport>

/** How a room imports a table. The three verbs behind `importEndpoints` are made of it. */
export interface SheetImport<Step> {
  columns: readonly SheetColumn[]
  /** the table may have columns about states and roles: they are data here, or unknown like others */
  anyHeading?: boolean
  /** names of the sheet to take, where a workbook has several */
  sheetNames: readonly string[]
  /** file name of the template without its ending, and the name of its sheet */
  templateName: (locale: Locale) => string
  /** explanation of a column, for the template's second sheet */
  explain: (locale: Locale, key: string) => string
  /** what is to be done with the rows; reads, writes nothing */
  plan: (db: Db, actor: Actor, table: ImportTable) => Promise<ImportPlan<Step>>
  /** holds back other imports of the same until the transaction ends */
  lock: (tx: Tx) => Promise<unknown>
  /** does the steps, through the verbs of single records */
  take: (tx: Tx, actor: Actor, steps: readonly Step[]) => Promise<unknown>
  /** the entry that an import leaves beside those of the single verbs */
  audit: { action: string; entity: string; entityId?: string }
}

/** The empty table to fill in. */
export function importTemplate<Step>(
  actor: Actor,
  spec: SheetImport<Step>,
  format: z.output<typeof sheetFormat>,
): Download {
  const { locale } = actor
  return templateOf(spec.columns, {
    format,
    locale,
    name: spec.templateName(locale),
    explain: (key) => spec.explain(locale, key),
  })
}

async function tableOf<Step>(spec: SheetImport<Step>, upload: Upload): Promise<ImportTable> {
  const { anyHeading = false } = spec
  return takeRows(await readTable(upload, spec.sheetNames), spec.columns, { anyHeading })
}

/** What an import would do, with every problem; writes nothing. @throws sheet.… (413, 422) for what is no table */
export async function checkImport<Step>(
  db: Db,
  actor: Actor,
  spec: SheetImport<Step>,
  upload: Upload,
): Promise<Report> {
  const table = await tableOf(spec, upload)
  return reportOf(upload.fileName, table, await spec.plan(db, actor, table), actor.locale, false)
}

/**
 * Writes the good rows of a table in one transaction: all of them, or nothing. Rows that say what is there already
 * are not written: a second run changes nothing.
 * @param db no transaction: the file is read before one begins
 * @throws sheet.heading_bad, sheet.bad_rows (422; the latter in the mode `all` only); what `take` throws
 */
export async function runImport<Step>(
  db: Db,
  actor: Actor,
  spec: SheetImport<Step>,
  input: { upload: Upload; mode: z.output<typeof importMode> },
): Promise<Report> {
  const table = await tableOf(spec, input.upload)
  return transaction(db as Parameters<typeof transaction>[0], async (tx) => {
    await spec.lock(tx)
    const plan = await spec.plan(tx, actor, table)
    const report = reportOf(input.upload.fileName, table, plan, actor.locale, true)
    demandTakeable(report, input.mode)
    await spec.take(tx, actor, plan.steps)
    const { fileName, rows, create, update, same, bad } = report
    await audit(tx, actor, {
      entityId: '-',
      ...spec.audit,
      after: { fileName, mode: input.mode, rows, created: create, changed: update, same, leftOut: bad },
    })
    return report
  })
}
