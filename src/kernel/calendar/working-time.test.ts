import { describe, expect, it } from 'vitest'
import { clockInterval, sameHours, CalendarRangeError } from './calendar.ts'
import type { CalendarSpec } from './calendar.ts'
import { CompiledCalendar } from './compile.ts'
import { HolidayBook, readShippedHolidays } from './holidays.ts'
import { formatInstant, parseInstant } from './iso.ts'
import { alwaysCalendar, standardCalendar } from './shipped.ts'
import { targetDue, targetDueAt } from './targets.ts'
import { due, dueAt, dueWithPauses, elapsed, elapsedWithPauses } from './working-time.ts'

const book = new HolidayBook(readShippedHolidays())
const make = (spec: Partial<CalendarSpec> = {}) =>
  new CompiledCalendar({ ...standardCalendar, ...spec }, book)
const standard = make()
const always = new CompiledCalendar(alwaysCalendar, book)
/** `2026-02-13 09:00` in Shanghai. */
const at = (text: string, offset = '+08:00') => parseInstant(text.replace(' ', 'T') + offset)!.at
const show = (ms: number, offset = '+08:00') => formatInstant(ms, offset).slice(0, -6).replace('T', ' ')
const dueText = (from: string, seconds: number, cal = standard) => show(dueAt(cal, at(from), seconds))

describe('due', () => {
  it('ends at the break, not after it', () => {
    expect(dueText('2026-03-02 08:30', 3.5 * 3600)).toBe('2026-03-02 12:00:00')
    expect(dueText('2026-03-02 08:30', 3.5 * 3600 + 1)).toBe('2026-03-02 13:30:01')
    expect(dueText('2026-03-02 08:30', 7.5 * 3600)).toBe('2026-03-02 17:30:00')
  })

  it('gives from itself for 0 s, also at night', () => {
    expect(dueText('2026-03-01 03:00:07', 0)).toBe('2026-03-01 03:00:07')
  })

  it('keeps parts of a second', () => {
    expect(dueText('2026-03-02 11:59:59.500', 1)).toBe('2026-03-02 13:30:00.500')
    expect(elapsed(standard, at('2026-03-02 11:59:59.500'), at('2026-03-02 13:30:00.499'))).toBe(0)
    expect(elapsed(standard, at('2026-03-02 11:59:59.500'), at('2026-03-02 13:30:00.500'))).toBe(1)
  })

  it('works on the make-up Saturday before Spring Festival 2026 and names what it skips', () => {
    expect(dueText('2026-02-13 17:00', 3600)).toBe('2026-02-14 09:00:00')
    const answer = due(standard, at('2026-02-14 17:00'), 3600)
    expect(show(answer.due)).toBe('2026-02-24 09:00:00')
    expect(answer.provisional).toBe(false)
    expect(answer.skipped.map((d) => d.date.slice(5))).toEqual(
      ['15', '16', '17', '18', '19', '20', '21', '22', '23'].map((d) => `02-${d}`),
    )
    expect(answer.skipped.every((d) => d.reason === 'holiday' && d.name === '春节')).toBe(true)
  })

  it('knows older rearrangements, by date and not by the file they stand in', () => {
    expect(dueText('2007-12-28 17:00', 3600)).toBe('2007-12-29 09:00:00')
    expect(due(standard, at('2007-12-29 17:00'), 3600).skipped.map((d) => `${d.date} ${d.reason}`)).toEqual([
      '2007-12-30 holiday',
      '2007-12-31 holiday',
      '2008-01-01 holiday',
    ])
    expect(dueText('2020-09-30 17:00', 3600)).toBe('2020-10-09 09:00:00')
    expect(dueText('2020-10-09 17:00', 3600)).toBe('2020-10-10 09:00:00')
  })

  it('names weekends by their weekday and counts a start on a day of rest as passed over', () => {
    expect(due(standard, at('2026-03-07 10:00'), 60).skipped).toEqual([
      { date: '2026-03-07', reason: 'weekend', name: '星期六' },
      { date: '2026-03-08', reason: 'weekend', name: '星期日' },
    ])
    expect(due(standard, at('2026-03-07 10:00'), 60, 'en').skipped[0]?.name).toBe('Saturday')
    expect(due(standard, at('2026-03-06 17:00'), 1800).skipped).toEqual([])
  })

  it('is provisional over years without published holidays, before and after', () => {
    expect(due(standard, at('2026-12-31 17:00'), 1800).provisional).toBe(false)
    const next = due(standard, at('2026-12-31 17:00'), 1801)
    expect(next.provisional).toBe(true)
    expect(show(next.due)).toBe('2027-01-01 08:30:01')
    expect(due(standard, at('2006-06-01 10:00'), 60).provisional).toBe(true)
    expect(due(always, at('2030-06-01 10:00'), 60).provisional).toBe(false)
    expect(due(make({ holidays: false }), at('2030-06-01 10:00'), 60).provisional).toBe(false)
  })

  it('refuses what cannot be', () => {
    expect(() => dueAt(standard, at('2026-03-02 08:30'), -1)).toThrow(RangeError)
    expect(() => dueAt(standard, at('2026-03-02 08:30'), 1.5)).toThrow(RangeError)
    expect(() => elapsed(standard, at('2026-03-02 08:30'), at('2026-03-02 08:29'))).toThrow(RangeError)
    expect(() => dueAt(standard, at('2026-03-02 08:30'), 9e12)).toThrow(CalendarRangeError)
    expect(() => dueAt(standard, at('1969-03-02 08:30'), 0)).toThrow(CalendarRangeError)
    expect(() => dueAt(always, at('2200-12-31 23:00'), 3600)).toThrow(CalendarRangeError)
    const closed = make({ week: sameHours([], []) })
    expect(() => dueAt(closed, at('2026-03-02 08:30'), 1)).toThrow(CalendarRangeError)
    expect(elapsed(closed, at('2007-01-01 00:00'), at('2026-03-02 08:30'))).toBe(0)
  })
})

