import type { Kysely } from 'kysely'
import { dbNow, transaction, type DB, type Tx } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import type { Outcome } from '#modules/probe/outcome-contract.ts'
import { applyResults } from '../apply.ts'
import { numberSeries, recordSamples, samplesOf } from '../history.ts'
import { changesNothing, judgeFigures, type Result, type Rules, type Standing } from '../lifecycle.ts'
import { lockStandings, refreshStandings } from '../store/standing.ts'
import { holdShards } from '../store/worker.ts'

/** What the writer must know of a check. */
export interface Held extends Rules {
  id: string
  kind: string
  shard: number
  depends: boolean
  /** others depend on it: when it was last looked at is written at once */
  watched: boolean
  /** as the database has it, as far as this process knows */
  standing: Standing
}

interface Found {
  check: Held
  epoch: number
  result: Result
}

/** Results that wait at most, when the database is away: beyond it nothing more is asked. */
const mostWaiting = 100_000
/** Results of one transaction. */
const atOnce = 2000
/** Of those that changed nothing, the time they were looked at is written within so many flushes. */
const refreshTurns = 100

/**
 * Writes results in batches: what changes anything, or may, goes through the one door under the locks of its checks; of the
 * others only the values are kept, and now and then when they were looked at. Nothing is written for a share that another
 * worker has taken over.
 */
export class ResultWriter {
  readonly #db: Kysely<DB>
  readonly #workerId: string
  readonly #log: JobContext['log']
  readonly #flushMs: number
  readonly #series = new Map<string, number>()
  /** what changed nothing and has not been told yet, the oldest first */
  readonly #quiet = new Map<string, Found>()
  #waiting: Found[] = []
  /** database clock minus monotonic clock */
  #offset = Date.now() - performance.now()
  #timer: NodeJS.Timeout | undefined
  #flushing: Promise<void> | undefined
  #failing = false
  #stopped = false

  constructor(db: Kysely<DB>, workerId: string, log: JobContext['log'], flushMs: number) {
    this.#db = db
    this.#workerId = workerId
    this.#log = log
    this.#flushMs = flushMs
  }

  get full(): boolean {
    return this.#waiting.length >= mostWaiting
  }

