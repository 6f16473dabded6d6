import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueOn, nextStep, occasionsOf, steps } from './lifecycle.ts'

const minute = 60_000

describe('the chase of a zero report', () => {
  it('leaves out nothing but a reminder whose time has gone', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 0, max: 5 }), (minutes, n) => {
        const dueAt = new Date('2026-10-01T09:00:00Z')
        const now = new Date(dueAt.getTime() + minutes * minute)
        const next = nextStep(dueAt, now, n)
        const passed = n === 0 && minutes >= steps[0].after
        expect(next?.n).toBe(passed ? 1 : n < steps.length ? n : undefined)
        if (next) expect(next.at.getTime() - dueAt.getTime()).toBe(steps[next.n]!.after * minute)
      }),
    )
  })
})

describe('what is owed', () => {
  it('is owed on holidays by those who report on them, and in periods by all; the earliest time counts', () => {
    const one = { name: '两会保障', reportBy: '16:00' }
    const two = { name: '防汛', reportBy: null }
    expect(occasionsOf({ holidays: true }, { holiday: '国庆节', periods: [] })).toEqual(['国庆节'])
    expect(occasionsOf({ holidays: false }, { holiday: '国庆节', periods: [] })).toEqual([])
    expect(occasionsOf({ holidays: false }, { holiday: '国庆节', periods: [one] })).toEqual(['两会保障'])
    expect(dueOn({ due: '17:00' }, [two])).toBe('17:00')
    expect(dueOn({ due: '15:00' }, [one, two])).toBe('16:00')
  })
})
