import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clockInterval,
  CompiledCalendar,
  DAY,
  formatDay,
  HolidayBook,
  sameHours,
  type CalendarSpec,
} from './core.ts'
import { nextOccurrence, upcoming, type Rule } from './recurrence.ts'

const spec: CalendarSpec = {
  ...{ id: 'x', name: 'x', zone: 'Asia/Shanghai', always: false, holidays: false, makeUpWeekday: 1 },
  week: sameHours([1, 2, 3, 4, 5], [clockInterval('09:00', '17:00')]),
  seasons: [],
  // a week of rest at the beginning of October
  specialDays: [1, 2, 3, 4, 5, 6, 7].map((d) => ({ date: `2026-10-0${d}`, name: '国庆', hours: [] })),
}
const cal = new CompiledCalendar(spec, new HolidayBook([]))
const at = (text: string) => Date.parse(`${text}+08:00`)
const said = (ms: number | undefined) =>
  ms === undefined ? 'never' : new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
const next = (rule: Rule, after: string) => said(nextOccurrence(cal, rule, at(after)))

describe('nextOccurrence', () => {
  it('knows the first and the last working day of a month, past holidays and weekends', () => {
    const first: Rule = { every: 'month-workday', n: 1, months: [], at: '09:00' }
    expect(next(first, '2026-09-30T12:00')).toBe('2026-10-08 09:00')
    expect(next(first, '2026-10-08T09:00')).toBe('2026-11-02 09:00')
    const last: Rule = { every: 'month-workday', n: -1, months: [2, 5], at: '17:30' }
    expect(next(last, '2026-01-01T00:00')).toBe('2026-02-27 17:30')
    expect(next(last, '2026-02-27T17:30')).toBe('2026-05-29 17:30')
  })

  it('moves, keeps or leaves out what falls on a day off, and stops at the end of short months', () => {
    const day = (closed: 'file' | 'skip' | 'next'): Rule => ({
      ...{ every: 'month-day', day: 31, months: [], at: '08:00' },
      closed,
    })
    expect(next(day('next'), '2026-01-15T00:00')).toBe('2026-02-02 08:00')
    expect(next(day('file'), '2026-01-15T00:00')).toBe('2026-01-31 08:00')
    expect(next(day('skip'), '2026-01-15T00:00')).toBe('2026-03-31 08:00')
    // what January's moved to comes before February's own
    expect(next(day('next'), '2026-02-01T00:00')).toBe('2026-02-02 08:00')
    expect(next(day('file'), '2026-02-01T00:00')).toBe('2026-02-28 08:00')
  })

  it('says so when there is no such day', () => {
    expect(next({ every: 'week', weekdays: [7], at: '09:00', closed: 'skip' }, '2026-01-01T00:00')).toBe(
      'never',
    )
  })

  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`)
  const closed = fc.constantFrom('file' as const, 'skip' as const, 'next' as const)
  const months = fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 12 })
  const rule: fc.Arbitrary<Rule> = fc.oneof(
    fc.record({ every: fc.constant('workday' as const), at: time }),
    fc.record({
      every: fc.constant('week' as const),
      weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      at: time,
      closed,
    }),
    fc.record({
      every: fc.constant('month-day' as const),
      day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(-1 as const)),
      months,
      at: time,
      closed,
    }),
    fc.record({
      every: fc.constant('month-workday' as const),
      n: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.constant(-1 as const)),
      months,
      at: time,
    }),
  )
  const instant = fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-12-31T00:00') })

  it('goes strictly forward, at the hour of the rule, never on a day off unless told so', () => {
    fc.assert(
      fc.property(rule, instant, (r, from) => {
        const list = upcoming(cal, r, from, 5)
        for (const [i, ms] of list.entries()) {
          expect(ms).toBeGreaterThan(i === 0 ? from : list[i - 1]!)
          expect(said(ms).slice(11)).toBe(r.at)
          const keeps = (r.every === 'week' || r.every === 'month-day') && r.closed === 'file'
          if (!keeps) expect(cal.isWorkDay(cal.zone.dayOf(ms))).toBe(true)
        }
      }),
    )
  })

  it('leaves nothing out: from any instant in between, the next one is the same', () => {
    fc.assert(
      fc.property(rule, instant, fc.double({ min: 0, max: 1, noNaN: true }), (r, from, share) => {
        const found = nextOccurrence(cal, r, from)
        if (found === undefined) return
        const between = from + Math.floor((found - 1 - from) * share)
        expect(said(nextOccurrence(cal, r, between))).toBe(said(found))
      }),
    )
  })

  it('of a rule for every working day is each working day, once', () => {
    const days = upcoming(cal, { every: 'workday', at: '00:00' }, at('2026-09-27T12:00'), 8).map((ms) =>
      formatDay(Math.floor((ms + 8 * 3_600_000) / DAY)),
    )
    expect(days).toEqual([
      ...['2026-09-28', '2026-09-29', '2026-09-30', '2026-10-08', '2026-10-09', '2026-10-12', '2026-10-13'],
      '2026-10-14',
    ])
  })
})
