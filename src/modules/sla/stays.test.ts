import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CompiledCalendar,
  HolidayBook,
  alwaysCalendar,
  readShippedHolidays,
  standardCalendar,
} from '#kernel/calendar/index.ts'
import { chooseForStay, tiesOf, type Covered, type StoredAgreement } from './choose.ts'
import { begin, isOpen, pause, resume, stepPercents, stop, type Clock } from './clock.ts'
import { gradeNames, type Coverage } from './contract.ts'
import { passOn, type Stay } from './stays.ts'
import { countedMs } from './working.ts'

const book = new HolidayBook(readShippedHolidays())
const calendar = fc.constantFrom(
  new CompiledCalendar(standardCalendar, book),
  new CompiledCalendar(alwaysCalendar, book),
)
const start = Date.parse('2026-09-28T10:00:00+08:00')
const groups = ['a', 'b', 'c'] as const
const step = fc.record({
  after: fc.integer({ min: 0, max: 4 * 86_400 }).map((s) => s * 1000),
  // null: returned to the desk, resolved, cancelled
  holder: fc.constantFrom<string | null>(...groups, null),
})

/** What the steps say, told second by second: who has it from when. */
function told(steps: readonly { after: number; holder: string | null }[]) {
  let at = start
  return steps.map((s) => ({ at: (at += s.after), holder: s.holder }))
}

