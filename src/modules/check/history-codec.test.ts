import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  mergeSamples,
  packFigures,
  packSamples,
  unpackFigures,
  unpackSamples,
  type Sample,
} from './history-codec.ts'
import { Figures } from './history-figures.ts'

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 10),
  fc.constant(null),
)
const samples = fc
  .uniqueArray(fc.integer({ min: 0, max: 300_000 }), { maxLength: 60 })
  .chain((times) =>
    fc.tuple(
      ...times
        .sort((a, b) => a - b)
        .map((at): fc.Arbitrary<Sample> =>
          fc.record({ at: fc.constant(at), value, state: fc.integer({ min: 0, max: 3 }) }),
        ),
    ),
  )

describe('packed values', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(samples, (all) => {
        expect(unpackSamples(packSamples(all))).toEqual(all)
      }),
    )
  })

  it('of five minutes at ten seconds take about a hundred bytes', () => {
    const all = Array.from({ length: 30 }, (_, i) => ({ at: i * 10_000 + ((i * 7) % 5), value: (123 + ((i * 37) % 90)) / 10, state: 0 })) // prettier-ignore
    expect(packSamples(all).length).toBeLessThan(110)
  })

  it('are joined in the order of their time, the later word of a moment counting', () => {
    const one = (at: number, v: number) => ({ at, value: v, state: 0 })
    expect(mergeSamples([one(1, 1), one(5, 5)], [one(3, 3), one(5, 6)])).toEqual([
      one(1, 1),
      one(3, 3),
      one(5, 6),
    ])
  })

  it('that are cut off are refused', () => {
    const bytes = packSamples([{ at: 1, value: 0.1234567, state: 1 }])
    expect(() => unpackSamples(bytes.subarray(0, bytes.length - 3))).toThrow(RangeError)
  })
})

describe('figures of spans', () => {
  const figuresOf = (values: readonly (number | null)[]): Figures => {
    const f = new Figures()
    for (const v of values) f.add(v, v === null ? 2 : 0)
    return f
  }
  const lists = fc.array(fc.oneof(fc.double({ min: 0.01, max: 1e6, noNaN: true }), fc.constant(null)), {
    maxLength: 80,
  })

  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.integer({ min: 0, max: 23 }).map(String), lists, { maxKeys: 24 }),
        (all) => {
          const block = new Map(Object.entries(all).map(([at, values]) => [Number(at), figuresOf(values)]))
          const back = unpackFigures(packFigures(block))
          expect([...back.keys()].sort((a, b) => a - b)).toEqual([...block.keys()].sort((a, b) => a - b))
          for (const [at, f] of block) {
            const { sum, ...rest } = back.get(at)!
            const { sum: was, ...before } = f
            expect(rest).toEqual(before)
            expect(Math.abs(sum - was)).toBeLessThanOrEqual(Math.abs(was) * 1e-11)
          }
        },
      ),
    )
  })

  it('merge to those of all values, with percentiles right to 5 %', () => {
    fc.assert(
      fc.property(lists, lists, (a, b) => {
        const merged = figuresOf(a)
        merged.merge(figuresOf(b))
        const all = figuresOf([...a, ...b])
        expect([merged.n, merged.bad, merged.min, merged.max]).toEqual([all.n, all.bad, all.min, all.max])
        const sorted = [...a, ...b].filter((v) => v !== null).sort((x, y) => x - y)
        for (const share of [0.5, 0.95, 0.99]) {
          if (sorted.length === 0) continue
          const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!
          expect(Math.abs(merged.percentile(share) - exact)).toBeLessThanOrEqual(exact * 0.051)
        }
      }),
    )
  })
})
