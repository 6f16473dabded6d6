import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { visibleRounds } from './policy.ts'
import { latestRoomReadings, type RoomReading } from './store/latest.ts'
import { roundsEnded, type RoundEnded } from './store/round.ts'

/** Rounds in the actor's sight that ended or were missed in a period (`from` included, `to` not), oldest first, at most 500. */
export const roundsBetween = (
  db: Db,
  actor: Actor,
  period: { from: Date; to: Date },
): Promise<RoundEnded[]> => roundsEnded(db, visibleRounds(actor), period)

/** What the last finished round of each plan for machine rooms has read, of what the actor may see; at most 200. */
export const lastRoomReadings = (db: Db, actor: Actor): Promise<RoomReading[]> =>
  latestRoomReadings(db, visibleRounds(actor))
