import { defaultCalendar, dueAt, type CompiledCalendar } from '#kernel/calendar/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { checkCallbackTime } from './contract.ts'

const second = 1000
/** A wish further away than this is a slip of the pen; the calendar ends somewhere, too. */
const horizon = 3 * 366 * 86_400_000

/** Whether the unit works in the second that begins at `at`. */
export function worksAt(calendar: CompiledCalendar, at: Date): boolean {
  if (calendar.spec.always) return true
  return calendar.workedAt(at.getTime() + second) > calendar.workedAt(at.getTime())
}

/**
 * Whether the unit works at a time, and when it works next.
 * @throws callback.at_far (422) for a time years away from now
 */
export async function checkTimeVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof checkCallbackTime>,
): Promise<Output<typeof checkCallbackTime>> {
  const at = new Date(input.at)
  if (Math.abs(at.getTime() - Date.now()) > horizon)
    throw new AppError('callback.at_far', { status: 422, field: 'at' })
  const calendar = await defaultCalendar(db)
  if (worksAt(calendar, at)) return { working: true, nextAt: null }
  // the first second that is worked ends here, so it began one second before
  return { working: false, nextAt: new Date(dueAt(calendar, at.getTime(), 1) - second) }
}
