import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { same, settle } from './settle.ts'

const json = fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<unknown>
const settings = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c'),
    interval: fc.constantFrom(10, 60, 300),
    labels: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2')),
    spec: fc.dictionary(fc.constantFrom('host', 'port', 'path'), fc.constantFrom<unknown>('h', 1, null)),
  },
  { requiredKeys: ['spec'] },
)

describe('a check of a template', () => {
  it('follows the template where nobody changed it', () => {
    fc.assert(
      fc.property(settings, settings, (wanted, applied) => {
        const made = settle(wanted, applied, applied)
        expect(same(made.next, wanted)).toBe(true)
        expect(made.overridden).toEqual([])
      }),
    )
  })

  it('stays as it is while the template does not change', () => {
    fc.assert(
      fc.property(settings, settings, (template, current) => {
        expect(same(settle(template, template, current).next, current)).toBe(true)
      }),
    )
  })

  it('keeps what people changed and takes the rest, and says which is which', () => {
    const applied = { name: 'web', interval: 60, spec: { host: '10.0.0.1', port: 80 } }
    const current = { name: 'web', interval: 30, spec: { host: '10.0.0.1', port: 8080 } }
    const wanted = { name: 'web!', interval: 120, spec: { host: '10.0.0.2', port: 8080 } }
    expect(settle(wanted, applied, current)).toEqual({
      next: { name: 'web!', interval: 30, spec: { host: '10.0.0.2', port: 8080 } },
      // the port is what the template says by now
      overridden: ['interval'],
    })
  })

  it('is settled: applying once more changes nothing', () => {
    fc.assert(
      fc.property(settings, settings, settings, (wanted, applied, current) => {
        const once = settle(wanted, applied, current)
        const twice = settle(wanted, wanted, once.next)
        expect(same(twice.next, once.next)).toBe(true)
        expect(twice.overridden).toEqual(once.overridden)
      }),
    )
  })

  it('is compared whatever the order of keys and what is left out', () => {
    fc.assert(fc.property(json, (value) => same(value, JSON.parse(JSON.stringify(value)))))
    expect(same({ a: 1, b: undefined }, { a: 1 })).toBe(true)
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
  })
})