  /** Takes the database's clock over. @param sent monotonic, when it was asked */
  setClock(now: Date, sent: number): void {
    const offset = now.getTime() - (sent + performance.now()) / 2
    // small differences are how long the question took
    if (Math.abs(offset - this.#offset) > 500) this.#offset = offset
  }

  now(): Date {
    return new Date(performance.now() + this.#offset)
  }

  start(): void {
    this.#timer = setTimeout(() => {
      void this.flush().then(() => {
        if (!this.#stopped) this.start()
      })
    }, this.#flushMs)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.flush()
    try {
      for (const found of this.#quiet.values()) found.check.watched = true
      await this.#write([])
    } catch (error) {
      this.#log('checks: when they were last looked at could not be written', { error: String(error) })
    }
  }

  /** Does something while nothing is written: reads of how checks stand must not be overtaken. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    await this.flush()
    while (this.#flushing) await this.#flushing
    const working = work()
    this.#flushing = working.then(
      () => undefined,
      () => undefined,
    )
    void this.#flushing.then(() => (this.#flushing = undefined))
    return working
  }

  /** @returns whether it went wrong, so that it is asked again soon */
  add(check: Held, epoch: number, at: Date, outcome: Outcome): boolean {
    const last = check.standing.lastAt
    // a clock set back must not make news old
    const after = last && at <= last ? new Date(last.getTime() + 1) : at
    const { state, code, params, output, ms, figures } = outcome
    const result: Result = { at: after, state, code, params, output, ms, figures }
    this.#waiting.push({ check, epoch, result })
    if (check.thresholds.length === 0) return state !== 'ok'
    return judgeFigures(check.thresholds, outcome, check.standing.levels).state !== 'ok'
  }

  /** Writes what waits; never rejects. What could not be written stays. */
  async flush(): Promise<void> {
    while (this.#flushing) await this.#flushing
    this.#flushing = this.#flushAll().finally(() => (this.#flushing = undefined))
    await this.#flushing
  }

  async #flushAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, atOnce)
      try {
        await this.#writeOrPart(batch)
        this.#failing = false
      } catch (error) {
        if (!this.#failing)
          this.#log('checks: results cannot be written, will try again', { error: String(error) })
        this.#failing = true
        return
      }
    }
  }

  /** Writes what waits first, all at once; where the database refuses one of them, one by one. */
  async #writeOrPart(batch: readonly Found[]): Promise<void> {
    try {
      await this.#write(batch)
      this.#waiting = this.#waiting.slice(batch.length)
    } catch (error) {
      if (!isRefusal(error)) throw error
      await this.#oneByOne(batch)
    }
  }

  /** A result that the database refuses must not keep others; one that it cannot take just now stays. */
  async #oneByOne(batch: readonly Found[]): Promise<void> {
    let done = 0
    try {
      for (const found of batch) {
        try {
          await this.#write([found])
        } catch (error) {
          if (!isRefusal(error)) throw error
          this.#log('checks: a result was refused', { id: found.check.id, error: String(error) })
        }
        done++
      }
    } finally {
      this.#waiting = this.#waiting.slice(done)
    }
  }

  async #write(batch: readonly Found[]): Promise<void> {
    const samples = batch.flatMap(({ check, result }) => samplesOf(check, result))
    await numberSeries(this.#db, samples, this.#series)
    const changing = new Set<string>()
    for (const { check, result } of batch)
      if (!changesNothing(check, check.standing, result, check.depends)) changing.add(check.id)
    const quiet = this.#quietOf(batch, changing)
    if (batch.length === 0 && quiet.length === 0) return
    const done = await transaction(this.#db, async (tx) => {
      const [held, now] = await Promise.all([this.#held(tx, [...batch, ...quiet]), dbNow(tx)])
      const mine = batch.filter(held)
      const reported = mine.filter((f) => changing.has(f.check.id))
      const refreshed = quiet.filter(held)
      const [, standings] = await Promise.all([
        // all of them at first: two orders, one for either kind, would make a ring with whoever changes several checks
        refreshed.length === 0
          ? undefined
          : lockStandings(
              tx,
              [...reported, ...refreshed].map((f) => f.check.id),
            ),
        reported.length === 0
          ? new Map<string, Standing>()
          : applyResults(
              tx,
              reported.map(({ check, result }) => ({ checkId: check.id, result })),
              now,
            ),
        refreshStandings(
          tx,
          refreshed.map(({ check, result }) => ({ id: check.id, ...result })),
        ),
        recordSamples(
          tx,
          mine.flatMap(({ check, result }) => samplesOf(check, result)),
          this.#series,
        ),
      ])
      return { standings, mine }
    })
    for (const { check, result } of done.mine) {
      const standing = done.standings.get(check.id)
      if (standing) check.standing = standing
      else check.standing = { ...check.standing, lastAt: result.at, lastMs: result.ms }
    }
    for (const { check } of quiet) this.#quiet.delete(check.id)
  }

  /** Of what changed nothing: those that others wait for, and a share of the rest in turns. */
  #quietOf(batch: readonly Found[], changing: ReadonlySet<string>): Found[] {
    for (const found of batch) {
      const { id } = found.check
      const before = this.#quiet.get(id)
      if (changing.has(id)) this.#quiet.delete(id)
      // keeps its place in the line
      else if (before) Object.assign(before, found)
      else this.#quiet.set(id, { ...found })
    }
    const share = Math.max(100, Math.ceil(this.#quiet.size / refreshTurns))
    const told: Found[] = []
    for (const found of this.#quiet.values()) if (found.check.watched || told.length < share) told.push(found)
    return told
  }

  /** Whether what was found was found under an epoch that still holds. */
  async #held(tx: Tx, all: readonly Found[]): Promise<(found: Found) => boolean> {
    const shards = [...new Set(all.map(({ check }) => check.shard))]
    const held = await holdShards(tx, this.#workerId, shards)
    return ({ check, epoch }) => held.get(check.shard) === epoch
  }
}

/** Whether it is the data that the database does not take: another time it would not do so either. */
function isRefusal(error: unknown): boolean {
  return /^2[23]/.test((error as { code?: string }).code ?? '')
}
