import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import { lockFolder } from '#kernel/db/index.ts'
import type { Outcome } from '#modules/probe/outcome-contract.ts'
import { fetchDefinitions, postResults, type ResultItem } from '../remote-contract.ts'
import { Asking, hostOf, type Asked } from './run.ts'
import { Scheduler, usualLimits, type Limits } from './scheduler.ts'

export interface RemoteOptions {
  /** of the installation, without a slash at its end */
  url: string
  token: string
  /** results that cannot be sent are kept below it */
  dataDir: string
  log: (line: string, data?: Record<string, unknown>) => void
  program?: string
  fetchMs?: number
  sendMs?: number
  /** kept on disk at most; beyond it the oldest is dropped */
  mostBytes?: number
  limits?: Limits
}

type Item = z.input<typeof ResultItem>
type Definition = z.output<typeof fetchDefinitions.response>['definitions'] extends (infer D)[] | null
  ? D
  : never
interface Running extends Asked {
  version: number
  askedAt: number
}

const usual = {
  program: 'zhengyun probe',
  fetchMs: 5000,
  sendMs: 1000,
  mostBytes: 256 * 2 ** 20,
  limits: usualLimits,
}
/** Results of one batch, as the contract has it. */
const atOnce = 2000

/**
 * A probe in another network segment: fetches what to ask, asks, and posts what it found in numbered batches. Every batch
 * lies on disk until it is acknowledged, so neither a cut line nor a restart loses or doubles one. Without a database.
 */
export class RemoteProbe {
  readonly #options: Required<RemoteOptions>
  readonly #folder: string
  readonly #lock: ReturnType<typeof lockFolder>
  readonly #scheduler: Scheduler<Running>
  readonly #tasks = new Map<string, Running>()
  readonly #stopping = new AbortController()
  readonly #asking = new Asking()
  readonly #runId: string
  #mark = ''
  #seq = 0
  #dropped = 0
  #bytes = 0
  /** results of each batch on disk */
  readonly #kept = new Map<string, number>()
  #waiting: Item[] = []
  #loops: Promise<unknown> = Promise.resolve()
  #failing = false
  /** wall clock minus monotonic clock: a clock that jumps does not move what lies between two results */
  readonly #offset = Date.now() - performance.now()

  /** @throws StartError DATA_DIR_IN_USE: another process works in the folder */
  constructor(options: RemoteOptions) {
    this.#options = { ...usual, ...options }
    this.#folder = path.join(options.dataDir, 'probe')
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    // two in one folder would number their batches against each other, and results would be lost
    this.#lock = lockFolder(options.dataDir, path.join(options.dataDir, 'probe.lock'))
    this.#runId = this.#readRunId()
    for (const file of this.#batches()) {
      this.#seq = Math.max(this.#seq, seqOf(file))
      this.#bytes += statSync(path.join(this.#folder, file)).size
      this.#kept.set(file, this.#read(file).length)
    }
    this.#scheduler = new Scheduler<Running>(
      { run: (tasks) => this.#run(tasks), may: () => true },
      this.#options.limits,
    )
  }

  get checks(): number {
    return this.#tasks.size
  }

