import { sql } from 'kysely'
import pg from 'pg'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { withOwner } from './owner.ts'
import { leaveToCommit, transaction, type Tx } from './pool.ts'
import { effect, insertRows, lookup } from './statement.ts'

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

  it('waits for what was left to the commit, and fails with it', async () => {
    const order: string[] = []
    await transaction(database.db, async (tx) => {
      const done = Promise.all([insert(tx, 1), insertRows(tx, 'probe' as never, [{ n: 2 }] as never)])
      leaveToCommit(
        tx,
        done.then(() => order.push('done')),
      )
      order.push('answer')
    })
    order.push('committed')
    expect(order).toEqual(['answer', 'done', 'committed'])
    expect(await kept()).toEqual([1, 2])
    const refused = transaction(database.db, async (tx) => {
      await insert(tx, 3)
      leaveToCommit(tx, insert(tx, -1))
    })
    await expect(refused).rejects.toMatchObject({ code: '23514' })
    const failed = transaction(database.db, async (tx) => {
      leaveToCommit(tx, insert(tx, -1))
      throw new Error('the verb itself')
    })
    await expect(failed).rejects.toThrow('the verb itself')
    const late = transaction(database.db, async (tx) => {
      const slow = insert(tx, 4).then(() => wait(30))
      leaveToCommit(
        tx,
        slow.then(() => insert(tx, 5)),
      )
    })
    await expect(late).rejects.toThrow('transaction has ended')
    expect(await kept()).not.toContain(3)
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

    it('whose own queries write at the head of it', async () => {
      const double = effect(
        `insert into probe (n) select n * 10 + $2::int from made`,
        `made as (insert into probe (n) values ($1) returning n)`,
      )
      await transaction(database.db, (tx) => double(tx, [1, 0]))
      const texts = await sent((tx) => Promise.all([rows(tx, 2), double(tx, [3, 1]), rows(tx, 4)]))
      expect(texts).toHaveLength(1)
      await transaction(database.db, (tx) => Promise.all([rows(tx, 5), double(tx, [6, 2])]))
      expect(await kept()).toEqual([1, 2, 3, 4, 5, 6, 10, 31, 62])
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

  describe('joins lookups that are started together', () => {
    const find = lookup<{ n: number | null; at: Date }>(
      { n: 'p.n', at: 'now()' },
      'from (select 1) one left join probe p on p.n = $1::int',
    )
    const count = lookup<{ n: number; text: string }>(
      { n: 'count(*)::int', text: '$2::text' },
      'from probe where n > $1',
    )

    it('into one statement, and parts its answer by columns of the same names', async () => {
      await transaction(database.db, (tx) => Promise.all([1, 2, 3].map((n) => insert(tx, n))))
      let seen: unknown[] = []
      const texts = await sent(async (tx) => {
        seen = await Promise.all([find(tx, [2]), count(tx, [1, 'two']), find(tx, [9]), count(tx, [2, 'one'])])
      })
      expect(texts).toHaveLength(1)
      const at = expect.any(Date) as Date
      expect(seen).toEqual([
        { n: 2, at },
        { n: 2, text: 'two' },
        { n: null, at },
        { n: 1, text: 'one' },
      ])
      expect(await find(database.db, [3])).toEqual({ n: 3, at })
    })

    it('but neither with what writes, nor before it', async () => {
      let seen: unknown
      const texts = await sent(async (tx) => {
        const [, first, , second] = await Promise.all([
          rows(tx, 1),
          count(tx, [0, '']),
          rows(tx, 2),
          count(tx, [0, '']),
        ])
        seen = [first.n, second.n]
      })
      expect(seen).toEqual([1, 2])
      expect(texts).toHaveLength(4)
    })

    it('and refuses a question that has no row, or two, as its answer', async () => {
      const all = lookup<{ n: number }>({ n: 'n' }, 'from probe')
      await expect(all(database.db, [])).rejects.toThrow('one row')
      const together = transaction(database.db, async (tx) => {
        await Promise.all([insert(tx, 1), insert(tx, 2)])
        await Promise.all([all(tx, []), count(tx, [0, ''])])
      })
      await expect(together).rejects.toThrow('one row')
      expect(await kept()).toEqual([])
    })
  })
})
