import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId, transaction } from '#kernel/db/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import {
  clocksOf,
  pauseOwnClocks,
  recalculateClocks,
  resumeOwnClocks,
  startOwnClock,
  stopClock,
} from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDb()
})
afterAll(() => database.close())

const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)

it('a clock with a target of its own pauses only by name, and neither agreement nor recalculation ends it', async () => {
  const ticketId = newId()
  const now = async () => (await clocksOf(database.db, [ticketId])).get(ticketId)!
  await transaction(database.db, async (tx) => {
    const target = { value: 4, unit: 'hours' as const }
    await startOwnClock(tx, { ticketId, metric: 'fulfil-1', target, at: at('09:00') })
    await startOwnClock(tx, { ticketId, metric: 'fulfil-2', target, at: at('09:00') })
    const one = { ticketId, metrics: ['fulfil-1'] }
    await pauseOwnClocks(tx, { ...one, reason: 'requester', at: at('10:00') })
    await resumeOwnClocks(tx, { ...one, at: at('11:00') })
  })
  const [first, second] = await now()
  const moved = new Date(first!.dueAt).getTime() - new Date(second!.dueAt).getTime()
  expect(moved).toBe(3_600_000)
  await transaction(database.db, async (tx) => {
    const actor = systemActor('sla')
    const { after } = await recalculateClocks(tx, actor, { ticketId, reason: 'calendar' })
    expect(after).toEqual([])
    await stopClock(tx, { ticketId, metric: 'fulfil-1', at: new Date(first!.dueAt) })
  })
  expect((await now()).map((clock) => [clock.metric, clock.targetValue, clock.stoppedAt !== null])).toEqual([
    ['fulfil-1', 4, true],
    ['fulfil-2', 4, false],
  ])
})
