/**
 * The two questions of every clock: when is it due, and how much has run. All instants are epoch milliseconds
 * and computed exactly to the millisecond; seconds are whole. `elapsed` drops a part of a second, so that
 * elapsed(from, due(from, s)) = s and due is the earliest instant with that, whatever fraction `from` has.
 */
import { DAY, SECOND, formatDay } from './calendar.ts'
import type { CalendarLocale, Instant, SkippedDay } from './calendar.ts'
import type { CompiledCalendar } from './compile.ts'

/** A span that does not count; `to` null is a pause that still lasts. */
export type Pause = { from: Instant; to: Instant | null }

export type DueAnswer = { due: Instant; skipped: SkippedDay[]; provisional: boolean }

/** Working milliseconds from `from` to `to` (≥ from). @throws CalendarRangeError */
export function elapsedMs(cal: CompiledCalendar, from: Instant, to: Instant): number {
  if (cal.spec.always) {
    cal.yearOf(from)
    cal.yearOf(to)
    return to - from
  }
  return cal.workedAt(to) - cal.workedAt(from)
}

/** Whole working seconds from `from` to `to`. @throws RangeError when `to` is before `from`; CalendarRangeError */
export function elapsed(cal: CompiledCalendar, from: Instant, to: Instant): number {
  if (to < from) throw new RangeError('`to` is before `from`')
  return Math.floor(elapsedMs(cal, from, to) / SECOND)
}

function dueAfterMs(cal: CompiledCalendar, from: Instant, ms: number): Instant {
  if (ms === 0) {
    cal.yearOf(from)
    return from
  }
  if (cal.spec.always) {
    cal.yearOf(from)
    cal.yearOf(from + ms)
    return from + ms
  }
  return cal.reach(from, cal.workedAt(from) + ms)
}

function wholeSeconds(seconds: number): number {
  if (!Number.isSafeInteger(seconds) || seconds < 0)
    throw new RangeError('seconds must be whole and not negative')
  return seconds * SECOND
}

/**
 * The earliest instant t ≥ from with elapsed(from, t) = seconds; 0 gives `from` itself. The fast path: O(log n),
 * nothing allocated. @throws RangeError for negative or fractional seconds; CalendarRangeError
 */
export function dueAt(cal: CompiledCalendar, from: Instant, seconds: number): Instant {
  return dueAfterMs(cal, from, wholeSeconds(seconds))
}

/** `dueAt` with the days that were passed over and whether a year without published holidays was touched. */
export function due(
  cal: CompiledCalendar,
  from: Instant,
  seconds: number,
  locale: CalendarLocale = 'zh-CN',
): DueAnswer {
  const at = dueAt(cal, from, seconds)
  return {
    due: at,
    skipped: skippedBetween(cal, from, at, locale),
    provisional: isProvisional(cal, from, at),
  }
}

/** Whether the span [from, to) touches a year that has no published holidays. */
export function isProvisional(cal: CompiledCalendar, from: Instant, to: Instant): boolean {
  return cal.provisional(from, Math.max(from, to - 1))
}

/**
 * The days without working time from the day of `from` to the last day before `to`, in order, each with its
 * reason. A day without hours of its own on which a night shift still worked is not passed over.
 */
export function skippedBetween(
  cal: CompiledCalendar,
  from: Instant,
  to: Instant,
  locale: CalendarLocale = 'zh-CN',
): SkippedDay[] {
  const skipped: SkippedDay[] = []
  if (cal.spec.always || to <= from) return skipped
  const first = cal.zone.dayOf(from)
  const last = cal.zone.dayOf(to - 1)
  for (let year = cal.yearOf(from); year <= cal.yearOf(to - 1); year++) {
    for (const { day, info } of cal.closedDays(year)) {
      if (day < first || day > last) continue
      if (cal.overnight && workedOn(cal, day, from, to) > 0) continue
      // A make-up day whose weekday has no hours stays what the calendar makes of it: a day of rest.
      const reason = info.kind === 'holiday' || info.kind === 'special' ? info.kind : 'weekend'
      skipped.push({ date: formatDay(day), reason, name: cal.dayName(day, info, locale) })
    }
  }
  return skipped
}

function workedOn(cal: CompiledCalendar, day: number, from: Instant, to: Instant): number {
  const a = Math.max(from, cal.zone.toInstant(day * DAY))
  const b = Math.min(to, cal.zone.toInstant((day + 1) * DAY))
  return b > a ? elapsedMs(cal, a, b) : 0
}

/** Pauses in order, without overlaps and without the empty ones. @throws RangeError when one ends before it begins */
export function normalizePauses(pauses: readonly Pause[]): Pause[] {
  const out: Pause[] = []
  for (const p of [...pauses].sort((a, b) => a.from - b.from)) {
    if (p.to !== null && p.to < p.from) throw new RangeError('a pause ends before it begins')
    if (p.to === p.from) continue
    const last = out.at(-1)
    if (last && (last.to === null || p.from <= last.to)) {
      if (last.to !== null) last.to = p.to === null ? null : Math.max(last.to, p.to)
    } else out.push({ ...p })
  }
  return out
}

/**
 * The earliest instant at which `seconds` of working time outside the pauses have run; null while an open pause
 * stands before it. @throws RangeError, CalendarRangeError
 */
export function dueWithPauses(
  cal: CompiledCalendar,
  from: Instant,
  seconds: number,
  pauses: readonly Pause[],
): Instant | null {
  let rest = wholeSeconds(seconds)
  let at = from
  for (const p of normalizePauses(pauses)) {
    if (rest === 0) break
    if (p.to !== null && p.to <= at) continue
    if (p.from > at) {
      const run = p.from >= cal.end ? Infinity : elapsedMs(cal, at, p.from)
      if (rest <= run) break
      rest -= run
    }
    if (p.to === null) return null
    at = p.to
  }
  return dueAfterMs(cal, at, rest)
}

/** Whole working seconds from `from` to `to` outside the pauses. @throws RangeError, CalendarRangeError */
export function elapsedWithPauses(
  cal: CompiledCalendar,
  from: Instant,
  to: Instant,
  pauses: readonly Pause[],
): number {
  if (to < from) throw new RangeError('`to` is before `from`')
  let ms = elapsedMs(cal, from, to)
  for (const p of normalizePauses(pauses)) {
    const a = Math.max(from, p.from)
    const b = Math.min(to, p.to ?? to)
    if (a < b) ms -= elapsedMs(cal, a, b)
  }
  return Math.floor(ms / SECOND)
}
