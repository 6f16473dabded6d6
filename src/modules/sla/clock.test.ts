import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CompiledCalendar,
  HolidayBook,
  alwaysCalendar,
  readShippedHolidays,
  standardCalendar,
} from '#kernel/calendar/index.ts'
import type { Target } from '#kernel/calendar/index.ts'
import {
  begin,
  cancel,
  fire,
  isOpen,
  left,
  pause,
  recalculate,
  reopen,
  revive,
  resume,
  stateAt,
  stepPercents,
  stop,
  type Clock,
} from './clock.ts'
import { budgetMs, countedMs, percentAt } from './working.ts'

const book = new HolidayBook(readShippedHolidays())
const office = new CompiledCalendar(standardCalendar, book)
const always = new CompiledCalendar(alwaysCalendar, book)
const at = (text: string): number => Date.parse(`${text}+08:00`)
const percents = stepPercents([50, 80, 150])
const limit = (value: number, unit: Target['unit'], sameClockTime = false) => ({
  target: { value, unit },
  sameClockTime,
})

// seconds, so that every arithmetic here is exact
const moment = fc
  .integer({ min: at('2024-01-01T00:00:00') / 1000, max: at('2026-12-01T00:00:00') / 1000 })
  .map((s) => s * 1000)
const target = fc.oneof(
  fc.record({ value: fc.integer({ min: 1, max: 600 }), unit: fc.constant<Target['unit']>('minutes') }),
  fc.record({ value: fc.integer({ min: 1, max: 72 }), unit: fc.constant<Target['unit']>('hours') }),
  fc.record({
    value: fc.integer({ min: 1, max: 15 }),
    unit: fc.constantFrom<Target['unit']>('workingDays', 'naturalDays'),
  }),
  fc.record({ value: fc.integer({ min: 1, max: 3 }), unit: fc.constant<Target['unit']>('weeks') }),
)
const gap = fc.integer({ min: 0, max: 5 * 86_400 }).map((s) => s * 1000)
const gaps = fc.array(fc.tuple(gap, gap), { maxLength: 5 })
const calendar = fc.constantFrom(office, always)

/** Runs for the first of each pair, pauses for the second. */
function live(
  cal: CompiledCalendar,
  clock: Clock,
  spans: readonly (readonly [number, number])[],
): { clock: Clock; now: number } {
  let now = clock.startedAt
  for (const [run, rest] of spans) {
    clock = pause(clock, 'requester', (now += run))
    clock = resume(cal, clock, (now += rest))
  }
  return { clock, now }
}

