/** Working time to the millisecond, on top of the kernel's calendar. Pure. Instants and spans are milliseconds. */
import { elapsedMs, normalizePauses, targetDueAt, targetSeconds } from '#kernel/calendar/index.ts'
import type { CompiledCalendar, Instant, Pause, Target } from '#kernel/calendar/index.ts'

/** The earliest instant at or after `from` by which `ms` (≥ 0) of working time have run. @throws CalendarRangeError */
export function afterMs(cal: CompiledCalendar, from: Instant, ms: number): Instant {
  if (ms <= 0) return from
  if (cal.spec.always) {
    cal.yearOf(from + ms)
    return from + ms
  }
  return cal.reach(from, cal.workedAt(from) + ms)
}

/** Working milliseconds from `from` to `to` outside the pauses; 0 when `to` is before `from`. An open pause lasts. */
export function countedMs(
  cal: CompiledCalendar,
  from: Instant,
  to: Instant,
  pauses: readonly Pause[],
): number {
  if (to <= from) return 0
  let ms = elapsedMs(cal, from, to)
  for (const p of normalizePauses(pauses)) {
    const a = Math.max(from, p.from)
    const b = Math.min(to, p.to ?? to)
    if (a < b) ms -= elapsedMs(cal, a, b)
  }
  return ms
}

/**
 * The earliest instant by which `ms` of working time outside the finished pauses have run. Open pauses are not
 * looked at: what they will add is not known yet.
 */
export function afterMsWithPauses(
  cal: CompiledCalendar,
  from: Instant,
  ms: number,
  pauses: readonly Pause[],
): Instant {
  let rest = ms
  let at = from
  for (const p of normalizePauses(pauses.filter((x) => x.to !== null))) {
    const to = p.to!
    if (to <= at) continue
    if (p.from > at) {
      const run = elapsedMs(cal, at, p.from)
      if (rest <= run) return afterMs(cal, at, rest)
      rest -= run
    }
    // a pause that begins exactly when nothing is left to run does not count: the time was up
    if (rest <= 0) return at
    at = to
  }
  return afterMs(cal, at, rest)
}

/** What a clock is measured against: a target of an agreement, or a fixed deadline. */
export type Limit = { target: Target; sameClockTime: boolean } | { deadline: Instant }

/** The due time were there no pauses. @throws RangeError, CalendarRangeError */
export function nominalDue(cal: CompiledCalendar, from: Instant, limit: Limit): Instant {
  if ('deadline' in limit) return limit.deadline
  const seconds = targetSeconds(limit.target)
  if (seconds !== undefined) return afterMs(cal, from, seconds * 1000)
  return targetDueAt(cal, from, limit.target, { sameClockTime: limit.sameClockTime })
}

/** Working milliseconds that the limit allows. A day target is worth the working time up to its nominal due time. */
export function budgetMs(cal: CompiledCalendar, from: Instant, limit: Limit): number {
  if (!('deadline' in limit)) {
    const seconds = targetSeconds(limit.target)
    if (seconds !== undefined) return seconds * 1000
  }
  const due = nominalDue(cal, from, limit)
  return due <= from ? 0 : elapsedMs(cal, from, due)
}

/**
 * The instant at which `percent` of the limit have run, finished pauses left out. 100 is the due time itself: never
 * before the nominal one, so that a pause can only put it off. Beyond 100 the share runs on after the due time.
 */
export function percentAt(
  cal: CompiledCalendar,
  from: Instant,
  limit: Limit,
  pauses: readonly Pause[],
  percent: number,
): Instant {
  const budget = budgetMs(cal, from, limit)
  const due = Math.max(nominalDue(cal, from, limit), afterMsWithPauses(cal, from, budget, pauses))
  if (percent === 100) return due
  const at = afterMsWithPauses(cal, from, Math.ceil((budget * percent) / 100), pauses)
  return percent < 100 ? Math.min(at, due) : Math.max(at, due)
}
