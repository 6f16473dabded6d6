import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneOf } from '#kernel/calendar/index.ts'
import { digestAt, noRhythm, quietUntil, releaseAt, type Days, type Rhythm } from './rhythm.ts'

const minute = 60_000
const day = 86_400_000
/** Monday to Friday, in a zone whose clocks change and in one whose do not. */
const weekdays = (name: string): Days => ({
  zone: zoneOf(name),
  // day 0 was a Thursday
  isWorkDay: (n) => (n + 3) % 7 < 5,
})
const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns'].map(weekdays)
const shanghai = zones[0]!
const at = (text: string) => Date.parse(`${text}:00+08:00`)
const night: Rhythm = { ...noRhythm, quietFrom: 22 * 60, quietTo: 7 * 60 }

const anyDays = fc.constantFrom(...zones)
const anyTime = fc
  .integer({ min: Date.UTC(2026, 0, 1) / minute, max: Date.UTC(2027, 0, 1) / minute })
  .map((n) => n * minute)
const clock = fc.integer({ min: 0, max: 1439 })
const anyRhythm = fc.record({
  quietFrom: clock,
  quietTo: clock,
  quietDaysOff: fc.boolean(),
  urgentPierces: fc.boolean(),
  dailyAt: clock,
})

/** The definition itself, minute by minute. */
function isQuiet(time: number, r: Rhythm, { zone, isWorkDay }: Days): boolean {
  const local = zone.local(time)
  const today = Math.floor(local / day)
  const now = Math.floor((local - today * day) / minute)
  if (r.quietDaysOff && !isWorkDay(today)) return true
  const [from, to] = [r.quietFrom!, r.quietTo!]
  if (from === to) return false
  return from < to ? from <= now && now < to : now >= from || now < to
}

describe('quiet hours', () => {
  it('end as the definition says, minute by minute', () => {
    fc.assert(
      fc.property(anyTime, anyRhythm, anyDays, (time, rhythm, days) => {
        const until = quietUntil(time, rhythm, days)
        expect(isQuiet(until, rhythm, days)).toBe(false)
        for (let t = time; t < until; t += minute) expect(isQuiet(t, rhythm, days)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('last over the night and over days off', () => {
    expect(quietUntil(at('2026-11-19T21:59'), night, shanghai)).toBe(at('2026-11-19T21:59'))
    expect(quietUntil(at('2026-11-19T22:00'), night, shanghai)).toBe(at('2026-11-20T07:00'))
    expect(quietUntil(at('2026-11-20T06:59'), night, shanghai)).toBe(at('2026-11-20T07:00'))
    // Friday night with days off: until Monday morning
    const free = { ...night, quietDaysOff: true }
    expect(quietUntil(at('2026-11-20T23:00'), free, shanghai)).toBe(at('2026-11-23T07:00'))
  })

  it('do not silence anybody for ever in a calendar without working days', () => {
    const never: Days = { zone: shanghai.zone, isWorkDay: () => false }
    const time = at('2026-11-20T12:00')
    expect(quietUntil(time, { ...night, quietDaysOff: true }, never)).toBe(time)
  })
})

describe('digests', () => {
  it('go at the next full hour, or at the daily time', () => {
    expect(digestAt(at('2026-11-20T10:20'), 'now', 510, shanghai)).toBe(at('2026-11-20T10:20'))
    expect(digestAt(at('2026-11-20T10:20'), 'hourly', 510, shanghai)).toBe(at('2026-11-20T11:00'))
    expect(digestAt(at('2026-11-20T08:29'), 'daily', 510, shanghai)).toBe(at('2026-11-20T08:30'))
    expect(digestAt(at('2026-11-20T08:30'), 'daily', 510, shanghai)).toBe(at('2026-11-21T08:30'))
  })

  it('are never early, never quiet, and settle: what is let go stays let go', () => {
    fc.assert(
      fc.property(
        anyTime,
        fc.integer({ min: 0, max: 3000 }),
        anyRhythm,
        anyDays,
        fc.constantFrom('now', 'hourly', 'daily'),
        fc.boolean(),
        fc.boolean(),
        (told, later, rhythm, days, mode, ownMode, urgent) => {
          const now = told + later * minute
          const news = { told, mode, ownMode, urgent } as const
          const release = releaseAt(news, now, rhythm, days)
          expect(release).toBeGreaterThanOrEqual(now)
          if (urgent && rhythm.urgentPierces && !ownMode) expect(release).toBe(now)
          if (!(urgent && rhythm.urgentPierces)) expect(isQuiet(release, rhythm, days)).toBe(false)
          expect(releaseAt(news, release, rhythm, days)).toBe(release)
        },
      ),
      { numRuns: 300 },
    )
  })
})
