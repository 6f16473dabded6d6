import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byHealth, healthOf, pageAt } from './lifecycle.ts'
import { healths } from './words.ts'

describe('pages of the wall', () => {
  it('show every row once a round, and never more than fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: -5, max: 1000 }),
        (rows, size, start) => {
          const { pages } = pageAt(rows, size, start)
          const round = Array.from({ length: pages }, (_, i) => pageAt(rows, size, i))
          expect(round.flatMap((one) => one.rows)).toEqual(rows)
          const now = pageAt(rows, size, start)
          expect(now.rows.length).toBeLessThanOrEqual(size)
          expect(now.page).toBeGreaterThanOrEqual(0)
          expect(now.page).toBeLessThan(pages)
          // something to show whenever there is something
          expect(now.rows.length > 0).toBe(rows.length > 0)
          expect(pageAt(rows, size, start + pages)).toEqual(now)
        },
      ),
    )
  })
})

describe('how a system does', () => {
  const well = { alerts: { critical: 0, warning: 0 }, faults: { open: 0, priority: null, major: false } }
  it('goes by the worst of what is known', () => {
    expect(healthOf({ state: 'ok', ...well })).toBe('ok')
    expect(healthOf({ state: null, ...well })).toBe('unwatched')
    expect(healthOf({ state: 'pending', ...well })).toBe('unwatched')
    expect(healthOf({ state: 'unreachable', ...well })).toBe('degraded')
    expect(healthOf({ state: 'critical', ...well })).toBe('down')
    expect(healthOf({ ...well, state: 'ok', alerts: { critical: 0, warning: 1 } })).toBe('degraded')
    expect(healthOf({ ...well, state: 'ok', faults: { open: 2, priority: 3, major: false } })).toBe('ok')
    expect(healthOf({ ...well, state: 'ok', faults: { open: 1, priority: 2, major: false } })).toBe(
      'degraded',
    )
    expect(healthOf({ ...well, state: null, faults: { open: 1, priority: 4, major: true } })).toBe('down')
    expect(healthOf({ state: 'ok', alerts: null, faults: null })).toBe('ok')
  })

  it('is ordered the worst first, the unwatched last', () => {
    const rows = healths.map((health) => ({ health, name: '一' })).toSorted(byHealth)
    expect(rows.map((one) => one.health)).toEqual(['down', 'degraded', 'ok', 'unwatched'])
  })
})
