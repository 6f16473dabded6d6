import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import { IntakeQueue } from './intake-queue.ts'
import type { NewIntake } from './store/intake.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDb()
})
afterAll(() => t.close())

const row = (n: number, more: Partial<NewIntake> = {}): NewIntake => ({
  format: 'generic',
  source: 'queue',
  body: { n },
  alerts: 1,
  receivedBy: null,
  orgId: null,
  ...more,
})

it('gives every POST of a batch its own row', async () => {
  const queue = new IntakeQueue(t.db)
  const ids = await Promise.all(Array.from({ length: 500 }, (_, n) => queue.store(row(n))))
  const { rows } = await sql<{ id: number; n: number }>`
    select id, (body->>'n')::int as n from alert_intake where source = 'queue'`.execute(t.db)
  expect(new Map(rows.map((r) => [r.id, r.n]))).toEqual(new Map(ids.map((id, n) => [id, n])))
})

it('fails the POST that the database refuses, not its neighbours', async () => {
  const queue = new IntakeQueue(t.db)
  const results = await Promise.allSettled([
    queue.store(row(1)),
    queue.store(row(2)),
    queue.store(row(3, { format: 'unheard' as never })),
    queue.store(row(4, { body: 'a\u0000b' })),
    queue.store(row(5)),
  ])
  expect(results.map((r) => r.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ])
})

it('answers 429 when too much waits, and takes more afterwards', async () => {
  const queue = new IntakeQueue(t.db, { maxWaiting: 5, maxChars: 10_000 })
  const many = Array.from({ length: 20 }, (_, n) => queue.store(row(n)))
  const results = await Promise.allSettled(many)
  const refused = results.filter((r) => r.status === 'rejected')
  expect(refused.length).toBeGreaterThan(0)
  for (const r of refused)
    expect(r.reason).toMatchObject({
      code: 'alert.intake_full',
      status: 429,
      headers: { 'retry-after': '1' },
    })
  await expect(queue.store(row(1, { body: 'x'.repeat(50_000) }))).resolves.toBeGreaterThan(0)
})