describe('hours', () => {
  const summer = sameHours(
    [1, 2, 3, 4, 5],
    [clockInterval('08:30', '12:00'), clockInterval('14:30', '17:30')],
  )

  it('changes to summer hours by recurring and by dated ranges', () => {
    const cal = make({ seasons: [{ name: '夏令', from: '06-01', to: '09-30', week: summer }] })
    expect(dueText('2026-06-01 08:30', 3.5 * 3600 + 1, cal)).toBe('2026-06-01 14:30:01')
    expect(dueText('2026-05-29 08:30', 3.5 * 3600 + 1, cal)).toBe('2026-05-29 13:30:01')
    const once = make({ seasons: [{ name: '2025', from: '2025-06-01', to: '2025-09-30', week: summer }] })
    expect(dueText('2026-06-01 08:30', 3.5 * 3600 + 1, once)).toBe('2026-06-01 13:30:01')
    const winter = make({ seasons: [{ name: '冬', from: '11-01', to: '02-28', week: summer }] })
    expect(dueText('2026-01-05 08:30', 3.5 * 3600 + 1, winter)).toBe('2026-01-05 14:30:01')
  })

  it('obeys special days before holidays', () => {
    const cal = make({
      specialDays: [
        { date: '2026-03-04', name: '消防演练', hours: [] },
        { date: '2026-02-17', name: '值守', hours: [clockInterval('09:00', '11:00')] },
      ],
    })
    expect(due(cal, at('2026-03-03 17:30'), 1).skipped).toEqual([
      { date: '2026-03-04', reason: 'special', name: '消防演练' },
    ])
    expect(dueText('2026-02-14 17:30', 3600, cal)).toBe('2026-02-17 10:00:00')
  })

  it('runs night shifts over midnight and over New Year', () => {
    const cal = make({ holidays: false, week: sameHours([5], [clockInterval('22:00', '06:00')]) })
    expect(dueText('2026-03-06 23:00', 3 * 3600, cal)).toBe('2026-03-07 02:00:00')
    expect(due(cal, at('2026-03-06 23:00'), 3 * 3600).skipped).toEqual([])
    expect(due(cal, at('2026-03-06 23:00'), 7 * 3600).skipped).toEqual([])
    const everyNight = make({
      holidays: false,
      week: sameHours([1, 2, 3, 4, 5, 6, 7], [clockInterval('22:00', '06:00')]),
    })
    expect(elapsed(everyNight, at('2025-12-31 12:00'), at('2026-01-01 12:00'))).toBe(8 * 3600)
  })

  it('counts the hours that daylight saving takes away and gives twice', () => {
    const cal = make({
      zone: 'America/New_York',
      holidays: false,
      week: sameHours([1, 2, 3, 4, 5, 6, 7], [clockInterval('00:00', '06:00')]),
    })
    const day = (d: string, a: string, b: string) => elapsed(cal, at(`${d} 00:00`, a), at(`${d} 23:00`, b))
    expect(day('2026-03-08', '-05:00', '-04:00')).toBe(5 * 3600)
    expect(day('2026-11-01', '-04:00', '-05:00')).toBe(7 * 3600)
    expect(day('2026-11-02', '-05:00', '-05:00')).toBe(6 * 3600)
  })
})