describe('the stays of a ticket', () => {
  it('never overlap, leave no time uncovered while a group has it, and add up', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const facts = told(steps)
        let stays: Stay[] = []
        facts.forEach(({ at, holder }, i) => {
          stays = passOn(stays, { holder, at, by: 'assign', id: `s${i}` })
        })
        const end = facts.at(-1)!.at + 3_600_000
        for (const [i, stay] of stays.entries()) {
          expect(stay.endedAt === null).toBe(i === stays.length - 1 && facts.at(-1)!.holder !== null)
          expect(stay.endedAt ?? end).toBeGreaterThanOrEqual(stay.beganAt)
          if (i > 0) expect(stay.beganAt).toBeGreaterThanOrEqual(stays[i - 1]!.endedAt!)
          // one after the other without a gap is another group's; the same group comes back only after a gap
          if (i > 0 && stays[i - 1]!.endedAt === stay.beganAt && stays[i - 1]!.groupId === stay.groupId)
            expect(facts.some((f) => f.at === stay.beganAt && f.holder !== stay.groupId)).toBe(true)
        }
        for (const group of groups) {
          const by = (id: string) => (id === group ? 1 : 0)
          const stayed = stays.reduce((sum, s) => sum + by(s.groupId) * ((s.endedAt ?? end) - s.beganAt), 0)
          const had = facts.reduce(
            (sum, f, i) => sum + by(f.holder ?? '') * ((facts[i + 1]?.at ?? end) - f.at),
            0,
          )
          expect(stayed).toBe(had)
        }
      }),
    )
  })

  it('keep a ticket with its group when it is given the same group again, and survive a clock set back', () => {
    const first = passOn([], { holder: 'a', at: 1000, by: 'file', id: '1' })
    expect(passOn(first, { holder: 'a', at: 2000, by: 'assign', id: '2' })).toEqual(first)
    expect(passOn(first, { holder: 'b', at: 500, by: 'escalate', id: '2' })).toEqual([
      { id: '1', groupId: 'a', beganAt: 1000, endedAt: 1000, endedBy: 'escalate' },
      { id: '2', groupId: 'b', beganAt: 1000, endedAt: null, endedBy: null },
    ])
  })

  it('have clocks that count the working time of the stay without its pauses, and no other', () => {
    const wait = fc.record({
      run: fc.integer({ min: 0, max: 2 * 86_400 }).map((s) => s * 1000),
      rest: fc.integer({ min: 0, max: 86_400 }).map((s) => s * 1000),
    })
    fc.assert(
      fc.property(
        calendar,
        fc.array(fc.array(wait, { maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        (cal, waits) => {
          let stays: Stay[] = []
          const clocks = new Map<string, Clock>()
          let now = start
          waits.forEach((pauses, i) => {
            const open = stays.find((s) => s.endedAt === null)
            stays = passOn(stays, { holder: i % 2 === 0 ? 'a' : 'b', at: now, by: 'assign', id: `s${i}` })
            if (open) clocks.set(open.id, stop(cal, clocks.get(open.id)!, now))
            const limit = { target: { value: 2, unit: 'hours' as const }, sameClockTime: false }
            let clock = begin(cal, now, limit, stepPercents([80]), true)
            for (const { run, rest } of pauses) {
              clock = pause(clock, 'requester', (now += run))
              clock = resume(cal, clock, (now += rest))
            }
            clocks.set(`s${i}`, clock)
            now += 600_000
          })
          for (const stay of stays) {
            const clock = clocks.get(stay.id)!
            expect(isOpen(clock)).toBe(stay.endedAt === null)
            if (stay.endedAt === null) continue
            expect([clock.startedAt, clock.stoppedAt]).toEqual([stay.beganAt, stay.endedAt])
            const used = countedMs(cal, stay.beganAt, stay.endedAt, clock.pauses)
            expect(clock.state === 'breached').toBe(stay.endedAt > clock.dueAt)
            // a target of two working hours is used up by two working hours, whatever was waited between
            if (used > 2 * 3_600_000) expect(clock.state).toBe('breached')
            if (used < 2 * 3_600_000) expect(clock.state).toBe('met')
          }
        },
      ),
    )
  })
})

const ids = ['x', 'y'] as const
const row = fc.record({
  serviceId: fc.constantFrom<string | null>('x', 'y', null),
  categoryId: fc.constantFrom<string | null>('x', 'y', null),
  orgId: fc.constantFrom<string | null>('x', 'y', null),
  type: fc.constantFrom<'fault' | 'request' | null>('fault', 'request', null),
})
const notEmpty = (c: Coverage) => Object.values(c).some((v) => v !== null)
const agreement = (i: number) =>
  fc
    .record({
      coverage: fc.array(row.filter(notEmpty), { maxLength: 3 }),
      groupIds: fc.subarray([...groups], { minLength: 1 }),
      grades: fc.subarray([...gradeNames], { minLength: 1 }),
      active: fc.boolean(),
    })
    .map((a): StoredAgreement => ({
      id: `${i}`,
      name: `${i}`,
      kind: 'ola',
      description: '',
      vendorOrgId: null,
      sameClockTime: false,
      isDefault: false,
      version: 1,
      pauseRules: [],
      escalations: [],
      active: a.active,
      coverage: a.coverage,
      groupIds: a.groupIds,
      bound: a.groupIds.map((groupId) => ({ groupId, distance: 0 })),
      targets: a.grades.map((grade) => ({
        grade,
        metric: 'ola',
        value: 1,
        unit: 'hours',
        calendarId: null,
        notBeforeMinutes: 0,
      })),
    }))
const covered: fc.Arbitrary<Covered> = fc.record({
  type: fc.constantFrom('fault' as const, 'request' as const),
  serviceId: fc.constantFrom<string | null>(...ids, null),
  categoryId: fc.constantFrom<string | null>(...ids, null),
  orgId: fc.constant(null),
  orgIds: fc.subarray([...ids]),
})

describe('the agreement of a stay', () => {
  it('is the same in whatever order agreements are read, when no two of them tie', () => {
    const some = fc.tuple(agreement(0), agreement(1), agreement(2), agreement(3))
    fc.assert(
      fc.property(some, covered, fc.constantFrom(...gradeNames), (all, ticket, grade) => {
        const saved: StoredAgreement[] = []
        for (const one of all) if (tiesOf(one, saved).length === 0) saved.push(one)
        for (const group of groups) {
          const chosen = chooseForStay(saved, 'ola', group, ticket, grade)
          expect(chooseForStay([...saved].reverse(), 'ola', group, ticket, grade)?.id).toBe(chosen?.id)
          if (!chosen) continue
          expect(chosen.active && chosen.groupIds.includes(group)).toBe(true)
          expect(chosen.targets.some((t) => t.grade === grade)).toBe(true)
        }
        expect(chooseForStay(saved, 'vendor', 'a', ticket, grade)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})
