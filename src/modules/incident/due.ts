import type { Tx } from '#kernel/db/index.ts'
import type { ClockView } from '#modules/sla/contract.ts'
import { clocksOf } from '#modules/sla/index.ts'

/** The nearest due time among clocks that have not stopped: what queues sort by. */
export function nearestDue(clocks: ClockView[]): Date | null {
  const dues = clocks
    .filter((c) => c.stoppedAt === null && (c.state === 'running' || c.state === 'breached'))
    .map((c) => new Date(c.dueAt).getTime())
  return dues.length > 0 ? new Date(Math.min(...dues)) : null
}

/** The same, read anew after clocks were paused, stopped or recalculated. */
export async function readNearestDue(tx: Tx, ticketId: string): Promise<Date | null> {
  return nearestDue((await clocksOf(tx, [ticketId])).get(ticketId) ?? [])
}
