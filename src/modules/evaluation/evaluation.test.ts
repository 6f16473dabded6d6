import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateFormula, factsOf, FormulaError, parseFormula, type Formula } from './formula.ts'
import { formsHinder, handInHinder, leadsTo, states } from './lifecycle.ts'
import { curveFault, effectiveWeights, gradeOf, pointsOfCases, pointsOn, round2, scoreOf } from './points.ts'
import type { Curve } from './rule-contract.ts'
import { dimensions } from './words.ts'

const value = (text: string, figures: Record<string, number | null> = {}) =>
  evaluateFormula(parseFormula(text), new Map(Object.entries(figures)))

/** Formulas with their text and what JavaScript says of them; numbers are small, so that both are exact. */
const tree: fc.Arbitrary<Formula> = fc.letrec<{ tree: Formula }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.record({ kind: fc.constant('number' as const), value: fc.nat(99) }),
    fc.record({ kind: fc.constant('fact' as const), key: fc.constantFrom('a.b', 'incident.major-faults') }),
    fc.record({ kind: fc.constant('negative' as const), of: tie('tree') }),
    fc.record({
      kind: fc.constant('binary' as const),
      op: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
      left: tie('tree'),
      right: tie('tree'),
    }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('min' as const, 'max' as const),
      args: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).tree
function print(one: Formula): string {
  if (one.kind === 'number') return String(one.value)
  if (one.kind === 'fact') return one.key
  if (one.kind === 'negative') return `-(${print(one.of)})`
  if (one.kind === 'binary') return `(${print(one.left)} ${one.op} ${print(one.right)})`
  return `${one.name}(${one.args.map(print).join(', ')})`
}

describe('formulas', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(tree, (one) => {
        expect(parseFormula(print(one))).toEqual(one)
      }),
    )
  })
  it('know precedence, and a minus in a key', () => {
    expect(value('1 + 2 * 3 - 4 / 2')).toBe(5)
    expect(value('2 - -3')).toBe(5)
    expect(value('(1 + 2) * 3')).toBe(9)
    expect(value('8 / 4 / 2')).toBe(1)
    expect(value('min(3, max(1, 2), 7)')).toBe(2)
    expect(
      value('incident.filed - incident.major-faults', { 'incident.filed': 9, 'incident.major-faults': 2 }),
    ).toBe(7)
    expect(factsOf(parseFormula('a.b / (a.b + c.d-e)'))).toEqual(['a.b', 'c.d-e'])
  })
  it('say nothing where a figure is missing or something is divided by nothing', () => {
    expect(value('a.b + 1', { 'a.b': null })).toBeNull()
    expect(value('max(a.b, 1)', { 'a.b': null })).toBeNull()
    expect(value('1 / a.b', { 'a.b': 0 })).toBeNull()
    expect(value('c.d')).toBeNull()
  })
  it('refuse everything else, naming the place', () => {
    const fails = (text: string) => {
      try {
        parseFormula(text)
        return null
      } catch (error) {
        return error instanceof FormulaError ? `${error.what} ${error.at}` : error
      }
    }
    expect(fails('')).toBe('end 1')
    expect(fails('1 +')).toBe('end 4')
    expect(fails('1 2')).toBe('symbol 3')
    expect(fails('process.exit()')).toBe('function 1')
    expect(fails('filed')).toBe('function 1')
    expect(fails('1 + $x')).toBe('symbol 5')
    expect(fails('pow(2, 3)')).toBe('function 1')
    expect(fails('('.repeat(200) + '1' + ')'.repeat(200))).toMatch(/^deep/)
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const said = fails(text)
        expect(said === null || typeof said === 'string').toBe(true)
      }),
    )
  })
})

const curve: fc.Arbitrary<Curve> = fc
  .record({
    shape: fc.constantFrom('linear' as const, 'steps' as const),
    direction: fc.constantFrom('higher' as const, 'lower' as const),
    ats: fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 8 }),
    points: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 8, maxLength: 8 }),
  })
  .map(({ shape, direction, ats, points }) => {
    const sorted = points.slice(0, ats.length).toSorted((a, b) => (direction === 'higher' ? a - b : b - a))
    const at = ats.toSorted((a, b) => a - b)
    return { shape, direction, points: at.map((one, i) => ({ at: one, points: sorted[i]! })) }
  })

