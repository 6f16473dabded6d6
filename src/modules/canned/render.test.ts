import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blank, render, unknownNames } from './render.ts'

const known = ['a', 'b.c', 'due'] as const
const plain = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('{{') && !/[\\{}]/.test(s))

describe('render', () => {
  it('fills each value in once, whatever the values themselves say', () => {
    fc.assert(
      fc.property(plain, plain, fc.constantFrom(...known), fc.string(), (before, after, name, value) => {
        const { text, missing } = render(`${before}{{ ${name} }}${after}`, { [name]: value })

        const shown = value.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')
        expect(text).toBe(before + (value ? shown : blank) + after)
        expect(missing).toEqual(value ? [] : [name])
      }),
    )
  })

  it('leaves a text without variables as it is', () => {
    fc.assert(
      fc.property(plain, (text) => {
        expect(render(text, {})).toEqual({ text, missing: [] })
      }),
    )
  })

  it('names inside of values are not looked at, nor what every object has', () => {
    expect(render('{{a}}', { a: '{{b.c}}', 'b.c': 'x' }).text).toBe('{{b.c}}')
    expect(render('{{constructor}}', {}).text).toBe(blank)
  })

  it('writes braces that are escaped', () => {
    expect(render('\\{{a}} 与 {{a}}', { a: '1' }).text).toBe('{{a}} 与 1')
    expect(unknownNames('\\{{nobody}}', known)).toEqual([])
  })
})

describe('unknownNames', () => {
  it('finds every name that nobody fills in, once', () => {
    expect(unknownNames('{{a}} {{x}} {{ x }} {{}} {{b.c}} {{A}}', known)).toEqual(['x', '', 'A'])
  })

  it('is empty exactly for texts that render with known names only', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...known)), plain, (names, text) => {
        const body = names.map((name) => `${text}{{${name}}}`).join('')
        expect(unknownNames(body, known)).toEqual([])
      }),
    )
  })
})
