import type { Kysely } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { transaction, type DB } from '#kernel/db/index.ts'
import { settleOccurrences } from '../settle.ts'
import { secretsOf } from '../secrets.ts'
import { insertMessages } from '../store/message.ts'
import { activeSources, addCounts, findSource, setListening } from '../store/source.ts'
import { listenerKinds } from '../words.ts'
import type { FromThread, ListenerConfig, Part, ToThread } from './protocol.ts'

const lookEveryMs = 2000
/** An end waits this long for the last commit. */
const endMs = 10_000

type Log = (line: string, data?: Record<string, unknown>) => void

/**
 * Keeps the listening thread of this process: tells it what to listen on, commits what it brings, and starts it again
 * should it end. Every process that works has one: the port itself decides which of them listens. A second one on the
 * same machine finds it taken, tries again every three seconds, and follows when the first has ended; processes on
 * several machines each listen on their own, which is what senders with several addresses, or a balancer, expect.
 */
export class Listeners {
  readonly #db: Kysely<DB>
  readonly #log: Log
  #thread: Worker | undefined
  #told = '[]'
  #timer: NodeJS.Timeout | undefined
  #ending = false
  /** the thread has been ended: what is not committed stays so */
  #closed = false
  #looking: Promise<void> = Promise.resolve()
  #stopped: (() => void) | undefined

  constructor(db: Kysely<DB>, log: Log) {
    this.#db = db
    this.#log = log
  }

  start(): void {
    const look = (): void => {
      this.#looking = this.#look()
        .catch((error: unknown) =>
          this.#log('alert sources not read, will try again', { error: String(error) }),
        )
        .finally(() => {
          if (!this.#ending) this.#timer = setTimeout(look, lookEveryMs)
        })
    }
    look()
  }

  /** Ends the sockets, waits for the last commit, and ends. */
  async close(): Promise<void> {
    this.#ending = true
    clearTimeout(this.#timer)
    await this.#looking
    const thread = this.#thread
    if (!thread) return
    const stopped = new Promise<void>((resolve) => (this.#stopped = resolve))
    this.#say({ type: 'stop' })
    await Promise.race([stopped, sleep(endMs, undefined, { ref: false })])
    this.#closed = true
    await thread.terminate()
  }

  async #look(): Promise<void> {
    const sources: ListenerConfig[] = (await activeSources(this.#db, listenerKinds)).map((row) => {
      const secrets = secretsOf(row)
      return {
        id: row.id,
        spec: row.spec as ListenerConfig['spec'],
        communities: secrets.communities ?? [],
        key: secrets.key ?? null,
      }
    })
    const told = JSON.stringify(sources)
    if (this.#ending || told === this.#told) return
    if (!this.#thread) this.#begin()
    this.#told = told
    this.#say({ type: 'configure', sources })
  }

  #say(message: ToThread): void {
    this.#thread?.postMessage(message)
  }

  #begin(): void {
    const thread = new Worker(new URL('./thread.ts', import.meta.url), {
      name: 'alert-source listener',
      // what is gathered is bounded; this is for the case that it is not
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    this.#thread = thread
    thread.on('message', (message: FromThread) => void this.#take(thread, message))
    thread.on('error', (error) => this.#log('listener failed, starts again', { error: String(error) }))
    thread.on('exit', () => {
      if (this.#thread !== thread) return
      this.#thread = undefined
      this.#told = '[]'
      this.#stopped?.()
    })
  }

  async #take(thread: Worker, message: FromThread): Promise<void> {
    if (message.type === 'stopped') this.#stopped?.()
    else if (message.type === 'batch') await this.#store(thread, message.parts)
    else await this.#note(message)
  }

  async #note({ sourceId, listening }: Extract<FromThread, { type: 'listening' }>): Promise<void> {
    try {
      await setListening(this.#db, sourceId, listening)
    } catch (error) {
      // said again in ten seconds
      this.#log('state of listener not kept', { error: String(error) })
    }
  }

  /** Commits a batch, source by source, however long the database is away; then the thread may go on. */
  async #store(thread: Worker, parts: readonly Part[]): Promise<void> {
    for (const part of parts) {
      for (let wait = 200; ; wait = Math.min(wait * 2, 5000)) {
        try {
          await storePart(this.#db, part)
          break
        } catch (error) {
          if (this.#closed) return
          this.#log('messages not stored, will try again', { error: String(error) })
          await sleep(wait, undefined, { ref: false })
        }
      }
    }
    // to the thread whose batch it was: one that has begun since has others
    thread.postMessage({ type: 'committed' } satisfies ToThread)
  }
}

/** All that came of one source, in one transaction; of a source that is gone, nothing. */
export async function storePart(db: Kysely<DB>, part: Part): Promise<void> {
  await transaction(db, async (tx) => {
    const source = await findSource(tx, part.sourceId)
    if (!source) return
    await settleOccurrences(tx, source, part.occurrences, true)
    await addCounts(tx, part.sourceId, part.counts, part.error)
    await insertMessages(tx, part.sourceId, part.messages)
  })
}
