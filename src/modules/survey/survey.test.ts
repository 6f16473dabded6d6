import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cohortsOf, draw, showable } from './cohort.ts'
import { answerTroubles, filled, questionTroubles, unhappyWith, type Question } from './form-contract.ts'
import { overall, tally } from './tally.ts'

const base = { required: true, options: [], rows: [] }
const grade: Question = { ...base, key: 'a', type: 'grade', label: '总体' }
const nps: Question = { ...base, key: 'b', type: 'nps', label: '推荐' }
const matrix: Question = {
  ...base,
  key: 'c',
  type: 'matrix',
  label: '各系统',
  rows: [
    { key: 'r1', label: '办公', serviceId: null },
    { key: 'r2', label: '门户', serviceId: null },
  ],
}
const many: Question = {
  ...base,
  key: 'd',
  type: 'multiple',
  label: '渠道',
  required: false,
  options: [
    { key: 'o1', label: '电话' },
    { key: 'o2', label: '门户' },
  ],
}
const questions = [grade, nps, matrix, many]
const sheet = fc.record({
  a: fc.integer({ min: 1, max: 5 }),
  b: fc.integer({ min: 0, max: 10 }),
  c: fc.record({ r1: fc.integer({ min: 1, max: 5 }), r2: fc.integer({ min: 1, max: 5 }) }),
  d: fc.subarray(['o1', 'o2']),
})

/** A tree of orgs as child → parent, and people somewhere in it. */
const tree = fc
  .array(fc.nat(), { minLength: 1, maxLength: 15 })
  .map((picks) => new Map(picks.map((pick, at) => [`o${at}`, at === 0 ? null : `o${pick % at}`])))
const city = tree.chain((parents) =>
  fc
    .array(fc.constantFrom(...parents.keys()), { minLength: 1, maxLength: 60 })
    .map((orgs) => ({ parents, people: orgs.map((orgId, at) => ({ personId: `p${at}`, orgId })) })),
)

describe('cohorts', () => {
  it('stand for enough people each, and so do those who are in none', () => {
    fc.assert(
      fc.property(city, fc.integer({ min: 3, max: 10 }), ({ parents, people }, least) => {
        const of = cohortsOf(people, parents, least)
        expect(of.size).toBe(people.length)
        const sizes = new Map<string | null, number>()
        for (const cohort of of.values()) sizes.set(cohort, (sizes.get(cohort) ?? 0) + 1)
        if (people.length >= least) for (const n of sizes.values()) expect(n).toBeGreaterThanOrEqual(least)
        else expect([...sizes.keys()]).toEqual([null])
        for (const { personId, orgId } of people) {
          const cohort = of.get(personId)
          const above: (string | null)[] = [null]
          for (let at: string | null = orgId; at !== null; at = parents.get(at) ?? null) above.push(at)
          expect(above).toContain(cohort)
        }
      }),
    )
  })

  it('are shown so that neither they nor the remainder are too few', () => {
    const groups = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 10 })
    fc.assert(
      fc.property(groups, fc.integer({ min: 3, max: 8 }), (sizes, least) => {
        const all = sizes.map((n, at) => ({ key: String(at), n }))
        const shown = showable(all, least)
        const rest = all.filter((one) => !shown.has(one.key)).reduce((sum, one) => sum + one.n, 0)
        for (const one of all) if (shown.has(one.key)) expect(one.n).toBeGreaterThanOrEqual(least)
        if (shown.size > 0) expect(rest === 0 || rest >= least).toBe(true)
      }),
    )
  })

  it('are drawn by chance: as many as wished, each once, any of them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { maxLength: 50 }), fc.nat(60), (all, size) => {
        const drawn = draw(all, size)
        expect(drawn.length).toBe(Math.min(size, all.length))
        expect(new Set(drawn).size).toBe(drawn.length)
        expect(drawn.every((one) => all.includes(one))).toBe(true)
      }),
    )
    const seen = [0, 0, 0, 0]
    for (let n = 0; n < 4000; n++) for (const one of draw([0, 1, 2, 3], 2)) seen[one]!++
    for (const n of seen) expect(Math.abs(n - 2000)).toBeLessThan(250)
  })
})

describe('a questionnaire', () => {
  it('takes every sheet that fits, and counts each answer once', () => {
    fc.assert(
      fc.property(fc.array(sheet, { maxLength: 30 }), (sheets) => {
        for (const one of sheets) expect(answerTroubles(questions, filled(one))).toEqual([])
        const tallies = tally(questions, sheets.map(filled))
        expect(tallies.map((one) => one.row)).toEqual([null, null, 'r1', 'r2', null])
        for (const one of tallies.slice(0, 4)) {
          expect(one.n).toBe(sheets.length)
          expect(one.counts.reduce((sum, c) => sum + c.n, 0)).toBe(sheets.length)
        }
        expect(tallies[0]!.satisfied).toBe(sheets.filter((one) => one.a >= 3).length)
        const { n, satisfied } = overall(tallies)
        expect(n).toBe(3 * sheets.length)
        expect(satisfied).toBe(sheets.flatMap((s) => [s.a, s.c.r1, s.c.r2]).filter((g) => g >= 3).length)
      }),
    )
  })

  it('says which answer is wrong', () => {
    const of = (answers: Record<string, unknown>) =>
      answerTroubles(questions, answers as never).map((one) => `${one.field} ${one.code}`)
    expect(of({ a: 6, b: 11, c: { r1: 3 }, d: ['o1', 'o1'], e: 1 })).toEqual([
      'answers.e unknown',
      'answers.a misfit',
      'answers.b misfit',
      'answers.c required',
      'answers.d misfit',
    ])
    expect(of({ a: '5', b: 0, c: { r1: 3, r9: 1 } })).toEqual(['answers.a misfit', 'answers.c misfit'])
    expect(of({ b: 5, c: { r1: 1, r2: 2 } })).toEqual(['answers.a required'])
    expect(unhappyWith(questions, { a: 2, c: { r1: 3, r2: 1 } })).toEqual(['总体', '门户'])
  })

  it('says which question is wrong', () => {
    const one = { ...many, options: many.options.slice(0, 1) }
    expect(questionTroubles([grade, grade, one, { ...matrix, key: 'x', rows: [] }])).toEqual([
      { field: 'questions.1.key', code: 'twice' },
      { field: 'questions.2.options', code: 'options' },
      { field: 'questions.3.rows', code: 'rows' },
    ])
  })
})
