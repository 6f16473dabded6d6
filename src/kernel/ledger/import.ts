import type { Db, Tx } from '../db/index.ts'
import type { Download, Upload } from '../http/route.ts'
import { can, type Actor } from '../permission/actor.ts'
import { checkImport, importTemplate, runImport, type SheetImport } from '../sheet/index.ts'
import { authorOf, clock } from './context.ts'
import { keepTrackOfAll, storable } from './keep.ts'
import { planImport, type ImportStep } from './plan-import.ts'
import { ledgerWord } from './problems.ts'
import { columnHelp, columnsOf } from './sheet-columns.ts'
import { selectRecords } from './store/read.ts'
import { insertRecords, lockImports, nextNumbers, reserveNumbers, updateRecord } from './store/write.ts'
import type { Ledger } from './types.ts'

/** As people call the org in their own tables, unless it is a field of the ledger. */
const orgHeadings = ['单位', '部门', 'Organisation']

const specs = new WeakMap<Ledger, SheetImport<ImportStep>>()

/** How a ledger is imported: its columns, its plan, and how the steps are written. */
function specOf(ledger: Ledger): SheetImport<ImportStep> {
  const known = specs.get(ledger)
  if (known) return known
  const { plan, def } = ledger
  const columns = columnsOf(plan)
  const taken = new Set(columns.flatMap((column) => column.headings))
  const title = (locale: 'zh-CN' | 'en') => ledgerWord(locale, def, 'title')
  const spec: SheetImport<ImportStep> = {
    anyHeading: true,
    // computed and shown columns are known, so that an exported table can be brought back
    columns: columns.map(({ key, headings }) => ({
      key,
      headings: [...headings, ...(key === 'org' ? orgHeadings.filter((one) => !taken.has(one)) : [])],
    })),
    sheetNames: [title('zh-CN'), title('en')],
    templateName: title,
    explain: (locale, key) => columnHelp(locale, plan, key),
    plan: (db, actor, table) => planImport(db, actor, ledger, table),
    lock: (tx) => lockImports(tx, def.name),
    take: (tx, actor, steps) => takeSteps(tx, actor, ledger, steps),
    audit: { action: 'ledger.import', entity: def.name },
  }
  specs.set(ledger, spec)
  return spec
}

/** The table to fill in: what people write. Of records that are there already it changes the groups they may write. */
export function templateVerb(
  actor: Actor,
  ledger: Ledger,
  { format }: { format: 'csv' | 'xlsx' },
): Promise<Download> {
  const { plan, def } = ledger
  const spec = specOf(ledger)
  const columns = columnsOf(plan).filter(({ field, shownOnly }) => {
    if (shownOnly) return false
    if (!field) return true
    const group = def.groups?.[field.group]
    const seen = !group?.see || can(actor, group.see) || can(actor, group.edit)
    return !field.field.computed && (seen || field.field.required)
  })
  const keys = new Set(columns.map((column) => column.key))
  return Promise.resolve(
    importTemplate(actor, { ...spec, columns: spec.columns.filter(({ key }) => keys.has(key)) }, format),
  )
}

/** What an import would do, with everything that is wrong; writes nothing. @throws sheet.… (413, 422) */
export function checkImportVerb(db: Db, actor: Actor, ledger: Ledger, { upload }: { upload: Upload }) {
  return checkImport(db, actor, specOf(ledger), upload)
}

/** Writes what the dry run told: all rows, or the good ones. @throws sheet.heading_bad, sheet.bad_rows (422) */
export function importVerb(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: { upload: Upload; mode: 'all' | 'good' },
) {
  return runImport(db, actor, specOf(ledger), input)
}

/** Records in one statement: PostgreSQL takes 65,535 values. */
const batch = 250

async function takeSteps(tx: Tx, actor: Actor, ledger: Ledger, steps: readonly ImportStep[]): Promise<void> {
  const { plan } = ledger
  const { today } = await clock(tx)
  const creates = steps.filter((step) => step.kind === 'create')
  await reserveNumbers(
    tx,
    plan,
    today,
    creates.flatMap((step) => step.number ?? []),
  )
  for (let at = 0; at < creates.length; at += batch)
    await createAll(tx, actor, ledger, creates.slice(at, at + batch), today)
  const updates = steps.filter((step) => step.kind === 'update')
  for (let at = 0; at < updates.length; at += batch)
    await updateAll(tx, actor, ledger, updates.slice(at, at + batch))
}

type Step<K> = Extract<ImportStep, { kind: K }>

async function createAll(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  steps: readonly Step<'create'>[],
  today: string,
): Promise<void> {
  const { plan } = ledger
  const unnumbered = steps.filter((step) => step.number === null).length
  const numbers = unnumbered > 0 ? await nextNumbers(tx, plan, today, unnumbered) : []
  const records = steps.map((step) => ({
    id: step.id,
    number: step.number ?? numbers.shift() ?? null,
    orgId: step.orgId,
    state: step.state,
    origin: 'import' as const,
    createdBy: authorOf(actor),
    values: storable(plan, step.id, step.values),
  }))
  await insertRecords(tx, plan, records)
  await track(
    tx,
    actor,
    ledger,
    steps.map((step) => step.id),
    new Map(),
  )
}

async function updateAll(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  steps: readonly Step<'update'>[],
): Promise<void> {
  const { plan } = ledger
  await Promise.all(
    steps.map(({ before, values, orgId }) =>
      updateRecord(tx, plan, before.id, {
        values: storable(plan, before.id, values),
        ...(orgId ? { orgId } : {}),
      }),
    ),
  )
  const before = new Map(steps.map((step) => [step.before.id, step.before]))
  await track(tx, actor, ledger, [...before.keys()], before)
}

type Before = Parameters<typeof keepTrackOfAll>[3][number]['before']

/** History, index, audit and event of every record, as if it had been written alone. */
async function track(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  ids: readonly string[],
  before: ReadonlyMap<string, Before>,
): Promise<void> {
  const records = await selectRecords(tx, ledger.plan, { paths: ['/'], ids, limit: ids.length })
  await keepTrackOfAll(
    tx,
    actor,
    ledger,
    records.map((after) => ({
      action: before.has(after.id) ? 'ledger.edit' : 'ledger.create',
      what: 'import' as const,
      before: before.get(after.id),
      after,
      origin: 'import' as const,
    })),
  )
}
