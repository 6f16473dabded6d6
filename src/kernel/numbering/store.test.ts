import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction } from '../db/index.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { nextNumber, nextNumberToday } from './store.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDb(8)
})
afterAll(() => database.close())

/** A zone whose day it is now that no other test of this file has begun. */
const [west, east] = ['Etc/GMT+12', 'Etc/GMT-14']
const today = (zone: string): Promise<string> =>
  transaction(database.db, (tx) => nextNumberToday(tx, 'incident', 'INC', zone))
const many = (zone: string): Promise<string[]> => Promise.all(Array.from({ length: 24 }, () => today(zone)))
const last = (numbers: string[]): number[] =>
  numbers.map((n) => Number(n.slice(-4))).toSorted((a, b) => a - b)

it('numbers a day from one, also when many come first at once: no number twice, none of another day', async () => {
  const first = await many(west)
  expect(new Set(first).size).toBe(24)
  expect(new Set(first.map((n) => n.slice(0, 12))).size).toBe(1)
  expect(last(first)[0]).toBe(1)
  // gaps are allowed (who met another one's first number draws again), going back is not
  const then = await today(west)
  expect(Number(then.slice(-4))).toBeGreaterThan(last(first).at(-1)!)
})

it('begins anew on another day, in words of the zone', async () => {
  const other = await many(east)
  expect(last(other)[0]).toBe(1)
  expect(new Set(other).size).toBe(24)
  expect(other[0]!.slice(0, 12)).not.toBe((await today(west)).slice(0, 12))
})

it('counts on with what asks for a day by name', async () => {
  const one = await today(west)
  const day = `${one.slice(4, 8)}-${one.slice(8, 10)}-${one.slice(10, 12)}`
  const next = await transaction(database.db, (tx) => nextNumber(tx, 'incident', 'INC', day))
  expect(next.slice(0, 13)).toBe(one.slice(0, 13))
  expect(Number(next.slice(-4))).toBeGreaterThan(Number(one.slice(-4)))
})
