import type { z } from 'zod'
import { DAY, dayNumber, parseClock, SECOND, type CompiledCalendar, type DayNumber } from './core.ts'
import type { Rule as RuleSchema } from './recurrence-contract.ts'

export type Rule = z.output<typeof RuleSchema>

/** A rule that names months comes at least once a year; one more for what moves into the next. */
const monthsAhead = 14

/** The days of a month that the rule names, before closed days are looked at. */
function named(cal: CompiledCalendar, rule: Rule, year: number, month: number): DayNumber[] {
  const first = dayNumber(year, month, 1)
  const length = (month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1)) - first
  const days = Array.from({ length }, (_, n) => first + n)
  if (rule.every === 'workday') return days.filter((day) => cal.isWorkDay(day))
  // day 0 of the count was a Thursday
  if (rule.every === 'week') return days.filter((day) => rule.weekdays.includes(((day + 3) % 7) + 1))
  if (rule.months.length > 0 && !rule.months.includes(month)) return []
  if (rule.every === 'month-day') return [first + (rule.day === -1 ? length : Math.min(rule.day, length)) - 1]
  const open = days.filter((day) => cal.isWorkDay(day))
  const chosen = rule.n === -1 ? open.at(-1) : (open[rule.n - 1] ?? open.at(-1))
  return chosen === undefined ? [] : [chosen]
}

/** The day on which it really comes; undefined when it is left out. */
function settled(cal: CompiledCalendar, rule: Rule, day: DayNumber): DayNumber | undefined {
  if (rule.every === 'workday' || rule.every === 'month-workday' || rule.closed === 'file') return day
  if (cal.isWorkDay(day)) return day
  return rule.closed === 'skip' ? undefined : cal.workDayAfter(day, 1)
}

/**
 * The first occurrence after an instant: strictly, so that going from one to the next names each once, even where two
 * days of the rule move to the same working day.
 * @param after epoch milliseconds
 * @returns epoch milliseconds; undefined when the calendar knows no such day (weekdays that are all closed)
 */
export function nextOccurrence(cal: CompiledCalendar, rule: Rule, after: number): number | undefined {
  const today = new Date(cal.zone.dayOf(after) * DAY)
  const clock = parseClock(rule.at) * SECOND
  // what was named in the last month may have moved into this one
  for (let ahead = -1; ahead <= monthsAhead; ahead++) {
    const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead, 1))
    for (const day of named(cal, rule, month.getUTCFullYear(), month.getUTCMonth() + 1)) {
      const on = settled(cal, rule, day)
      if (on === undefined) continue
      const at = cal.zone.toInstant(on * DAY + clock)
      if (at > after) return at
    }
  }
  return undefined
}

/** The next `n` of them, in order. */
export function upcoming(cal: CompiledCalendar, rule: Rule, after: number, n: number): number[] {
  const out: number[] = []
  for (let at = nextOccurrence(cal, rule, after); at !== undefined; at = nextOccurrence(cal, rule, at)) {
    out.push(at)
    if (out.length === n) break
  }
  return out
}