  /** Results found and not acknowledged yet. */
  get buffered(): number {
    return [...this.#kept.values()].reduce((sum, n) => sum + n, this.#waiting.length)
  }

  start(): void {
    this.#loops = Promise.all([
      this.#turn(this.#options.fetchMs, () => this.#fetch()),
      this.#turn(this.#options.sendMs, () => this.#send()),
    ])
  }

  /** What was found and not sent lies on disk for the next start. */
  async stop(): Promise<void> {
    this.#scheduler.stop()
    this.#asking.stop()
    this.#stopping.abort()
    await this.#loops
    this.#keep()
    this.#lock.release()
  }

  /** One run of batches goes on over restarts, as long as the folder lives. */
  #readRunId(): string {
    const file = path.join(this.#folder, 'run-id')
    try {
      const known = readFileSync(file, 'utf8').trim()
      if (/^[0-9a-f-]{36}$/.test(known)) return known
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    const made = randomUUID()
    writeFileSync(file, made, { mode: 0o600 })
    return made
  }

  async #turn(everyMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        await work()
        if (this.#failing) this.#options.log('probe: connected again')
        this.#failing = false
      } catch (error) {
        if (signal.aborted) return
        if (!this.#failing)
          this.#options.log('probe: not connected, will try again', { error: reasonOf(error) })
        this.#failing = true
      }
      await sleep(everyMs, undefined, { signal }).catch(() => undefined)
    }
  }

  async #call<T>(to: { path: string; response: z.ZodType<T> }, body: Record<string, unknown>): Promise<T> {
    const response = await fetch(`${this.#options.url}/api/v1${to.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: this.#options.token, runId: this.#runId, ...body }),
      // a redirect would carry the token elsewhere
      redirect: 'error',
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(30_000)]),
    })
    if (!response.ok) throw new Refused(response.status, (await response.text()).slice(0, 300))
    return to.response.parse(await response.json())
  }

  async #fetch(): Promise<void> {
    const { program } = this.#options
    const told = await this.#call(fetchDefinitions, {
      ...{ known: this.#mark, program, dropped: this.#dropped },
      buffered: this.buffered,
    })
    this.#acknowledged(told.lastSeq)
    // the folder was lost, or is of an older time
    this.#seq = Math.max(this.#seq, told.lastSeq)
    if (told.definitions) this.#take(told.definitions)
    this.#mark = told.mark
  }

  #take(definitions: readonly Definition[]): void {
    const there = new Set(definitions.map((one) => one.id))
    for (const id of this.#tasks.keys())
      if (!there.has(id)) {
        this.#tasks.delete(id)
        this.#scheduler.remove(id)
      }
    for (const one of definitions) {
      const before = this.#tasks.get(one.id)
      const task = taskOf(one)
      if (before?.version === one.version && before.askedAt === task.askedAt) continue
      const kept = before ? Object.assign(before, task, { askedAt: before.askedAt }) : task
      this.#tasks.set(one.id, kept)
      this.#scheduler.put(kept, before === undefined)
      if (before && one.askedAt > before.askedAt) this.#scheduler.soon(one.id)
      kept.askedAt = task.askedAt
    }
  }

  async #run(tasks: readonly Running[]): Promise<boolean[]> {
    const at = new Date(performance.now() + this.#offset).toISOString()
    const outcomes = await this.#asking.ask(tasks)
    return tasks.map((task, i) => {
      const outcome = outcomes[i]!
      if (outcome.code !== 'stopped') this.#waiting.push(itemOf(task.id, at, outcome))
      return outcome.state !== 'ok'
    })
  }

  /** Puts what waits on disk under the next number, and sends what lies there, the oldest first. */
  async #send(): Promise<void> {
    this.#keep()
    for (const file of this.#batches()) {
      const results = this.#read(file)
      const sentAt = new Date(performance.now() + this.#offset).toISOString()
      try {
        const { lastSeq } = await this.#call(postResults, { seq: seqOf(file), sentAt, results })
        this.#acknowledged(lastSeq)
      } catch (error) {
        // a batch that is refused as it is would be refused for ever
        if (!(error instanceof Refused) || ![400, 413, 422].includes(error.status)) throw error
        this.#options.log('probe: a batch was refused and is dropped', { error: error.message })
        this.#drop(file, results.length)
      }
    }
  }

  #keep(): void {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, atOnce)
      const text = JSON.stringify(batch)
      const name = `${String(++this.#seq).padStart(12, '0')}.json`
      const file = path.join(this.#folder, name)
      writeFileSync(`${file}.part`, text, { mode: 0o600 })
      renameSync(`${file}.part`, file)
      this.#bytes += Buffer.byteLength(text)
      this.#kept.set(name, batch.length)
    }
    for (const file of this.#bytes > this.#options.mostBytes ? this.#batches() : []) {
      if (this.#bytes <= this.#options.mostBytes) break
      const lost = this.#kept.get(file) ?? 0
      this.#drop(file, lost)
      this.#options.log('probe: no room for results, the oldest are dropped', { results: lost })
    }
  }

  #drop(file: string, results: number): void {
    this.#forget(file)
    this.#dropped += results
  }

  #forget(file: string): void {
    const at = path.join(this.#folder, file)
    this.#bytes -= statSync(at).size
    rmSync(at)
    this.#kept.delete(file)
  }

  #read(file: string): Item[] {
    return JSON.parse(readFileSync(path.join(this.#folder, file), 'utf8')) as Item[]
  }

  #acknowledged(lastSeq: number): void {
    for (const file of this.#batches()) if (seqOf(file) <= lastSeq) this.#forget(file)
  }

  #batches(): string[] {
    return readdirSync(this.#folder)
      .filter((name) => /^\d{12}\.json$/.test(name))
      .sort()
  }
}

class Refused extends Error {
  readonly status: number
  constructor(status: number, text: string) {
    super(`${status} ${text}`)
    this.status = status
  }
}

/** fetch hides behind "fetch failed" what failed. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown }
  return cause instanceof Error ? `${String(error)}: ${cause.message}` : String(error)
}

const seqOf = (file: string): number => Number.parseInt(file, 10)

function taskOf(one: Definition): Running {
  return {
    id: one.id,
    version: one.version,
    host: hostOf(one.kind, one.spec),
    kind: one.kind,
    spec: one.spec,
    secret: one.secrets as Asked['secret'],
    intervalMs: one.intervalSeconds * 1000,
    retryMs: one.retrySeconds * 1000,
    retries: one.retries,
    timeoutMs: one.timeoutMs,
    askedAt: one.askedAt,
  }
}

function itemOf(checkId: string, at: string, outcome: Outcome): Item {
  const { state, code, params, output, ms, figures } = outcome
  return {
    checkId,
    at,
    state,
    code,
    params,
    output: output.slice(0, 4000),
    ms,
    figures: figures.slice(0, 200),
  }
}
