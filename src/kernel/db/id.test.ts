import { afterEach, expect, it, vi } from 'vitest'
import { newId } from './id.ts'

afterEach(() => vi.useRealTimers())

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

it('rises, within a millisecond and when the clock is set back, too', () => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  const ids = Array.from({ length: 10_000 }, () => newId())
  vi.setSystemTime(1_700_000_000_000)
  for (let n = 0; n < 1000; n++) ids.push(newId())
  vi.setSystemTime(1_900_000_000_000)
  ids.push(newId())
  expect(ids.every((id) => shape.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect([...ids].sort()).toEqual(ids)
  expect(parseInt(ids.at(-1)!.replaceAll('-', '').slice(0, 12), 16)).toBe(1_900_000_000_000)
})

it('stands for a point of time that is given', () => {
  newId()
  const id = newId(1_000)
  expect(id).toMatch(shape)
  expect(id.slice(0, 13)).toBe('00000000-03e8')
})
