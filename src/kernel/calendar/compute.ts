import type { Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/index.ts'
import { CalendarRangeError, MAX_YEAR, MIN_YEAR } from './calendar.ts'
import type { CompiledCalendar } from './compile.ts'
import type * as contract from './contract.ts'
import { formatInstant, parseInstant } from './iso.ts'
import type { WrittenInstant } from './iso.ts'
import { loadCalendar } from './load.ts'
import { isTarget, targetDue } from './targets.ts'
import { due, elapsed } from './working-time.ts'

/**
 * When `seconds` of working time (or `amount` of a unit, see targets.ts) have run; the answer carries the offset
 * of `from`, and 0 seconds give `from` as it was written.
 * @throws calendar.not_found (404); 422 with the field: calendar.bad_instant, calendar.out_of_range (`from`, or the
 * amount when it leads past the last year), calendar.bad_amount
 */
export async function computeDue(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.computeDue>,
): Promise<Output<typeof contract.computeDue>> {
  const cal = await loadCalendar(db, input.id)
  const from = readInstant(cal, input.from, 'from')
  const { seconds, amount, unit, sameClockTime } = input
  const field = seconds === undefined ? 'amount' : 'seconds'
  const answer = inRange(field, () => {
    if (seconds !== undefined) return due(cal, from.at, seconds, actor.locale)
    const target = { value: amount!, unit: unit! }
    if (!isTarget(target)) throw new AppError('calendar.bad_amount', { status: 422, field })
    return targetDue(cal, from.at, target, { sameClockTime }, actor.locale)
  })
  return { ...answer, due: answer.due === from.at ? input.from : formatInstant(answer.due, from.offset) }
}

/**
 * Whole working seconds from `from` to `to`.
 * @throws calendar.not_found (404); 422 with the field: calendar.bad_instant, calendar.out_of_range, calendar.to_before_from
 */
export async function computeElapsed(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.computeElapsed>,
): Promise<Output<typeof contract.computeElapsed>> {
  const cal = await loadCalendar(db, input.id)
  const from = readInstant(cal, input.from, 'from').at
  const to = readInstant(cal, input.to, 'to').at
  if (to < from) throw new AppError('calendar.to_before_from', { status: 422, field: 'to' })
  return { seconds: elapsed(cal, from, to) }
}

function readInstant(cal: CompiledCalendar, text: string, field: string): WrittenInstant {
  const read = parseInstant(text)
  if (!read) throw new AppError('calendar.bad_instant', { status: 422, field })
  inRange(field, () => cal.yearOf(read.at))
  return read
}

function inRange<T>(field: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof CalendarRangeError)) throw error
    throw new AppError('calendar.out_of_range', {
      status: 422,
      field,
      params: { from: MIN_YEAR, to: MAX_YEAR },
      cause: error,
    })
  }
}
