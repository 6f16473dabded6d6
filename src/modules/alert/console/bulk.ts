import { auditAll } from './audit.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { problemDocument } from '#kernel/http/index.ts'
import { setTimer } from '#kernel/jobs/index.ts'
import type { TimerRow } from '#kernel/manifest.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { endedNow } from '../again.ts'
import { applyChanges } from '../apply.ts'
import type { AlertAction, bulkAlerts as contract } from '../console-contract.ts'
import { noteAlerts } from '../follow.ts'
import { linkAlerts } from '../store/alerts.ts'
import { insertEvents, type NewEvent } from '../store/events.ts'
import * as store from '../store/handle.ts'
import { lockRows, type Handled } from '../store/list.ts'
import { storedRows } from '../store/silenced.ts'
import type { EventKind } from '../words.ts'
import { visibleAlerts } from '../visible.ts'

type Outcome = Output<typeof contract>['items'][number]

/** Answers that an id was refused, in the actor's words. */
export function refused(actor: Actor, id: string, code: string): Outcome {
  const status = code === 'alert.not_found' ? 404 : 409
  const { detail } = problemDocument(new AppError(code, { status }), actor.locale, actor.traceId)
  return { id, outcome: 'refused', code, message: detail }
}

/**
 * Does the same to several alerts. What cannot be done to one of them is refused with its reason; the rest is done.
 * @throws alert.no_such_person (422, ownerId); incident.not_found (404), alert.incident_over (409) when linking
 */
export async function bulkAlertsVerb(
  tx: Tx,
  actor: Actor,
  { ids, action }: Input<typeof contract>,
): Promise<Output<typeof contract>> {
  const rows = await lockRows(tx, visibleAlerts(actor, 'alert.handle'), ids)
  const why = new Map(ids.map((id) => [id, reasonAgainst(rows.get(id), action)]))
  const able = ids.flatMap((id) => (why.get(id) === undefined ? [rows.get(id)!] : []))
  if (able.length > 0) await act(tx, actor, able, action)
  await auditAll(tx, actor, able, `alert.${auditName[action.do]}`, action)
  await emit(tx, { type: 'alert.changed', entity: 'alert', entityId: ids[0]!, data: { alerts: able.length } })
  return {
    items: ids.map((id) => {
      const code = why.get(id)
      return code ? refused(actor, id, code) : { id, outcome: 'done', code: null, message: null }
    }),
  }
}

const auditName = {
  acknowledge: 'acknowledge',
  unacknowledge: 'unacknowledge',
  comment: 'comment',
  take: 'assign',
  assign: 'assign',
  link: 'link',
  close: 'close',
} as const

/** Why it cannot be done to the alert; undefined when it can. */
function reasonAgainst(row: Handled | undefined, { do: what }: AlertAction): string | undefined {
  if (!row) return 'alert.not_found'
  const over = row.status === 'resolved' && row.quiet !== 'flapping'
  if ((what === 'acknowledge' || what === 'close') && over) return 'alert.recovered'
  if (what === 'unacknowledge' && row.ackedAt === null) return 'alert.not_acknowledged'
  return undefined
}

async function act(tx: Tx, actor: Actor, rows: readonly Handled[], action: AlertAction): Promise<void> {
  const ids = rows.map((row) => row.id)
  const note = (kind: EventKind, data: object = {}): Promise<void> =>
    insertEvents(
      tx,
      actor,
      ids.map((alertId): NewEvent => ({ alertId, kind, data })),
    )
  switch (action.do) {
    case 'acknowledge':
      return acknowledge(tx, actor, ids, action, note)
    case 'unacknowledge':
      await store.clearAck(tx, ids)
      return note('ack-ended')
    case 'comment':
      return note('commented', { body: action.body })
    case 'take':
    case 'assign': {
      const ownerId = action.do === 'take' ? actor.id : action.ownerId
      const name = action.do === 'take' ? actor.name : ownerId ? await store.memberName(tx, ownerId) : null
      if (ownerId && !name)
        throw new AppError('alert.no_such_person', { status: 422, field: 'action.ownerId' })
      // whom others name has yet to see it
      await store.setOwner(tx, ids, ownerId, ownerId !== null && ownerId === actor.id)
      return note('assigned', { ownerId, name })
    }
    case 'link':
      return link(tx, actor, rows, action.incidentId)
    case 'close':
      return close(tx, actor, ids, action.reason, note)
  }
}

export const ackEnds = 'alert.ack-ends'

async function acknowledge(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
  { minutes, comment }: Extract<AlertAction, { do: 'acknowledge' }>,
  note: (kind: EventKind, data?: object) => Promise<void>,
): Promise<void> {
  const now = await dbNow(tx)
  const until = minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000)
  await store.setAck(tx, ids, { by: actor.id, at: now, until })
  await note('acknowledged', { until, ...(comment ? { comment } : {}) })
  if (until) await setTimer(tx, { kind: ackEnds, key: newId(), dueAt: until, data: { ids: [...ids] } })
  // escalation stops for what somebody has taken in hand
  await emit(tx, { type: 'alert.acknowledged', entity: 'alert', entityId: ids[0]!, data: { ids: [...ids] } })
}

/** Timer: acknowledgements that have run out while the alert still fires; it is open again. */
export async function acknowledgementsEnd(tx: Tx, timer: TimerRow): Promise<void> {
  const ids = await store.expireAcks(tx, (timer.data['ids'] as string[] | undefined) ?? [])
  if (ids.length === 0) return
  await insertEvents(
    tx,
    systemActor('alert'),
    ids.map((alertId) => ({ alertId, kind: 'ack-expired' as const })),
  )
  await emit(tx, { type: 'alert.ack-expired', entity: 'alert', entityId: ids[0]!, data: { ids } })
}

async function link(tx: Tx, actor: Actor, rows: readonly Handled[], incidentId: string): Promise<void> {
  const incident = await accessIncident(tx, actor, incidentId)
  if (!incident.open) throw new AppError('alert.incident_over', { status: 409, field: 'action.incidentId' })
  await putTo(tx, actor, rows, incident)
}

/** Puts alerts to an incident by hand; from now on they go with it. */
export async function putTo(
  tx: Tx,
  actor: Actor,
  rows: readonly Handled[],
  incident: { id: string; number: string },
): Promise<void> {
  const ids = rows.map((row) => row.id)
  const added = await linkAlerts(tx, incident.id, ids)
  await store.setTicket(tx, ids, incident.id)
  await noteAlerts(
    tx,
    actor,
    incident.id,
    rows.filter((row) => added.has(row.id)),
  )
  await insertEvents(
    tx,
    actor,
    ids.map((alertId) => ({
      alertId,
      kind: 'linked' as const,
      data: { incidentId: incident.id, number: incident.number },
    })),
  )
}

async function close(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
  reason: string,
  note: (kind: EventKind, data?: object) => Promise<void>,
): Promise<void> {
  // what people close flaps no longer
  await store.stopFlapping(tx, ids)
  const now = await dbNow(tx)
  const rows = await storedRows(tx, ids)
  await applyChanges(
    tx,
    rows.map((row) => ({ ...endedNow(row, now), flips: [] })),
  )
  await store.setClosed(tx, ids, actor.id, reason)
  await note('closed', { reason })
}
