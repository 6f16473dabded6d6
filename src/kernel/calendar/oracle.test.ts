/**
 * The fast computation against slow ones written another way: days walked one by one with plain Date arithmetic
 * (Shanghai is UTC+8 all through these years), and quarters of an hour asked one by one of Intl where daylight
 * saving changes. The oracles share no code with the room but the shape of a calendar.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockInterval, sameHours } from './calendar.ts'
import type { CalendarSpec } from './calendar.ts'
import { CompiledCalendar } from './compile.ts'
import { HolidayBook, readShippedHolidays } from './holidays.ts'
import { standardCalendar } from './shipped.ts'
import {
  due,
  dueAt,
  dueWithPauses,
  elapsed,
  elapsedMs,
  elapsedWithPauses,
  normalizePauses,
} from './working-time.ts'

const H = 3_600_000
const D = 24 * H
const EIGHT = 8 * H

type Day = { off?: boolean; name?: string }
const notices = new Map<string, Day>()
for (let y = 2007; y <= 2027; y++) {
  const file = JSON.parse(readFileSync(`data/calendars/cn/${y}.json`, 'utf8')) as {
    days: { date: string; name: string; isOffDay: boolean }[]
  }
  for (const d of file.days) notices.set(d.date, { off: d.isOffDay, name: d.name })
}

/** Hours of a Shanghai date as [from, to] in ms of the day; the reason when there are none. */
type Rule = (date: string, weekday: number) => { hours: [number, number][]; reason?: string }
const office: [number, number][] = [
  [8.5 * H, 12 * H],
  [13.5 * H, 17.5 * H],
]
const summerOffice: [number, number][] = [
  [8.5 * H, 12 * H],
  [14.5 * H, 17.5 * H],
]
const byNotice =
  (hoursOf: (date: string) => [number, number][]): Rule =>
  (date, weekday) => {
    const notice = notices.get(date)
    if (notice?.off) return { hours: [], reason: `holiday ${notice.name}` }
    if (notice || (weekday >= 1 && weekday <= 5)) return { hours: hoursOf(date) }
    return { hours: [], reason: `weekend ${weekday === 6 ? '星期六' : '星期日'}` }
  }

const week = (...pairs: [string, string][]) =>
  sameHours(
    [1, 2, 3, 4, 5],
    pairs.map((p) => clockInterval(...p)),
  )
const cases: { label: string; spec: Partial<CalendarSpec>; rule: Rule }[] = [
  { label: 'standard', spec: {}, rule: byNotice(() => office) },
  {
    label: 'summer hours and special days',
    spec: {
      seasons: [
        { name: '夏令', from: '05-01', to: '09-30', week: week(['08:30', '12:00'], ['14:30', '17:30']) },
      ],
      specialDays: [2008, 2015, 2020, 2026].flatMap((y) => [
        { date: `${y}-06-10`, name: '停业', hours: [] },
        { date: `${y}-10-02`, name: '值守', hours: [clockInterval('09:00', '10:00')] },
      ]),
    },
    rule: (date, weekday) => {
      if (/^(2008|2015|2020|2026)-06-10$/.test(date)) return { hours: [], reason: 'special 停业' }
      if (/^(2008|2015|2020|2026)-10-02$/.test(date)) return { hours: [[9 * H, 10 * H]] }
      const md = date.slice(5)
      return byNotice(() => (md >= '05-01' && md <= '09-30' ? summerOffice : office))(date, weekday)
    },
  },
  {
    label: 'three shifts without holidays',
    spec: {
      holidays: false,
      week: sameHours(
        [1, 2, 3, 4, 5, 6],
        [clockInterval('00:00', '07:45'), clockInterval('08:00', '15:45'), clockInterval('16:00', '24:00')],
      ),
    },
    rule: (_date, weekday) =>
      weekday === 0
        ? { hours: [], reason: 'weekend 星期日' }
        : {
            hours: [
              [0, 7.75 * H],
              [8 * H, 15.75 * H],
              [16 * H, D],
            ],
          },
  },
]

const dateOf = (at: number) => new Date(at + EIGHT).toISOString().slice(0, 10)
const dayStart = (at: number) => Math.floor((at + EIGHT) / D) * D - EIGHT
const weekdayAt = (at: number) => new Date(at + EIGHT).getUTCDay()

function slowElapsed(rule: Rule, from: number, to: number): number {
  let sum = 0
  for (let day = dayStart(from); day < to; day += D)
    for (const [a, b] of rule(dateOf(day), weekdayAt(day)).hours)
      sum += Math.max(0, Math.min(to, day + b) - Math.max(from, day + a))
  return sum
}

function slowDue(rule: Rule, from: number, seconds: number): { due: number; skipped: string[] } {
  const skipped: string[] = []
  let rest = seconds * 1000
  if (rest === 0) return { due: from, skipped }
  for (let day = dayStart(from); ; day += D) {
    const { hours, reason } = rule(dateOf(day), weekdayAt(day))
    if (reason) skipped.push(`${dateOf(day)} ${reason}`)
    for (const [a, b] of hours) {
      const start = Math.max(from, day + a)
      const run = day + b - start
      if (run <= 0) continue
      if (rest <= run) return { due: start + rest, skipped }
      rest -= run
    }
  }
}

