import type { Tx } from '#kernel/db/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { cancelClocks, reopenClock, resumeClocks, stopClock } from '#modules/sla/index.ts'
import { affectedOf, settleTasks } from '#modules/ticket/index.ts'
import type * as contract from '../contract.ts'
import type { IncidentRecord } from '../contract.ts'
import { makeMove } from '../move.ts'
import type { IncidentRow } from '../store/read.ts'

/** Everyone with an account who suffers from it. */
async function affectedPeople(tx: Tx, row: IncidentRow): Promise<(string | null)[]> {
  return (await affectedOf(tx, row.id)).map((a) => a.personId)
}

/**
 * Service is restored: response, restore and on-site clocks stop, everyone affected is told.
 * @throws ticket.tasks_open (409) while required tasks are neither done nor given up
 */
export async function resolveIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.resolveIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'resolve',
    async (row, moment) => ({
      public: true,
      what: 'resolved',
      body: input.resolution,
      data: { code: input.code },
      ticket: { resolved_at: moment.countsAt, owner_id: row.owner?.id ?? actor.id },
      incident: {
        resolution: input.resolution,
        resolution_code: input.code,
        hold_reason: null,
        hold_until: null,
        ...(row.respondedAt ? {} : { responded_at: moment.countsAt }),
      },
      to_notify: actor.origin === 'import' ? [] : await affectedPeople(tx, row),
      event: {
        type: row.type,
        grade: row.grade,
        duplicateOf: row.duplicateOf?.id ?? null,
        resolvedBy: actor.id,
      },
    }),
    async (row, moment) => {
      if (moment.origin === 'live') await settleTasks(tx, actor, row.id, input.resolution)
      for (const metric of ['response', 'restore', 'on-site'])
        await stopClock(tx, { ticketId: row.id, metric, at: moment.countsAt })
    },
  )
}

/** Not restored after all: the restore clock runs on, the time in between does not count. */
export async function reopenIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.reopenIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'reopen',
    (row) => ({
      public: true,
      what: 'reopened',
      body: input.reason,
      ticket: { resolved_at: null },
      incident: { reopen_count: row.reopenCount + 1, first_contact: false },
      to_notify: [row.owner?.id, row.requester?.id],
    }),
    (row, moment) => reopenClock(tx, { ticketId: row.id, metric: 'restore', at: moment.countsAt }),
  )
}

export async function closeIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.closeIncident>,
): Promise<IncidentRecord> {
  return makeMove(tx, actor, input, 'close', (row, moment) => ({
    public: true,
    what: 'closed',
    body: input.note ?? '',
    ticket: { closed_at: moment.countsAt },
    // a closed incident no longer gathers alerts of its group
    incident: { alert_key: null },
    to_notify: [row.requester?.id, row.owner?.id],
  }))
}

/** Taken back: nothing was wrong, or it was filed by mistake. Its clocks count for nothing. */
export async function cancelIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'cancel',
    (row) => ({
      public: true,
      what: 'cancelled',
      body: input.reason,
      incident: { cancel_reason: input.reason, hold_reason: null, hold_until: null, alert_key: null },
      to_notify: [row.requester?.id, row.owner?.id],
    }),
    async (row, moment) => {
      await resumeClocks(tx, { ticketId: row.id, at: moment.countsAt })
      await cancelClocks(tx, { ticketId: row.id, at: moment.countsAt })
    },
  )
}
