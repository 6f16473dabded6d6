import { plain } from '../codes/checks.ts'
import { newId, type Db } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'
import type { ImportPlan, ImportRow, ImportTable, Problem } from '../sheet/index.ts'
import { groupRights } from './access.ts'
import { clock } from './context.ts'
import { findExisting, takenBy, type Existing } from './import-existing.ts'
import { nameThings, type NamedThings } from './import-names.ts'
import { rowValues } from './import-row.ts'
import { fieldName } from './problems.ts'
import type { StoredRecord } from './store/read.ts'
import type { Ledger, LedgerProblem, LedgerState, SentValues } from './types.ts'
import { judge, stateOf } from './values.ts'
import { changedKeys, differing, emptyValues } from './write-record.ts'

/** What is to be done with a row. */
export type ImportStep = { line: number } & (
  | {
      kind: 'create'
      id: string
      number: string | null
      orgId: string
      state: string | null
      values: SentValues
    }
  | { kind: 'update'; before: StoredRecord; orgId: string | undefined; values: SentValues }
)

interface Work {
  db: Db
  actor: Actor
  ledger: Ledger
  things: NamedThings
  existing: Existing
  today: string
  now: Date
  /** line by what must be told apart: the key of the import, and values that no two records may share */
  seen: Map<string, number>
}

type Fault = Omit<Problem, 'row'>

/** Rows that are looked at together. */
const together = 50

/** What an import would do with every row, and all that is wrong with any. Reads, writes nothing. */
export async function planImport(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  table: ImportTable,
): Promise<ImportPlan<ImportStep>> {
  const plan: ImportPlan<ImportStep> = { steps: [], create: 0, update: 0, same: 0, problems: [] }
  if (table.headingBad) return plan
  const rows = table.rows.filter((row) => !table.badLines.has(row.line))
  const values = rows.map((row) => row.values)
  const [things, existing, at] = await Promise.all([
    nameThings(db, actor, ledger.plan, values),
    findExisting(db, actor, ledger, values),
    clock(db),
  ])
  const work: Work = { db, actor, ledger, things, existing, ...at, seen: new Map() }
  for (let from = 0; from < rows.length; from += together) {
    const some = rows.slice(from, from + together)
    // the checks of a room may ask the database: some rows at once
    const planned = await Promise.all(some.map((row) => planRow(work, row)))
    planned.forEach(({ faults, step }, i) => {
      if (faults.length > 0) plan.problems.push(...faults.map((fault) => ({ row: some[i]!.line, ...fault })))
      else if (!step) plan.same++
      else {
        plan.steps.push(step)
        plan[step.kind]++
      }
    })
  }
  await refuseTaken(work, plan, rows)
  return plan
}

async function planRow(work: Work, row: ImportRow): Promise<{ faults: Fault[]; step?: ImportStep }> {
  const { ledger, existing, things } = work
  const before = existing.of(row.values)
  const repeated = repeatedKey(work, row)
  if (repeated) return { faults: [repeated] }
  const read = rowValues(ledger, work.actor, things, row.values, before && existing.shown(before))
  const faults = read.faults
  const org = read.orgId ?? before?.org.id
  if (org === undefined && !faults.some((fault) => fault.key === 'org'))
    faults.push({ key: 'org', code: 'ledger:problem.missing' })
  if (faults.length > 0 || org === undefined) return { faults: withValues(faults, row) }
  return before ? planUpdate(work, row, before, read, org) : planCreate(work, row, read, org)
}

const withValues = (faults: readonly Fault[], row: ImportRow): Fault[] =>
  faults.map((fault) => ({
    ...fault,
    value: fault.value ?? (fault.key === undefined ? '' : (row.values[fault.key] ?? '')),
  }))

type RowRead = ReturnType<typeof rowValues>

async function planCreate(work: Work, row: ImportRow, read: RowRead, orgId: string) {
  const { ledger, things } = work
  const { def, plan } = ledger
  const values = { ...emptyValues(plan), ...read.values }
  const orgPath = things.orgPath(orgId)
  const id = newId()
  const state = def.lifecycle ? (read.state ?? def.lifecycle.start) : null
  const after: LedgerState = { id, number: read.number, orgId, orgPath, state, values }
  const faults = await faultsOf(work, row, undefined, after, new Set(Object.keys(read.values)))
  return faults.length > 0
    ? { faults }
    : {
        faults,
        step: { line: row.line, kind: 'create' as const, id, number: read.number, orgId, state, values },
      }
}

