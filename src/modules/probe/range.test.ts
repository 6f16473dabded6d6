import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePerfdata, splitOutput } from './perfdata.ts'
import { alarms, judge, parseRange } from './range-contract.ts'

describe('ranges', () => {
  // Nagios plugin development guidelines, table of examples
  it.each([
    ['10', [-1, 11], [0, 5, 10]],
    ['10:', [9, -5], [10, 1000]],
    ['~:10', [11], [-1e9, 10]],
    ['10:20', [9, 21], [10, 20]],
    ['@10:20', [10, 15, 20], [9, 21]],
  ])('%s', (text, over, under) => {
    const range = parseRange(text)!
    for (const value of over) expect(alarms(range, value), `${value}`).toBe(true)
    for (const value of under) expect(alarms(range, value), `${value}`).toBe(false)
  })

  it('that are none are none', () => {
    for (const text of [
      '',
      ':',
      '~',
      '@',
      '20:10',
      'a',
      '1:2:3',
      '1 : 2',
      '--1',
      '1e',
      'Infinity',
      '~:~',
      '@@1',
    ])
      expect(parseRange(text), text).toBe(undefined)
  })

  it('mean what they are written with, inside being the opposite of outside', () => {
    const number = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((value) => Number(value.toFixed(3)))
    fc.assert(
      fc.property(number, number, number, (a, b, value) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        const outside = parseRange(`${low}:${high}`)!
        expect(alarms(outside, value)).toBe(value < low || value > high)
        expect(alarms(parseRange(`@${low}:${high}`)!, value)).toBe(!alarms(outside, value))
        expect(alarms(parseRange(`~:${high}`)!, value)).toBe(value > high)
        expect(alarms(parseRange(`${low}:`)!, value)).toBe(value < low)
      }),
    )
  })

  it('judge the worse threshold first, and let what is no range be', () => {
    expect(judge({ name: 'a', value: 9, warn: '5', crit: '8' })).toBe('critical')
    expect(judge({ name: 'a', value: 7, warn: '5', crit: '8' })).toBe('warning')
    expect(judge({ name: 'a', value: 7, warn: 'many', crit: '' })).toBe('ok')
  })
})

describe('performance data', () => {
  it('is read as plugins write it', () => {
    expect(
      parsePerfdata("/=2643MB;5948;5958;0;5968 'C:\\ used'=12.5%;80;90 load1=0,120;5.0;10.0;0; up=U n=-3c"),
    ).toEqual([
      { name: '/', value: 2643, unit: 'MB', warn: '5948', crit: '5958', min: 0, max: 5968 },
      { name: 'C:\\ used', value: 12.5, unit: '%', warn: '80', crit: '90' },
      { name: 'load1', value: 0.12, warn: '5.0', crit: '10.0', min: 0 },
      { name: 'n', value: -3, unit: 'c' },
    ])
  })

  it('keeps what stands beside broken entries', () => {
    expect(
      parsePerfdata("junk a=1 b= =3 'unclosed=4 c=5ms;x;@1:2 d=1..2 e=1e400 a=9").map((one) => [
        one.name,
        one.value,
      ]),
    ).toEqual([
      ['a', 1],
      ['c', 5],
    ])
  })

  it('stands behind the bar of the first line and of the long text', () => {
    expect(splitOutput('OK - fine | a=1\nmore\nwords | b=2\nc=3')).toEqual({
      text: 'OK - fine\nmore\nwords',
      perfdata: 'a=1 b=2\nc=3',
    })
  })

  it('comes back from whatever was written', () => {
    const label = fc
      .string({ minLength: 1, maxLength: 20 })
      .map((text) => text.replaceAll(/[=\n\r|]/g, '_').trim() || 'x')
    const entry = fc.record({
      label,
      value: fc.oneof(
        fc.integer(),
        fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((one) => Number(one.toFixed(4))),
      ),
      unit: fc.constantFrom('', 's', 'us', 'ms', '%', 'B', 'KB', 'c'),
      warn: fc.constantFrom('', '10', '5:', '~:7', '@1:2'),
      max: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: (one) => one.label, maxLength: 8 }), (entries) => {
        const text = entries
          .map(
            (one) =>
              `'${one.label.replaceAll("'", "''")}'=${one.value}${one.unit};${one.warn};;;${one.max ?? ''}`,
          )
          .join(' ')
        expect(parsePerfdata(text)).toEqual(
          entries.map((one) => ({
            name: one.label,
            // zero has one sign when written
            value: one.value === 0 ? 0 : one.value,
            ...(one.unit && { unit: one.unit }),
            ...(one.warn && { warn: one.warn }),
            ...(one.max !== undefined && { max: one.max }),
          })),
        )
      }),
    )
  })

  it('never fails and takes time in proportion, whatever comes', () => {
    fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => void parsePerfdata(text)))
    for (const piece of ["'", "''", '=', ' =', "a='", ' ', "'a=", 'a=1 ']) {
      const began = process.cpuUsage()
      expect(parsePerfdata(piece.repeat(65_536 / piece.length)).length).toBeLessThanOrEqual(200)
      const { user, system } = process.cpuUsage(began)
      expect((user + system) / 1000, piece).toBeLessThan(1000)
    }
  })
})
