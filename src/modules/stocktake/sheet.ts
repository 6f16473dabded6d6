import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import {
  checkImport,
  runImport,
  streamCsv,
  streamXlsx,
  type ImportPlan,
  type ImportTable,
  type Problem,
  type SheetImport,
} from '#kernel/sheet/index.ts'
import { accessStocktake, demandState, demandTeam, leave } from './access.ts'
import type * as contract from './contract.ts'
import { findings, type Result } from './lifecycle.ts'
import { shareCampaign, type CampaignRow } from './store/campaign.ts'
import { selectLines, writeCount, type LineRow } from './store/line.ts'

/** Columns of the count sheet; the last four are for the pen. */
const columns = [
  { key: 'number', headings: ['资产编号', 'Number'], required: true },
  { key: 'name', headings: ['名称', 'Name'] },
  { key: 'model', headings: ['型号', 'Model'] },
  { key: 'serial', headings: ['序列号', 'Serial'] },
  { key: 'location', headings: ['账面地点', 'Book location'] },
  { key: 'custodian', headings: ['责任人', 'Custodian'] },
  { key: 'quantity', headings: ['账面数量', 'Book quantity'] },
  { key: 'result', headings: ['盘点结果', 'Finding'], required: true },
  { key: 'countedQuantity', headings: ['实盘数量', 'Counted quantity'] },
  { key: 'countedLocation', headings: ['实际地点', 'Actual location'] },
  { key: 'note', headings: ['说明', 'Note'] },
] as const satisfies SheetImport<unknown>['columns']

/** Lines on the book, a page at a time. */
async function* everyLine(db: Db, id: string): AsyncGenerator<LineRow[]> {
  let after: string | undefined
  for (;;) {
    const rows = await selectLines(db, id, { after, limit: 500 })
    yield rows.slice(0, 500).filter((line) => line.assetId !== null)
    if (rows.length <= 500) return
    after = rows[499]!.id
  }
}

/** The sheet to count by: the book on the left, what was found (so far) on the right. @throws stocktake.not_found (404) */
export async function countSheetVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.countSheet>,
): Promise<Download> {
  const stocktake = await accessStocktake(db, actor, input.id)
  const heading = columns.map((one) => one.headings[actor.locale === 'en' ? 1 : 0])
  const cell = (line: LineRow) => [
    line.number ?? '',
    line.name,
    line.model ?? '',
    line.serial ?? '',
    line.location ?? '',
    line.custodian ?? '',
    line.quantity,
    line.result ? say(actor.locale, `stocktake:result.${line.result}`) : '',
    line.countedQuantity ?? '',
    line.countedLocation ?? '',
    line.note ?? '',
  ]
  async function* rows() {
    yield [heading]
    for await (const lines of everyLine(db, stocktake.id)) yield lines.map(cell)
  }
  const name = `${say(actor.locale, 'stocktake:sheet')} ${stocktake.number}`
  return input.format === 'csv'
    ? { content: streamCsv(rows()), type: 'text/csv; charset=utf-8', fileName: `${name}.csv` }
    : {
        content: streamXlsx(name, rows()),
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        fileName: `${name}.xlsx`,
      }
}

interface Step {
  line: LineRow
  result: Result
  quantity: number
  location: string | null
  note: string | null
}

/** The finding that a cell names, in either language. */
function findingOf(text: string): (typeof findings)[number] | undefined {
  const wanted = text.trim().toLowerCase()
  return findings.find((one) =>
    [one, say('zh-CN', `stocktake:result.${one}`), say('en', `stocktake:result.${one}`)].some(
      (word) => word.toLowerCase() === wanted,
    ),
  )
}

function stepOf(
  line: LineRow,
  values: Readonly<Record<string, string>>,
  problem: (key: string, code: string) => void,
) {
  const result = findingOf(values['result'] ?? '')
  if (!result) return problem('result', 'stocktake:problem.finding')
  const given = (values['countedQuantity'] ?? '').normalize('NFKC').trim()
  if (given !== '' && !/^\d{1,7}$/.test(given))
    return problem('countedQuantity', 'stocktake:problem.quantity')
  const location = values['countedLocation']?.trim() || null
  const note = values['note']?.trim() || null
  if (result === 'moved' && !location) return problem('countedLocation', 'stocktake:problem.place')
  if ((result === 'damaged' || result === 'differs') && !note)
    return problem('note', 'stocktake:problem.note')
  const quantity = result === 'missing' ? 0 : given === '' ? line.quantity : Number(given)
  return { line, result, quantity, location, note } satisfies Step
}

