import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { startClock, stopClock } from '#modules/sla/index.ts'
import type * as contract from '../contract.ts'
import type { IncidentRecord } from '../contract.ts'
import { makeMove } from '../move.ts'

/** Asks for on-site service; the on-site clock runs from now (for a major fault at the earliest when the remote time is over). */
export async function requestOnsite(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.requestOnsite>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'request-onsite',
    (row, moment) => {
      if (row.onsiteRequestedAt) throw new AppError('incident.onsite_asked', { status: 409 })
      return {
        public: true,
        what: 'onsite-requested',
        body: input.note ?? '',
        incident: { onsite_requested_at: moment.countsAt },
        to_notify: [row.owner?.id, row.requester?.id],
      }
    },
    async (row, moment) => {
      await startClock(tx, { ticketId: row.id, metric: 'on-site', at: moment.countsAt })
    },
  )
}

/** The requester or the desk confirms that somebody has come. */
export async function confirmArrival(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.confirmArrival>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'arrive',
    (row, moment) => {
      if (!row.onsiteRequestedAt) throw new AppError('incident.onsite_not_asked', { status: 409 })
      if (row.onsiteArrivedAt) throw new AppError('incident.onsite_arrived', { status: 409 })
      return {
        public: true,
        what: 'arrived',
        body: input.note ?? '',
        incident: { onsite_arrived_at: moment.countsAt },
        to_notify: [row.owner?.id],
      }
    },
    (row, moment) => stopClock(tx, { ticketId: row.id, metric: 'on-site', at: moment.countsAt }),
  )
}
