/** Types of a working calendar and the small date helpers that the whole room uses. Pure: no I/O, no clock. */

export const SECOND = 1000
export const DAY = 86_400_000
export const DAY_SECONDS = 86_400

/** Local years that a calendar can compute; instants outside are refused, so that nothing runs unbounded. */
export const MIN_YEAR = 1970
export const MAX_YEAR = 2200

/** An instant: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/** A day as the number of days since 1970-01-01, in the calendar's own zone. */
export type DayNumber = number

/**
 * Working hours inside a day, in seconds from that day's local midnight, end exclusive.
 * `end` beyond 86 400 runs into the next day (a night shift 22:00–06:00 is 79 200–108 000); the whole
 * shift belongs to the day it starts on.
 */
export type ClockInterval = { readonly start: number; readonly end: number }

/** Seven lists of intervals, Monday first. An empty list is a weekly day of rest. */
export type WeekHours = readonly (readonly ClockInterval[])[]

/**
 * Hours that replace the ordinary week between two days, both included: `MM-DD` recurs every year (and may
 * wrap over New Year, 10-01 to 04-30), `YYYY-MM-DD` is for once. The first season that matches wins.
 */
export type Season = {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly week: WeekHours
}

/** A day set by hand; it goes before holidays and weekly hours. No hours: closed. */
export type SpecialDay = {
  readonly date: string
  readonly name: string
  readonly hours: readonly ClockInterval[]
}

/** What a calendar is, before it is compiled. */
export type CalendarSpec = {
  readonly id: string
  readonly name: string
  /** IANA zone, e.g. Asia/Shanghai. */
  readonly zone: string
  /** 7×24: every second counts; hours, seasons, special days and holidays are not looked at. */
  readonly always: boolean
  /** Whether statutory holidays and make-up working days apply. */
  readonly holidays: boolean
  /** The weekday (1 Monday … 7 Sunday) whose hours a make-up working day 调休上班日 follows. */
  readonly makeUpWeekday: number
  readonly week: WeekHours
  readonly seasons: readonly Season[]
  readonly specialDays: readonly SpecialDay[]
}

/** One published day: a holiday (`off`) or a make-up working day. */
export type HolidayDay = { readonly date: string; readonly name: string; readonly off: boolean }

export type DayReason = 'weekend' | 'holiday' | 'special'
export type DayKind = 'working' | 'weekend' | 'holiday' | 'make-up' | 'special'

/** A day that was passed over, as the API names it. */
export type SkippedDay = { date: string; reason: DayReason; name: string }

/** An instant or a span lies outside MIN_YEAR…MAX_YEAR, or a calendar has too little working time to get there. */
export class CalendarRangeError extends RangeError {
  override name = 'CalendarRangeError'
}

/** Day number of a civil date. `month` is 1–12. */
export function dayNumber(year: number, month: number, day: number): DayNumber {
  return Date.UTC(year, month - 1, day) / DAY
}

/** Day number of `YYYY-MM-DD`. @throws RangeError when it is not a real date */
export function parseDay(date: string): DayNumber {
  const ms = Date.parse(`${date}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(ms) || formatDay(ms / DAY) !== date)
    throw new RangeError(`not a date: ${date}`)
  return ms / DAY
}

/** `YYYY-MM-DD` of a day number. */
export function formatDay(day: DayNumber): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: DayNumber): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

const weekdayNames = {
  'zh-CN': ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const

export type CalendarLocale = keyof typeof weekdayNames

/** Name of a weekday (1–7). */
export function weekdayName(weekday: number, locale: CalendarLocale = 'zh-CN'): string {
  return weekdayNames[locale][weekday - 1] ?? ''
}

/** Seconds since midnight of `HH:MM` or `HH:MM:SS`; 24:00 is 86 400. @throws RangeError */
export function parseClock(text: string): number {
  const m = /^([01]\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  const seconds = m ? Number(m[1]) * 3600 + Number(m[2]) * 60 + Number(m[3] ?? 0) : NaN
  if (!(seconds <= DAY_SECONDS)) throw new RangeError(`not a time of day: ${text}`)
  return seconds
}

/** `HH:MM` (or `HH:MM:SS`) of seconds since midnight; beyond midnight it is the clock of the next day, 86 400 itself is 24:00. */
export function formatClock(seconds: number): string {
  const s = seconds > DAY_SECONDS ? seconds - DAY_SECONDS : seconds
  const two = (n: number) => String(n).padStart(2, '0')
  const text = `${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}`
  return s % 60 ? `${text}:${two(s % 60)}` : text
}

/** `08:30`–`12:00` as an interval; an end at or before the start is the next day's (22:00–06:00). @throws RangeError */
export function clockInterval(from: string, to: string): ClockInterval {
  const start = parseClock(from)
  const end = parseClock(to)
  if (start === DAY_SECONDS) throw new RangeError('a shift cannot start at 24:00')
  return { start, end: end > start ? end : end + DAY_SECONDS }
}

/** A week with the same hours on the given weekdays (1–7) and rest on the others. */
export function sameHours(weekdays: readonly number[], hours: readonly ClockInterval[]): WeekHours {
  return [1, 2, 3, 4, 5, 6, 7].map((d) => (weekdays.includes(d) ? hours : []))
}

/** Whether a season covers a date (`YYYY-MM-DD`). */
export function seasonCovers(season: Pick<Season, 'from' | 'to'>, date: string): boolean {
  const { from, to } = season
  if (from.length === 10) return from <= date && date <= to
  const monthDay = date.slice(5)
  return from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to
}