describe('a clock on the working calendar', () => {
  it('ends day targets at the close of business, the starting day not counted', () => {
    const start = at('2026-02-13T09:00:00') // Friday; 14 and 28 February are make-up days, 15 to 23 the Spring Festival
    expect(begin(office, start, limit(1, 'workingDays'), percents, true).dueAt).toBe(
      at('2026-02-14T17:30:00'),
    )
    expect(begin(office, start, limit(3, 'workingDays'), percents, true).dueAt).toBe(
      at('2026-02-25T17:30:00'),
    )
    expect(begin(office, start, limit(1, 'workingDays', true), percents, true).dueAt).toBe(
      at('2026-02-14T09:00:00'),
    )
    expect(begin(always, start, limit(2, 'hours'), percents, true).dueAt).toBe(at('2026-02-13T11:00:00'))
  })

  it('is never due earlier for a pause, even when it began on a rest day with nothing to count', () => {
    const clock = begin(office, at('2026-11-21T03:00:00'), limit(1, 'workingDays', true), percents, true)
    expect(clock.dueAt).toBe(at('2026-11-23T08:30:00'))
    const later = resume(
      office,
      pause(clock, 'requester', at('2026-11-21T04:00:00')),
      at('2026-11-22T04:00:00'),
    )
    expect(later.dueAt).toBe(clock.dueAt)
  })

  it('counts exactly its budget of working time outside the pauses', () => {
    fc.assert(
      fc.property(calendar, moment, target, gaps, (cal, start, t, spans) => {
        const { clock } = live(cal, begin(cal, start, limit(t.value, t.unit), percents, true), spans)
        expect(countedMs(cal, start, clock.dueAt, clock.pauses)).toBe(budgetMs(cal, start, clock.limit))
      }),
    )
  })

  it('moves its due time by each pause that began before it, never back', () => {
    fc.assert(
      fc.property(calendar, moment, target, gaps, gap, gap, (cal, start, t, spans, run, rest) => {
        const before = live(cal, begin(cal, start, limit(t.value, t.unit), percents, true), spans)
        const from = before.now + run
        const after = resume(cal, pause(before.clock, 'vendor', from), from + rest)
        expect(after.dueAt).toBeGreaterThanOrEqual(before.clock.dueAt)
        if (from > before.clock.dueAt) expect(after.dueAt).toBe(before.clock.dueAt)
        else
          expect(countedMs(cal, before.clock.dueAt, after.dueAt, [])).toBe(
            countedMs(cal, from, Math.min(from + rest, after.dueAt), []),
          )
      }),
    )
  })

  it('says how much is left without its pauses just as with them', () => {
    fc.assert(
      fc.property(calendar, moment, target, gaps, gap, (cal, start, t, spans, more) => {
        const { clock, now } = live(cal, begin(cal, start, limit(t.value, t.unit), percents, true), spans)
        const { remainingMs } = left(cal, clock, now + more)
        if (now + more > clock.dueAt) return
        expect(remainingMs).toBe(
          budgetMs(cal, start, clock.limit) - countedMs(cal, start, now + more, clock.pauses),
        )
      }),
    )
  })

  it('keeps what was counted when it is recalculated, and the same limit changes nothing', () => {
    fc.assert(
      fc.property(calendar, moment, target, target, gaps, (cal, start, t, other, spans) => {
        const { clock, now } = live(cal, begin(cal, start, limit(t.value, t.unit), percents, true), spans)
        const counted = countedMs(cal, start, now, clock.pauses)
        const same = recalculate(cal, clock, { limit: clock.limit, percents, fired: [] }, now)
        expect({ dueAt: same.dueAt, pauses: same.pauses }).toEqual({
          dueAt: clock.dueAt,
          pauses: clock.pauses,
        })
        const next = recalculate(
          cal,
          clock,
          { limit: limit(other.value, other.unit), percents, fired: [] },
          now,
        )
        expect(next.startedAt).toBe(clock.startedAt)
        expect(countedMs(cal, start, now, next.pauses)).toBe(counted)
        const back = recalculate(cal, next, { limit: clock.limit, percents, fired: [] }, now)
        expect(back.dueAt).toBe(clock.dueAt)
      }),
    )
  })

  it('has its steps in order, the breach at the due time', () => {
    fc.assert(
      fc.property(calendar, moment, target, gaps, (cal, start, t, spans) => {
        const { clock } = live(cal, begin(cal, start, limit(t.value, t.unit), percents, true), spans)
        const times = percents.map((p) => percentAt(cal, start, clock.limit, clock.pauses, p))
        expect(times).toEqual([...times].sort((a, b) => a - b))
        expect(times[percents.indexOf(100)]).toBe(clock.dueAt)
      }),
    )
  })
})

