import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { missing } from './lifecycle.ts'
import { itemKeys } from './words.ts'

describe('the go-live gate', () => {
  it('opens when every item is confirmed and a change was let through, and names exactly what is missing before', () => {
    const item = fc.record({ recorded: fc.boolean(), confirmed: fc.boolean() })
    const items = fc.tuple(...itemKeys.map(() => item))
    const changes = fc.array(
      fc.constantFrom('draft', 'awaiting', 'cancelled', 'failed', 'scheduled', 'closed'),
    )
    fc.assert(
      fc.property(items, changes, (given, changeStates) => {
        const facts = {
          items: itemKeys.flatMap((key, i) =>
            given[i]!.recorded ? [{ key, confirmed: given[i]!.confirmed }] : [],
          ),
          changeStates,
        }
        const gaps = missing(facts)
        const through = changeStates.some((state) => state === 'scheduled' || state === 'closed')
        expect(gaps.some((gap) => gap.what === 'change')).toBe(!through)
        itemKeys.forEach((key, i) => {
          const { recorded, confirmed } = given[i]!
          const gap = gaps.find((one) => one.what !== 'change' && one.key === key)
          expect(gap?.what).toBe(recorded ? (confirmed ? undefined : 'confirmation') : 'item')
        })
      }),
    )
  })
})
