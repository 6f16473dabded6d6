import { audit } from '../audit/index.ts'
import { newId, type Db, type Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { findOrg } from '../org/store/org.ts'
import { inScope, type Actor } from '../permission/actor.ts'
import { accessLocked, groupRights } from './access.ts'
import { authorOf, clock } from './context.ts'
import { keepTrack, storable, takeFiles } from './keep.ts'
import type { LedgerRecord } from './ledger-contract.ts'
import type { LedgerPlan } from './plan.ts'
import { isFrozen, presentOne } from './present.ts'
import { refuse, tellTaken } from './problems.ts'
import { unresolved } from './resolve.ts'
import { selectRecords, type StoredRecord } from './store/read.ts'
import { insertRecords, nextNumbers, updateRecord } from './store/write.ts'
import type { Ledger, LedgerProblem, LedgerState, LedgerWrite, SentValues } from './types.ts'
import { isEmpty, judge, stateOf } from './values.ts'

/** The record as it stands in this transaction. */
export async function readAgain(db: Db, plan: LedgerPlan, id: string): Promise<StoredRecord> {
  const [record] = await selectRecords(db, plan, { paths: ['/'], ids: [id], limit: 1 })
  return record!
}

/** All that is wrong with a write: the declaration's rules, what it refers to, the room's own checks. */
export async function problemsOf(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  write: LedgerWrite,
  around: { changed: ReadonlySet<string>; today: string; now: Date; needs?: readonly string[] },
): Promise<LedgerProblem[]> {
  const { plan, hooks } = ledger
  const problems = judge(plan, write.after.values, { actor, ...around })
  const broken = new Set(problems.map((one) => one.field))
  const sound = new Set([...around.changed].filter((key) => !broken.has(key)))
  problems.push(...(await unresolved(db, actor, plan, write.after.values, sound)))
  // the room's checks may count on what the declaration says
  if (problems.length === 0 && hooks.check) problems.push(...(await hooks.check(db, actor, write)))
  return problems
}

/** All fields of a new record: those not sent are empty. */
export function emptyValues(plan: LedgerPlan): SentValues {
  return Object.fromEntries(plan.fields.map((one) => [one.key, null]))
}

/**
 * Makes a record.
 * @throws ledger.invalid (422) naming every field at fault, also for an org outside the caller's scope
 */
export async function createRecord(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  input: { orgId: string; values: SentValues },
): Promise<LedgerRecord> {
  const { def, plan } = ledger
  const [org, { now, today }] = await Promise.all([findOrg(tx, input.orgId), clock(tx)])
  if (!org?.active || !inScope(actor, def.keep, org.path))
    return refused(actor, ledger, [{ field: 'orgId', text: 'ledger:problem.unknown_org' }])
  const values = { ...emptyValues(plan), ...input.values }
  const changed = new Set(Object.keys(input.values).filter((key) => !isEmpty(input.values[key])))
  refuse(actor, def, foreignGroups(actor, ledger, org.path, changed, true))
  const id = newId()
  const state = def.lifecycle?.start ?? null
  const after: LedgerState = { id, number: null, orgId: org.id, orgPath: org.path, state, values }
  const write = { before: undefined, after, move: undefined }
  refuse(actor, def, await problemsOf(tx, actor, ledger, write, { changed, now, today }))
  const [number = null] = await nextNumbers(tx, plan, today)
  const record = {
    id,
    number,
    orgId: org.id,
    state,
    origin: 'live' as const,
    createdBy: authorOf(actor),
    values: storable(plan, id, values),
  }
  await tellTaken(actor, plan, () => insertRecords(tx, plan, [record]))
  await takeFiles(tx, actor, plan, id, values, {})
  const stored = await readAgain(tx, plan, id)
  await keepTrack(tx, actor, ledger, {
    action: 'ledger.create',
    what: 'create',
    before: undefined,
    after: stored,
  })
  return presentOne(tx, actor, ledger, stored)
}

function refused(actor: Actor, { def }: Ledger, problems: LedgerProblem[]): never {
  refuse(actor, def, problems)
  throw new AppError('ledger.invalid', { status: 422 })
}

/** Fields of groups that the actor may not write; whoever makes a record fills what every record must have. */
function foreignGroups(
  actor: Actor,
  { plan }: Ledger,
  orgPath: string,
  changed: ReadonlySet<string>,
  creating: boolean,
): LedgerProblem[] {
  const rights = new Map(groupRights(actor, plan, orgPath).map((one) => [one.name, one]))
  return plan.fields
    .filter(
      (one) => changed.has(one.key) && !rights.get(one.group)!.edit && !(creating && one.field.required),
    )
    .map((one) => ({ field: one.key, text: 'ledger:problem.not_your_group' }))
}

/** @throws ledger.version_stale (412); ledger.frozen (409) */
export function demandCurrent(ledger: Ledger, record: StoredRecord, version: number): void {
  if (record.version !== version)
    throw new AppError('ledger.version_stale', { status: 412, params: { version: record.version } })
  if (record.pending) throw new AppError('ledger.waits_for_approval', { status: 409 })
  if (isFrozen(record, ledger.def)) throw new AppError('ledger.closed', { status: 409 })
}

/**
 * Changes values of a record, group by group as its owner may, and its org where the actor keeps both.
 * @throws ledger.not_found (404); ledger.version_stale (412); ledger.waits_for_approval, ledger.closed (409);
 * ledger.invalid (422)
 */
export async function updateRecordVerb(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  input: {
    id: string
    version: number
    values: SentValues
    orgId?: string | undefined
    /** why, for history and audit: of writes of other rooms; people explain edits by remarks */
    reason?: string
  },
): Promise<LedgerRecord> {
  const { def, plan } = ledger
  const [record, { now, today }] = await Promise.all([accessLocked(tx, actor, ledger, input.id), clock(tx)])
  demandCurrent(ledger, record, input.version)
  const before = stateOf(plan, record)
  const changed = changedKeys(plan, before.values, input.values)
  refuse(actor, def, foreignGroups(actor, ledger, record.orgPath, changed, false))
  const org = await newOrg(tx, actor, ledger, record, input.orgId)
  const given = Object.fromEntries([...changed].map((key) => [key, input.values[key] ?? null]))
  const after: LedgerState = {
    ...before,
    ...(org ? { orgId: org.id, orgPath: org.path } : {}),
    values: { ...before.values, ...given },
  }
  refuse(
    actor,
    def,
    await problemsOf(tx, actor, ledger, { before, after, move: undefined }, { changed, now, today }),
  )
  // rules may have emptied what no longer applies, or written a value in another form
  const values = differing(plan, before.values, after.values, changed)
  if (Object.keys(values).length === 0 && !org) return unchanged(tx, actor, ledger, record)
  await takeFiles(tx, actor, plan, record.id, values, before.values)
  const write = { values: storable(plan, record.id, values), ...(org ? { orgId: org.id } : {}) }
  await tellTaken(actor, plan, () => updateRecord(tx, plan, record.id, write))
  const stored = await readAgain(tx, plan, record.id)
  const { reason } = input
  await keepTrack(tx, actor, ledger, {
    action: 'ledger.edit',
    what: 'edit',
    before: record,
    after: stored,
    reason,
  })
  return presentOne(tx, actor, ledger, stored)
}

/** Nothing differs: the record stays as it is, and its version with it. The request is still on record. */
async function unchanged(tx: Tx, actor: Actor, ledger: Ledger, record: StoredRecord): Promise<LedgerRecord> {
  await audit(tx, actor, {
    action: 'ledger.edit',
    entity: ledger.def.name,
    entityId: record.id,
    orgId: record.org.id,
    after: { values: {} },
  })
  return presentOne(tx, actor, ledger, record)
}

async function newOrg(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  record: StoredRecord,
  orgId: string | undefined,
): Promise<{ id: string; path: string } | undefined> {
  if (orgId === undefined || orgId === record.org.id) return undefined
  const { keep } = ledger.def
  const org = await findOrg(tx, orgId)
  if (!org?.active || !inScope(actor, keep, org.path) || !inScope(actor, keep, record.orgPath))
    return refused(actor, ledger, [{ field: 'orgId', text: 'ledger:problem.unknown_org' }])
  return org
}

/** Fields whose sent value differs from what stands there. */
export function changedKeys(plan: LedgerPlan, before: SentValues, sent: SentValues): Set<string> {
  const same = (a: unknown, b: unknown) =>
    JSON.stringify(isEmpty(a) ? null : a) === JSON.stringify(isEmpty(b) ? null : b)
  return new Set(
    plan.fields.map((one) => one.key).filter((key) => key in sent && !same(before[key], sent[key])),
  )
}

/** What is to be written: the changed values in their written form, and those that rules have emptied. */
export function differing(
  plan: LedgerPlan,
  before: SentValues,
  after: SentValues,
  changed: ReadonlySet<string>,
): SentValues {
  const emptied = changedKeys(plan, before, after)
  return Object.fromEntries(
    plan.fields
      .map((one) => one.key)
      .filter((key) => emptied.has(key) && (changed.has(key) || after[key] === null))
      .map((key) => [key, after[key]]),
  )
}
