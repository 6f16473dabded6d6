import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { newId, openDatabase, transaction } from '../db/index.ts'
import { emit } from '../events/index.ts'
import type { JobContext, Manifest } from '../manifest.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { startWorker } from './index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDb()
})
afterAll(() => database.close())

describe('recurring jobs', () => {
  it('all run when more are due than there are connections, and go on when one breaks', async () => {
    const { db, pool, close } = openDatabase(database.appUrl, { max: 5 })
    const runs = new Map<string, number>()
    const said: string[] = []
    const names = Array.from({ length: 30 }, (_, i) => `test.job-${i}`)
    const jobs: NonNullable<Manifest['jobs']> = names.map((name) => ({
      name,
      everySeconds: 0.2,
      run: async () => {
        await sql`select pg_sleep(0.01)`.execute(db)
        runs.set(name, (runs.get(name) ?? 0) + 1)
      },
    }))
    const manifests = [{ name: 'test', folder: '', locales: { zh: {}, en: {} }, jobs }]
    const context = { db, settings: {}, log: (line: string) => said.push(line) } as unknown as JobContext
    const worker = await startWorker({ db, pool, manifests, context })
    try {
      await expect.poll(() => names.every((name) => runs.has(name)), { timeout: 12_000 }).toBe(true)
      expect(said).toEqual([])
      await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
        and database = (select oid from pg_database where datname = current_database())`.execute(db)
      runs.clear()
      await expect.poll(() => names.every((name) => runs.has(name)), { timeout: 12_000 }).toBe(true)
    } finally {
      await worker.stop()
      await close()
    }
  })
})

describe('reactions', () => {
  it('that have nothing to do now cost no job, and do what comes when they have', async () => {
    const { db, pool, close } = openDatabase(database.appUrl, { max: 5 })
    const [idle, busy, asked]: string[][] = [[], [], []]
    let wanted = false
    const on = 'test.happened'
    const reactions: NonNullable<Manifest['reactions']> = [
      {
        name: 'test.idle',
        on,
        wanted: async () => {
          asked!.push('')
          return wanted
        },
        run: async (_tx, event) => void idle!.push(event.entityId),
      },
      { name: 'test.busy', on, run: async (_tx, event) => void busy!.push(event.entityId) },
    ]
    const manifests = [{ name: 'test', folder: '', locales: { zh: {}, en: {} }, reactions }]
    const context = { db, settings: {}, log: () => undefined } as unknown as JobContext
    const worker = await startWorker({ db, pool, manifests, context })
    const happen = (ids: string[]) =>
      transaction(db, async (tx) => {
        for (const entityId of ids) await emit(tx, { type: on, entity: 'test', entityId })
      })
    try {
      const early = [newId(), newId(), newId()]
      await happen(early)
      await expect.poll(() => [...busy!].sort(), { timeout: 12_000 }).toEqual(early)
      // once for a batch, not for each event
      expect([idle, asked!.length]).toEqual([[], 1])
      wanted = true
      const late = newId()
      await happen([late])
      await expect.poll(() => idle, { timeout: 12_000 }).toEqual([late])
    } finally {
      await worker.stop()
      await close()
    }
  })
})