const same = ({ line, result, quantity, location, note }: Step): boolean =>
  !line.recount &&
  line.result === result &&
  line.countedQuantity === quantity &&
  line.countedLocation === location &&
  line.note === note

async function planOf(
  db: Db,
  actor: Actor,
  stocktake: CampaignRow,
  table: ImportTable,
): Promise<ImportPlan<Step>> {
  const problems: Problem[] = []
  const plan: ImportPlan<Step> = { steps: [], create: 0, update: 0, same: 0, problems }
  const numbers = table.rows.flatMap((row) => (row.values['number'] ? [row.values['number'].trim()] : []))
  const lines = new Map(
    (await selectLines(db, stocktake.id, { numbers, limit: 20_000 })).map((one) => [one.number, one]),
  )
  const seen = new Set<string>()
  for (const { line: row, values } of table.rows) {
    // a line without a finding has not been counted yet: no fault
    if (table.badLines.has(row) || !values['result']?.trim()) {
      if (!table.badLines.has(row)) plan.same++
      continue
    }
    const number = (values['number'] ?? '').trim()
    const problem = (key: string, code: string): undefined => {
      problems.push({ row, key, value: values[key] ?? '', code })
      return undefined
    }
    const line = lines.get(number)
    if (!line) problem('number', 'stocktake:problem.number')
    else if (seen.has(number)) problem('number', 'stocktake:problem.twice')
    else if (line.recount && line.countedById === actor.id) problem('number', 'stocktake:problem.second_pair')
    else {
      const step = stepOf(line, values, problem)
      if (!step) continue
      seen.add(number)
      if (same(step)) plan.same++
      else {
        plan.steps.push(step)
        if (line.result === null) plan.create++
        else plan.update++
      }
    }
  }
  return plan
}

function importOf(actor: Actor, stocktake: CampaignRow): SheetImport<Step> {
  return {
    columns,
    anyHeading: true,
    sheetNames: [],
    templateName: (locale) => say(locale, 'stocktake:sheet'),
    explain: () => '',
    plan: (db, by, table) => planOf(db, by, stocktake, table),
    lock: async (tx) => {
      await shareCampaign(tx, stocktake.id)
      demandState(await accessStocktake(tx, actor, stocktake.id), 'counting')
    },
    take: async (tx: Tx, by, steps) => {
      for (const { line, ...count } of steps)
        await writeCount(tx, { lineId: line.id, ...count, via: 'sheet', by: by.id! })
      if (steps.length > 0)
        await leave(tx, by, stocktake, 'count', { after: { via: 'sheet', lines: steps.length } })
    },
    audit: { action: 'stocktake.take-sheet', entity: 'stocktake', entityId: stocktake.id },
  }
}

async function countable(db: Db, actor: Actor, id: string): Promise<CampaignRow> {
  const stocktake = await accessStocktake(db, actor, id)
  demandState(stocktake, 'counting')
  await demandTeam(db, actor, id)
  return stocktake
}

type Report = Output<typeof contract.takeCountSheet>
type Upload = Parameters<typeof checkImport>[3]

/** What a filled-in sheet would record. @throws as `takeCountSheetVerb` */
export async function checkCountSheetVerb(
  db: Db,
  actor: Actor,
  input: { id: string; upload: Upload },
): Promise<Report> {
  const stocktake = await countable(db, actor, input.id)
  return checkImport(db, actor, importOf(actor, stocktake), input.upload)
}

/**
 * Takes the counts of a filled-in sheet; lines without a finding stay as they are, and a second run changes nothing.
 * @throws stocktake.not_found (404), stocktake.not_now (409), stocktake.not_in_team (403), sheet.… (413, 422)
 */
export async function takeCountSheetVerb(
  db: Db,
  actor: Actor,
  input: { id: string; mode: 'all' | 'good'; upload: Upload },
): Promise<Report> {
  const stocktake = await countable(db, actor, input.id)
  return runImport(db, actor, importOf(actor, stocktake), input)
}
