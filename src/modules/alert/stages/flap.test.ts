import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { KnownAlert } from '../fold.ts'
import { flapOf } from './flap.ts'

const setting = { flapMinutes: 30, flapHigh: 8, flapLow: 2 }
const at = (second: number): Date => new Date(1_700_000_000_000 + second * 1000)

it('enters at the upper bound, leaves at the lower one, and says when that will be', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 80 }), (steps) => {
      let known: Pick<KnownAlert, 'changes' | 'quiet'> = { changes: [], quiet: null }
      const all: Date[] = []
      let second = 0
      for (const step of steps) {
        second += step
        all.push(at(second))
        const flap = flapOf({ known: known as KnownAlert, flips: [at(second)], lastAt: at(second) }, setting)
        const within = all.filter((one) => one.getTime() > at(second).getTime() - 1_800_000).length
        const did = known.quiet === 'flapping'
        expect(flap.flaps).toBe(
          did ? (within > setting.flapLow ? 'stays' : 'no') : within >= setting.flapHigh ? 'enters' : 'no',
        )
        if (flap.until) {
          const left = all.filter((one) => one.getTime() > flap.until!.getTime() - 1_800_000).length
          expect(left).toBeLessThanOrEqual(setting.flapLow)
          expect(flap.until.getTime()).toBeGreaterThan(at(second).getTime())
        }
        known = { changes: flap.changes, quiet: flap.flaps === 'no' ? null : 'flapping' }
      }
    }),
  )
})
