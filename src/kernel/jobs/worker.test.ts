import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { newId, openDatabase, transaction } from '../db/index.ts'
import { emit } from '../events/index.ts'
import type { JobContext, Manifest } from '../manifest.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { setTimer, startWorker } from './index.ts'

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

describe('a timer whose handler fails', () => {
  const kind = 'test.timer'
  type Run = NonNullable<Manifest['timers']>[number]['run']
  /** The timer's row while a handler of ours is at work; `during` goes on beside it. */
  async function fire(key: string, run: Run, during: () => Promise<unknown>): Promise<void> {
    const { db, pool, close } = openDatabase(database.appUrl, { max: 5 })
    const manifests = [
      { name: 'test', folder: '', locales: { zh: {}, en: {} }, timers: [{ kind, run }] },
    ] as Manifest[]
    const context = { db, settings: {}, log: () => undefined } as unknown as JobContext
    await transaction(db, (tx) => setTimer(tx, { kind, key, dueAt: new Date() }))
    const worker = await startWorker({ db, pool, manifests, context })
    try {
      await during()
    } finally {
      await worker.stop()
      await close()
    }
  }
  const row = async (key: string) => {
    const { rows } = await sql<{ attempts: number; error: string; seconds: number }>`
      select attempts, last_error as error, extract(epoch from due_at - now())::float as seconds
      from timer where kind = ${kind} and key = ${key}`.execute(database.db)
    return rows[0]
  }

  it('is put off by half a minute and says why', async () => {
    const fails: Run = async () => {
      throw new Error('no such plan')
    }
    await fire('fails', fails, () => expect.poll(async () => (await row('fails'))?.attempts).toBe(1))
    const { error, seconds } = (await row('fails'))!
    expect(error).toContain('no such plan')
    expect(seconds).toBeLessThanOrEqual(30)
    expect(seconds).toBeGreaterThan(1)
  })

  it('for it collided with another transaction is tried again soon', async () => {
    let runs = 0
    const collides: Run = async () => {
      runs += 1
      if (runs === 1) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    }
    await fire('collides', collides, () => expect.poll(() => row('collides')).toBeUndefined())
    expect(runs).toBe(2)
  })

  it('keeps the time that it was moved to meanwhile', async () => {
    const later = new Date(Date.now() + 7 * 86_400_000)
    let moving: Promise<void> | undefined
    const isMoving = async (): Promise<boolean> => {
      const { rows } = await sql`select from pg_stat_activity where wait_event_type = 'Lock'
        and datname = current_database()`.execute(database.db)
      return rows.length > 0
    }
    const fails: Run = async () => {
      moving = transaction(database.db, (tx) => setTimer(tx, { kind, key: 'moved', dueAt: later }))
      await expect.poll(isMoving).toBe(true)
      throw new Error('the other one was faster')
    }
    // the worker ends its turn, the putting off included, before it stops
    await fire('moved', fails, async () => {
      await expect.poll(() => moving !== undefined).toBe(true)
      await moving
    })
    expect(await row('moved')).toMatchObject({ attempts: 0, error: null })
    expect((await row('moved'))!.seconds).toBeGreaterThan(86_400)
  })
})
