import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Occurrence } from '../occurrence.ts'
import { presetOf } from '../presets-contract.ts'
import type { SyslogSpec, TrapSpec } from '../spec-contract.ts'
import { notification } from '../testing/packets.ts'
import { Gather } from './gather.ts'
import { SourceIntake } from './intake.ts'
import { Limiter } from './limiter.ts'

const occurrence = (ref: string, status: Occurrence['status']): Occurrence => ({
  ref,
  status,
  name: ref,
  severity: 'warning',
  labels: {},
  annotations: {},
  count: 1,
  resolveMinutes: null,
  onlyIfOpen: true,
})

describe('gathering', () => {
  it('keeps how each alert began and how it is, and every count', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('firing', 'resolved')), {
          maxLength: 40,
        }),
        (said) => {
          const gather = new Gather()
          for (const [ref, status] of said) gather.add('s', occurrence(ref, status as 'firing'))
          const { parts } = gather.take()
          for (const ref of ['a', 'b']) {
            const own = said.filter(([of]) => of === ref)
            const kept = (parts[0]?.occurrences ?? []).filter((one) => one.ref === ref)
            expect(kept.length).toBeLessThanOrEqual(4)
            expect(kept[0]?.status).toBe(own[0]?.[1])
            expect(kept.at(-1)?.status).toBe(own.at(-1)?.[1])
            for (let n = 1; n < kept.length; n++) expect(kept[n]!.status).not.toBe(kept[n - 1]!.status)
          }
        },
      ),
    )
  })

  it('says when no more fits', () => {
    const gather = new Gather()
    for (let n = 0; n < 10_000; n++) gather.add('s', occurrence(`r${n}`, 'firing'))
    expect(gather.full).toBe(true)
    gather.take()
    expect([gather.full, gather.empty]).toEqual([false, true])
  })
})

describe('rates', () => {
  it('let every sender have its own, and no more', () => {
    const limiter = new Limiter(10)
    const taken = (sender: string, at: number): number =>
      Array.from({ length: 100 }, () => limiter.take(sender, at)).filter(Boolean).length
    expect([taken('a', 0), taken('a', 500), taken('b', 500), taken('a', -9e9)]).toEqual([20, 5, 20, 0])
  })
})

describe('a source', () => {
  const make = (spec: SyslogSpec | TrapSpec) => {
    const gather = new Gather()
    return { gather, intake: new SourceIntake({ id: 's', spec, communities: ['geheim'], key: null }, gather) }
  }

  it('counts what it does not take', () => {
    const spec = {
      ...(presetOf('syslog') as SyslogSpec),
      ratePerSecond: 5,
      senders: ['10.0.0.0/8'],
      maxBytes: 480,
    }
    const { gather, intake } = make(spec)
    expect([intake.admits('10.1.1.1'), intake.admits('192.0.2.1')]).toEqual([true, false])
    for (let n = 0; n < 20; n++) intake.syslog(Buffer.from('<13>x'), '10.1.1.1', true)
    intake.syslog(Buffer.from('x'.repeat(500)), '10.1.1.2', true)
    expect(gather.take().parts[0]!.counts).toEqual({
      received: 22,
      refused: 1,
      ignored: 10,
      limited: 10,
      oversized: 1,
    })
  })

  it('answers an inform after its commit, and a repeated one as well', () => {
    const { gather, intake } = make(presetOf('trap') as TrapSpec)
    const packet = notification({ inform: true, community: 'geheim' })
    let answers = 0
    const send = (): void => intake.trap(packet, '10.0.0.1', () => answers++)
    send()
    send()
    const batch = gather.take()
    expect([answers, batch.parts[0]!.occurrences.length]).toEqual([0, 1])
    for (const ack of batch.acks) ack()
    send()
    expect(answers).toBe(2)
    intake.trap(notification({ inform: true }), '10.0.0.1', () => answers++)
    intake.trap(Buffer.from('no packet'), '10.0.0.1', () => answers++)
    expect([answers, gather.take().parts[0]!.counts]).toEqual([2, { received: 3, refused: 1, malformed: 1 }])
  })
})
