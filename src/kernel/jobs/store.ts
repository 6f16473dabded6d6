import { sql, type Kysely } from 'kysely'
import type pg from 'pg'
import { isCollision, transaction, type DB, type Db, type Tx } from '../db/index.ts'
import type { TimerRow } from '../manifest.ts'

/** Sets (or moves) the timer of this kind and key. */
export async function upsertTimer(tx: Tx, timer: TimerRow): Promise<void> {
  const data = JSON.stringify(timer.data)
  await tx
    .insertInto('timer')
    .values({ kind: timer.kind, key: timer.key, due_at: timer.dueAt, data })
    .onConflict((c) =>
      c.columns(['kind', 'key']).doUpdateSet({ due_at: timer.dueAt, data, attempts: 0, last_error: null }),
    )
    .execute()
}

export async function deleteTimer(tx: Tx, kind: string, key: string): Promise<void> {
  await tx.deleteFrom('timer').where('kind', '=', kind).where('key', '=', key).execute()
}

/** A timer that was taken, and its row's time as the database wrote it: a Date has no microseconds. */
interface Taken {
  timer: TimerRow
  due: string
}

/** Takes one due timer of a known kind out of the table, locked against other workers; undefined when none is due. */
async function takeDue(tx: Tx, kinds: string[]): Promise<Taken | undefined> {
  const { rows } = await sql<TimerRow & { due: string }>`
    delete from timer where (kind, key) = (
      select kind, key from timer where due_at <= now() and kind = any(${kinds}::text[])
      order by due_at limit 1 for update skip locked)
    returning kind, key, due_at as "dueAt", data, due_at::text as due`.execute(tx)
  const row = rows[0]
  if (!row) return undefined
  const { due, ...timer } = row
  return { timer, due }
}

/**
 * Puts a failed timer off: 30 s, 1 min, 2 min … up to an hour; one that only collided with another transaction 1 s,
 * 2 s, 4 s …. A timer that was moved or taken back since keeps to that.
 */
async function putOff(db: Db, { timer, due }: Taken, error: unknown): Promise<void> {
  const first = isCollision(error) ? 1 : 30
  await sql`update timer set attempts = attempts + 1, last_error = ${String(error).slice(0, 1000)},
    due_at = now() + least(interval '1 hour', ${first} * interval '1 second' * power(2, least(attempts, 12)))
    where kind = ${timer.kind} and key = ${timer.key} and due_at = ${due}::timestamptz`.execute(db)
}

/**
 * Runs one due timer in one transaction with its work.
 * @returns false when none was due; a failing handler is put off and reported, never lost
 */
export async function fireOne(
  db: Kysely<DB>,
  handlers: ReadonlyMap<string, (tx: Tx, timer: TimerRow) => Promise<void>>,
  report: (timer: TimerRow, error: unknown) => void,
): Promise<boolean> {
  let taken: Taken | undefined
  try {
    return await transaction(db, async (tx) => {
      taken = await takeDue(tx, [...handlers.keys()])
      if (!taken) return false
      await handlers.get(taken.timer.kind)!(tx, taken.timer)
      return true
    })
  } catch (error) {
    if (!taken) throw error
    report(taken.timer, error)
    await putOff(db, taken, error)
    return true
  }
}

/**
 * Locks by name, so that a recurring job runs in one process of the installation at a time. All of a process are held by
 * one connection: a connection for each job that runs would leave none for their work when many are due at once.
 */
export class NamedLocks {
  readonly #pool: pg.Pool
  #holder: Promise<pg.PoolClient> | undefined

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** Runs `work` while holding the lock of that name; false when another process holds it. */
  async exclusively(name: string, work: () => Promise<void>): Promise<boolean> {
    const { rows } = await this.#ask('select pg_try_advisory_lock(7239, hashtext($1)) as ok', name)
    if (!rows[0]?.ok) return false
    try {
      await work()
      return true
    } finally {
      await this.#ask('select pg_advisory_unlock(7239, hashtext($1)) as ok', name)
    }
  }

  /** Gives the connection back, and with it what it still holds. */
  async end(): Promise<void> {
    const holder = await this.#holder?.catch(() => undefined)
    this.#holder = undefined
    holder?.release(true)
  }

  async #ask(text: string, name: string): Promise<pg.QueryResult<{ ok: boolean }>> {
    const connecting = (this.#holder ??= this.#pool.connect())
    try {
      return await (await connecting).query<{ ok: boolean }>(text, [name])
    } catch (error) {
      // broken, and its locks are gone with it: the next one that asks opens another
      if (this.#holder === connecting) await this.end()
      throw error
    }
  }
}

/** When a periodic job last began, so that every process keeps to the one interval. */
export async function claimTurn(db: Db, name: string, everySeconds: number): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    insert into job_turn (name, began_at) values (${name}, now())
    on conflict (name) do update set began_at = now()
      where job_turn.began_at <= now() - ${everySeconds} * interval '1 second'
    returning name`.execute(db)
  return rows.length > 0
}

/**
 * Lets others take the jobs of a process that was killed. Graphile itself waits four hours; a reaction ends within a
 * minute, because its statements do, and one that ran twice would do its work once all the same.
 */
export async function releaseAbandoned(db: Db): Promise<void> {
  await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now()
    where locked_at < now() - interval '60 seconds'`.execute(db)
}
