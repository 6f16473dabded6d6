import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSearch, stringifySearch } from './url.ts'

describe('the address', () => {
  it('stays readable: several values are joined, times keep their colons', () => {
    expect(stringifySearch({ state: ['new', 'assigned'], from: '08:30', q: undefined })).toBe(
      '?state=new,assigned&from=08:30',
    )
  })
  it('keeps numbers and truth values as the text they were typed as', () => {
    expect(parseSearch('?priority=1&mine=true')).toEqual({ priority: '1', mine: 'true' })
  })
  it('joins repeated keys', () => {
    expect(parseSearch('state=new&state=pending')).toEqual({ state: 'new,pending' })
  })
  it('gives back what it was given, whatever was typed', () => {
    const key = fc.stringMatching(/^[a-z][a-zA-Z]{0,8}$/)
    const value = fc.string({ minLength: 1, unit: 'grapheme' })
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (search) => {
        expect(parseSearch(stringifySearch(search))).toEqual(search)
      }),
    )
  })
})
