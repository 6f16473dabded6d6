import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import { can, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import type * as contract from './contract.ts'
import { deliveriesOf } from './store/delivery.ts'
import * as store from './store/run.ts'

type View = Output<typeof contract.getRun>

const visibleRuns = (actor: Actor): store.Sight => ({
  paths: scopeOf(actor, 'escalation.read'),
  groupIds: actor.groupIds,
  personId: actor.id,
})

/** Who sees a run that goes on may confirm; of one that was confirmed by another, who was told still may, once. */
const mayReceive = (actor: Actor, row: store.RunRow): boolean =>
  can(actor, 'escalation.receive') &&
  actor.id !== null &&
  !row.receivedMe &&
  (row.state === 'open' || (row.state === 'received' && row.receipt && row.toldMe))

function brief(actor: Actor, row: store.RunRow): Output<typeof contract.listRuns>['items'][number] {
  const { id, policy, incident, state, receipt, startedAt, endedAt, endedBy, endReason } = row
  return {
    ...{ id, policy, incident, state, receipt, startedAt, endedAt, endedBy, endReason },
    steps: row.steps.map((one) => ({ ...one, to: row.plan[one.step]!.to })),
    abilities: mayReceive(actor, row) ? ['receive'] : [],
  }
}

async function whole(db: Db, actor: Actor, rows: readonly store.RunRow[]): Promise<View[]> {
  const ids = rows.map((row) => row.id)
  const [deliveries, receipts] = await Promise.all([deliveriesOf(db, ids), store.receiptsOf(db, ids)])
  return rows.map((row) => ({
    ...brief(actor, row),
    deliveries: deliveries.filter((one) => one.runId === row.id).map(({ runId: _run, ...one }) => one),
    receipts: receipts.filter((one) => one.runId === row.id).map(({ person, at }) => ({ person, at })),
  }))
}

/** Runs the caller sees, the newest first. */
export async function listRunsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRuns>,
): Promise<Output<typeof contract.listRuns>> {
  const { limit, cursor, state } = input
  const rows = await store.selectRuns(db, visibleRuns(actor), { state, limit, after: decodeIdCursor(cursor) })
  const { items, nextCursor } = page(rows, limit, (row) => [row.id])
  return { items: items.map((row) => brief(actor, row)), nextCursor }
}

/** @throws escalation.not_found (404) */
export async function getRunVerb(db: Db, actor: Actor, { id }: { id: string }): Promise<View> {
  const rows = await store.selectRuns(db, visibleRuns(actor), { id, limit: 1 })
  const [view] = await whole(db, actor, rows)
  if (!view) throw notFound('escalation')
  return view
}

/** Who sees the incident sees its runs. @throws incident.not_found (404) */
export async function incidentRunsVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.incidentRuns>> {
  await accessIncident(db, actor, id)
  const see = { ...visibleRuns(actor), everything: true as const }
  return { items: await whole(db, actor, await store.selectRuns(db, see, { ticketId: id, limit: 20 })) }
}

/**
 * Confirms 确认收到: the run tells nobody any more. Said twice it does nothing.
 * @throws escalation.not_found (404), escalation.over (409): it has ended already
 */
export async function receiveRunVerb(tx: Tx, actor: Actor, { id }: { id: string }): Promise<View> {
  const [row] = await store.selectRuns(tx, visibleRuns(actor), { id, lock: true, limit: 1 })
  if (!row) throw notFound('escalation')
  if (!row.receivedMe && !mayReceive(actor, row))
    throw new AppError('escalation.over', { status: 409, field: 'state' })
  await store.insertReceipt(tx, id, actor.id!)
  const first = row.state === 'open'
  if (first) await store.endRun(tx, id, { state: 'received', by: actor.id, reason: 'receipt' })
  await audit(tx, actor, {
    action: 'escalation.receive',
    entity: 'incident',
    entityId: row.ticketId,
    after: { policy: row.policy.name, first },
  })
  await emit(tx, { type: 'escalation.received', entity: 'incident', entityId: row.ticketId })
  return getRunVerb(tx, actor, { id })
}
