import { dbNow, type Db } from '../db/index.ts'
import { dayIn } from '../numbering/format.ts'
import type { Actor } from '../permission/actor.ts'
import { unitZone } from '../settings/index.ts'

/** The database's clock and the unit's day. */
export async function clock(db: Db): Promise<{ now: Date; today: string }> {
  const now = await dbNow(db)
  return { now, today: dayIn(now, unitZone()) }
}

/** Who a row names as its author: the system is nobody. */
export const authorOf = (actor: Actor): string | null =>
  actor.kind === 'person' || actor.kind === 'machine' ? actor.id : null
