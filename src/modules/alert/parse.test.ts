import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correlationKey, decide, levelOf } from './correlate.ts'
import { titleOf } from './describe.ts'
import { fold, identity, type KnownAlert } from './fold.ts'
import {
  clip,
  labelsHash,
  parseIntake,
  PoisonBody,
  severityOf,
  type IntakeRow,
  type Occurrence,
} from './parse.ts'

const recordedAt = new Date('2026-11-21T01:00:00Z')
const intake = (body: unknown, format: IntakeRow['format'] = 'alertmanager'): IntakeRow => ({
  id: 1,
  format,
  source: 'alertmanager',
  body,
  orgId: null,
  recordedAt,
})
const am = (alerts: unknown[], groupKey?: string) => ({ version: '4', groupKey, alerts })

describe('parseIntake', () => {
  it('keeps two alerts apart that carry one fingerprint', () => {
    const alert = (alertname: string) => ({
      status: 'firing',
      labels: { alertname },
      fingerprint: '7da76e02b5888fb5',
    })
    const [a, b] = parseIntake(
      intake(am([alert('Watchdog'), alert('Watchcat')], '{}:{alertname="Watchdog"}')),
    )
    expect(a!.hash).not.toBe(b!.hash)
    expect([a!.name, b!.name]).toEqual(['Watchdog', 'Watchcat'])
    expect(a!.groupKey).toBe(b!.groupKey)
  })

  it('reads the zero time of Go as no time', () => {
    const [o] = parseIntake(
      intake(
        am([
          { status: 'firing', labels: {}, startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z' },
        ]),
      ),
    )
    expect(o!.startsAt).toEqual(recordedAt)
    expect(o!.endsAt).toBeNull()
    expect(o!.name).toBe('alertmanager')
  })

  it('takes name and severity of the generic form before the labels', () => {
    const alert = {
      labels: { alertname: 'A', severity: 'info' },
      status: 'firing',
      name: '磁盘将满',
      severity: 'Critical',
    }
    const [o] = parseIntake(intake({ alerts: [alert] }, 'generic'))
    expect([o!.name, o!.severity, o!.groupKey]).toEqual(['磁盘将满', 'critical', 'name:磁盘将满'])
  })

  it('calls a body poison that it does not understand', () => {
    expect(() => parseIntake(intake(am([{ status: 'burning', labels: {} }])))).toThrow(PoisonBody)
    expect(() => parseIntake(intake('text'))).toThrow(PoisonBody)
    expect(() => parseIntake(intake(am([{ status: 'firing', labels: { a: 1 } }])))).toThrow(/labels\.a/)
  })
})

describe('identity', () => {
  const labels = fc.dictionary(fc.string({ minLength: 1 }), fc.string())
  it('does not depend on the order of labels', () => {
    fc.assert(
      fc.property(labels, (l) => {
        expect(labelsHash(Object.fromEntries(Object.entries(l).reverse()))).toBe(labelsHash(l))
      }),
    )
  })
  it('tells different labels apart', () => {
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        const sorted = (l: object): string =>
          JSON.stringify(Object.entries(l).sort(([x], [y]) => (x < y ? -1 : 1)))
        expect(labelsHash(a) === labelsHash(b)).toBe(sorted(a) === sorted(b))
      }),
    )
    expect(labelsHash({ a: 'b,c=d' })).not.toBe(labelsHash({ a: 'b', c: 'd' }))
  })
})