async function planUpdate(work: Work, row: ImportRow, before: StoredRecord, read: RowRead, orgId: string) {
  const { plan, def } = work.ledger
  const was = stateOf(plan, before)
  const changed = changedKeys(plan, was.values, read.values)
  const faults: Fault[] = []
  for (const { key, field } of plan.fields) {
    if (!changed.has(key)) continue
    if (field.computed) faults.push({ key, code: 'ledger:problem.by_move' })
    else if (field.fixed) faults.push({ key, code: 'ledger:problem.fixed' })
  }
  if (read.state !== undefined && read.state !== before.state)
    faults.push({ key: 'state', code: 'ledger:problem.by_move' })
  const moved = orgId !== before.org.id
  if (faults.length > 0) return { faults: withValues(faults, row) }
  if (changed.size === 0 && !moved) return { faults }
  if (before.pending) return { faults: [{ code: 'ledger:error.waits_for_approval' }] }
  if ((def.lifecycle?.closed ?? []).includes(before.state ?? ''))
    return { faults: [{ code: 'ledger:error.closed' }] }
  const given = Object.fromEntries([...changed].map((key) => [key, read.values[key] ?? null]))
  const orgPath = work.things.orgPath(orgId)
  const after = { ...was, orgId, orgPath, values: { ...was.values, ...given } }
  faults.push(...(await faultsOf(work, row, was, after, changed)))
  if (faults.length > 0) return { faults }
  const values = differing(plan, was.values, after.values, changed)
  if (Object.keys(values).length === 0 && !moved) return { faults }
  return {
    faults,
    step: { line: row.line, kind: 'update' as const, before, orgId: moved ? orgId : undefined, values },
  }
}

/** The declaration's rules and the room's checks, as for a single record. */
async function faultsOf(
  work: Work,
  row: ImportRow,
  before: LedgerState | undefined,
  after: LedgerState,
  changed: ReadonlySet<string>,
): Promise<Fault[]> {
  const { actor, ledger, db, today, now } = work
  const { plan, def, hooks } = ledger
  // whoever brings in what a unit has brings all of it that he sees; from then on each group is its owner's
  const rights = new Map(
    groupRights(actor, plan, after.orgPath).map((one) => [one.name, before ? one.edit : one.see]),
  )
  const problems: LedgerProblem[] = plan.fields
    .filter((one) => changed.has(one.key) && !rights.get(one.group) && !(!before && one.field.required))
    .map((one) => ({ field: one.key, text: 'ledger:problem.not_your_group' }))
  problems.push(...judge(plan, after.values, { actor, today, now, changed }))
  if (problems.length === 0 && hooks.check)
    problems.push(...(await hooks.check(db, actor, { before, after, move: undefined })))
  const faults = problems.map(({ field, text, params }): Fault => {
    const { other, ...rest } = params ?? {}
    const named = typeof other === 'string' ? { other: fieldName(actor.locale, def, other) } : {}
    return { ...(field === null ? {} : { key: field }), code: text, params: { ...rest, ...named } }
  })
  return withValues(faults, row)
}

/** One record is said once in a table. */
function repeatedKey({ ledger, seen }: Work, { line, values }: ImportRow): Fault | undefined {
  const key = ledger.def.importKey
  const text = key === undefined || values[key] === undefined ? '' : plain(values[key])
  if (!key || text === '') return undefined
  const other = seen.get(`${key} ${text}`)
  seen.set(`${key} ${text}`, other ?? line)
  return other === undefined
    ? undefined
    : { key, value: values[key]!, code: 'ledger:problem.repeated', params: { row: other } }
}

/** Values that no two records may share, against the table itself and against all records, seen or not. */
async function refuseTaken(
  work: Work,
  plan: ImportPlan<ImportStep>,
  rows: readonly ImportRow[],
): Promise<void> {
  const taken = await takenBy(work.db, work.ledger.plan, plan.steps)
  if (taken.size === 0) return
  const byLine = new Map(rows.map((row) => [row.line, row.values]))
  plan.steps = plan.steps.filter((step) => {
    const keys = taken.get(step)
    if (!keys) return true
    plan[step.kind]--
    for (const key of keys)
      plan.problems.push({
        row: step.line,
        key,
        value: byLine.get(step.line)?.[key] ?? '',
        code: 'ledger:problem.taken',
      })
    return false
  })
}
