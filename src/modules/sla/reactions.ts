import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { recalculateClocks } from './recalculate-clocks.ts'
import { ticketsOfOpenClocks } from './store/clocks.ts'

/** Tickets per transaction: keeps each short, however many clocks run. */
const portion = 200

const reasons: Record<string, string> = {
  'sla.agreement-changed': 'agreement',
  'service.changed': 'service',
  'calendar.changed': 'calendar',
  'calendar.holidays-changed': 'calendar',
}

/**
 * A changed agreement, service, calendar or year of holidays concerns the clocks that run: all tickets with an open
 * clock are looked at again, in portions. Which of them really change is seen there (an agreement's coverage or the
 * default may touch any).
 */
async function plan(tx: Tx, event: AppEvent): Promise<void> {
  const which = event.type === 'calendar.changed' ? { calendarId: event.entityId } : 'all'
  const tickets = await ticketsOfOpenClocks(tx, which)
  for (let i = 0; i < tickets.length; i += portion)
    await emit(tx, {
      type: 'sla.recalculate',
      entity: event.entity,
      entityId: event.entityId,
      data: { ticketIds: tickets.slice(i, i + portion), reason: reasons[event.type] },
    })
}

/** Recalculates one portion and tells, per ticket that changed, what was and what is; the ticket's room keeps it in the timeline. */
async function work(tx: Tx, event: AppEvent): Promise<void> {
  const { ticketIds, reason } = event.data as { ticketIds: string[]; reason: string }
  for (const ticketId of ticketIds) {
    const { before, after } = await recalculateClocks(tx, systemActor('sla'), { ticketId, reason })
    if (after.length === 0) continue
    await emit(tx, {
      type: 'sla.recalculated',
      entity: 'ticket',
      entityId: ticketId,
      data: { ticketId, reason, before, after },
    })
  }
}

export const reactions: readonly Reaction[] = [
  { name: 'sla.plan-recalculation', on: Object.keys(reasons), run: plan },
  { name: 'sla.recalculate', on: 'sla.recalculate', run: work },
]
