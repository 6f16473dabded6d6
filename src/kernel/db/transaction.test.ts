import { sql } from 'kysely'
import pg from 'pg'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { withOwner } from './owner.ts'
import { transaction, type Tx } from './pool.ts'
import { effect, insertRows } from './statement.ts'

let database: TestDatabase
const insert = (tx: Tx, n: number): Promise<unknown> => sql`insert into probe (n) values (${n})`.execute(tx)
const kept = async (): Promise<number[]> =>
  (await sql<{ n: number }>`select n from probe order by n`.execute(database.db)).rows.map((r) => r.n)

beforeAll(async () => {
  // one connection: what one transaction leaves behind on it meets the next
  database = await testDb(1)
  await withOwner(database.ownerUrl, (client) =>
    client.query('create table probe (n int primary key check (n > 0))'),
  )
})
afterAll(() => database.close())
beforeEach(async () => {
  await sql`delete from probe`.execute(database.db)
})

describe('a transaction', () => {
  it('keeps statements in the order in which they were started, and all of them', async () => {
    await transaction(database.db, (tx) => Promise.all([3, 1, 2].map((n) => insert(tx, n))))
    expect(await kept()).toEqual([1, 2, 3])
  })

  it('takes no statement of a sibling after another one has failed, neither outside nor in the next transaction', async () => {
    const late: unknown[] = []
    const slowSibling = async (tx: Tx): Promise<void> => {
      await insert(tx, 1)
      await wait(30)
      await insert(tx, 2).catch((error: unknown) => late.push(error))
    }
    const refusal = transaction(database.db, (tx) =>
      Promise.all([slowSibling(tx), insert(tx, 3).then(() => Promise.reject(new Error('refused')))]),
    )
    await expect(refusal).rejects.toThrow('refused')
    // the next transaction on the same connection, open while the sibling wakes up
    await transaction(database.db, async (tx) => {
      await insert(tx, 10)
      await wait(60)
    })
    expect(await kept()).toEqual([10])
    expect(String(late)).toMatch(/transaction has ended/)
  })

  it('takes no statement that a verb did not wait for before it ended', async () => {
    let forgotten: Promise<unknown> | undefined
    await transaction(database.db, async (tx) => {
      await insert(tx, 1)
      forgotten = wait(10).then(() => insert(tx, 2))
      forgotten.catch(() => undefined)
    })
    await expect(forgotten).rejects.toThrow('transaction has ended')
    expect(await kept()).toEqual([1])
  })

  it('says the first error of statements that travelled together, and keeps none of them', async () => {
    const refusal = transaction(database.db, (tx) =>
      Promise.all([insert(tx, 1), insert(tx, -1), insert(tx, 2)]),
    )
    await expect(refusal).rejects.toMatchObject({ code: '23514' })
    expect(await kept()).toEqual([])
  })

  it('does not commit what an earlier swallowed error has aborted', async () => {
    const swallowed = transaction(database.db, async (tx) => {
      await insert(tx, 1)
      await insert(tx, -1).catch(() => undefined)
    })
    await expect(swallowed).rejects.toThrow('aborted')
    expect(await kept()).toEqual([])
  })

  it('fails whole when its connection is lost while statements are under way, and the pool goes on', async () => {
    const lost = transaction(database.db, (tx) =>
      Promise.all([
        insert(tx, 1),
        sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx),
        insert(tx, 2),
        sql`select pg_sleep(5)`.execute(tx),
      ]),
    )
    await expect(lost).rejects.toThrow()
    expect(await kept()).toEqual([])
    await transaction(database.db, (tx) => insert(tx, 7))
    expect(await kept()).toEqual([7])
  })

  it('prepares a statement once for all that travel together, also after it failed in an aborted transaction', async () => {
    const often = (tx: Tx, n: number): Promise<unknown> =>
      sql`insert into probe (n) values (${n}) -- often`.execute(tx)
    for (let i = 0; i < 5; i++) {
      const bad = transaction(database.db, (tx) => Promise.all([insert(tx, -1), often(tx, 1), often(tx, 2)]))
      await expect(bad).rejects.toMatchObject({ code: '23514' })
    }
    await transaction(database.db, (tx) => Promise.all([often(tx, 1), often(tx, 2), often(tx, 3)]))
    expect(await kept()).toEqual([1, 2, 3])
  })

  describe('joins insertions by values that are started together', () => {
    const rows = (tx: Tx, ...numbers: number[]): Promise<void> =>
      insertRows(tx, 'probe' as never, numbers.map((n) => ({ n })) as never)
    /** texts that reach the wire while `work` runs */
    async function sent(work: (tx: Tx) => Promise<unknown>): Promise<string[]> {
      const texts: string[] = []
      const { query } = pg.Client.prototype
      const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
        this: pg.Client,
        ...args: unknown[]
      ) {
        const [first] = args as [string | { text: string }]
        texts.push(typeof first === 'string' ? first : first.text)
        return (query as (...a: unknown[]) => never).apply(this, args)
      } as never)
      try {
        await transaction(database.db, work)
      } finally {
        spy.mockRestore()
      }
      return texts.filter((text) => /insert|select/.test(text))
    }

    it('into one statement, and keeps all rows', async () => {
      const texts = await sent((tx) => Promise.all([rows(tx, 1), rows(tx, 2, 3), rows(tx, 4)]))
      expect(texts).toHaveLength(1)
      expect(await kept()).toEqual([1, 2, 3, 4])
    })

    it('but lets no other statement overtake them, nor the end', async () => {
      let seen: unknown
      const texts = await sent(async (tx) => {
        const look = async () => {
          seen = (await sql`select count(*)::int as n from probe`.execute(tx)).rows
        }
        await Promise.all([rows(tx, 1), rows(tx, 2), look(), rows(tx, 3)])
      })
      expect(seen).toEqual([{ n: 2 }])
      expect(texts).toHaveLength(3)
      expect(await kept()).toEqual([1, 2, 3])
    })

    it('and other effects with them, but no two that might write one row', async () => {
      const merge = effect(`insert into probe (n) select $2::int + $1::int where $2::int > 0`)
      const texts = await sent((tx) =>
        Promise.all([rows(tx, 1), merge(tx, [20, 2]), rows(tx, 3), merge(tx, [30, 4]), rows(tx, 5)]),
      )
      expect(texts).toHaveLength(2)
      expect(await kept()).toEqual([1, 3, 5, 22, 34])
    })

    it('and tells each of them when one is refused', async () => {
      const told: string[] = []
      const tell = (error: { code: string }) => void told.push(error.code)
      await expect(
        transaction(database.db, (tx) =>
          Promise.all([rows(tx, 1).catch(tell), rows(tx, -1).catch(tell), rows(tx, 2).catch(tell)]),
        ),
      ).rejects.toThrow('aborted')
      expect(told).toEqual(['23514', '23514', '23514'])
      expect(await kept()).toEqual([])
    })
  })
})
