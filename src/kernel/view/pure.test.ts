import { parse as readCsv } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, csvLine } from './csv.ts'
import { entered, looked } from './entered.ts'

/** Reads one line back, as a spreadsheet would. */
const parse = (line: string): string[] => (readCsv(line) as string[][])[0]!

describe('csv', () => {
  it('gives back every text, formulas with an apostrophe in front', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((s) => `=${s}`),
      fc.constantFrom('+1', '-1', '@x', '\t=1', ' =1'),
    )
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
        const cells = parse(csvLine(texts))
        expect(cells).toHaveLength(texts.length)
        for (const [i, cell] of cells.entries()) {
          expect([texts[i], `'${texts[i]}`]).toContain(cell)
          expect(cell).not.toMatch(/^\s*[=+\-@]/)
        }
      }),
    )
  })

  it('leaves numbers alone', () => {
    expect(csvLine([-3, null, 'a,b'])).toBe('-3,,"a,b"\r\n')
    expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`)
  })
})

describe('entered', () => {
  const ids = fc.uniqueArray(fc.uuid({ version: 7 }), { maxLength: 40 })

  it('is what was not seen, and nothing at the first look', () => {
    fc.assert(
      fc.property(ids, ids, (seen, now) => {
        expect(entered(null, now)).toEqual([])
        expect(entered(seen, now)).toEqual(now.filter((id) => !seen.includes(id)))
        expect(entered(now, now)).toEqual([])
      }),
    )
  })

  it('does not take for new what slides up in a long list', () => {
    const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
    const all = Array.from({ length: looked + 50 }, (_, n) => id(1000 - n))
    const seen = all.slice(0, looked)
    expect(entered(seen, all.slice(20, looked + 20))).toEqual([])
    expect(entered(seen, [id(2000), ...all].slice(0, looked))).toEqual([id(2000)])
  })
})
