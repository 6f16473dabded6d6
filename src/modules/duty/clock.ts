/** Shifts begin and end: one timer per team, moved on from turn to turn. */
import type { Tx } from '#kernel/db/index.ts'
import { emitAll } from '#kernel/events/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { TimerHandler } from '#kernel/manifest.ts'
import { findShift } from './front.ts'
import { nextTurn, turnShifts } from './store/rosters.ts'

const kind = 'duty.turn'

/** Sets the team's timer to the next beginning or end of a published shift; after everything that changes shifts. */
export async function arrangeTurn(tx: Tx, teamId: string): Promise<void> {
  const dueAt = await nextTurn(tx, teamId)
  if (dueAt) await setTimer(tx, { kind, key: teamId, dueAt })
  else await cancelTimer(tx, kind, teamId)
}

/**
 * Tells `duty.shift-started` and `duty.shift-ended` (entity `duty-shift`), each once: the phase of the shift, the events and
 * the next timer are one transaction. What came while nothing ran is told late, in order.
 */
export const turnTimer: TimerHandler = {
  kind,
  run: async (tx, timer) => {
    const turned = await turnShifts(tx, timer.key)
    const events = []
    for (const { shiftId, what } of turned) {
      const shift = await findShift(tx, shiftId)
      if (!shift) continue
      const { teamId, orgId, day, code, from, to } = shift
      events.push({
        type: `duty.shift-${what}`,
        entity: 'duty-shift',
        entityId: shiftId,
        data: { teamId, orgId, day, code, from: from.toISOString(), to: to.toISOString() },
      })
    }
    if (events.length > 0) await emitAll(tx, events)
    await arrangeTurn(tx, timer.key)
  },
}