const first = Date.UTC(2006, 6, 1)
const last = Date.UTC(2028, 5, 30)
const instant = fc.oneof(
  fc.integer({ min: first, max: last }),
  fc.integer({ min: first / 1000, max: last / 1000 }).map((s) => s * 1000),
  // Edges of working hours, and a moment to either side.
  fc
    .tuple(
      fc.integer({ min: first / D, max: last / D }),
      fc.constantFrom(0, 8.5, 9, 12, 13.5, 16, 17.5, 24),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([day, hour, ms]) => day * D + hour * H - EIGHT + ms),
)
const seconds = fc.oneof(
  fc.nat({ max: 40 * 3600 }),
  fc.nat({ max: 3 * 250 * 7 * 3600 + 3600 }),
  fc.nat({ max: 400 }).map((n) => n * 1800),
)

describe.each(cases)('$label', ({ spec, rule }) => {
  const cal = new CompiledCalendar({ ...standardCalendar, ...spec }, new HolidayBook(readShippedHolidays()))

  it('due is the oracle’s, skipped days too', () => {
    fc.assert(
      fc.property(instant, seconds, (from, s) => {
        const answer = due(cal, from, s)
        const expected = slowDue(rule, from, s)
        expect(answer.due).toBe(expected.due)
        expect(answer.skipped.map((d) => `${d.date} ${d.reason} ${d.name}`)).toEqual(expected.skipped)
        const published = (at: number) =>
          [2007, 2026].every((y, i) => (i ? +dateOf(at).slice(0, 4) <= y : +dateOf(at).slice(0, 4) >= y))
        const end = s === 0 ? from : expected.due - 1
        expect(answer.provisional).toBe(cal.spec.holidays && !(published(from) && published(end)))
      }),
      { numRuns: 1500 },
    )
  })

  it('elapsed is the oracle’s', () => {
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        expect(elapsedMs(cal, from, to)).toBe(slowElapsed(rule, from, to))
      }),
      { numRuns: 700 },
    )
  })

  it('elapsed undoes due, and due is the earliest such instant', () => {
    fc.assert(
      fc.property(instant, seconds, (from, s) => {
        const at = dueAt(cal, from, s)
        expect(elapsed(cal, from, at)).toBe(s)
        if (s > 0) expect(elapsed(cal, from, at - 1)).toBe(s - 1)
      }),
      { numRuns: 3000 },
    )
  })

  it('with pauses it is the same as without the paused time', () => {
    const pause = fc.tuple(fc.nat({ max: 40 * 24 }), fc.nat({ max: 100 }))
    fc.assert(
      fc.property(instant, fc.nat({ max: 90 * 3600 }), fc.array(pause, { maxLength: 5 }), (from, s, list) => {
        const pauses = list.map(([a, n]) => ({ from: from + (a - 50) * H, to: from + (a - 50 + n) * H }))
        const at = dueWithPauses(cal, from, s, pauses)!
        expect(elapsedWithPauses(cal, from, at, pauses)).toBe(s)
        if (s > 0) expect(elapsedWithPauses(cal, from, at - 1, pauses)).toBe(s - 1)
        const paused = normalizePauses(pauses)
          .map((p) => [Math.max(p.from, from), Math.min(p.to!, at)] as const)
          .reduce((sum, [a, b]) => (a < b ? sum + slowElapsed(rule, a, b) : sum), 0)
        expect(slowElapsed(rule, from, at) - paused).toBe(s * 1000)
      }),
      { numRuns: 500 },
    )
  })
})

describe.each(['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Casablanca'])(
  '%s',
  (zone) => {
    const spec: CalendarSpec = {
      ...standardCalendar,
      zone,
      holidays: false,
      week: sameHours(
        [1, 2, 3, 4, 5, 6, 7],
        [clockInterval('00:30', '02:45'), clockInterval('22:00', '23:15')],
      ),
    }
    const cal = new CompiledCalendar(spec, new HolidayBook([]))
    const clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    const works = (at: number) => {
      const text = clock.format(at)
      return (text >= '00:30' && text < '02:45') || (text >= '22:00' && text < '23:15')
    }

    it('counts every quarter of an hour whose wall clock shows working time', () => {
      const Q = H / 4
      const quarter = fc
        .integer({ min: Date.UTC(2007, 0, 2) / Q, max: Date.UTC(2026, 11, 1) / Q })
        .map((n) => n * Q)
      fc.assert(
        fc.property(quarter, fc.nat({ max: 21 * 96 }), (from, n) => {
          let worked = 0
          for (let at = from; at < from + n * Q; at += Q) if (works(at)) worked += Q
          expect(elapsedMs(cal, from, from + n * Q)).toBe(worked)
          const at = dueAt(cal, from, worked / 1000)
          expect(at).toBeLessThanOrEqual(from + n * Q)
          expect(elapsed(cal, from, at)).toBe(worked / 1000)
        }),
        { numRuns: 150 },
      )
    })
  },
)
