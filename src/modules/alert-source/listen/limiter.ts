/** Token buckets, one per sender, in bounded memory. */
interface Bucket {
  tokens: number
  at: number
}

const maxSenders = 10_000

export class Limiter {
  #perSecond: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  set perSecond(value: number) {
    this.#perSecond = value
  }

  #bucket(sender: string, nowMs: number): Bucket {
    const burst = this.#perSecond * 2
    let bucket = this.#buckets.get(sender)
    if (!bucket) {
      // the one that came first goes: with that many senders none of them has a full second behind it
      if (this.#buckets.size >= maxSenders) this.#buckets.delete(this.#buckets.keys().next().value!)
      this.#buckets.set(sender, (bucket = { tokens: burst, at: nowMs }))
    }
    // a clock that jumps back earns nothing
    const passed = Math.max(0, nowMs - bucket.at) / 1000
    bucket.tokens = Math.min(burst, bucket.tokens + passed * this.#perSecond)
    bucket.at = nowMs
    return bucket
  }

  /** Whether one more message of a sender is taken; over its rate it is to be left out. */
  take(sender: string, nowMs: number): boolean {
    const bucket = this.#bucket(sender, nowMs)
    if (bucket.tokens < 1) return false
    bucket.tokens--
    return true
  }

  /** Accounts for messages that are taken in any case. @returns milliseconds to wait before the next ones */
  spend(sender: string, messages: number, nowMs: number): number {
    const bucket = this.#bucket(sender, nowMs)
    bucket.tokens -= messages
    return bucket.tokens >= 0 ? 0 : Math.min(5000, (-bucket.tokens / this.#perSecond) * 1000)
  }
}
