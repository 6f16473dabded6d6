import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { pauseClocks, resumeClocks, stopClock } from '#modules/sla/index.ts'
import type * as contract from '../contract.ts'
import type { IncidentRecord } from '../contract.ts'
import { makeMove, type Effects } from '../move.ts'
import type { Moment } from '../moment.ts'
import { regroup } from '../search.ts'
import type { IncidentRow } from '../store/read.ts'

/** Response (响应): somebody qualified has taken it up. Counts once. */
export async function respond(tx: Tx, row: IncidentRow, moment: Moment): Promise<void> {
  if (!row.respondedAt) await stopClock(tx, { ticketId: row.id, metric: 'response', at: moment.countsAt })
}

const responds =
  (tx: Tx): Effects =>
  (row, moment) =>
    respond(tx, row, moment)
const firstResponse = (row: IncidentRow, moment: Moment) =>
  row.respondedAt ? {} : { responded_at: moment.countsAt }

/** Makes the actor the owner. @throws incident.no_person for a machine */
export async function takeIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.takeIncident>,
): Promise<IncidentRecord> {
  const personId = actor.id
  if (!personId) throw new AppError('incident.no_person', { status: 403 })
  return makeMove(
    tx,
    actor,
    input,
    'take',
    async (row, moment) => {
      const groupId = row.group?.id ?? actor.groupIds[0] ?? null
      await regroup(tx, row, undefined, personId)
      return {
        public: true,
        what: 'taken',
        data: { ownerId: personId, owner: actor.name },
        ticket: { owner_id: personId, group_id: groupId },
        incident: firstResponse(row, moment),
        to_notify: [row.requester?.id, row.owner?.id],
      }
    },
    responds(tx),
  )
}

/** Begins work; whoever starts an incident without owner owns it. */
export async function startIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.startIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'start',
    async (row, moment) => {
      const ownerId = row.owner?.id ?? actor.id
      if (!row.owner) await regroup(tx, row, undefined, ownerId)
      return {
        public: true,
        what: 'started',
        data: row.owner ? {} : { ownerId, owner: actor.name },
        ticket: { owner_id: ownerId, group_id: row.group?.id ?? actor.groupIds[0] ?? null },
        incident: firstResponse(row, moment),
        to_notify: [row.requester?.id],
      }
    },
    responds(tx),
  )
}

/** Waits for somebody; the clocks that the agreement names for this reason stand still. */
export async function holdIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.holdIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'hold',
    (row, moment) => {
      const until = input.until ? new Date(input.until) : null
      if (until && until <= moment.countsAt)
        throw new AppError('incident.until_past', { status: 422, field: 'until' })
      return {
        public: true,
        what: 'held',
        body: input.note,
        data: { reason: input.reason, ...(until ? { until: until.toISOString() } : {}) },
        incident: { hold_reason: input.reason, hold_until: until },
        to_notify: [row.requester?.id],
        event: { reason: input.reason },
      }
    },
    (row, moment) => pauseClocks(tx, { ticketId: row.id, reason: input.reason, at: moment.countsAt }),
  )
}

/** Goes on after a wait. */
export async function resumeIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.resumeIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'resume',
    (row) => ({
      // what waited before anybody had it goes back to the desk's pile
      ...(row.group || row.owner ? {} : { to: 'new' as const }),
      public: true,
      what: 'resumed',
      body: input.note ?? '',
      data: { reason: row.holdReason },
      incident: { hold_reason: null, hold_until: null },
      to_notify: [row.owner?.id],
    }),
    (row, moment) => resumeClocks(tx, { ticketId: row.id, at: moment.countsAt }),
  )
}

/** Gives it back to the desk, with the reason. */
export async function returnIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.returnIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'return',
    async (row) => {
      await regroup(tx, row, null, null)
      return {
        public: false,
        what: 'returned',
        body: input.reason,
        ticket: { group_id: null, owner_id: null },
        incident: { hold_reason: null, hold_until: null },
        to_notify: [row.createdBy],
      }
    },
    (row, moment) => resumeClocks(tx, { ticketId: row.id, at: moment.countsAt }),
  )
}
