import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight } from './highlight.ts'
import { MAX_QUERY_TOKENS, MAX_TOKENS, MAX_WORD, normalise, queryTokens, tokenize } from './tokens.ts'

/** What the index and the recheck decide together. */
function found(text: string, q: string): boolean {
  const tokens = tokenize(text)
  const body = normalise(text)
  const { must, recheck } = queryTokens(q)
  return (
    must.length > 0 &&
    must.every((m) => tokens.some((t) => (m.prefix ? t.startsWith(m.text) : t === m.text))) &&
    recheck.every((r) => body.includes(r))
  )
}

const hanChar = fc.constantFrom(...'网络故障打印机系统备份防火墙登录不上服务器𠮷𡃁😀業')
const hanText = fc.array(hanChar, { minLength: 2, maxLength: 60 }).map((c) => c.join(''))
const anything = fc.string({ unit: 'grapheme', maxLength: 200 })

describe('tokenize', () => {
  it('keeps bigrams and the last character of a run', () => {
    expect(tokenize('网络故障')).toEqual(['网络', '络故', '故障', '障'])
  })
  it('folds width and case and splits scripts', () => {
    expect(tokenize('ＯＡ系统')).toEqual(['oa', '系统', '统'])
    expect(found('OA 系统打不开', 'oa系统')).toBe(true)
    expect(found('oa系统打不开', 'OA 系统')).toBe(true)
    expect(found('Straße', 'STRASSE')).toBe(true)
  })
  it('finds a ticket number whole, in part, and no other', () => {
    expect(found('单号 INC-20261121-0001 已派', 'inc-20261121-0001')).toBe(true)
    expect(found('单号INC-20261121-0001已派', 'INC-20261121')).toBe(true)
    expect(found('INC-20261121-0002', 'INC-20261121-0001')).toBe(false)
    expect(found('主机 10.1.2.3 不通', '10.1.2.3')).toBe(true)
    expect(found('主机 10.2.3.1 不通', '10.1.2.3')).toBe(false)
  })
  it('rechecks three characters and more', () => {
    expect(found('防火与火墙', '防火墙')).toBe(false)
    expect(found('新防火墙策略', '防火墙')).toBe(true)
  })
  it('finds words by their beginning, two-letter words only whole', () => {
    expect(found('Elasticsearch down', 'elastic')).toBe(true)
    expect(found('oauth', 'oa')).toBe(false)
  })
  it('counts rare characters and emoji as one', () => {
    expect(tokenize('𠮷野')).toEqual(['𠮷野', '野'])
    expect(found('张𠮷来电😀', '😀')).toBe(true)
    expect(found('张𠮷来电', '𠮷')).toBe(true)
  })
  it('is bounded', () => {
    const long = Array.from({ length: 60_000 }, (_, i) =>
      String.fromCodePoint(0x4e00 + ((i * 7919) % 20_000)),
    ).join('')
    expect(tokenize(long).length).toBe(MAX_TOKENS)
    expect([...tokenize('x'.repeat(5000))[0]!].length).toBe(MAX_WORD)
    expect(found('x'.repeat(5000), 'x'.repeat(100))).toBe(true)
    expect(queryTokens(long).must.length).toBeLessThanOrEqual(MAX_QUERY_TOKENS)
    expect(queryTokens('，。！ --- ').must).toEqual([])
    expect(tokenize('a\u0000b\u200bc')).toEqual(['abc'])
  })
})

describe('properties', () => {
  it('finds every Chinese word of one to ten characters where it stands', () => {
    fc.assert(
      fc.property(hanText, anything, fc.nat(), fc.integer({ min: 1, max: 10 }), (han, around, at, length) => {
        const chars = [...han]
        const start = at % chars.length
        const word = chars.slice(start, start + length).join('')
        return found(`${around} ${han} ${around}`, word)
      }),
    )
  })
  it('never finds a Chinese word that is not there', () => {
    fc.assert(fc.property(hanText, hanText, (text, word) => found(text, word) === text.includes(word)))
  })
  it('finds any text by itself when it holds anything to search for', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const short = [...text].slice(0, 40).join('')
        return queryTokens(short).must.length === 0 || found(short, short)
      }),
    )
  })
  it('never throws, and never makes a token with white space, controls or a scope mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) =>
        tokenize(text).every((t) => t.length > 0 && !/[\s#\u0000-\u001f]/u.test(t)),
      ),
    )
  })
})

describe('highlight', () => {
  it('marks Han anywhere and words at their beginning', () => {
    expect(highlight('重启ＯＡ系统', 'oa 系统')).toEqual([
      { text: '重启', hit: false },
      { text: 'ＯＡ系统', hit: true },
    ])
    expect(highlight('foobar bar', 'bar')).toEqual([
      { text: 'foobar ', hit: false },
      { text: 'bar', hit: true },
    ])
    expect(highlight('', 'x')).toEqual([])
  })
  it('gives the text back unchanged', () => {
    fc.assert(
      fc.property(
        anything,
        anything,
        (text, q) =>
          highlight(text, q)
            .map((s) => s.text)
            .join('') === text,
      ),
    )
  })
  it('marks a contained Chinese word', () => {
    fc.assert(
      fc.property(hanText, fc.nat(), (text, at) => {
        const chars = [...text]
        const start = at % (chars.length - 1)
        return highlight(text, chars.slice(start, start + 2).join('')).some((s) => s.hit)
      }),
    )
  })
})
