import fc from 'fast-check'
import { isIP, BlockList } from 'node:net'
import { describe, expect, it } from 'vitest'
import { expandRanges, maxAddresses } from './range-contract.ts'

const all = (...entries: string[]) => {
  const found = expandRanges(entries)
  if (found.problem) throw new Error(found.problem)
  return found.addresses
}

describe('ranges', () => {
  it('are expanded once each', () => {
    expect(all('10.1.0.0/30', '10.1.0.2', ' 10.1.0.9-10 ', '10.1.0.254 - 10.1.1.1')).toEqual([
      '10.1.0.1',
      '10.1.0.2',
      '10.1.0.9',
      '10.1.0.10',
      '10.1.0.254',
      '10.1.0.255',
      '10.1.1.0',
      '10.1.1.1',
    ])
    expect(all('10.1.0.5/31')).toEqual(['10.1.0.4', '10.1.0.5'])
    expect(all('2001:DB8:0::1', '2001:db8::4/127')).toEqual(['2001:db8::1', '2001:db8::4', '2001:db8::5'])
  })

  it.each([
    '10.1.0',
    '10.1.0.256',
    '010.1.0.1',
    '10.1.0.1/33',
    '10.1.0.9-3',
    ':::',
    '1::2::3',
    '2001:db8::/129',
    '10.0.0.1-x',
  ])('refuse %s', (entry) => expect(expandRanges([entry]).problem).toBe('bad_range'))

  it('lie in their network, and are never too many', () => {
    const octet = fc.integer({ min: 1, max: 223 })
    fc.assert(
      fc.property(octet, octet, octet, fc.integer({ min: 8, max: 32 }), (a, b, c, bits) => {
        const found = expandRanges([`${a}.${b}.${c}.7/${bits}`])
        if (found.problem) {
          expect(bits).toBeLessThan(20)
          return
        }
        const network = new BlockList()
        network.addSubnet(`${a}.${b}.${c}.7`, bits)
        expect(found.addresses.length).toBeLessThanOrEqual(maxAddresses)
        for (const address of found.addresses.slice(0, 20)) {
          expect(isIP(address)).toBe(4)
          expect(network.check(address)).toBe(true)
        }
      }),
    )
  })
})
