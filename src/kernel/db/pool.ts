import pg from 'pg'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import { NamedClient } from './named-client.ts'
import type { DB } from './schema.ts'

// bigint identities and counts stay far below 2^53; numbers are what JSON and people expect.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// dates are calendar days, not instants: a Date object would shift them by the zone
pg.types.setTypeParser(pg.types.builtins.DATE, (v) => v)

/** A transaction: what every writing verb takes, so that a write outside one does not compile. */
export type Tx = Transaction<DB>
/** What every reading verb takes: the pool or a transaction. */
export type Db = Kysely<DB>
/** The pool with its end. */
export interface Database {
  db: Kysely<DB>
  pool: pg.Pool
  close: () => Promise<void>
}

/**
 * Opens a pool on `url`. `statement_timeout` bounds a runaway query, `lock_timeout` a queue behind a lock.
 * @param max connections of this process at most
 */
export function openDatabase(url: string, options: { max?: number; name?: string } = {}): Database {
  const pool = new pg.Pool({
    Client: NamedClient,
    connectionString: url,
    max: options.max ?? 20,
    application_name: options.name ?? 'zhengyun',
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    options: '-c statement_timeout=60000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=60000',
  })
  // An idle connection that breaks (server restarted) is dropped by the pool; without a listener the process would die.
  pool.on('error', () => undefined)
  // a connection that breaks while it is checked out fails its query; the error event itself says nothing more
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return { db, pool, close: () => db.destroy() }
}

/** The transaction's own time, from the database's clock: the only "now" of verbs. */
export async function dbNow(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now()`.execute(db)
  return rows[0]!.now
}

/** Runs `work` in one transaction. Only the edges of the system (HTTP, jobs, command line) call it. */
export function transaction<T>(db: Kysely<DB>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(work)
}
