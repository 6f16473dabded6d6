import { setImmediate as breathe } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { DB } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { openSecrets } from '../secrets.ts'
import { readJudged } from '../store/standing.ts'
import * as store from '../store/worker.ts'
import { hostOf, type Asked } from './run.ts'
import type { Scheduler } from './scheduler.ts'
import type { Held, ResultWriter } from './writer.ts'

/** A check as this process runs it. */
export type Running = Asked & Held & { mark: string; askedAt: number }

/** Shares of the work, with the epoch under which they are held. */
export type Shares = ReadonlyMap<number, number>

/** Shares whose checks are compared at once, and checks read whole at once: other work goes on between. */
const sharesAtOnce = 8
const checksAtOnce = 500

interface Parts {
  db: Kysely<DB>
  log: JobContext['log']
  writer: ResultWriter
  scheduler: Scheduler<Running>
}

/**
 * The definitions of the checks that a worker runs. They are brought up to date beside its beat, in pieces: reading tens of
 * thousands takes longer than a silent worker is taken for alive, and what is known goes on being asked meanwhile.
 */
export class Definitions {
  readonly #parts: Parts
  readonly #tasks = new Map<string, Running>()
  #held: Shares = new Map()
  #version = -1
  /** counts what there was to follow; what has been followed so far */
  #wanted = 0
  #followed = 0
  #loading: Promise<void> | undefined
  #failing = false
  #stopped = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Checks that are run. */
  get size(): number {
    return this.#tasks.size
  }

  /** The epoch under which a share is held; undefined: it is not. */
  epochOf(shard: number): number | undefined {
    return this.#held.get(shard)
  }

  /**
   * Shares have come or gone. What is not held as before is no longer run: another may have found meanwhile what is not
   * known here, so a share that comes back is read anew.
   */
  hold(held: Shares): void {
    const before = this.#held
    const same = held.size === before.size && [...held].every(([shard, epoch]) => before.get(shard) === epoch)
    if (same) return
    this.#held = new Map(held)
    this.#wanted++
    for (const { id, shard } of this.#tasks.values())
      if (held.get(shard) !== before.get(shard)) this.#drop(id)
  }

  /** Sees to it that the definitions of this version come into force; returns at once. */
  follow(version: number): void {
    if (version !== this.#version) this.#wanted++
    this.#version = version
    if (this.#followed === this.#wanted || this.#stopped) return
    this.#loading ??= this.#keepUp().finally(() => (this.#loading = undefined))
  }

  /** Reads nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#loading
  }

  /** Never rejects: the next beat tries again. */
  async #keepUp(): Promise<void> {
    const { log } = this.#parts
    try {
      while (this.#followed !== this.#wanted && !this.#stopped) {
        const wanted = this.#wanted
        if (await this.#load()) this.#followed = wanted
      }
      this.#failing = false
    } catch (error) {
      if (!this.#failing) log('checks: definitions cannot be read, will try again', { error: String(error) })
      this.#failing = true
    }
  }

  /** Reads whole only what has changed. @returns false: broken off */
  async #load(): Promise<boolean> {
    const { db, writer } = this.#parts
    const held = this.#held
    const watched = await store.watchedChecks(db)
    for (const shares of pieces([...held.keys()], sharesAtOnce)) {
      const marks = await store.marksOf(db, shares)
      this.#dropOthers(new Set(shares), new Set(marks.map((one) => one.id)))
      const changed = marks.filter((one) => this.#tasks.get(one.id)?.mark !== one.mark).map((one) => one.id)
      for (const ids of pieces(changed, checksAtOnce)) {
        if (this.#stopped) return false
        await writer.alone(() => this.#read(ids, held, watched))
        await breathe()
      }
    }
    for (const task of this.#tasks.values()) task.watched = watched.has(task.id)
    return true
  }

  #dropOthers(shares: ReadonlySet<number>, there: ReadonlySet<string>): void {
    for (const { id, shard } of this.#tasks.values()) if (shares.has(shard) && !there.has(id)) this.#drop(id)
  }

  #drop(id: string): void {
    this.#parts.scheduler.remove(id)
    this.#tasks.delete(id)
  }

  async #read(ids: readonly string[], held: Shares, watched: ReadonlySet<string>): Promise<void> {
    const { db, writer, scheduler } = this.#parts
    const [rows, judged] = await Promise.all([store.runRows(db, ids), readJudged(db, ids)])
    const standings = new Map(judged.map((one) => [one.id, one]))
    const now = writer.now().getTime()
    for (const row of rows) {
      const known = standings.get(row.id)
      // given away while it was read, or taken again: whoever has it now may have changed how it stands
      if (!known || this.#held.get(row.shard) !== held.get(row.shard)) continue
      const task = this.#taskOf(row, known, watched.has(row.id))
      if (!task) continue
      const before = this.#tasks.get(row.id)
      const asked = before !== undefined && task.askedAt > before.askedAt
      // the same object: results on their way to the database refer to it
      const kept = before ? Object.assign(before, task) : task
      this.#tasks.set(row.id, kept)
      const last = known.standing.lastAt?.getTime() ?? 0
      scheduler.put(kept, now - last > task.intervalMs)
      if (asked) scheduler.soon(row.id)
    }
  }

  #taskOf(
    row: store.RunRow,
    known: Pick<Held, 'standing' | 'depends' | 'alerts'>,
    watched: boolean,
  ): Running | undefined {
    try {
      return {
        id: row.id,
        mark: row.mark,
        shard: row.shard,
        host: hostOf(row.kind, row.spec),
        kind: row.kind,
        spec: row.spec,
        secret: openSecrets(row),
        intervalMs: row.intervalSeconds * 1000,
        retryMs: row.retrySeconds * 1000,
        retries: row.retries,
        timeoutMs: row.timeoutMs,
        thresholds: row.thresholds,
        alerts: known.alerts,
        depends: known.depends,
        standing: known.standing,
        askedAt: row.askedAt?.getTime() ?? 0,
        watched,
      }
    } catch (error) {
      // a secret that does not open stops this one and no other
      this.#parts.log('checks: a check cannot be run', { id: row.id, error: String(error) })
      this.#drop(row.id)
      return undefined
    }
  }
}

function pieces<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))
}
