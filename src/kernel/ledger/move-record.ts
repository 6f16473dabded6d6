import { digestOf, startApproval } from '../approval/index.ts'
import { audit } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import { emit } from '../events/index.ts'
import { AppError } from '../errors/index.ts'
import { inScope, type Actor } from '../permission/actor.ts'
import { accessLocked } from './access.ts'
import { authorOf, clock } from './context.ts'
import type { LedgerMove } from './define-contract.ts'
import { keepTrack, storable, takeFiles } from './keep.ts'
import type { LedgerRecord } from './ledger-contract.ts'
import { presentOne, tooClose } from './present.ts'
import { refuse, tellTaken } from './problems.ts'
import { addEntry, lastMovers } from './store/history.ts'
import { insertPending } from './store/pending.ts'
import type { StoredRecord } from './store/read.ts'
import { updateRecord } from './store/write.ts'
import type { Ledger, LedgerState, SentValues } from './types.ts'
import { isEmpty, stateOf } from './values.ts'
import { changedKeys, problemsOf, readAgain } from './write-record.ts'

export interface MoveInput {
  id: string
  version: number
  values: SentValues
  reason?: string | undefined
}

/**
 * Carries a move out, or, where it needs an approval, asks for it: till then the record is frozen.
 * @throws ledger.not_found (404); ledger.version_stale (412); ledger.waits_for_approval, ledger.illegal_move (409);
 * ledger.not_allowed, ledger.second_person (403); ledger.invalid (422)
 */
export async function moveRecord(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  name: string,
  input: MoveInput,
): Promise<LedgerRecord> {
  const { plan, def } = ledger
  const move = def.lifecycle!.moves[name]!
  const [record, { now, today }] = await Promise.all([accessLocked(tx, actor, ledger, input.id), clock(tx)])
  await demandLegal(tx, actor, record, move, input.version)
  const before = stateOf(plan, record)
  const sent = changedKeys(plan, before.values, input.values)
  const given = Object.fromEntries([...sent].map((key) => [key, input.values[key] ?? null]))
  const set = setBy(move, actor, now, today)
  const after: LedgerState = {
    ...before,
    state: move.to,
    values: { ...before.values, ...given, ...set },
  }
  const changed = new Set([...sent, ...Object.keys(set)])
  const around = { changed, now, today, needs: move.needs ?? [] }
  refuse(actor, def, await problemsOf(tx, actor, ledger, { before, after, move: name }, around))
  if (move.reason && isEmpty(input.reason?.trim()))
    throw new AppError('ledger.reason_needed', { status: 422, field: 'reason' })
  const values = Object.fromEntries(
    [...changedKeys(plan, before.values, after.values)].map((key) => [key, after.values[key]]),
  )
  await takeFiles(tx, actor, plan, record.id, values, before.values)
  return move.approval
    ? askFor(tx, actor, ledger, name, { record, after, values, reason: input.reason })
    : carryOut(tx, actor, ledger, name, { record, values, reason: input.reason })
}

async function demandLegal(
  tx: Tx,
  actor: Actor,
  record: StoredRecord,
  move: LedgerMove,
  version: number,
): Promise<void> {
  if (record.version !== version)
    throw new AppError('ledger.version_stale', { status: 412, params: { version: record.version } })
  if (record.pending) throw new AppError('ledger.waits_for_approval', { status: 409 })
  if (!move.from.includes(record.state ?? ''))
    throw new AppError('ledger.illegal_move', { status: 409, field: 'state' })
  if (!inScope(actor, move.can, record.orgPath)) throw new AppError('ledger.not_allowed', { status: 403 })
  if (!move.notBy) return
  const movers = await lastMovers(tx, [record.id], move.notBy)
  if (tooClose(actor, record, move.notBy, new Map(movers.map((one) => [one.move, one.byId]))))
    throw new AppError('ledger.second_person', { status: 403 })
}

/** Fields that the move itself writes. */
function setBy(move: LedgerMove, actor: Actor, now: Date, today: string): SentValues {
  const values = { today, now: now.toISOString(), actor: authorOf(actor), nothing: null }
  return Object.fromEntries(Object.entries(move.sets ?? {}).map(([key, what]) => [key, values[what!]]))
}

interface Doing {
  record: StoredRecord
  values: SentValues
  reason?: string | undefined
}

/** Writes what a move does. */
export async function carryOut(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  name: string,
  { record, values, reason }: Doing,
): Promise<LedgerRecord> {
  const { plan, def } = ledger
  const state = def.lifecycle!.moves[name]!.to
  await tellTaken(actor, plan, () =>
    updateRecord(tx, plan, record.id, { values: storable(plan, record.id, values), state }),
  )
  const stored = await readAgain(tx, plan, record.id)
  const kept = {
    action: 'ledger.move',
    what: 'move',
    before: record,
    after: stored,
    move: name,
    reason,
  } as const
  await keepTrack(tx, actor, ledger, kept)
  return presentOne(tx, actor, ledger, stored)
}

/** What an approval of a move is about: the record as it would be. Changed meanwhile it is no longer approved. */
export function digestOfMove(name: string, state: LedgerState): string {
  return digestOf({ move: name, orgId: state.orgId, values: state.values })
}

async function askFor(
  tx: Tx,
  actor: Actor,
  ledger: Ledger,
  name: string,
  { record, after, values, reason }: Doing & { after: LedgerState },
): Promise<LedgerRecord> {
  const { def, plan, hooks } = ledger
  const definition = hooks.approvals![def.lifecycle!.moves[name]!.approval!]!
  const requesterId = authorOf(actor)
  if (requesterId === null) throw new AppError('ledger.not_allowed', { status: 403 })
  const title = record.values[def.titleField]
  const { id: approvalId } = await startApproval(tx, actor, {
    subject: { entity: def.name, id: record.id },
    orgId: record.org.id,
    title: `${record.number ?? ''} ${typeof title === 'string' ? title : ''}`.trim().slice(0, 200),
    digest: digestOfMove(name, after),
    definition,
    requesterId,
  })
  // sealed here: an identity number waits sealed like it is kept
  const waiting = storable(plan, record.id, values)
  await insertPending(tx, {
    recordId: record.id,
    ledger: def.name,
    move: name,
    approvalId,
    values: waiting,
    reason: reason ?? null,
    byId: requesterId,
  })
  await updateRecord(tx, plan, record.id, { values: {} })
  await Promise.all([
    addEntry(tx, {
      ledger: def.name,
      recordId: record.id,
      byId: requesterId,
      byName: actor.name,
      what: 'pending',
      move: name,
      text: reason ?? null,
    }),
    audit(tx, actor, {
      action: 'ledger.ask',
      entity: def.name,
      entityId: record.id,
      orgId: record.org.id,
      after: { move: name, approvalId, ...(reason ? { reason } : {}) },
    }),
    emit(tx, { type: 'ledger.changed', entity: def.name, entityId: record.id, data: { move: name } }),
  ])
  return presentOne(tx, actor, ledger, await readAgain(tx, plan, record.id))
}
