import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as rules from './lifecycle.ts'
import {
  gates,
  kinds,
  levels,
  moves,
  outcomes,
  states,
  type Gate,
  type Move,
  type Outcome,
  type State,
} from './words.ts'

const at = (hours: number): Date => new Date(Date.UTC(2026, 10, 1) + hours * 3_600_000)
const span = fc
  .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 48 }))
  .map(([from, length]) => ({ startsAt: at(from), endsAt: at(from + length) }))
const ids = fc.subarray(['a', 'b', 'c', 'd'])
const planned = fc
  .record({ span, serviceIds: ids, personIds: ids })
  .map(({ span: s, ...rest }) => ({ ...s, ...rest }))
const route = fc.record({ kind: fc.constantFrom(...kinds), signed: fc.boolean(), again: fc.boolean() })
const step = fc.constantFrom<Move | Outcome>(...moves, ...outcomes)

/** Facts of a change that may begin and, once begun, be finished. */
const ready = (): rules.Facts => ({
  kind: 'normal',
  minutes: null,
  reason: 'r',
  services: 1,
  risk: 'low',
  impact: 'i',
  plan: 'p',
  backOut: 'b',
  testProof: 't',
  window: { startsAt: at(10), endsAt: at(12) },
  now: at(11),
  implementer: 'impl',
  second: 'second',
  openConflicts: 0,
  openFreezes: 0,
  approved: true,
  approvers: ['lead'],
  leaveOutside: false,
  editsConfig: true,
  files: [{ copied: true }],
  evidence: ['backup', 'state-before', 'state-after'],
  openTasks: 0,
  confirmed: true,
  ratified: null,
})

describe('the life of a change', () => {
  it('begins only after it was let through, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, route), { maxLength: 40 }), (tries) => {
        let state: State = 'draft'
        let through = false
        for (const [what, how] of tries) {
          if (!rules.isLegal(state, what)) {
            expect(() => rules.nextState(state, what, how)).toThrow()
            continue
          }
          const next = rules.nextState(state, what, how)
          if (next === 'scheduled') through = true
          if (next === 'draft') through = false
          if (next === 'in-progress') expect(through).toBe(true)
          if (rules.isUnderWay(next)) expect(rules.isLegal(next, 'edit')).toBe(false)
          state = next
        }
        expect(states).toContain(state)
        // what has ended stays ended
        if (!rules.isOpen(state))
          for (const what of [...moves, ...outcomes]) expect(rules.isLegal(state, what)).toBe(false)
      }),
    )
  })

  it('reaches every state, and from every open one an end', () => {
    const seen = new Set<State>(['draft'])
    const all = [...moves, ...outcomes]
    const routes = kinds.flatMap((kind) => [true, false].map((signed) => ({ kind, signed })))
    const after = (state: State): State[] =>
      all
        .filter((what) => rules.isLegal(state, what))
        .flatMap((what) => routes.map((r) => rules.nextState(state, what, r)))
    for (const state of seen) after(state).forEach((next) => seen.add(next))
    // of unauthorised changes `implemented` is the first
    expect([...seen].sort()).toEqual([...states].sort())
    for (const state of states) {
      const reach = new Set<State>([state])
      for (const one of reach) after(one).forEach((next) => reach.add(next))
      expect([...reach].some((one) => !rules.isOpen(one))).toBe(true)
    }
  })

  it('assesses normal changes only, and signs what its flow asks for', () => {
    expect(rules.nextState('draft', 'submit', { kind: 'normal', signed: false })).toBe('assessing')
    expect(rules.nextState('draft', 'submit', { kind: 'standard', signed: false })).toBe('scheduled')
    expect(rules.nextState('draft', 'submit', { kind: 'emergency', signed: true })).toBe('awaiting')
    expect(rules.nextState('returned', 'submit', { kind: 'normal', signed: true, again: true })).toBe(
      'awaiting',
    )
    expect(rules.nextState('assessing', 'assess', { kind: 'normal', signed: false })).toBe('scheduled')
  })
})

