/** When a maintenance window is. Pure. */
import { DAY, parseClock, weekdayOf, type CompiledCalendar, type DayNumber } from '#kernel/calendar/index.ts'
import type { Schedule } from './silence-contract.ts'

/** Zone and working days. */
export type Days = Pick<CompiledCalendar, 'isWorkDay' | 'zone'>

export interface Occurrence {
  /** epoch milliseconds; `to` is no more part of it */
  from: number
  to: number
}

/** So far ahead an occurrence is looked for: a 31st of a month, a rest day after long weeks. */
const mostDays = 370

/** The occurrence under way at `now`, else the next one; undefined when there is none within a year. */
export function occurrence(schedule: Schedule, now: number, calendar: Days): Occurrence | undefined {
  if (schedule.every === 'once') {
    const to = Date.parse(schedule.to)
    return to > now ? { from: Date.parse(schedule.from), to } : undefined
  }
  const length = schedule.minutes * 60_000
  const begin = parseClock(schedule.begin) * 1000
  // one that began some days ago may still last
  const first = calendar.zone.dayOf(now - length) - 1
  for (let day = first; day < first + mostDays; day++) {
    if (!isOn(schedule, day, calendar)) continue
    const from = calendar.zone.toInstant(day * DAY + begin)
    if (from + length > now) return { from, to: from + length }
  }
  return undefined
}

function isOn(schedule: Exclude<Schedule, { every: 'once' }>, day: DayNumber, calendar: Days): boolean {
  if (schedule.every === 'monthly') {
    const at = new Date(day * DAY)
    const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
    return at.getUTCDate() === Math.min(schedule.day, last)
  }
  if (!schedule.weekdays.includes(weekdayOf(day))) return false
  return schedule.days === 'any' || calendar.isWorkDay(day) === (schedule.days === 'working')
}
