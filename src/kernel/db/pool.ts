import pg from 'pg'
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  sql,
  Transaction,
  type ConnectionProvider,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import { NamedClient } from './named-client.ts'
import type { DB } from './schema.ts'
import { effectOf, joinEffects, joinLookups, lookupOf } from './statement.ts'

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
    // what a verb sends without waiting in between goes over the wire together
    pipeline: true,
    connectionString: url,
    max: options.max ?? 20,
    application_name: options.name ?? 'zhengyun',
    connectionTimeoutMillis: 15_000,
    idleTimeoutMillis: 30_000,
    // statements prepared long ago and no longer named go with their connection
    maxLifetimeSeconds: 3600,
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

interface Waiting {
  query: CompiledQuery
  resolve: (result: { rows: unknown[] }) => void
  reject: (error: unknown) => void
}

/**
 * Gives every statement of a transaction its one connection, at once: the driver keeps them in order on the wire.
 * Once the transaction has ended it takes none: what a verb goes on to send after one of its statements has failed
 * would run outside of the transaction, or inside the next one on this connection.
 */
class OneConnection implements ConnectionProvider {
  private readonly connection: DatabaseConnection
  private readonly wire: DatabaseConnection
  private ended = false
  /** effects, or lookups, started in this turn of the event loop and not yet sent; never of both kinds */
  private waiting: Waiting[] = []
  constructor(wire: DatabaseConnection) {
    this.wire = wire
    this.connection = {
      executeQuery: async (query) => {
        this.refuseAfterEnd()
        if (effectOf(query) ?? lookupOf(query)) return (await this.gather(query)) as QueryResult<never>
        this.flush()
        return wire.executeQuery(query)
      },
      streamQuery: (query, chunkSize) => {
        this.refuseAfterEnd()
        this.flush()
        return wire.streamQuery(query, chunkSize)
      },
    }
  }
  end(): void {
    this.flush()
    this.ended = true
  }

  /** Effects that are started one after the other become one statement, lookups as well; any other statement comes after them. */
  private gather(query: CompiledQuery): Promise<unknown> {
    if (!this.fits(query)) this.flush()
    // runs when all microtasks of this turn have: what is started together is here by then
    if (this.waiting.length === 0) process.nextTick(() => this.flush())
    return new Promise((resolve, reject) => this.waiting.push({ query, resolve, reject }))
  }

  /** Whether it can travel with those that wait. */
  private fits(query: CompiledQuery): boolean {
    const effect = effectOf(query)
    const before = this.waiting.map((one) => effectOf(one.query))
    if (!effect) return before.every((other) => !other)
    return before.every((other) => other && !(effect.alone && other.key === effect.key))
  }

  private flush(): void {
    if (this.waiting.length === 0) return
    const all = this.waiting
    this.waiting = []
    const queries = all.map((one) => one.query)
    this.send(queries).then(
      (answers) => all.forEach((one, i) => one.resolve({ rows: answers[i]! })),
      (error: unknown) => all.forEach((one) => one.reject(error)),
    )
  }

  /** @returns the rows of each */
  private async send(queries: CompiledQuery[]): Promise<unknown[][]> {
    if (queries.length === 1) return [(await this.wire.executeQuery(queries[0]!)).rows]
    if (effectOf(queries[0]!)) {
      await this.wire.executeQuery(joinEffects(queries))
      return queries.map(() => [])
    }
    const { query, part } = joinLookups(queries)
    const { rows } = await this.wire.executeQuery(query)
    return part(rows).map((row) => [row])
  }

  provideConnection<T>(use: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    return use(this.connection)
  }
  private refuseAfterEnd(): void {
    if (this.ended) throw new Error('the transaction has ended: this statement comes too late')
  }
}

// Beside the executor a transaction needs these only to open further connections, which it never does.
const shell = {
  config: { dialect: new PostgresDialect({ pool: async () => neverUsed() }) },
  driver: {} as Driver,
}
function neverUsed(): never {
  throw new Error('a transaction opens no connection of its own')
}

const left = new WeakMap<object, Promise<unknown>[]>()

/**
 * Leaves statements that have been started to be waited for together with the commit: they and the commit are one round trip.
 * For what a verb need not see done to know its answer. When one fails, the transaction fails with its error. Nothing
 * may be sent after an answer of theirs: the commit is on the wire by then.
 */
export function leaveToCommit(tx: Tx, done: Promise<unknown>): void {
  // heard by `transaction`; a verb that fails meanwhile must not leave it unheard
  done.catch(() => undefined)
  const others = left.get(tx)
  if (others) others.push(done)
  else left.set(tx, [done])
}

/** Until all microtasks of this turn have run: statements that were started are on the wire, or gathered to go there. */
const turnOver = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))

/**
 * Runs `work` in one transaction. Only the edges of the system (HTTP, jobs, command line) call it.
 *
 * Kysely's own transactions send a statement when the one before it has answered. Ours do not wait: independent
 * statements that a verb starts together (`Promise.all`) travel together, and a creation of an incident takes
 * two round trips instead of sixteen. They run in the order in which they were started.
 */
export function transaction<T>(db: Kysely<DB>, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (db.isTransaction) throw new Error('this is a transaction already')
  return db.getExecutor().provideConnection(async (connection) => {
    const one = new OneConnection(connection)
    const executor = db.getExecutor().withConnectionProvider(one)
    const tx = new Transaction<DB>({ ...shell, dialect: shell.config.dialect, executor })
    const send = (text: string) => connection.executeQuery<{ command: string }>(CompiledQuery.raw(text))
    // not awaited: it goes out with the first statement
    const begun = send('begin')
    try {
      const [, result] = await Promise.all([begun, work(tx)])
      const leftToDo = left.get(tx)
      if (leftToDo) await turnOver()
      one.end()
      const [{ rows }] = await Promise.all([send('commit'), ...(leftToDo ?? [])])
      // PostgreSQL ends an aborted transaction with the tag ROLLBACK, not with an error
      if (rows[0]?.command === 'ROLLBACK') throw new Error('the transaction was aborted by an earlier error')
      return result
    } catch (error) {
      // statements already sent come before the rollback; siblings of the one that failed send no more
      one.end()
      // when this fails too the connection is broken, and PostgreSQL has rolled back already
      await send('rollback').catch(() => undefined)
      throw error
    }
  })
}
