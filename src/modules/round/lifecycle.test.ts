import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  consequences,
  entryResults,
  judge,
  may,
  misfit,
  missing,
  moves,
  photoRules,
  states,
  type ItemShape,
  type State,
} from './lifecycle.ts'

const shape = (more: Partial<ItemShape>): ItemShape => ({
  ...{ kind: 'number', low: null, high: null, choices: [], normal: [] },
  ...more,
})

describe('a reading', () => {
  it('is normal within its bounds, both included, and abnormal outside of them', () => {
    const bound = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { nil: null })
    fc.assert(
      fc.property(bound, bound, fc.double({ min: -2e6, max: 2e6, noNaN: true }), (a, b, number) => {
        const [low, high] = a !== null && b !== null && a > b ? [b, a] : [a, b]
        const inside = (low === null || number >= low) && (high === null || number <= high)
        expect(judge(shape({ low, high }), { number, text: null })).toBe(inside ? 'normal' : 'abnormal')
        if (low !== null) expect(judge(shape({ low, high }), { number: low, text: null })).toBe('normal')
      }),
    )
  })

  it('of a choice is one of them; yes is normal; a text decides nothing', () => {
    const lamp = shape({ kind: 'choice', choices: ['绿', '黄', '红'], normal: ['绿'] })
    expect(['绿', '黄', '红'].map((text) => judge(lamp, { number: null, text }))).toEqual([
      'normal',
      'abnormal',
      'abnormal',
    ])
    expect(misfit(lamp, { number: null, text: '蓝' })).toBe('choice')
    expect(misfit(lamp, { number: 1, text: null })).toBe('choice')
    const yesNo = shape({ kind: 'yes-no' })
    expect(judge(yesNo, { number: null, text: 'yes' })).toBe('normal')
    expect(judge(yesNo, { number: null, text: 'no' })).toBe('abnormal')
    expect(misfit(yesNo, { number: null, text: 'perhaps' })).toBe('choice')
    expect(judge(shape({ kind: 'text' }), { number: null, text: '有灰' })).toBe('undecided')
    expect(misfit(shape({}), { number: null, text: '23' })).toBe('number')
    expect(misfit(shape({}), { number: null, text: null })).toBe('number')
  })

  it('needs what its item says before the round ends', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...entryResults, null),
        fc.constantFrom(...photoRules),
        fc.constantFrom(...consequences),
        fc.integer({ min: 0, max: 2 }),
        fc.option(fc.constant('已通知'), { nil: null }),
        (result, photo, onAbnormal, photos, note) => {
          const open = missing({ result, photo, onAbnormal, photos, note })
          if (result === null) expect(open).toBe('reading')
          if (result === 'skipped') expect(open).toBeUndefined()
          if (result === 'abnormal') expect(open === 'note').toBe(note === null)
          if (open === 'photo') expect(photos).toBe(0)
          if (open === undefined && result !== 'skipped' && photo === 'always')
            expect(photos).toBeGreaterThan(0)
        },
      ),
    )
  })
})

it('a round that ended moves no more, and every other state leads to an end', () => {
  const ends: State[] = ['done', 'skipped']
  for (const state of states) expect(moves.some((move) => may(move, state))).toBe(!ends.includes(state))
  expect(may('start', 'missed')).toBe(true)
})