describe('points of a curve', () => {
  it('lie between 0 and 100, go with the direction, and are what stands at a threshold', () => {
    fc.assert(
      fc.property(
        curve,
        fc.double({ min: -2000, max: 2000, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (c, at, more) => {
          expect(curveFault(c)).toBeNull()
          const [here, there] = [pointsOn(c, at), pointsOn(c, at + more)]
          expect(here).toBeGreaterThanOrEqual(0)
          expect(here).toBeLessThanOrEqual(100)
          expect(c.direction === 'higher' ? there >= here : there <= here).toBe(true)
          for (const one of c.points) expect(pointsOn(c, one.at)).toBe(one.points)
        },
      ),
    )
  })
  it('are taken between thresholds, or of the one that is reached', () => {
    const points = [
      { at: 60, points: 0 },
      { at: 85, points: 60 },
      { at: 98, points: 100 },
    ]
    const linear = { shape: 'linear', direction: 'higher', points } as const
    expect([50, 72.5, 85, 91.5, 100].map((one) => pointsOn(linear, one))).toEqual([0, 30, 60, 80, 100])
    const steps = { shape: 'steps', direction: 'higher', points } as const
    expect([50, 72.5, 85, 97.99, 98].map((one) => pointsOn(steps, one))).toEqual([0, 0, 60, 60, 100])
    const lower = {
      shape: 'steps',
      direction: 'lower',
      points: [
        { at: 2, points: 100 },
        { at: 10, points: 60 },
      ],
    } satisfies Parameters<typeof pointsOn>[0]
    expect([0, 2, 2.01, 10, 11].map((one) => pointsOn(lower, one))).toEqual([100, 100, 60, 60, 0])
  })
  it('must go with the direction', () => {
    const points = [
      { at: 1, points: 10 },
      { at: 2, points: 5 },
    ]
    expect(curveFault({ shape: 'linear', direction: 'higher', points })).toBe('direction')
    expect(curveFault({ shape: 'linear', direction: 'lower', points })).toBeNull()
    expect(curveFault({ shape: 'linear', direction: 'lower', points: [points[0]!, points[0]!] })).toBe(
      'twice',
    )
  })
})

const items = fc
  .array(
    fc.record({
      dimension: fc.constantFrom(...dimensions),
      weight: fc.integer({ min: 1, max: 40 }),
      points: fc.option(fc.integer({ min: 0, max: 100 })),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((list) => list.map((one, i) => ({ ...one, id: String(i) })))

describe('a score', () => {
  it('shares the weight of what cannot be scored: first within its dimension, and always 100 in all', () => {
    fc.assert(
      fc.property(items, (list) => {
        const weights = effectiveWeights(list)
        const scored = list.filter((one) => one.points !== null)
        expect([...weights.keys()].sort()).toEqual(scored.map((one) => one.id).sort())
        if (scored.length === 0) return
        expect([...weights.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(100, 8)
        const total = list.reduce((all, one) => all + one.weight, 0)
        if (scored.length === list.length)
          for (const one of list) expect(weights.get(one.id)).toBeCloseTo((one.weight / total) * 100, 8)
      }),
    )
  })
  it('never gives points for nothing, and stays between 0 and 100', () => {
    fc.assert(
      fc.property(
        items,
        fc.array(fc.integer({ min: -60, max: 20 }), { maxLength: 4 }),
        (list, adjustments) => {
          const total = scoreOf(list, adjustments)
          const given = list.flatMap((one) => (one.points === null ? [] : [one.points]))
          if (given.length === 0) return void expect(total).toBeNull()
          expect(total!.base).toBeGreaterThanOrEqual(Math.min(...given) - 0.01)
          expect(total!.base).toBeLessThanOrEqual(Math.max(...given) + 0.01)
          expect(total!.score).toBeGreaterThanOrEqual(0)
          expect(total!.score).toBeLessThanOrEqual(100)
        },
      ),
    )
    const list = [
      { id: 'a', dimension: 'planning' as const, weight: 20, points: 90 },
      { id: 'b', dimension: 'delivery' as const, weight: 30, points: 60 },
      { id: 'c', dimension: 'delivery' as const, weight: 50, points: null },
    ]
    // b carries the 80 of its dimension: 0.2 × 90 + 0.8 × 60
    expect(scoreOf(list, [-5, 2])).toMatchObject({ base: 66, score: 63 })
  })
  it('rounds halves away from zero, and bounds deductions', () => {
    expect([1.005, 66.665, -1.005, 0.1 + 0.2].map(round2)).toEqual([1.01, 66.67, -1.01, 0.3])
    expect(pointsOfCases({ sign: 'deduct', perCase: 2, cap: 10 }, 3)).toBe(-6)
    expect(pointsOfCases({ sign: 'deduct', perCase: 2, cap: 10 }, 30)).toBe(-10)
    expect(Object.is(pointsOfCases({ sign: 'deduct', perCase: 2, cap: 10 }, 0), 0)).toBe(true)
    expect(pointsOfCases({ sign: 'bonus', perCase: 2, cap: 5 }, 3)).toBe(5)
  })
  it('has the grade whose lowest score it reaches', () => {
    const grades = [90, 75, 60, 0].map((from) => ({ name: String(from), from }))
    expect([100, 90, 89.99, 75, 74.99, 60, 59.99, 0].map((one) => gradeOf(grades, one))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3,
    ])
  })
})

describe('the course of an evaluation', () => {
  it('never leaves a closed state but to be published', () => {
    for (const way of ['start', 'compute', 'back', 'announce', 'submit', 'publish', 'cancel'] as const)
      for (const from of ['published', 'cancelled', 'approving'] as const)
        expect(leadsTo(way, from)).toBeNull()
    expect(states.filter((one) => leadsTo('publish', one) !== null)).toEqual(['approved'])
  })
  it('waits for forms and objections within their time', () => {
    const [before, due, after] = [new Date(1), new Date(2), new Date(3)]
    expect(formsHinder([{ state: 'open' }, { state: 'handed-in' }], due, before)).toEqual({ open: 1 })
    expect(formsHinder([{ state: 'open' }], due, after)).toBeNull()
    expect(formsHinder([{ state: 'handed-in' }], due, before)).toBeNull()
    const at = { objectionDue: due, acceptedAt: null, openObjections: 0, now: before }
    expect(handInHinder(at)).toBe('objection_time')
    expect(handInHinder({ ...at, acceptedAt: before })).toBeNull()
    expect(handInHinder({ ...at, now: due })).toBeNull()
    expect(handInHinder({ ...at, now: after, openObjections: 1 })).toBe('objection_open')
  })
})
