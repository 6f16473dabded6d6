import { DAY, formatDay, parseClock, parseDay, type CompiledCalendar } from '#kernel/calendar/index.ts'
import type { PlanShiftFacts } from '../team-contract.ts'
import type { DayKind } from '../words.ts'

/** A shift to be stood, before anybody stands it. `from` and `to` are instants in milliseconds. */
export interface Slot {
  /** the local day on which it begins, YYYY-MM-DD */
  day: string
  code: string
  name: string
  kind: DayKind
  /** the holiday's or make-up day's own name */
  dayName: string | null
  night: boolean
  from: number
  to: number
}

export interface DayFacts {
  day: string
  kind: DayKind
  name: string | null
}

const dayHours = 86_400
/** Night is what takes two hours or more between midnight and six. */
const nightHours = { end: 6 * 3600, least: 2 * 3600 }

/** What a local day is for duty: a make-up working day 调休 works, whatever its weekday. */
export function dayFacts(calendar: CompiledCalendar, day: string): DayFacts {
  const info = calendar.day(parseDay(day))
  if (info.kind === 'holiday') return { day, kind: 'holiday', name: info.name }
  return { day, kind: info.hours.length > 0 ? 'work' : 'rest', name: info.name }
}

/** The days from one to another, both included. @throws RangeError for what is no date */
export function daysBetween(from: string, to: string): string[] {
  const first = parseDay(from)
  return Array.from({ length: Math.max(0, parseDay(to) - first + 1) }, (_, i) => formatDay(first + i))
}

/** Seconds since midnight at which a shift begins and ends; over midnight its end lies beyond 86,400. */
export function spanOf(shift: Pick<PlanShiftFacts, 'from' | 'to'>): { start: number; end: number } {
  const start = parseClock(shift.from)
  const end = parseClock(shift.to)
  return { start, end: end > start ? end : end + dayHours }
}

function isNight({ start, end }: { start: number; end: number }): boolean {
  const inNight = [0, dayHours].reduce(
    (sum, midnight) =>
      sum + Math.max(0, Math.min(end, midnight + nightHours.end) - Math.max(start, midnight)),
    0,
  )
  return inNight >= nightHours.least
}

/** The shifts that the plan has for these days, in time order. */
export function slotsOf(
  plan: readonly PlanShiftFacts[],
  calendar: CompiledCalendar,
  days: readonly string[],
): Slot[] {
  return days.flatMap((day) => {
    const facts = dayFacts(calendar, day)
    const midnight = parseDay(day) * DAY
    return plan
      .filter((shift) => shift.on.includes(facts.kind))
      .map((shift) => ({ shift, span: spanOf(shift) }))
      .sort((a, b) => a.span.start - b.span.start)
      .map(({ shift, span }) => ({
        day,
        code: shift.code,
        name: shift.name,
        kind: facts.kind,
        dayName: facts.name,
        night: isNight(span),
        from: calendar.zone.toInstant(midnight + span.start * 1000),
        to: calendar.zone.toInstant(midnight + span.end * 1000),
      }))
  })
}

/**
 * Two shifts of a plan that would overlap on some day or from one day into the next, whatever kinds the days are;
 * undefined when there are none. Then no two shifts of a team ever overlap.
 */
export function overlapOf(
  plan: readonly PlanShiftFacts[],
): readonly [PlanShiftFacts, PlanShiftFacts] | undefined {
  for (const [i, a] of plan.entries())
    for (const [j, b] of plan.entries()) {
      const [x, y] = [spanOf(a), spanOf(b)]
      const sameDay = i < j && a.on.some((kind) => b.on.includes(kind)) && x.start < y.end && y.start < x.end
      // any kind of day may follow any other
      if (sameDay || x.end > y.start + dayHours) return [a, b]
    }
  return undefined
}
