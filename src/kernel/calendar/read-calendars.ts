import type { Db } from '../db/index.ts'
import { notFound } from '../errors/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/index.ts'
import { dayNumber, formatDay, weekdayOf } from './calendar.ts'
import type * as contract from './contract.ts'
import { loadCalendar } from './load.ts'
import { calendarView, hoursText } from './shape.ts'
import { calendars, findCalendar } from './store.ts'

export async function listCalendars(db: Db, actor: Actor): Promise<Output<typeof contract.listCalendars>> {
  return { items: (await calendars(db)).map((c) => calendarView(actor, c)) }
}

/** @throws calendar.not_found (404) */
export async function getCalendar(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getCalendar>,
): Promise<Output<typeof contract.getCalendar>> {
  const found = await findCalendar(db, input.id)
  if (!found) throw notFound('calendar')
  return calendarView(actor, found)
}

/** Every day of a year, for the year calendar page. @throws calendar.not_found (404) */
export async function getCalendarYear(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.getCalendarYear>,
): Promise<Output<typeof contract.getCalendarYear>> {
  const cal = await loadCalendar(db, input.id)
  const last = dayNumber(input.year, 12, 31)
  const days: Output<typeof contract.getCalendarYear>['days'] = []
  let workingDays = 0
  let workingSeconds = 0
  for (let day = dayNumber(input.year, 1, 1); day <= last; day++) {
    const { kind, name, season, hours } = cal.day(day)
    if (hours.length) workingDays++
    workingSeconds += hours.reduce((sum, h) => sum + h.end - h.start, 0)
    days.push({ date: formatDay(day), weekday: weekdayOf(day), kind, name, season, hours: hoursText(hours) })
  }
  const provisional = !cal.spec.always && cal.spec.holidays && !cal.isPublished(input.year)
  return { year: input.year, provisional, workingDays, workingSeconds, days }
}
