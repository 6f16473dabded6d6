/** What approvals do to ledgers: how a record is shown to who decides, and what follows from the decision. */
import { approvalOf, type SubjectKind } from '../approval/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { emit } from '../events/index.ts'
import { audit } from '../audit/index.ts'
import type { AppEvent, Reaction } from '../manifest.ts'
import { inScope, systemActor, type Actor } from '../permission/actor.ts'
import { say } from '../http/texts.ts'
import { digestOfMove, carryOut } from './move-record.ts'
import { present } from './present.ts'
import { ledgerWord } from './problems.ts'
import { valueText } from './spoken.ts'
import { addEntry } from './store/history.ts'
import { personName } from './store/lookup.ts'
import { deletePending, findPending, type PendingRow } from './store/pending.ts'
import { lockRecord, selectRecords, type StoredRecord } from './store/read.ts'
import { updateRecord } from './store/write.ts'
import type { Ledger } from './types.ts'
import { stateOf } from './values.ts'

async function find(db: Db, { plan }: Ledger, id: string): Promise<StoredRecord | undefined> {
  return (await selectRecords(db, plan, { paths: ['/'], ids: [id], limit: 1 }))[0]
}

/** The digest of a move that waits, as the record is now. */
async function digestNow(db: Db, ledger: Ledger, id: string): Promise<string | undefined> {
  const [record, pending] = await Promise.all([find(db, ledger, id), findPending(db, id)])
  return record && pending ? digestOfMove(pending.move, asItWouldBe(ledger, record, pending)) : undefined
}

function asItWouldBe({ plan, def }: Ledger, record: StoredRecord, pending: PendingRow) {
  const state = stateOf(plan, record)
  const waiting = Object.fromEntries(
    Object.entries(pending.values).map(([key, value]) => [
      key,
      // what is sealed is compared by what is shown of it
      plan.byKey.get(key)?.field.kind === 'id-card'
        ? ((value as { masked: string } | null)?.masked ?? null)
        : value,
    ]),
  )
  return {
    ...state,
    state: def.lifecycle!.moves[pending.move]!.to,
    values: { ...state.values, ...waiting },
  }
}

/** Facts of a record and of the move that is asked for, as those who decide read them. */
async function factsOf(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  record: StoredRecord,
  pending: PendingRow | undefined,
) {
  const { def, plan } = ledger
  const [seen] = await present(db, actor, ledger, [record])
  const word = (key: string) => ledgerWord(actor.locale, def, key)
  const facts = [
    ...(pending ? [{ label: say(actor.locale, 'ledger:asked'), value: word(`move.${pending.move}`) }] : []),
    ...(pending?.reason ? [{ label: say(actor.locale, 'ledger:reason'), value: pending.reason }] : []),
    { label: say(actor.locale, 'ledger:column.org'), value: record.org.name },
  ]
  const values = seen!.values as Record<string, unknown>
  // who decides sees what it is about, but no group with readers of its own that he does not belong to
  for (const { key, group } of plan.fields) {
    const open = !def.groups?.[group]?.see
    const value = valueText(actor.locale, def, key, values[key] ?? (open ? record.values[key] : null))
    if (value) facts.push({ label: word(`field.${key}`), value })
  }
  return facts
}

/** How the records of a ledger are shown to those who decide about them. */
export function approvalSubject(ledger: Ledger): SubjectKind {
  const { def } = ledger
  return {
    entity: def.name,
    label: `${def.room}:${def.words}.one`,
    show: async (db, actor, id) => {
      const [record, pending] = await Promise.all([find(db, ledger, id), findPending(db, id)])
      if (!record) return undefined
      return {
        ...(record.number ? { number: record.number } : {}),
        title: String(record.values[def.titleField] ?? ''),
        path: `${def.path}/${id}`,
        facts: await factsOf(db, actor, ledger, record, pending),
      }
    },
    canRead: async (db, actor, id) => {
      const record = await find(db, ledger, id)
      return record !== undefined && inScope(actor, def.read, record.orgPath)
    },
    digest: (db, id) => digestNow(db, ledger, id),
  }
}

interface Told {
  subject: { entity: string; id: string }
  approvalId: string
  reason: string
}

/** What becomes of a move whose approval has ended; the approval's present state counts, events may come late. */
async function follow(tx: Tx, event: AppEvent, at: (name: string) => Ledger | undefined): Promise<void> {
  const told = event.data as unknown as Told
  const ledger = at(told.subject.entity)
  if (!ledger) return
  await lockRecord(tx, ledger.plan, ['/'], told.subject.id)
  const pending = await findPending(tx, told.subject.id, true)
  if (pending?.approvalId !== told.approvalId) return
  const [record, now] = await Promise.all([find(tx, ledger, pending.recordId), approvalOf(tx, told.subject)])
  if (!record || now?.id !== pending.approvalId || now.state === 'running') return
  await deletePending(tx, record.id)
  if (now.state === 'approved')
    await carryOut(tx, await requester(tx, pending, event.id), ledger, pending.move, {
      record: { ...record, pending: null },
      // what was sealed when it was asked for is bound to the same record and field
      values: pending.values,
      reason: pending.reason ?? undefined,
    })
  else await refused(tx, ledger, record, pending, told.reason, event.id)
}

/** The move is the requester's: history and two-person rule name him. He acts through the program. */
async function requester(tx: Tx, pending: PendingRow, traceId: string): Promise<Actor> {
  const system = systemActor('ledger', traceId)
  if (pending.byId === null) return system
  const name = await personName(tx, pending.byId)
  return { ...system, kind: 'person', id: pending.byId, name: name ?? system.name }
}

async function refused(
  tx: Tx,
  { def, plan }: Ledger,
  record: StoredRecord,
  pending: PendingRow,
  reason: string,
  traceId: string,
): Promise<void> {
  const system = systemActor('ledger', traceId)
  await updateRecord(tx, plan, record.id, { values: {} })
  await Promise.all([
    addEntry(tx, {
      ledger: def.name,
      recordId: record.id,
      byId: null,
      byName: system.name,
      what: 'refused',
      move: pending.move,
      text: reason || null,
    }),
    audit(tx, system, {
      action: 'ledger.refused',
      entity: def.name,
      entityId: record.id,
      orgId: record.org.id,
      after: { move: pending.move, approvalId: pending.approvalId },
    }),
    emit(tx, { type: 'ledger.changed', entity: def.name, entityId: record.id, data: { move: pending.move } }),
  ])
}

/** One reaction for all ledgers. */
export const followApprovals = (at: (name: string) => Ledger | undefined): Reaction => ({
  name: 'ledger.follow-approval',
  on: ['approval.approved', 'approval.rejected', 'approval.withdrawn', 'approval.void'],
  run: (tx, event) => follow(tx, event, at),
})
