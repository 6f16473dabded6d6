/** Which group has a ticket from when to when: pure, no database, no "now" of its own. */
import type { Instant } from '#kernel/calendar/index.ts'

export interface Stay {
  id: string
  groupId: string
  beganAt: Instant
  /** null: the group has it */
  endedAt: Instant | null
  /** the move that ended it */
  endedBy: string | null
}

/**
 * The stays after `holder` has got the ticket (null: nobody has it, it is resolved or back at the desk). The same
 * holder again changes nothing; anything else ends the open stay at `at` and begins another at the same instant, so
 * that stays neither overlap nor leave a gap.
 * @param stays in their order; at most the last is open
 */
export function passOn(
  stays: readonly Stay[],
  to: { holder: string | null; at: Instant; by: string; id: string },
): Stay[] {
  const last = stays.at(-1)
  const open = last?.endedAt === null ? last : undefined
  if ((open?.groupId ?? null) === to.holder) return [...stays]
  // the database's clock may be set back; a stay never ends before it began
  const at = Math.max(to.at, open?.beganAt ?? last?.endedAt ?? to.at)
  const ended = open ? { ...open, endedAt: at, endedBy: to.by } : undefined
  return [
    ...(ended ? [...stays.slice(0, -1), ended] : stays),
    ...(to.holder === null
      ? []
      : [{ id: to.id, groupId: to.holder, beganAt: at, endedAt: null, endedBy: null }]),
  ]
}
