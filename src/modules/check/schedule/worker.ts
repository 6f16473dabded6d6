import { hostname } from 'node:os'
import type { Kysely } from 'kysely'
import { newId, type DB } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { openSecrets } from '../secrets.ts'
import { readJudged } from '../store/standing.ts'
import * as store from '../store/worker.ts'
import { Asking, hostOf, type Asked } from './run.ts'
import { Scheduler, startsOver, usualLimits, type Delays, type Limits } from './scheduler.ts'
import { ResultWriter, type Held } from './writer.ts'

export interface WorkerOptions {
  limits?: Limits
  /** silence after which a worker counts as dead */
  ttlMs?: number
  beatMs?: number
  flushMs?: number
}

const usual = { limits: usualLimits, ttlMs: 3000, beatMs: 500, flushMs: 250 }

const here = new Set<CheckWorker>()

/** Seconds of lateness that starts are counted beyond. */
const beyond = [0, 0.05, 0.1, 0.25, 0.5, 1, 5] as const

export interface RunFigures {
  checks: number
  running: number
  missed: number
  /** starts that were later than so many seconds; 0: all of them */
  starts: { over: number; n: number }[]
}

/** What the workers of this process have done since it began. */
export function runFigures(): RunFigures {
  const all = [...here]
  const sum = (of: (worker: CheckWorker) => number): number => all.reduce((total, one) => total + of(one), 0)
  return {
    checks: sum((one) => one.checks),
    running: sum((one) => one.running),
    missed: sum((one) => one.delays.missed),
    starts: beyond.map((over) => ({ over, n: sum((one) => startsOver(one.delays, over * 1000)) })),
  }
}

type Running = Asked & Held & { mark: string; askedAt: number }

/**
 * Runs the checks of one process: beats, holds its share of all checks, keeps their definitions up to date, lets the
 * scheduler ask and the writer write. A process that cannot beat in time stops asking before others take over.
 */
export class CheckWorker {
  readonly id = newId()
  readonly #db: Kysely<DB>
  readonly #log: JobContext['log']
  readonly #options: Required<WorkerOptions>
  readonly #scheduler: Scheduler<Running>
  readonly #writer: ResultWriter
  readonly #stopping = new AbortController()
  readonly #asking = new Asking()
  readonly #tasks = new Map<string, Running>()
  /** share → epoch */
  #held = new Map<number, number>()
  #version = -1
  #beatAt = -Infinity
  #loop: Promise<void> = Promise.resolve()
  #wake: () => void = () => undefined
  #failing = false

  constructor({ db, log }: Pick<JobContext, 'db' | 'log'>, options: WorkerOptions = {}) {
    this.#db = db
    this.#log = log
    this.#options = { ...usual, ...options }
    this.#writer = new ResultWriter(db, this.id, log, this.#options.flushMs)
    this.#scheduler = new Scheduler<Running>(
      { run: (tasks) => this.#run(tasks), may: () => this.#mayAsk() },
      this.#options.limits,
    )
  }

  get delays(): Delays {
    return this.#scheduler.delays
  }

  get checks(): number {
    return this.#tasks.size
  }

  get running(): number {
    return this.#scheduler.running
  }

  start(): void {
    here.add(this)
    this.#writer.start()
    this.#loop = this.#beatOn()
  }

  /** What is under way is broken off, what was found is written, the shares are given back. */
  async stop(): Promise<void> {
    here.delete(this)
    this.#stopping.abort()
    this.#scheduler.stop()
    this.#asking.stop()
    this.#wake()
    await this.#loop
    await this.#writer.stop()
    try {
      await store.signOff(this.#db, this.id)
    } catch (error) {
      // its shares are free a moment later all the same
      this.#log('checks: could not sign off', { error: String(error) })
    }
  }

  /** Others take over after `ttlMs` of silence: by then nothing is started here any more. */
  #mayAsk(): boolean {
    return performance.now() - this.#beatAt < this.#options.ttlMs * 0.8 && !this.#writer.full
  }

