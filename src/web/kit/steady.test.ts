import { expect, test } from 'vitest'
import { fresh, settle } from './steady.ts'

const idOf = (row: { id: string; v?: number }) => row.id
const rows = (text: string) => [...text].map((id) => ({ id }))
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).join('')

test('new rows wait, known rows keep their place', () => {
  const after = settle(fresh('k', rows('dcb')), rows('fedcb'), idOf, false)
  expect([ids(after.rows), after.news, after.gone.size]).toEqual(['dcb', 2, 0])
})

test('the next page is appended', () => {
  const after = settle(fresh('k', rows('dcb')), rows('dcbaz'), idOf, false)
  expect([ids(after.rows), after.news]).toEqual(['dcbaz', 0])
})

test('a row that left stays and is marked', () => {
  const after = settle(fresh('k', rows('dcb')), rows('db'), idOf, false)
  expect([ids(after.rows), [...after.gone].join('')]).toEqual(['dcb', 'c'])
})

test('rows pushed to the next page are not gone', () => {
  const after = settle(fresh('k', rows('dcb')), rows('edc'), idOf, true)
  expect([ids(after.rows), after.news, after.gone.size]).toEqual(['dc', 1, 0])
})

test('an answer with nothing in common is shown at once', () => {
  expect(ids(settle(fresh('k', rows('')), rows('a'), idOf, false).rows)).toBe('a')
  expect(ids(settle(fresh('k', rows('x')), rows('a'), idOf, false).rows)).toBe('a')
})

test('known rows are updated in place', () => {
  const after = settle(fresh('k', [{ id: 'a', v: 1 }]), [{ id: 'a', v: 2 }], idOf, false)
  expect(after.rows[0]?.v).toBe(2)
})
