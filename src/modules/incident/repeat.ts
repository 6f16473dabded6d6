import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { recalculateClocks, reviveClocks } from '#modules/sla/index.ts'
import { isOpen } from './lifecycle.ts'
import { supervisionsOf } from './store/lead.ts'
import type { IncidentRow } from './store/read.ts'
import type { State } from './words.ts'

/**
 * Whether going to `to` ends that `row` waits for the incident it repeats: whoever is worked on by himself repeats
 * nothing. A duplicate otherwise is pending, or over together with the other one.
 */
export function repeatsNoMore(row: Pick<IncidentRow, 'duplicateOf'>, to: State): boolean {
  return row.duplicateOf !== null && isOpen(to) && to !== 'pending'
}

/**
 * The clocks that were cancelled when it was marked as a duplicate run on; the time between does not count. What came
 * true meanwhile (an arrival, an answer to an instruction) has no clock to start. Grade and service may have been
 * changed as well: the allowance is that of today.
 */
export async function restartClocks(tx: Tx, actor: Actor, row: IncidentRow, at: Date): Promise<void> {
  const metrics = ['restore']
  if (!row.respondedAt) metrics.push('response')
  if (row.onsiteRequestedAt && !row.onsiteArrivedAt) metrics.push('on-site')
  const instructions = await supervisionsOf(tx, row.id)
  if (instructions.some((s) => !s.repliedAt && !s.closedAt)) metrics.push('supervision')
  await reviveClocks(tx, { ticketId: row.id, at, metrics })
  await recalculateClocks(tx, actor, {
    ticketId: row.id,
    grade: row.grade,
    type: row.type,
    serviceId: row.service?.id ?? null,
    reason: 'duplicate',
  })
}
