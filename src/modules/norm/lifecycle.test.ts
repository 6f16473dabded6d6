import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clauseState, combine, count, trend, type Facts } from './lifecycle.ts'
import { statuses } from './words.ts'

const status = fc.constantFrom(...statuses)
const rule = fc.record({ status, part: fc.boolean() })
const facts: fc.Arbitrary<Facts> = fc.record({
  asked: fc.boolean(),
  exempt: fc.boolean(),
  rules: fc.array(rule, { maxLength: 4 }),
  proof: fc.constantFrom('conforms' as const, 'partly' as const, 'expired' as const, null),
  doubt: fc.boolean(),
})

describe('several rules', () => {
  it('say the worst that was judged, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(status, { minLength: 1 }), (all) => {
        const said = combine(all)
        expect(combine([...all].reverse())).toBe(said)
        if (all.includes('error')) expect(said).toBe('error')
        else if (all.includes('fails')) expect(said).toBe('fails')
        if (said === 'conforms')
          expect(all.every((one) => ['conforms', 'no-case', 'not-applicable'].includes(one))).toBe(true)
      }),
    )
  })
})

describe('a clause', () => {
  it('never conforms past a failed rule, an error, or a doubt about the audit', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { status: now, source } = clauseState(given)
        expect(source === 'exemption').toBe(given.exempt)
        if (given.exempt) return
        const bad = given.rules.some((one) => ['fails', 'error', 'partly'].includes(one.status))
        if (bad) expect(now).not.toBe('conforms')
        if (now === 'conforms' && source !== 'proof') expect(given.doubt).toBe(false)
        // nothing is proved by nothing
        if (given.rules.length === 0 && (given.proof === null || given.proof === 'expired'))
          expect(now).toBe('not-measurable')
      }),
    )
  })
  const one = (given: Partial<Facts>) =>
    clauseState({ asked: true, exempt: false, rules: [], proof: null, doubt: false, ...given })
  it('of which a rule proves a part needs the rest by hand', () => {
    const rules = [{ status: 'conforms' as const, part: true }]
    expect(one({ rules })).toEqual({ status: 'partly', source: 'unproved' })
    expect(one({ rules, proof: 'conforms' })).toEqual({ status: 'conforms', source: 'both' })
    expect(one({ rules, proof: 'expired' })).toEqual({ status: 'partly', source: 'expired' })
  })
  it('without a module is counted as such, and can be proved by hand for a time', () => {
    expect(one({})).toEqual({ status: 'not-measurable', source: 'no-module' })
    expect(one({ asked: false })).toEqual({ status: 'not-measurable', source: 'nothing-asked' })
    expect(one({ proof: 'partly' })).toEqual({ status: 'partly', source: 'proof' })
    expect(one({ proof: 'expired' })).toEqual({ status: 'not-measurable', source: 'expired' })
  })
})

it('got worse only from one judgement to another', () => {
  expect([trend('conforms', 'partly'), trend('fails', 'conforms'), trend('fails', 'error')]).toEqual([
    -1, 1, -1,
  ])
  expect([trend('no-case', 'fails'), trend(null, 'fails'), trend('partly', 'partly')]).toEqual([0, 0, 0])
  expect(count(['conforms', 'fails', 'fails', null])).toEqual({ conforms: 1, fails: 2 })
})