describe('pauses', () => {
  const from = at('2026-03-02 09:00')

  it('do not count and may overlap; an open one leaves no due time', () => {
    const pauses = [
      { from: at('2026-03-02 10:00'), to: at('2026-03-02 11:00') },
      { from: at('2026-03-02 10:30'), to: at('2026-03-02 14:00') },
    ]
    expect(show(dueWithPauses(standard, from, 2 * 3600, pauses)!)).toBe('2026-03-02 15:00:00')
    expect(show(dueWithPauses(standard, from, 3600, pauses)!)).toBe('2026-03-02 10:00:00')
    expect(elapsedWithPauses(standard, from, at('2026-03-02 15:00'), pauses)).toBe(2 * 3600)
    const open = [...pauses, { from: at('2026-03-02 14:30'), to: null }]
    expect(dueWithPauses(standard, from, 2 * 3600, open)).toBeNull()
    expect(show(dueWithPauses(standard, from, 1.5 * 3600, open)!)).toBe('2026-03-02 14:30:00')
    expect(elapsedWithPauses(standard, from, at('2026-03-03 15:00'), open)).toBe(1.5 * 3600)
  })
})

describe('targets', () => {
  const target = (
    from: string,
    value: number,
    unit: Parameters<typeof targetDueAt>[2]['unit'],
    same = false,
    cal = standard,
  ) => show(targetDueAt(cal, at(from), { value, unit }, { sameClockTime: same }))

  it('counts minutes and hours in working time', () => {
    expect(target('2026-03-02 11:45', 30, 'minutes')).toBe('2026-03-02 13:45:00')
    expect(target('2026-03-02 16:00', 2, 'hours')).toBe('2026-03-03 09:00:00')
    expect(target('2026-03-02 16:00', 2, 'hours', false, always)).toBe('2026-03-02 18:00:00')
    expect(target('2026-03-02 08:30', 1.1, 'hours')).toBe('2026-03-02 09:36:00')
  })

  it('does not count the starting day of working days and ends at the close of business', () => {
    expect(target('2026-03-02 10:00', 1, 'workingDays')).toBe('2026-03-03 17:30:00')
    expect(target('2026-03-06 18:00', 1, 'workingDays')).toBe('2026-03-09 17:30:00')
    expect(target('2026-03-07 10:00', 1, 'workingDays')).toBe('2026-03-09 17:30:00')
    expect(target('2026-02-13 10:00', 3, 'workingDays')).toBe('2026-02-25 17:30:00')
    expect(target('2026-03-02 10:00', 3, 'workingDays', false, always)).toBe('2026-03-06 00:00:00')
  })

  it('ends at the same clock time where the agreement says so, inside working time', () => {
    expect(target('2026-03-02 10:00', 1, 'workingDays', true)).toBe('2026-03-03 10:00:00')
    expect(target('2026-03-02 12:40', 1, 'workingDays', true)).toBe('2026-03-03 12:00:00')
    expect(target('2026-03-02 07:00', 1, 'workingDays', true)).toBe('2026-03-03 08:30:00')
    expect(target('2026-03-02 20:00', 1, 'workingDays', true)).toBe('2026-03-03 17:30:00')
  })

  it('takes a week as the working days of an ordinary week', () => {
    expect(target('2026-03-04 10:00', 1, 'weeks')).toBe('2026-03-11 17:30:00')
    expect(target('2026-09-30 10:00', 1, 'weeks')).toBe('2026-10-13 17:30:00')
  })

  it('moves natural days off days of rest', () => {
    expect(target('2026-03-04 10:00', 2, 'naturalDays')).toBe('2026-03-06 17:30:00')
    expect(target('2026-03-04 10:00', 3, 'naturalDays')).toBe('2026-03-09 17:30:00')
    const answer = targetDue(standard, at('2026-03-06 10:00'), { value: 8, unit: 'naturalDays' })
    expect(show(answer.due)).toBe('2026-03-16 17:30:00')
    expect(answer.skipped.map((d) => d.date)).toEqual(['2026-03-14', '2026-03-15'])
  })

  it('refuses values that do not suit the unit', () => {
    expect(() => target('2026-03-04 10:00', 1.5, 'workingDays')).toThrow(RangeError)
    expect(() => target('2026-03-04 10:00', 0, 'weeks')).toThrow(RangeError)
    expect(() => target('2026-03-04 10:00', -1, 'hours')).toThrow(RangeError)
  })
})

describe('instants', () => {
  it('keep their offset', () => {
    const z = parseInstant('2026-02-13T01:00:00Z')!
    expect(formatInstant(z.at, z.offset)).toBe('2026-02-13T01:00:00Z')
    const p = parseInstant('2026-02-13T09:00:00.25-03:30')!
    expect(formatInstant(p.at, p.offset)).toBe('2026-02-13T09:00:00.250-03:30')
  })
  it.each(['2026-02-30T00:00:00Z', '2026-02-13', '2026-02-13T09:00:00', '2026-02-13T24:00:00Z', 'x'])(
    'refuse %s',
    (t) => {
      expect(parseInstant(t)).toBeUndefined()
    },
  )
})