describe('the life of a clock', () => {
  const start = at('2026-11-23T09:00:00')
  const fresh = begin(always, start, limit(2, 'hours'), percents, true)

  it('is met when it stops at its due time and breached a moment later', () => {
    expect(stop(always, fresh, fresh.dueAt).state).toBe('met')
    const late = stop(always, fresh, fresh.dueAt + 1)
    expect(late).toMatchObject({ state: 'breached', breachedAt: fresh.dueAt, nextStepAt: null })
    expect(stop(always, late, start)).toBe(late)
  })

  it('fires each step once, in order, also after a downtime', () => {
    let clock = fresh
    const fired: [number, number][] = []
    while (clock.nextStepAt !== null) {
      fired.push([clock.nextStep, clock.nextStepAt - start])
      clock = fire(always, clock, percents)
    }
    const hour = 3_600_000
    expect(fired).toEqual([
      [50, hour],
      [80, 1.6 * hour],
      [100, 2 * hour],
      [150, 3 * hour],
    ])
    expect(clock).toMatchObject({ state: 'breached', breachedAt: fresh.dueAt, nextStep: 0 })
  })

  it('neither fires nor counts while paused; overdue stays overdue', () => {
    const paused = pause(fresh, 'requester', start + 60_000)
    expect(paused).toMatchObject({ state: 'paused', nextStepAt: null })
    expect(pause(paused, 'vendor', start + 90_000)).toBe(paused)
    const overdue = pause(fresh, 'requester', fresh.dueAt + 1)
    expect(overdue).toMatchObject({
      state: 'breached',
      breachedAt: fresh.dueAt,
      pausedSince: fresh.dueAt + 1,
    })
    expect(resume(always, overdue, fresh.dueAt + 60_000).state).toBe('breached')
    expect(stop(always, paused, fresh.dueAt + 1e9).state).toBe('met')
  })

  it('runs on when reopened, the time between left out', () => {
    const met = stop(always, fresh, start + 3_600_000)
    const again = reopen(always, met, start + 10 * 3_600_000)
    expect(again).toMatchObject({ state: 'running', stoppedAt: null, dueAt: start + 11 * 3_600_000 })
    const cancelled = cancel(again, start + 10.5 * 3_600_000)
    expect(cancelled.state).toBe('cancelled')
    expect(reopen(always, cancelled, start + 11 * 3_600_000)).toBe(cancelled)
    expect(cancel(met, start + 1e9)).toBe(met)
  })

  it('runs on when what cancelled it is gone, and leaves a result as it is', () => {
    const cancelled = cancel(pause(fresh, 'requester', start + 1_800_000), start + 3_600_000)
    const again = revive(always, cancelled, start + 10 * 3_600_000)
    expect(again).toMatchObject({ state: 'running', stoppedAt: null, dueAt: start + 11.5 * 3_600_000 })
    expect(again.nextStepAt).not.toBeNull()
    const breached = cancel(pause(fresh, 'requester', fresh.dueAt + 1), fresh.dueAt + 5)
    expect(revive(always, breached, fresh.dueAt + 9).state).toBe('breached')
    const met = stop(always, fresh, start + 3_600_000)
    expect([revive(always, met, start + 1e9), revive(always, fresh, start + 1e9)]).toEqual([met, fresh])
    const fixed = begin(always, start, { deadline: start + 86_400_000 }, percents, true)
    const held = revive(always, cancel(fixed, start + 1000), start + 3_600_000)
    expect(held).toMatchObject({ state: 'running', dueAt: start + 86_400_000, pauses: [] })
  })

  it('takes a breach back when the new limit is wider, and fires the breach at once when it is narrower', () => {
    let clock = fresh
    for (let i = 0; i < 3; i++) clock = fire(always, clock, percents)
    const now = fresh.dueAt + 60_000
    const wider = recalculate(
      always,
      clock,
      { limit: limit(4, 'hours'), percents, fired: [50, 80, 100] },
      now,
    )
    expect(wider).toMatchObject({ state: 'running', breachedAt: null, nextStep: 80 })
    const narrower = recalculate(
      always,
      fresh,
      { limit: limit(30, 'minutes'), percents, fired: [50] },
      start + 3_600_000 * 1.2,
    )
    expect(narrower).toMatchObject({ state: 'running', nextStep: 80 })
    expect(narrower.nextStepAt).toBeLessThan(start + 3_600_000)
    expect(stateAt(narrower, start + 3_600_000)).toBe('breached')
  })

  it('judges a stopped clock anew by the confirmed grade', () => {
    const met = stop(always, fresh, start + 3_600_000)
    const judged = recalculate(always, met, { limit: limit(30, 'minutes'), percents, fired: [] }, start + 9e9)
    expect(judged).toMatchObject({ state: 'breached', stoppedAt: start + 3_600_000, nextStepAt: null })
  })

  it('holds to a fixed deadline and runs no timers in history', () => {
    const fixed = begin(always, start, { deadline: start + 86_400_000 }, percents, true)
    expect(fixed).toMatchObject({ dueAt: start + 86_400_000, nextStepAt: start + 43_200_000 })
    expect(pause(fixed, 'requester', start + 1000)).toBe(fixed)
    expect(begin(always, start, limit(1, 'hours'), percents, false).nextStepAt).toBeNull()
  })

  it('keeps its shape through any sequence of moves', () => {
    const move = fc.tuple(
      fc.constantFrom('pause', 'resume', 'stop', 'reopen', 'revive', 'cancel', 'fire', 'recalculate'),
      gap,
    )
    fc.assert(
      fc.property(calendar, moment, target, fc.array(move, { maxLength: 12 }), (cal, from, t, moves) => {
        let clock = begin(cal, from, limit(t.value, t.unit), percents, true)
        let now = from
        for (const [name, wait] of moves) {
          now += wait
          if (name === 'pause') clock = pause(clock, 'requester', now)
          else if (name === 'resume') clock = resume(cal, clock, now)
          else if (name === 'stop') clock = stop(cal, clock, now)
          else if (name === 'reopen') clock = reopen(cal, clock, now)
          else if (name === 'revive') clock = revive(cal, clock, now)
          else if (name === 'cancel') clock = cancel(clock, now)
          else if (name === 'recalculate')
            clock = recalculate(cal, clock, { limit: limit(9, 'hours'), percents, fired: [50] }, now)
          else if (clock.nextStepAt !== null && clock.nextStepAt <= now) clock = fire(cal, clock, percents)
          const open = clock.pauses.filter((p) => p.to === null)
          expect(open.length).toBe(clock.pausedSince !== null ? 1 : 0)
          if (!isOpen(clock) || clock.pausedSince !== null) expect(clock.nextStepAt).toBeNull()
          if (clock.state === 'paused') expect(clock.pausedSince).not.toBeNull()
          if (clock.state === 'met') expect(clock.stoppedAt).toBeLessThanOrEqual(clock.dueAt)
          if (clock.state === 'breached') expect(clock.breachedAt).not.toBeNull()
          const judged = clock.stoppedAt !== null && clock.state !== 'cancelled'
          expect(clock.usedPercent !== null).toBe(judged)
          if (judged) expect(clock.usedPercent! <= 100).toBe(clock.state === 'met')
          expect(left(cal, clock, now).percent).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})
