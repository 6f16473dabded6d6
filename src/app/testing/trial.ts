import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import type { Db, Tx } from '#kernel/db/index.ts'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import { City } from './evidence-city.ts'

/** A month of a year in which nothing else happened; its days are those of the unit. */
export const from = new Date('2024-02-29T16:00:00Z')
export const to = new Date('2024-03-31T16:00:00Z')
export const middle = new Date('2024-03-15T02:00:00Z')

export interface Trial {
  /** Of the sample city; to be used within tests only. */
  readonly db: Db
  /** The path of the unit; to be used within tests only. */
  readonly rootPath: string
  /** Does the work in a transaction of which nothing stays. */
  readonly tryOut: <T>(work: (city: City, tx: Tx) => Promise<T>) => Promise<T>
}

class Undo extends Error {}

/** A database for the tests of this file, in which what is tried leaves no trace. */
export function useTrial(): Trial {
  let database: TestDatabase
  let rootPath = ''
  beforeAll(async () => {
    database = await testDb()
    const { rows } = await sql<{ path: string }>`select path from org where parent_id is null`.execute(
      database.db,
    )
    rootPath = rows[0]!.path
  })
  afterAll(() => database.close())
  return {
    get db() {
      return database.db
    },
    get rootPath() {
      return rootPath
    },
    async tryOut<T>(work: (city: City, tx: Tx) => Promise<T>): Promise<T> {
      let result: T | undefined
      await database.db
        .transaction()
        .execute(async (tx) => {
          result = await work(new City(tx), tx)
          throw new Undo()
        })
        .catch((error: unknown) => {
          if (!(error instanceof Undo)) throw error
        })
      return result as T
    },
  }
}
