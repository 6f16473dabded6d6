/** Targets of agreements: a value with a unit, turned into a due time on a calendar. Pure. */
import { DAY, SECOND, formatDay } from './calendar.ts'
import type { CalendarLocale, DayNumber, Instant, SkippedDay } from './calendar.ts'
import type { CompiledCalendar } from './compile.ts'
import { dueAt, isProvisional, skippedBetween } from './working-time.ts'
import type { DueAnswer } from './working-time.ts'

export const targetUnits = ['minutes', 'hours', 'workingDays', 'naturalDays', 'weeks'] as const
export type TargetUnit = (typeof targetUnits)[number]

/**
 * `minutes`, `hours`: working time of the calendar; a fraction is allowed as long as it is whole seconds.
 * `workingDays`, `naturalDays`, `weeks`: whole and at least 1.
 */
export type Target = { value: number; unit: TargetUnit }

export type TargetOptions = {
  /** Day units end at the clock time of the start instead of the close of business. */
  sameClockTime?: boolean
}

/** Units that count in seconds of working time; the others count in days. */
export function isTimeUnit(unit: TargetUnit): unit is 'minutes' | 'hours' {
  return unit === 'minutes' || unit === 'hours'
}

/** Seconds of working time of a minutes or hours target; undefined for day units or when not whole seconds ≥ 0. */
export function targetSeconds(target: Target): number | undefined {
  if (!isTimeUnit(target.unit)) return undefined
  // Rounded to a thousandth first: 1.1 hours is 3 960 seconds although 1.1 × 3600 is not, in binary.
  const seconds = Math.round(target.value * (target.unit === 'hours' ? 3600 : 60) * 1000) / 1000
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : undefined
}

/** Whether a value suits its unit (see Target). */
export function isTarget(target: Target): boolean {
  if (isTimeUnit(target.unit)) return targetSeconds(target) !== undefined
  return Number.isSafeInteger(target.value) && target.value >= 1
}

/**
 * When a target is due.
 *
 * - minutes, hours: `due` of the working time.
 * - workingDays: the starting day is not counted; the close of business of the last day (issue section 3,
 *   and 民法典 201, 203: a period begins on the next day and ends when business stops on its last day).
 * - weeks: as many working days as the calendar's ordinary week has (Monday to Friday: 5; 7×24: 7), counted like
 *   workingDays. The agreement's table stands in working days, and read as natural days a "1 week" over
 *   National Day would fall before the "3 days" of the graver row above it.
 * - naturalDays: the starting day is not counted and rest days are; when the last day is not a working day, the
 *   first working day after it takes its place (民法典 203), and ends at its close of business.
 * - sameClockTime (day units only): on the last day at the clock time of `from`, kept inside working time:
 *   before opening gives the opening, in a break the break's start, after closing the close.
 *
 * @throws RangeError when the value does not suit the unit; CalendarRangeError beyond the last year
 */
export function targetDueAt(
  cal: CompiledCalendar,
  from: Instant,
  target: Target,
  options: TargetOptions = {},
): Instant {
  if (!isTarget(target)) throw new RangeError(`not a target: ${target.value} ${target.unit}`)
  const seconds = targetSeconds(target)
  if (seconds !== undefined) return dueAt(cal, from, seconds)
  const day = lastDay(cal, from, target)
  return options.sameClockTime ? clockTimeOn(cal, from, day) : closeOfWorkDay(cal, day)
}

/**
 * `targetDueAt` with the days passed over. For naturalDays only the rest days behind the nominal last day count
 * as passed over; those before it were counted.
 */
export function targetDue(
  cal: CompiledCalendar,
  from: Instant,
  target: Target,
  options: TargetOptions = {},
  locale: CalendarLocale = 'zh-CN',
): DueAnswer {
  const due = targetDueAt(cal, from, target, options)
  return {
    due,
    skipped: skippedFor(cal, from, due, target, locale),
    provisional: isProvisional(cal, from, due),
  }
}

/** The days that a target passed over on its way from `from` to `due`. */
export function skippedFor(
  cal: CompiledCalendar,
  from: Instant,
  due: Instant,
  target: Target,
  locale: CalendarLocale = 'zh-CN',
): SkippedDay[] {
  const skipped = skippedBetween(cal, from, due, locale)
  if (target.unit !== 'naturalDays') return skipped
  const nominal = formatDay(cal.zone.dayOf(from) + target.value)
  return skipped.filter((d) => d.date >= nominal)
}

function lastDay(cal: CompiledCalendar, from: Instant, target: Target): DayNumber {
  cal.yearOf(from)
  const start = cal.zone.dayOf(from)
  if (target.unit === 'naturalDays') return cal.workDayAfter(start + target.value - 1, 1)
  const days = target.unit === 'weeks' ? target.value * workingDaysPerWeek(cal) : target.value
  return cal.workDayAfter(start, days)
}

/** Working days in the calendar's ordinary week: 5 for Monday to Friday, 7 for 7×24; a calendar that rests all week gives 5. */
export function workingDaysPerWeek(cal: CompiledCalendar): number {
  if (cal.spec.always) return 7
  return cal.spec.week.filter((hours) => hours.length > 0).length || 5
}

function closeOfWorkDay(cal: CompiledCalendar, day: DayNumber): Instant {
  const close = cal.closeOf(day)
  if (close === undefined) throw new Error(`${formatDay(day)} is not a working day`)
  return close
}

function clockTimeOn(cal: CompiledCalendar, from: Instant, day: DayNumber): Instant {
  const clock = cal.zone.local(from) - cal.zone.dayOf(from) * DAY
  const hours = [...cal.day(day).hours].sort((a, b) => a.start - b.start)
  let at = (hours[0]?.start ?? 0) * SECOND
  for (const h of hours) if (clock >= h.start * SECOND) at = Math.max(at, Math.min(clock, h.end * SECOND))
  return cal.zone.toInstant(day * DAY + at)
}
