import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { presetOf, samples } from '../presets-contract.ts'
import type { Condition, Rule } from '../rule-contract.ts'
import type { SyslogSpec } from '../spec-contract.ts'
import { parseSyslog, syslogFields } from '../syslog/parse.ts'
import { judge } from '../understand.ts'
import { applyRules } from './apply-rules.ts'
import { fits } from './condition.ts'
import { match } from './pattern.ts'
import { asText, at } from './pointer.ts'
import { parseTemplate, render } from './template.ts'
import { Windows } from './window.ts'

const of =
  (fields: Record<string, string>) =>
  (name: string): string | undefined =>
    Object.hasOwn(fields, name) ? fields[name] : undefined

describe('templates', () => {
  it('put in what fields say, and keep braces', () => {
    expect(render('{host} 断开 {{x} {none}!', of({ host: 'sw1' }), 100)).toBe('sw1 断开 {x} !')
    expect(render('a {unclosed', of({}), 100)).toBe('a {unclosed')
  })

  it('never grow beyond their limit, nor split a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.nat(30),
        (t, v, max) => {
          const out = render(`${t}{a}`, () => v, max)
          expect(out.length).toBeLessThanOrEqual(max)
          expect(out.isWellFormed()).toBe(true)
        },
      ),
    )
  })

  it('are read in one pass, whatever is in them', () => {
    fc.assert(fc.property(fc.string(), (t) => void parseTemplate(t)))
  })
})

describe('pointers', () => {
  it('find what RFC 6901 says they find', () => {
    // the examples of its section 5
    const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'm~n': 8, ' ': 7 }
    const found = ['', '/foo/0', '/', '/a~1b', '/m~0n', '/ ', '/foo/2', '/foo/-', '/foo/00', '/none/x']
    expect(found.map((p) => at(document, p))).toEqual([
      document,
      'bar',
      0,
      1,
      8,
      7,
      ...Array(4).fill(undefined),
    ])
  })

  it('find nothing that is inherited', () => {
    expect(['/constructor', '/__proto__', '/toString/name'].map((p) => asText(at({}, p)))).toEqual(
      Array(3).fill(undefined),
    )
  })
})

describe('patterns', () => {
  it('agree with the engine of the language where both know them', () => {
    const piece = fc.constantFrom('a', 'b', '.', 'a*', '(a|b)', '[ab]+', 'ab?', '^', '$', '(?:ab){2}', 'c')
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c') }),
        (pieces, text) => {
          const pattern = pieces.join('')
          const found = match(pattern, text, true)
          const native = new RegExp(pattern).exec(text)
          expect(found !== null).toBe(native !== null)
          if (found && native && new RegExp(`${pattern}|`).exec('')!.length > 1)
            expect(found[0]).toBe(native[0])
        },
      ),
    )
  })

  it('take time in proportion to the text where others take for ever', () => {
    const begun = process.cpuUsage()
    for (const pattern of ['(x+x+)+y', '^(a|aa)+$', '(.*)*z', '(?:a?){40}a{40}'])
      match(pattern, `${'x'.repeat(8000)}${'a'.repeat(8000)}!`, true)
    const { user, system } = process.cpuUsage(begun)
    expect((user + system) / 1000).toBeLessThan(5000)
  })
})

describe('conditions', () => {
  const holds = (condition: Condition, fields: Record<string, string>): boolean =>
    fits([condition], of(fields)) !== null

  it('compare severities by number and by name', () => {
    expect(holds({ field: 'severity', op: 'most', value: 'err' }, { severity: '3' })).toBe(true)
    expect(holds({ field: 'severity', op: 'most', value: 'err' }, { severity: '4' })).toBe(false)
    expect(holds({ field: 'n', op: 'least', value: '10' }, { n: '9.5' })).toBe(false)
    expect(holds({ field: 'n', op: 'least', value: '10' }, { n: 'many' })).toBe(false)
  })

  it('take trees of OIDs at their dots', () => {
    expect(holds({ field: 'trap', op: 'under', value: '1.3.6.1.4.1.9' }, { trap: '1.3.6.1.4.1.9.1' })).toBe(
      true,
    )
    expect(holds({ field: 'trap', op: 'under', value: '1.3.6.1.4.1.9' }, { trap: '1.3.6.1.4.1.99' })).toBe(
      false,
    )
  })

  it('of a field that is not there hold for `not` only', () => {
    expect(holds({ field: 'x', op: 'not', value: 'a' }, {})).toBe(true)
    expect(holds({ field: 'x', op: 'contains', value: '' }, {})).toBe(false)
  })
})

const rule = (given: Partial<Rule>): Rule => ({
  ...(presetOf('syslog') as SyslogSpec).rules[1]!,
  ...given,
})

describe('rules', () => {
  const line = (text: string) => syslogFields(parseSyslog(text), '10.0.0.9')

  it('find the same alert in what begins it and what ends it', () => {
    const { rules } = presetOf('syslog') as SyslogSpec
    const down = applyRules(rules, line(samples.syslog))
    const up = applyRules(rules, line(samples.syslog.replace('to down', 'to up')))
    if (typeof down !== 'object' || typeof up !== 'object') throw new Error('no rule')
    expect([down.status, up.status]).toEqual(['firing', 'resolved'])
    expect(up.ref).toBe(down.ref)
    expect(down.labels).toEqual({ host: 'sw-core-1', port: 'GigabitEthernet1/0/24' })
    expect(down.name).toBe('端口断开 GigabitEthernet1/0/24')
  })

  it('of which the first ignores, ignore', () => {
    const quiet = rule({
      id: 'quiet',
      effect: 'ignore',
      when: [{ field: 'message', op: 'contains', value: '' }],
    })
    expect(applyRules([quiet, rule({})], line(samples.syslog))).toBe('ignore')
  })

  it('with a threshold wait for it, each identity by itself', () => {
    const often = rule({ threshold: { count: 3, seconds: 10 } })
    const windows = new Windows()
    const at = (text: string, ms: number) => judge([often], line(text), windows, ms).what
    const other = samples.syslog.replace('1/0/24', '1/0/25')
    expect([at(samples.syslog, 0), at(samples.syslog, 1), at(other, 2), at(samples.syslog, 3)]).toEqual([
      ...['counting', 'counting', 'counting', 'alert'],
    ])
    expect(at(samples.syslog, 20_000)).toBe('counting')
  })
})

describe('windows', () => {
  it('count what an exact count says, to a tenth of the window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5000), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (gaps, seconds) => {
          const windows = new Windows()
          const times: number[] = []
          let now = 1_000_000
          for (const gap of gaps) {
            now += gap
            times.push(now)
            const counted = windows.add('a', seconds, now)
            const within = (ms: number): number => times.filter((t) => t > now - ms).length
            expect(counted).toBeLessThanOrEqual(within(seconds * 1000 + 1))
            expect(counted).toBeGreaterThanOrEqual(within(seconds * 900))
          }
        },
      ),
    )
  })

  it('stay bounded, and bear clocks that jump', () => {
    const windows = new Windows()
    for (let n = 0; n < 30_000; n++) windows.add(`k${n}`, 60, n % 2 === 0 ? n : -n * 1e6)
    expect(windows.size).toBe(20_000)
  })
})
