import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blankCommunity } from '../listen/intake.ts'
import { Unreadable } from '../occurrence.ts'
import { presetOf, samples } from '../presets-contract.ts'
import { notification, trapV1 } from '../testing/packets.ts'
import { judge } from '../understand.ts'
import { decodeNotification } from './decode.ts'
import { lineOf, trapFields } from './fields.ts'

const port = '1.3.6.1.2.1.2.2.1'
const link = [
  [`${port}.1.24`, { integer: 24 }],
  [`${port}.2.24`, { text: 'GigabitEthernet1/0/24' }],
] as const

describe('notifications', () => {
  it('of v2c are read', () => {
    const read = decodeNotification(notification({ variables: link, community: 'geheim' }))
    expect(read).toMatchObject({
      version: 'v2c',
      community: 'geheim',
      kind: 'trap',
      trapOid: '1.3.6.1.6.3.1.1.5.3',
      uptime: '12345',
      response: null,
      varbinds: [
        { oid: `${port}.1.24`, value: '24' },
        { oid: `${port}.2.24`, value: 'GigabitEthernet1/0/24' },
      ],
    })
    expect(lineOf(read)).toBe('linkDown ifIndex.24=24 ifDescr.24=GigabitEthernet1/0/24')
  })

  it('of v1 become what RFC 3584 says', () => {
    expect(decodeNotification(trapV1(2, 0)).trapOid).toBe('1.3.6.1.6.3.1.1.5.3')
    const own = decodeNotification(trapV1(6, 17))
    expect([own.trapOid, own.agent, own.enterprise]).toEqual([
      '1.3.6.1.4.1.9.1.1.0.17',
      '10.1.2.3',
      '1.3.6.1.4.1.9.1.1',
    ])
    expect(trapFields(own, '10.9.9.9')('host')).toBe('10.1.2.3')
  })

  it('that want an answer say which: themselves as a response', () => {
    const packet = notification({ inform: true, id: 99, variables: link })
    const { response, requestId } = decodeNotification(packet)
    expect(requestId).toBe('99')
    const differing = [...response!.keys()].filter((n) => response![n] !== packet[n])
    expect(differing.map((n) => [packet[n], response![n]])).toEqual([[0xa6, 0xa2]])
  })

  it('have text in the encodings of devices, and hex where it is none', () => {
    const value = (text: Uint8Array): string =>
      decodeNotification(notification({ variables: [['1.3.6.1.2.1.1.5.0', { text }]] })).varbinds[0]!.value
    expect(value(Buffer.from('交换机'))).toBe('交换机')
    expect(value(Buffer.from([0xbd, 0xbb, 0xbb, 0xbb, 0xbb, 0xfa]))).toBe('交换机')
    expect(value(Buffer.from([0, 26, 43, 60, 77, 1]))).toBe('001a2b3c4d01')
  })

  it('become alerts by the rules that ship, with what ends them', () => {
    const spec = presetOf('trap')
    if (spec.kind !== 'trap') throw new Error('kind')
    const of = (packet: Buffer) =>
      judge(spec.rules, trapFields(decodeNotification(packet), '10.0.0.1'), null, 0)
    const down = of(Buffer.from(samples.trap, 'hex')).occurrence!
    expect(down).toMatchObject({
      status: 'firing',
      name: '端口断开 GigabitEthernet1/0/24',
      labels: { host: '10.0.0.1', ifIndex: '24' },
    })
    const up = of(notification({ trap: '1.3.6.1.6.3.1.1.5.4', variables: link })).occurrence!
    expect([up.status, up.ref]).toEqual(['resolved', down.ref])
  })

  it('are kept without their community', () => {
    const kept = blankCommunity(notification({ community: 'geheim' }))
    expect(kept.includes('geheim')).toBe(false)
    expect(decodeNotification(kept).community).toBe('******')
    expect(blankCommunity(Buffer.from('xxgeheimxx')).includes('geheim')).toBe(false)
  })
})

describe('hostile datagrams', () => {
  const bears = (packet: Uint8Array): void => {
    try {
      const read = decodeNotification(packet)
      expect(read.varbinds.length).toBeLessThanOrEqual(200)
      trapFields(read, '::1')('message')
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
    }
    blankCommunity(Buffer.from(packet))
  }

  it('of any octets are read or refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bears), { numRuns: 3000 })
  })

  it('that were good until somebody changed them are read or refused', () => {
    const good = [notification({ inform: true, variables: link }), trapV1(6, 3, link)]
    const change = fc.tuple(fc.nat(400), fc.nat(255))
    fc.assert(
      fc.property(
        fc.constantFrom(...good),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat(400),
        (packet, changes, cut) => {
          const bad = Buffer.from(packet)
          for (const [at, octet] of changes) bad[at % bad.length] = octet
          bears(cut < bad.length ? bad.subarray(0, cut) : bad)
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('with thousands of variables, or arcs without end, cost what they weigh', () => {
    const many = Array.from({ length: 4000 }, () => ['1.3.6.1', { integer: 1 }] as const)
    const begun = process.cpuUsage()
    bears(notification({ variables: many }))
    bears(
      notification({
        variables: [
          ['1.3.6.1', { raw: Buffer.concat([Buffer.from([6, 0x82, 0x40, 0]), Buffer.alloc(0x4000, 0xff)]) }],
        ],
      }),
    )
    bears(Buffer.alloc(65_507, 0x30))
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1000).toBeLessThan(2000)
  })
})