describe('gates', () => {
  it('name exactly what is missing before the start', () => {
    expect(rules.missing(ready(), 'start')).toEqual([])
    const broken: [Gate, Partial<rules.Facts>][] = [
      ['approval', { approved: false }],
      ['other-approver', { approvers: [] }],
      ['implementer', { implementer: null }],
      ['second', { second: null }],
      ['inside-window', { now: at(12) }],
      ['backup', { evidence: ['state-before'] }],
      ['state-before', { evidence: ['backup'] }],
      ['files-listed', { files: [] }],
      ['files-copied', { files: [{ copied: true }, { copied: false }] }],
      ['conflicts', { openConflicts: 1 }],
      ['freeze', { openFreezes: 1 }],
    ]
    fc.assert(
      fc.property(fc.subarray(broken), (some) => {
        // no files at all, and a file without its copy, exclude each other
        const wanted = some.filter(
          ([gate]) => gate !== 'files-listed' || !some.some(([g]) => g === 'files-copied'),
        )
        const merged = wanted.filter(
          ([gate]) => gate !== 'state-before' || !some.some(([g]) => g === 'backup'),
        )
        const facts = Object.assign(ready(), ...merged.map(([, patch]) => patch)) as rules.Facts
        expect(new Set(rules.missing(facts, 'start'))).toEqual(new Set(merged.map(([gate]) => gate)))
      }),
    )
  })

  it('hold for two people: they differ, and neither is the only one who said yes', () => {
    expect(rules.missing({ ...ready(), second: 'impl' }, 'start')).toEqual(['two-persons'])
    expect(rules.missing({ ...ready(), approvers: ['impl'] }, 'start')).toEqual(['other-approver'])
    expect(rules.missing({ ...ready(), approvers: ['impl', 'lead'] }, 'start')).toEqual([])
    // a flow that asks for nobody was decided by the unit
    expect(rules.missing({ ...ready(), approvers: null }, 'start')).toEqual([])
  })

  it('let the manager open the window, and emergencies pass freezes', () => {
    expect(rules.missing({ ...ready(), now: at(40), leaveOutside: true }, 'start')).toEqual([])
    expect(rules.missing({ ...ready(), kind: 'emergency', openFreezes: 2 }, 'start')).toEqual([])
    expect(rules.missing({ ...ready(), kind: 'emergency', testProof: '' }, 'submit')).toEqual([])
    expect(rules.missing({ ...ready(), testProof: ' ' }, 'submit')).toEqual(['test-proof'])
    expect(rules.missing({ ...ready(), minutes: 60 }, 'submit')).toEqual(['window-length'])
    expect(rules.missing({ ...ready(), kind: 'emergency', ratified: 'waiting' }, 'close')).toEqual([
      'ratified',
    ])
  })

  it('ask before finishing for tasks, state after and confirmation; of a failure for all but the tasks', () => {
    const undone = { ...ready(), openTasks: 2, confirmed: false, evidence: [] }
    expect(rules.missing(undone, 'finish')).toEqual(['tasks', 'state-after', 'confirmation'])
    expect(rules.missing(undone, 'back-out')).toEqual(['state-after', 'confirmation'])
    for (const before of ['submit', 'start', 'finish', 'close'] as const)
      for (const gate of rules.missing(undone, before)) expect(gates).toContain(gate)
  })
})

describe('risk and conflicts', () => {
  it('risk grows with impact and likelihood', () => {
    const rank = { low: 1, medium: 2, high: 3 }
    const level = fc.constantFrom(...levels)
    fc.assert(
      fc.property(level, level, level, (impact, one, other) => {
        const [less, more] = rank[one] <= rank[other] ? [one, other] : [other, one]
        expect(rank[rules.riskOf(impact, less)]).toBeLessThanOrEqual(rank[rules.riskOf(impact, more)])
        expect(rules.riskOf(impact, one)).toBe(rules.riskOf(one, impact))
      }),
    )
    expect(rules.flowOf('normal', rules.riskOf('high', 'medium'))).toBe('normal-high')
    expect(rules.flowOf('emergency', 'high')).toBe('emergency')
  })

  it('conflicts are mutual, need something in common, and end where windows end', () => {
    fc.assert(
      fc.property(planned, planned, (a, b) => {
        const found = rules.conflictsOf(a, b)
        expect(rules.conflictsOf(b, a)).toEqual(found)
        if (found.includes('service')) expect(a.serviceIds.some((id) => b.serviceIds.includes(id))).toBe(true)
        if (found.includes('people')) expect(rules.overlaps(a, b)).toBe(true)
      }),
    )
    const one = { startsAt: at(0), endsAt: at(2), serviceIds: ['a'], personIds: ['p'] }
    expect(rules.conflictsOf(one, { ...one, startsAt: at(2), endsAt: at(4), serviceIds: [] })).toEqual([])
    expect(rules.conflictsOf(one, { ...one, startsAt: at(2), endsAt: at(4) })).toEqual(['service'])
    expect(rules.conflictsOf(one, { ...one, startsAt: at(26), endsAt: at(28) })).toEqual([])
  })
})
