import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneOf } from '#kernel/calendar/index.ts'
import { RuleBody } from './contract.ts'
import { RuleSet, type RuleRow } from './evaluate.ts'
import type { Matcher } from './matcher-contract.ts'
import { badPattern, compile } from './matchers.ts'
import { occurrence, type Days } from './schedule.ts'

const m = (label: string, op: Matcher['op'], value: string): Matcher => ({ label, op, value })

describe('matchers', () => {
  it('are the negation of each other, pairwise', () => {
    const value = fc.stringMatching(/^[ab.]{0,5}$/)
    fc.assert(
      fc.property(value, value, fc.boolean(), (own, wanted, has) => {
        const labels: Record<string, string> = has ? { host: own } : {}
        for (const [yes, no] of [
          ['=', '!='],
          ['=~', '!~'],
        ] as const)
          expect(compile([m('host', yes, wanted)])(labels)).toBe(!compile([m('host', no, wanted)])(labels))
        expect(compile([m('host', '=', wanted)])(labels)).toBe((has ? own : '') === wanted)
      }),
    )
  })

  it('fit the whole value, know no inherited labels, and stay quick', () => {
    expect(compile([m('host', '=~', 'web-\\d+|db')])({ host: 'web-12' })).toBe(true)
    expect(compile([m('host', '=~', 'web-\\d+|db')])({ host: 'xweb-12' })).toBe(false)
    expect(compile([m('constructor', '=', '')])({})).toBe(true)
    expect(badPattern([m('a', '=', '('), m('a', '=~', '(a)\\1')])).toBe(1)
    const begun = process.cpuUsage()
    expect(compile([m('a', '=~', '(a+)+$')])({ a: `${'a'.repeat(4000)}!` })).toBe(false)
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1000).toBeLessThan(1000)
  })
})

const row = (name: string, body: unknown, enabled = true): RuleRow => ({
  ...{ id: name, name, version: 1, enabled },
  body: RuleBody.parse(body),
})

describe('rules', () => {
  const alert = { labels: { host: 'a' }, name: 'Down', source: 's', severity: 'warning' }

  it('enrich in order, each seeing what was set before', () => {
    const rules = new RuleSet([
      row('1', { kind: 'enrich', match: [m('host', '=', 'a')], labels: { env: 'prod' } }),
      row('2', { kind: 'enrich', match: [m('env', '=', 'prod')], severity: 'critical' }),
      row('3', { kind: 'enrich', match: [m('severity', '=', 'critical')], labels: { env: 'core' } }, false),
    ])
    const by = rules.enrich(alert)
    expect(by).toMatchObject({ extra: { env: 'prod' }, severity: 'critical' })
    expect(by.by.map((one) => one.name)).toEqual(['1', '2'])
  })

  it('decide by the first that fits, and pass waiting over when it has been done', () => {
    const rules = new RuleSet([
      row('wait', { kind: 'decide', match: [m('host', '=', 'a')], then: { do: 'delay', minutes: 5 } }),
      row('drop', { kind: 'decide', match: [m('host', '=~', '.*')], then: { do: 'drop' } }),
      row('quiet', { kind: 'recover', match: [m('host', '=', 'a')], minutes: 7 }),
    ])
    expect(rules.decide({ host: 'a' })?.ref.name).toBe('wait')
    expect(rules.decide({ host: 'a' }, 'delay')?.ref.name).toBe('drop')
    expect([rules.recovery({ host: 'a' })?.minutes, rules.recovery({ host: 'b' })]).toEqual([7, undefined])
  })
})

describe('windows', () => {
  const zone = zoneOf('Asia/Shanghai')
  // Saturdays and Sundays rest
  const days: Days = { zone, isWorkDay: (day) => (((day + 3) % 7) + 7) % 7 < 5 }
  const local = (text: string): number => Date.parse(`${text}+08:00`)

  it('last over midnight, skip days of rest and know the last of the month', () => {
    const nightly = {
      every: 'weekly' as const,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      begin: '23:00',
      minutes: 180,
    }
    expect(occurrence({ ...nightly, days: 'any' }, local('2026-11-22T01:30:00'), days)).toEqual({
      from: local('2026-11-21T23:00:00'),
      to: local('2026-11-22T02:00:00'),
    })
    // the 21st and 22nd of November 2026 are a weekend
    expect(occurrence({ ...nightly, days: 'working' }, local('2026-11-21T03:00:00'), days)?.from).toBe(
      local('2026-11-23T23:00:00'),
    )
    const monthly = { every: 'monthly', day: 31, begin: '02:00', minutes: 60 } as const
    expect(occurrence(monthly, local('2026-11-22T00:00:00'), days)?.from).toBe(local('2026-11-30T02:00:00'))
    const once = { every: 'once', from: '2026-11-22T00:00:00Z', to: '2026-11-22T01:00:00Z' } as const
    expect(occurrence(once, Date.parse('2026-11-22T01:00:00Z'), days)).toBeUndefined()
  })

  it('contain the moment or lie ahead of it, and last as long as they should', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 * 86_400 }),
        fc.integer({ min: 1, max: 2880 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (seconds, minutes, weekdays) => {
          const now = local('2026-01-01T00:00:00') + seconds * 1000
          const at = occurrence(
            { every: 'weekly', weekdays, days: 'any', begin: '05:30', minutes },
            now,
            days,
          )!
          expect(at.to - at.from).toBe(minutes * 60_000)
          expect(at.to).toBeGreaterThan(now)
          expect(at.from - now).toBeLessThanOrEqual(7 * 86_400_000)
        },
      ),
    )
  })
})