  async #run(tasks: readonly Running[]): Promise<boolean[]> {
    const at = this.#writer.now()
    const held = tasks.map((task) => ({ task, epoch: this.#held.get(task.shard) }))
    const outcomes = await this.#asking.ask(tasks)
    return held.map(({ task, epoch }, i) => {
      const outcome = outcomes[i]!
      // broken off by us: says nothing about the target
      if (outcome.code === 'stopped' || epoch === undefined) return false
      return this.#writer.add(task, epoch, at, outcome)
    })
  }

  async #beatOn(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#beat()
        this.#failing = false
      } catch (error) {
        if (!this.#failing) this.#log('checks: no beat, will try again', { error: String(error) })
        this.#failing = true
      }
      await new Promise<void>((done) => {
        const timer = setTimeout(done, this.#options.beatMs)
        this.#wake = () => {
          clearTimeout(timer)
          done()
        }
        if (this.#stopping.signal.aborted) this.#wake()
      })
    }
  }

  async #beat(): Promise<void> {
    const sent = performance.now()
    const { ttlMs } = this.#options
    const told = await store.beat(this.#db, this.id, `${hostname()} ${process.pid}`, ttlMs)
    this.#beatAt = sent
    this.#writer.setClock(told.now, sent)
    const held = new Map(told.mine.map((one) => [one.shard, one.epoch]))
    const most = Math.ceil(store.shards / told.workers)
    if (held.size > most) await this.#give(held, [...held.keys()].slice(most))
    else if (held.size < most && told.free > 0)
      for (const { shard, epoch } of await store.takeShards(this.#db, this.id, most - held.size, ttlMs))
        held.set(shard, epoch)
    const same =
      held.size === this.#held.size && [...held].every(([shard, epoch]) => this.#held.get(shard) === epoch)
    this.#held = held
    if (same && told.version === this.#version) return
    await this.#load()
    this.#version = told.version
  }

  /** What was found for them is written before another may ask. */
  async #give(held: Map<number, number>, shards: readonly number[]): Promise<void> {
    for (const shard of shards) held.delete(shard)
    for (const [id, task] of this.#tasks) if (!held.has(task.shard)) this.#drop(id)
    this.#held = new Map(held)
    await this.#writer.flush()
    await store.giveShards(this.#db, this.id, shards)
  }

  #drop(id: string): void {
    this.#scheduler.remove(id)
    this.#tasks.delete(id)
  }

  /** Brings definitions and standings up to date: reads whole only what has changed. */
  async #load(): Promise<void> {
    const [marks, watched] = await Promise.all([
      store.marksOf(this.#db, [...this.#held.keys()]),
      store.watchedChecks(this.#db),
    ])
    const there = new Map(marks.map((one) => [one.id, one.mark]))
    for (const id of this.#tasks.keys()) if (!there.has(id)) this.#drop(id)
    const changed = marks.filter((one) => this.#tasks.get(one.id)?.mark !== one.mark).map((one) => one.id)
    for (let at = 0; at < changed.length; at += 1000)
      await this.#writer.alone(() => this.#read(changed.slice(at, at + 1000)))
    for (const task of this.#tasks.values()) task.watched = watched.has(task.id)
  }

  async #read(ids: readonly string[]): Promise<void> {
    const [rows, judged] = await Promise.all([store.runRows(this.#db, ids), readJudged(this.#db, ids)])
    const standings = new Map(judged.map((one) => [one.id, one]))
    const now = this.#writer.now().getTime()
    for (const row of rows) {
      const known = standings.get(row.id)
      if (!known) continue
      const task = this.#taskOf(row, known)
      if (!task) continue
      const before = this.#tasks.get(row.id)
      const asked = before !== undefined && task.askedAt > before.askedAt
      // the same object: results on their way to the database refer to it
      const kept = before ? Object.assign(before, task) : task
      this.#tasks.set(row.id, kept)
      const last = known.standing.lastAt?.getTime() ?? 0
      this.#scheduler.put(kept, now - last > task.intervalMs)
      if (asked) this.#scheduler.soon(row.id)
    }
  }

  #taskOf(row: store.RunRow, known: Pick<Held, 'standing' | 'depends' | 'alerts'>): Running | undefined {
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
        watched: false,
      }
    } catch (error) {
      // a secret that does not open stops this one and no other
      this.#log('checks: a check cannot be run', { id: row.id, error: String(error) })
      this.#drop(row.id)
      return undefined
    }
  }
}
