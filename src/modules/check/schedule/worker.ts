import { hostname } from 'node:os'
import type { Kysely } from 'kysely'
import { newId, type DB } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import * as store from '../store/worker.ts'
import { Definitions, type Running } from './definitions.ts'
import { Asking } from './run.ts'
import { Scheduler, startsOver, usualLimits, type Delays, type Limits } from './scheduler.ts'
import { ResultWriter } from './writer.ts'

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
  readonly #definitions: Definitions
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
    this.#definitions = new Definitions({ db, log, writer: this.#writer, scheduler: this.#scheduler })
  }

  get delays(): Delays {
    return this.#scheduler.delays
  }

  get checks(): number {
    return this.#definitions.size
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
    await this.#definitions.stop()
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
    const held = tasks.map((task) => ({ task, epoch: this.#definitions.epochOf(task.shard) }))
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
    this.#definitions.hold(held)
    // beside the beat: a worker that reads much must not fall silent
    this.#definitions.follow(told.version)
  }

  /** What was found for them is written before another may ask. */
  async #give(held: Map<number, number>, shards: readonly number[]): Promise<void> {
    for (const shard of shards) held.delete(shard)
    this.#definitions.hold(held)
    await this.#writer.flush()
    await store.giveShards(this.#db, this.id, shards)
  }
}
