/** Between what the API shows and what the room stores. */
import { can, type Actor } from '../permission/index.ts'
import { clockInterval, formatClock } from './calendar.ts'
import type { ClockInterval, WeekHours } from './calendar.ts'
import type { StoredCalendar, StoredHolidayYear } from './store.ts'

export type HoursText = { from: string; to: string }

export function hoursText(hours: readonly ClockInterval[]): HoursText[] {
  return hours.map((h) => ({ from: formatClock(h.start), to: formatClock(h.end) }))
}

/** `HH:MM` pairs, already checked by the contract, as intervals. */
export function intervals(hours: readonly HoursText[]): ClockInterval[] {
  return hours.map((h) => clockInterval(h.from, h.to))
}

export function weekIntervals(week: readonly (readonly HoursText[])[]): WeekHours {
  return week.map(intervals)
}

/** A calendar without abilities: what the audit keeps. */
export function calendarFacts(c: StoredCalendar) {
  return {
    id: c.id,
    name: c.name,
    isDefault: c.isDefault,
    zone: c.zone,
    always: c.always,
    holidays: c.holidays,
    makeUpWeekday: c.makeUpWeekday,
    week: c.week.map(hoursText),
    seasons: c.seasons.map((s) => ({ name: s.name, from: s.from, to: s.to, week: s.week.map(hoursText) })),
    specialDays: c.specialDays.map((d) => ({ date: d.date, name: d.name, hours: hoursText(d.hours) })),
    version: c.version,
  }
}

export function calendarView(actor: Actor, c: StoredCalendar) {
  return { ...calendarFacts(c), abilities: abilities(actor) }
}

export function holidayFacts(y: StoredHolidayYear) {
  const { year, published, edited, version } = y
  return {
    year,
    published,
    edited,
    version,
    days: y.days.map((d) => ({ date: d.date, name: d.name, isOffDay: d.off })),
  }
}

export function holidayView(actor: Actor, y: StoredHolidayYear) {
  return { ...holidayFacts(y), abilities: abilities(actor) }
}

function abilities(actor: Actor): 'update'[] {
  return can(actor, 'calendar.manage') ? ['update'] : []
}
