import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { SurveyKind } from './words.ts'
import { lastRound, type RoundCount } from './store/surveys.ts'

/**
 * Tells the rest of the program, once it is so, that nobody is left to answer or to be called about the last
 * resolution: `satisfaction.settled` {ticketId, round, answered, expired}. The entity is the ticket's
 * kind; whether that closes the ticket is its room's affair. Call it under `lockTicket`.
 */
export async function settle(
  tx: Tx,
  { kind, id: ticketId }: { kind: SurveyKind; id: string },
): Promise<void> {
  const last = await lastRound(tx, ticketId)
  if (!last || !isSettled(last)) return
  const { round, answered, expired } = last
  await emit(tx, {
    type: 'satisfaction.settled',
    entity: kind,
    entityId: ticketId,
    data: { ticketId, round, answered, expired },
  })
}

/** A round that a reopening cut off is not settled, whatever was answered in it. */
export function isSettled(round: Omit<RoundCount, 'round'>): boolean {
  return (
    round.asked === 0 && round.openTasks === 0 && round.cancelled === 0 && round.answered + round.expired > 0
  )
}