describe('fold', () => {
  const at = (n: number): Date => new Date(recordedAt.getTime() + n * 1000)
  const occurrence = (n: number, who: number, status: 'firing' | 'resolved', start: number): Occurrence => ({
    source: 's',
    hash: String(who),
    labels: { who: String(who) },
    annotations: {},
    name: 'x',
    severity: 'warning',
    status,
    groupKey: 'g',
    startsAt: at(start),
    endsAt: null,
    receivedAt: at(n),
    orgId: null,
  })
  const step = fc.tuple(fc.nat(3), fc.constantFrom('firing' as const, 'resolved' as const), fc.nat(2))
  const before = fc.dictionary(
    fc.constantFrom('0', '1', '2', '3'),
    fc.constantFrom('firing' as const, 'resolved' as const),
  )

  it('says the same as following the alerts one by one', () => {
    fc.assert(
      fc.property(fc.array(step), before, (steps, known0) => {
        const known = new Map<string, KnownAlert>(
          Object.entries(known0).map(([hash, status]) => [
            identity({ source: 's', hash }),
            {
              ...{ id: hash, status, ticketId: null, startsAt: at(0), beganAt: at(0) },
              ...{ severity: 'warning', quiet: null, changes: [], answerBy: null },
            },
          ]),
        )
        const all = steps.map(([who, status, start], n) => occurrence(n, who, status, start))
        const changes = fold(all, known)
        expect(changes.map((c) => c.count).reduce((a, b) => a + b, 0)).toBe(all.length)
        for (const c of changes) {
          const mine = all.filter((o) => o.hash === c.hash)
          let status = known.get(identity(c))?.status
          let start = known.get(identity(c))?.startsAt
          let began = false
          let wasFiring = status === 'firing'
          for (const o of mine) {
            if (o.status === 'firing' && (status !== 'firing' || o.startsAt > start!)) began = true
            wasFiring ||= o.status === 'firing'
            status = o.status
            start = o.startsAt
          }
          expect(c.status).toBe(status)
          expect(c.began).toBe(began)
          expect(c.fired).toBe(mine.some((o) => o.status === 'firing'))
          expect(c.ended).toBe(status === 'resolved' && wasFiring)
          expect(c.lastAt).toEqual(mine.at(-1)!.receivedAt)
        }
      }),
    )
  })
})

describe('correlation', () => {
  it('goes by service, else by the sender’s group', () => {
    expect(correlationKey({ source: 'a', groupKey: 'g' }, 'S')).toBe('service:S')
    expect(correlationKey({ source: 'a', groupKey: 'g' }, undefined)).not.toBe(
      correlationKey({ source: 'b', groupKey: 'g' }, undefined),
    )
  })

  it('maps severities', () => {
    const level = (word: string | undefined): string | undefined => levelOf(severityOf(word))
    expect(
      ['critical', ' CRITICAL ', 'warning', 'page', undefined, 'info', 'none', 'constructor'].map(level),
    ).toEqual(['high', 'high', 'medium', 'medium', 'medium', undefined, undefined, 'medium'])
  })

  it('joins what is open, reopens within the window, waits for what is only repeated', () => {
    const now = new Date('2026-11-21T12:00:00Z')
    const ended = (minutes: number, reopenable: boolean) => ({
      open: false,
      endedAt: new Date(now.getTime() - minutes * 60_000),
      reopenable,
    })
    expect(decide(undefined, true, now, 30)).toBe('open')
    expect(decide({ open: true, endedAt: null, reopenable: false }, false, now, 30)).toBe('join')
    expect(decide(ended(30, true), true, now, 30)).toBe('reopen')
    expect(decide(ended(30, false), true, now, 30)).toBe('open')
    expect(decide(ended(30, true), false, now, 30)).toBe('wait')
    expect(decide(ended(31, true), false, now, 30)).toBe('open')
    expect(decide(ended(31, true), true, now, 30)).toBe('open')
  })
})

describe('texts', () => {
  it('cuts without breaking a character in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (s, max) => {
        const cut = clip(s, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        if (s.isWellFormed()) expect(cut.isWellFormed()).toBe(true)
      }),
    )
  })
  it('makes titles that an incident accepts', () => {
    expect(titleOf({ name: 'x', annotations: {} }).length).toBeGreaterThanOrEqual(2)
    expect(titleOf({ name: 'Down', annotations: { summary: '门户\n无法 访问' } })).toBe(
      'Down: 门户 无法 访问',
    )
    expect(titleOf({ name: 'Down', annotations: { summary: '长'.repeat(500) } }).length).toBe(200)
  })
})
