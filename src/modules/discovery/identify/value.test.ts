import fc from 'fast-check'
import { isIP } from 'node:net'
import { describe, expect, it } from 'vitest'
import { Tables } from './tables.ts'
import { identify } from './identify.ts'
import { Inventory } from '../inventory-contract.ts'
import { decodeAddress, decodeMac, decodeText, type Value } from '#kernel/snmp/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('octet strings', () => {
  it('are read as UTF-8, GBK or Latin-1, without their padding', () => {
    expect(decodeText(bytes('核心交换机'))).toBe('核心交换机')
    expect(decodeText(bytes('核心').subarray(0, 5))).toBe('核')
    expect(decodeText(Uint8Array.of(0xba, 0xcb, 0xd0, 0xc4, 0xbd, 0xbb, 0xbb, 0xbb))).toBe('核心交换')
    expect(decodeText(bytes('eth0\0\0'))).toBe('eth0')
    expect(decodeText(bytes('  up \r\n'))).toBe('up')
    expect(decodeText(Uint8Array.of(1, 2, 3))).toBe('0x010203')
  })

  it('never holds what a database or a page cannot', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        expect(decodeText(octets)).not.toMatch(/[\u0000-\u0008\u000e-\u001f\ud800-\udfff]/u)
      }),
    )
  })

  it('reads hardware addresses in every spelling', () => {
    const mac = '00:1A:2B:3C:4D:5E'
    for (const said of ['00:1a:2b:3c:4d:5e', '00-1A-2B-3C-4D-5E', '001a.2b3c.4d5e', '001A2B3C4D5E'])
      expect(decodeMac(bytes(said))).toBe(mac)
    expect(decodeMac(Uint8Array.of(0, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e))).toBe(mac)
    expect(decodeMac(new Uint8Array())).toBeNull()
  })

  it('writes addresses as RFC 5952 does', () => {
    expect(decodeAddress([32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1])).toBe('2001:db8::1:0:1')
    expect(decodeAddress(new Uint8Array(16))).toBe('::')
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (octets) => {
        const text = decodeAddress(octets)!
        expect(isIP(text)).toBe(6)
        // the platform's own way of writing it
        expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`)
      }),
    )
  })
})

describe('an inventory', () => {
  const columns = [
    '1.3.6.1.2.1.1.1',
    '1.3.6.1.2.1.1.2',
    '1.3.6.1.2.1.1.3',
    '1.3.6.1.2.1.2.2.1.2',
    '1.3.6.1.2.1.2.2.1.5',
    '1.3.6.1.2.1.2.2.1.6',
    '1.3.6.1.2.1.4.20.1.1',
    '1.3.6.1.2.1.4.34.1.3',
    '1.3.6.1.2.1.4.34.1.5',
    '1.3.6.1.2.1.47.1.1.1.1.5',
    '1.3.6.1.2.1.47.1.1.1.1.13',
    '1.0.8802.1.1.2.1.4.1.1.5',
    '1.0.8802.1.1.2.1.4.1.1.7',
    '1.0.8802.1.1.2.1.4.2.1.3',
    '1.3.6.1.2.1.25.2.3.1.3',
    '1.3.6.1.2.1.25.2.3.1.5',
    '1.3.6.1.4.1.318.1.1.12.1.5',
  ]
  const value: fc.Arbitrary<Value> = fc.oneof(
    fc.record({ kind: fc.constant('number' as const), value: fc.integer() }),
    fc.record({ kind: fc.constant('octets' as const), value: fc.uint8Array({ maxLength: 20 }) }),
    fc.record({
      kind: fc.constant('oid' as const),
      value: fc.constantFrom('0.0', '1.3.6.1.4.1.9.1.1', '1.3.6.1.4.1.318.1'),
    }),
    fc.record({ kind: fc.constant('address' as const), value: fc.constantFrom('10.0.0.1', '255.255.0.255') }),
  )
  const index = fc.array(fc.nat(300), { minLength: 1, maxLength: 20 }).map((parts) => parts.join('.'))

  it('comes of any nonsense, in its shape', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...columns), index, value), { maxLength: 60 }),
        (rows) => {
          const tables = new Tables()
          for (const [column, at, one] of rows) tables.add(column, at, one)
          const inventory = identify(tables)
          expect(Inventory.parse(inventory)).toEqual(inventory)
        },
      ),
      { numRuns: 300 },
    )
  })
})
