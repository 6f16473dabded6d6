import { expect, test } from 'vitest'
import { nameOf } from './named-client.ts'

const thrice = (text: string) => [nameOf(text), nameOf(text), nameOf(text)][2]

test('a statement has a name from its third time on', () => {
  expect(nameOf('select 1 -- seldom')).toBeUndefined()
  expect(nameOf('select 1 -- seldom')).toBeUndefined()
  expect(nameOf('select 1 -- seldom')).toMatch(/^[\w-]{27}$/)
})

test('what runs all day keeps its name, however many others come and go', () => {
  const daily = thrice('select 2 -- daily')
  const once = thrice('select 2 -- at the start')
  for (let i = 0; i < 1000; i++) {
    thrice(`select ${i} -- many`)
    expect(nameOf('select 2 -- daily')).toBe(daily)
  }
  // the other one lost its name, and earns the same again
  expect(nameOf('select 2 -- at the start')).toBeUndefined()
  expect(thrice('select 2 -- at the start')).toBe(once)
})
