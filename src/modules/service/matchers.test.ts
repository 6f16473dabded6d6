import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileMatchers, patternProblem, type MatcherRow } from './matchers.ts'

const row = (serviceId: string, setNo: number, label: string, value: string, regex = false): MatcherRow => ({
  serviceId,
  setNo,
  label,
  value,
  regex,
})

describe('matchers of services', () => {
  const match = compileMatchers([
    row('oa', 1, 'job', 'oa'),
    row('oa', 2, 'instance', '10\\.1\\.2\\.\\d+:443', true),
    row('oa-db', 1, 'job', 'oa'),
    row('oa-db', 1, 'component', 'db|database', true),
  ])

  it('wants all of one set, the stricter set first', () => {
    expect(match({ job: 'oa' })).toBe('oa')
    expect(match({ job: 'oa', component: 'database' })).toBe('oa-db')
    expect(match({ instance: '10.1.2.33:443' })).toBe('oa')
    expect(match({ instance: 'x10.1.2.33:443' })).toBeUndefined()
    expect(match({ job: 'mail' })).toBeUndefined()
    expect(match({})).toBeUndefined()
  })

  it('looks at own labels only and not at endless values', () => {
    const any = compileMatchers([row('s', 1, 'constructor', '.*', true)])
    expect(any({})).toBeUndefined()
    expect(any({ constructor: 'a'.repeat(501) })).toBeUndefined()
    expect(any({ constructor: '一'.repeat(500) })).toBe('s')
  })
})

describe('patterns', () => {
  it.each([
    'web-\\d+',
    'oa|mail',
    '(prod|test)-.*',
    '10\\.1\\.[0-9]{1,3}\\.5',
    '.*\\.example\\.gov\\.cn',
    '政务.?平台',
    'a-b',
  ])('takes %s', (pattern) => expect(patternProblem(pattern)).toBeUndefined())
  it.each([
    ['(a+)+', 'repeated_group'],
    ['(a|a)*', 'repeated_group'],
    ['.*a.*b.*c', 'too_many_repeats'],
    ['a{2,}b*c+', 'too_many_repeats'],
    ['(a)\\1', 'not_supported'],
    ['(?=a)a', 'not_supported'],
    ['(?<x>a)', 'not_supported'],
    ['((a))', 'not_supported'],
    ['^a$', 'not_supported'],
    ['\\p{L}', 'not_supported'],
    ['[a', 'not_supported'],
    ['a)', 'not_supported'],
    ['(a', 'syntax'],
    ['*a', 'syntax'],
    ['[z-a]', 'syntax'],
    ['(a)(b)(c)(d)(e)', 'too_many_groups'],
  ])('refuses %s: %s', (pattern, problem) => expect(patternProblem(pattern)).toBe(problem))

  it('lets nothing through that does not compile or takes long', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '\\d',
      '[ab]',
      '*',
      '+',
      '?',
      '{1,9}',
      '(',
      ')',
      '(?:',
      '|',
      'b',
      '中',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const pattern = pieces.join('')
        if (pattern === '' || patternProblem(pattern)) return
        const match = compileMatchers([row('s', 1, 'l', pattern, true)])
        // processor time: what else runs on the machine does not count
        const began = process.cpuUsage()
        match({ l: `${'a'.repeat(499)}!` })
        const { user, system } = process.cpuUsage(began)
        expect((user + system) / 1000).toBeLessThan(500)
      }),
      { numRuns: 2000 },
    )
  })
})
