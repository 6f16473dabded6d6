import { describe, expect, it } from 'vitest'
import { sideBySide } from './editions.ts'
import type { ClauseRow } from './store/library.ts'

const clause = (code: string, gist = code): ClauseRow => ({
  ...{
    id: code,
    code,
    position: 0,
    article: code,
    gist,
    gistEn: '',
    type: 'control',
    actors: [],
    frequency: null,
  },
  ...{ figures: {}, capability: 'other', evidence: '', evidenceEn: '' },
})
const said = (now: string[], before: string[] | null) =>
  sideBySide(
    now.map((one) => clause(one.slice(0, 1), one)),
    before && before.map((one) => clause(one.slice(0, 1), one)),
  ).map((line) => `${line.change} ${line.code}`)

describe('two editions side by side', () => {
  it('says what is new, other, the same and gone, each where it stands', () => {
    expect(said(['a', 'b2', 'd', 'e'], ['a', 'b', 'c', 'e', 'f'])).toEqual([
      'same a',
      'changed b',
      'gone c',
      'added d',
      'same e',
      'gone f',
    ])
    expect(said(['b'], ['x', 'y', 'b'])).toEqual(['gone x', 'gone y', 'same b'])
    expect(said(['a', 'b'], null)).toEqual(['same a', 'same b'])
    expect(said([], ['a', 'b'])).toEqual(['gone a', 'gone b'])
  })
})
