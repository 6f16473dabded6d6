/** The calendars that ship: ordinary office hours of the mainland and 7×24. */
import { clockInterval, sameHours } from './calendar.ts'
import type { CalendarSpec } from './calendar.ts'

/** Fixed ids, so that shipped agreements can name the calendars before any database is read. */
export const STANDARD_CALENDAR_ID = '01900000-0000-7000-8000-0000000ca101'
export const ALWAYS_CALENDAR_ID = '01900000-0000-7000-8000-0000000ca102'

const officeHours = [clockInterval('08:30', '12:00'), clockInterval('13:30', '17:30')]

/** 08:30–12:00 and 13:30–17:30, Monday to Friday, with holidays and make-up days (issue section 10). */
export const standardCalendar: CalendarSpec = {
  id: STANDARD_CALENDAR_ID,
  name: '标准工作日历',
  zone: 'Asia/Shanghai',
  always: false,
  holidays: true,
  makeUpWeekday: 1,
  week: sameHours([1, 2, 3, 4, 5], officeHours),
  seasons: [],
  specialDays: [],
}

/** Every second counts. */
export const alwaysCalendar: CalendarSpec = {
  id: ALWAYS_CALENDAR_ID,
  name: '7×24',
  zone: 'Asia/Shanghai',
  always: true,
  holidays: false,
  makeUpWeekday: 1,
  week: sameHours([], []),
  seasons: [],
  specialDays: [],
}
