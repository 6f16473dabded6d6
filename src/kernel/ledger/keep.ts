/** What every write does beside the row: sealing, files, history, index, audit, event, hooks. */
import { audit, auditAll, type AuditFact } from '../audit/index.ts'
import { mask } from '../codes/checks.ts'
import type { Tx } from '../db/index.ts'
import { emit, emitAll, type NewEvent } from '../events/index.ts'
import { claimFiles } from '../files/index.ts'
import type { Actor } from '../permission/actor.ts'
import { putDocument, putDocuments } from '../search/index.ts'
import { fingerprint, sealSecret } from '../secrets/index.ts'
import { authorOf } from './context.ts'
import { documentsOf } from './find.ts'
import type { LedgerPlan } from './plan.ts'
import { refuse } from './problems.ts'
import { addEntries, addEntry, type FieldChange, type NewEntry } from './store/history.ts'
import type { StoredRecord } from './store/read.ts'
import type { Ledger, LedgerState, SentValues } from './types.ts'
import { stateOf } from './values.ts'

/** What a sealed value belongs to: copied to another record or field it does not open. */
export const sealContext = (plan: LedgerPlan, id: string, key: string): string =>
  `ledger:${plan.def.name}:${id}:${key}`

/** Values as they are stored: identity numbers sealed, with what is shown of them and a fingerprint to compare. */
export function storable(plan: LedgerPlan, id: string, values: SentValues): SentValues {
  const stored = { ...values }
  for (const { key, field } of plan.fields) {
    const value = values[key]
    if (field.kind === 'id-card' && typeof value === 'string')
      stored[key] = {
        sealed: sealSecret(value, sealContext(plan, id, key)),
        masked: mask('id-card', value),
        hash: fingerprint(value, `ledger:${plan.def.name}:${key}`),
      }
  }
  return stored
}

/** Where an upload lies until a record takes it. */
export const waitingRoom = (plan: LedgerPlan, actor: Actor) => ({
  entity: `${plan.def.name}-upload`,
  entityId: actor.id ?? '',
})

/**
 * Gives the uploads that values name to the record. What belongs to it already stays.
 * @throws ledger.invalid (422): a file that the actor has not uploaded
 */
export async function takeFiles(
  tx: Tx,
  actor: Actor,
  plan: LedgerPlan,
  id: string,
  values: SentValues,
  before: SentValues,
): Promise<void> {
  for (const { key, field } of plan.fields) {
    if (field.kind !== 'files' || !(key in values)) continue
    const had = (before[key] as string[] | null) ?? []
    const fresh = ((values[key] as string[] | null) ?? []).filter((one) => !had.includes(one))
    if (fresh.length === 0) continue
    const claimed =
      actor.id !== null && fresh.every((one) => /^[0-9a-f-]{36}$/.test(one))
        ? await claimFiles(tx, fresh, waitingRoom(plan, actor), { entity: plan.def.name, entityId: id })
        : 0
    if (claimed !== new Set(fresh).size)
      refuse(actor, plan.def, [{ field: key, text: 'ledger:problem.unknown_file' }])
  }
}

/** Fields that differ between two readings of a record, as they are answered. */
export function changesBetween(plan: LedgerPlan, before: StoredRecord, after: StoredRecord): FieldChange[] {
  const changes = plan.fields.flatMap(({ key }): FieldChange[] => {
    const [a, b] = [before.values[key] ?? null, after.values[key] ?? null]
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ field: key, before: a, after: b }]
  })
  if (before.org.id !== after.org.id) changes.push({ field: 'org', before: before.org, after: after.org })
  return changes
}

/** Whether the index must follow: something that is searched, or who may see it, has changed. */
function searchedChanged(plan: LedgerPlan, changes: readonly FieldChange[]): boolean {
  return changes.some(
    ({ field }) => field === 'org' || field === plan.def.titleField || plan.byKey.get(field)?.field.search,
  )
}

export interface Kept {
  /** `ledger.<verb>` */
  action: string
  what: NewEntry['what']
  before: StoredRecord | undefined
  after: StoredRecord
  move?: string | undefined
  reason?: string | undefined
  origin?: 'live' | 'import'
}

/** What audit keeps: the changed values as they were sent, identity numbers masked. */
function audited(
  plan: LedgerPlan,
  state: LedgerState,
  keys: ReadonlySet<string> | null,
): Record<string, unknown> {
  const values = Object.fromEntries(
    Object.entries(state.values).filter(([key, value]) => (keys ? keys.has(key) : value !== null)),
  )
  return {
    ...(plan.def.numbering ? { number: state.number } : {}),
    ...(plan.def.lifecycle ? { state: state.state } : {}),
    orgId: state.orgId,
    values,
  }
}

/** What a write leaves beside the row. */
function traceOf(actor: Actor, { plan, def }: Ledger, kept: Kept) {
  const { before, after, move } = kept
  const changes = before ? changesBetween(plan, before, after) : null
  const keys = changes && new Set(changes.map((one) => one.field))
  const afterState = stateOf(plan, after)
  const beforeState = before && stateOf(plan, before)
  const entry: NewEntry = {
    ledger: def.name,
    recordId: after.id,
    byId: authorOf(actor),
    byName: actor.name,
    what: kept.what,
    move: move ?? null,
    from: before?.state ?? null,
    to: after.state,
    text: kept.reason ?? null,
    changes,
  }
  const fact: AuditFact = {
    action: kept.action,
    entity: def.name,
    entityId: after.id,
    orgId: after.org.id,
    before: beforeState ? audited(plan, beforeState, keys) : null,
    after: {
      ...audited(plan, afterState, keys),
      ...(move ? { move } : {}),
      ...(kept.reason ? { reason: kept.reason } : {}),
    },
    ...(kept.origin ? { origin: kept.origin } : {}),
  }
  const event: NewEvent = {
    type: `ledger.${move ? 'moved' : before ? 'changed' : 'created'}`,
    entity: def.name,
    entityId: after.id,
    data: { ...(move ? { move } : {}), state: after.state, orgId: after.org.id },
  }
  const documents = !changes || searchedChanged(plan, changes) ? documentsOf(plan, after) : []
  return { entry, fact, event, documents, write: { before: beforeState, after: afterState, move } }
}

/** Writes history, index, audit and event of a write that has been done, and lets the room follow. */
export async function keepTrack(tx: Tx, actor: Actor, ledger: Ledger, kept: Kept): Promise<void> {
  const { entry, fact, event, documents, write } = traceOf(actor, ledger, kept)
  await Promise.all([
    addEntry(tx, entry),
    ...documents.map((one) => putDocument(tx, one)),
    audit(tx, actor, fact),
    emit(tx, event),
  ])
  await ledger.hooks.afterWrite?.(tx, actor, write)
}

/** The same for many writes, with a statement for each kind of trace. */
export async function keepTrackOfAll(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  all: readonly Kept[],
): Promise<void> {
  const traces = all.map((kept) => traceOf(actor, ledger, kept))
  await Promise.all([
    addEntries(
      tx,
      traces.map((one) => one.entry),
    ),
    putDocuments(
      tx,
      traces.flatMap((one) => one.documents),
    ),
    auditAll(
      tx,
      actor,
      traces.map((one) => one.fact),
    ),
    emitAll(
      tx,
      traces.map((one) => one.event),
    ),
  ])
  const { afterWrite } = ledger.hooks
  if (afterWrite) await Promise.all(traces.map((one) => afterWrite(tx, actor, one.write)))
}
