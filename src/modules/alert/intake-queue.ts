import type { Kysely } from 'kysely'
import type { DB } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { insertIntakes, type NewIntake } from './store/intake.ts'

interface Waiting {
  json: string
  done: (id: number) => void
  failed: (error: unknown) => void
}

export interface QueueLimits {
  /** POSTs that may wait for their insert, and their characters together; beyond it 429 */
  maxWaiting: number
  maxChars: number
  /** one statement's worth */
  batchRows: number
  batchChars: number
}

const defaults: QueueLimits = {
  maxWaiting: 2000,
  maxChars: 64 * 1024 * 1024,
  batchRows: 200,
  batchChars: 8 * 1024 * 1024,
}

/**
 * Group commit for the intake of alerts: while one insert is on its way, the POSTs that come meanwhile gather for the
 * next, so that a burst shares statements and disk flushes and a lone POST waits for nobody. Each is answered only
 * after the commit that holds it: nothing acknowledged lives in memory.
 */
export class IntakeQueue {
  readonly #db: Kysely<DB>
  readonly #limits: QueueLimits
  #waiting: Waiting[] = []
  #chars = 0
  #running = false

  constructor(db: Kysely<DB>, limits: Partial<QueueLimits> = {}) {
    this.#db = db
    this.#limits = { ...defaults, ...limits }
  }

  /**
   * Stores one POST.
   * @returns its id, once it is committed
   * @throws alert.intake_full (429, Retry-After) when too many wait already
   */
  async store(row: NewIntake): Promise<number> {
    const json = JSON.stringify(row)
    // one POST is taken however large it is (the server has bounded it), if it need not stand in line
    const full =
      this.#waiting.length >= this.#limits.maxWaiting ||
      (this.#waiting.length > 0 && this.#chars + json.length > this.#limits.maxChars)
    if (full) throw new AppError('alert.intake_full', { status: 429, headers: { 'retry-after': '1' } })
    const stored = new Promise<number>((done, failed) => this.#waiting.push({ json, done, failed }))
    this.#chars += json.length
    if (!this.#running) void this.#drain()
    return stored
  }

  /** Never rejects: every outcome goes to the POST it belongs to. */
  async #drain(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) await this.#flush(this.#next())
    this.#running = false
  }

  #next(): Waiting[] {
    const { batchRows, batchChars } = this.#limits
    let rows = 0
    let chars = 0
    for (const w of this.#waiting) {
      if (rows === batchRows || (rows > 0 && chars + w.json.length > batchChars)) break
      chars += w.json.length
      rows++
    }
    this.#chars -= chars
    return this.#waiting.splice(0, rows)
  }

  async #flush(batch: Waiting[]): Promise<void> {
    try {
      const ids = await insertIntakes(
        this.#db,
        batch.map((w) => w.json),
      )
      batch.forEach((w, i) => w.done(ids[i]!))
    } catch (error) {
      // data that the database refuses must not fail its neighbours; a database that is gone fails them all
      const data = /^2[23]/.test((error as { code?: string }).code ?? '')
      if (!data || batch.length === 1) for (const w of batch) w.failed(error)
      else for (const w of batch) await this.#flush([w])
    }
  }
}

const queues = new WeakMap<object, IntakeQueue>()

/** The queue of this process for that database. */
export function intakeQueue(db: Kysely<DB>): IntakeQueue {
  let queue = queues.get(db)
  if (!queue) queues.set(db, (queue = new IntakeQueue(db)))
  return queue
}
