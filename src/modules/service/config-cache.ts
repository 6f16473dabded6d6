import type { Db } from '#kernel/db/index.ts'
import { readConfigVersions } from './store.ts'

type Versions = ReadonlyMap<string, number>

/** What a transaction has read already: services and agreements share one look at the versions. */
const perTransaction = new WeakMap<object, Promise<Versions>>()

/**
 * A small table kept in memory, true to the database: `get` reads one tiny row per transaction and loads anew only
 * after a change, whichever process made it. Writers call `forgetConfig(tx)` to see their own change at once.
 */
export class ConfigCache<T> {
  readonly #name: string
  readonly #load: (db: Db) => Promise<T>
  readonly #kept = new WeakMap<object, { version: number; value: T }>()

  /** @param name the row of `config_version` that the table's triggers set */
  constructor(name: string, load: (db: Db) => Promise<T>) {
    this.#name = name
    this.#load = load
  }

  async get(db: Db): Promise<T> {
    const version = (await versionsOf(db)).get(this.#name)
    if (version === undefined) throw new Error(`no config version named ${this.#name}`)
    const store = databaseOf(db)
    const kept = this.#kept.get(store)
    if (kept?.version === version) return kept.value
    const value = await this.#load(db)
    this.#kept.set(store, { version, value })
    return value
  }
}

/** Makes the next look of this transaction read the versions again, after it has changed something itself. */
export function forgetConfig(tx: Db): void {
  perTransaction.delete(tx)
}

/** Has this transaction look at the versions now, beside other reads: what asks a cache later finds the answer there. */
export async function lookAhead(tx: Db): Promise<void> {
  await versionsOf(tx)
}

function versionsOf(db: Db): Promise<Versions> {
  if (!db.isTransaction) return readConfigVersions(db)
  let versions = perTransaction.get(db)
  if (!versions) perTransaction.set(db, (versions = readConfigVersions(db)))
  return versions
}

/** One copy per database: tests open several in one process. */
function databaseOf(db: Db): object {
  return db.getExecutor().adapter
}
