import type { Occurrence } from '../occurrence.ts'
import type { NewMessage } from '../store/message.ts'
import type { Outcome } from '../words.ts'
import type { Part } from './protocol.ts'

/** Alerts that may wait for their commit; with more, TCP is read no further and datagrams are dropped. */
const maxWaiting = 10_000
/** Messages of one outcome that are kept as they came, per source and ten seconds. */
const samplesPerPeriod = 10
const periodMs = 10_000

interface Gathered extends Part {
  byRef: Map<string, Occurrence[]>
}

/**
 * What has come since the last batch. Messages about one alert are put together, so that ten thousand lines of one fault
 * cost as much as one.
 */
export class Gather {
  #parts = new Map<string, Gathered>()
  #waiting = 0
  #acks: (() => void)[] = []
  readonly #samples = new Map<string, { period: number; left: number }>()

  get full(): boolean {
    return this.#waiting >= maxWaiting
  }

  get empty(): boolean {
    return this.#parts.size === 0
  }

  #part(sourceId: string): Gathered {
    let part = this.#parts.get(sourceId)
    if (!part) {
      part = { sourceId, occurrences: [], counts: {}, messages: [], error: null, byRef: new Map() }
      this.#parts.set(sourceId, part)
    }
    return part
  }

  count(sourceId: string, what: Outcome | 'received', n = 1): void {
    const { counts } = this.#part(sourceId)
    counts[what] = (counts[what] ?? 0) + n
  }

  error(sourceId: string, text: string): void {
    this.#part(sourceId).error = text
  }

  /** Puts an occurrence to those of the same alert. */
  add(sourceId: string, one: Occurrence): void {
    const { byRef } = this.#part(sourceId)
    const known = byRef.get(one.ref)
    if (!known) {
      byRef.set(one.ref, [one])
      this.#waiting++
      return
    }
    const last = known.at(-1)!
    if (last.status === one.status) known[known.length - 1] = { ...one, count: last.count + one.count }
    else known.push(one)
    // what went on and off in between changes nothing about how it began and how it is
    if (known.length > 4) known.splice(1, 2)
  }

  /** Keeps a message as it came, if there were not too many of its kind lately. */
  sample(sourceId: string, message: () => NewMessage, outcome: Outcome, nowMs: number): void {
    const period = Math.floor(nowMs / periodMs)
    const key = `${sourceId} ${outcome}`
    let kept = this.#samples.get(key)
    if (kept?.period !== period) this.#samples.set(key, (kept = { period, left: samplesPerPeriod }))
    if (kept.left <= 0) return
    kept.left--
    this.#part(sourceId).messages.push(message())
  }

  /** Called once what is gathered now is committed. */
  onCommitted(ack: () => void): void {
    this.#acks.push(ack)
  }

  /** Takes out all that was gathered. */
  take(): { parts: Part[]; acks: (() => void)[] } {
    const parts = [...this.#parts.values()].map(({ byRef, ...part }) => ({
      ...part,
      occurrences: [...byRef.values()].flat(),
    }))
    const acks = this.#acks
    this.#parts = new Map()
    this.#acks = []
    this.#waiting = 0
    return { parts, acks }
  }
}
