/** Messages in a TCP stream: counted octets or lines (RFC 6587 §3.4, RFC 5425 §4.3), in memory bounded by one message. */

export interface FrameCounts {
  oversized: number
  malformed: number
}

/** A message that is longer than this is not even skipped: the sender has lost count. */
const maxSkipped = 16 * 1024 * 1024

/**
 * Parts a stream into messages. Each message says by its first octet which frame it has: a digit begins a count, anything
 * else a line. Messages over `maxBytes` are passed over and counted; nothing of them is kept.
 */
export class Frames {
  readonly #maxBytes: number
  readonly counts: FrameCounts = { oversized: 0, malformed: 0 }
  #pending: Buffer = Buffer.alloc(0)
  /** octets of a counted message that are passed over; -1: up to the end of the line */
  #skip = 0
  /** nothing more can be understood: the connection is to be closed */
  broken = false

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** Octets that wait for the rest of their message. */
  get waiting(): number {
    return this.#pending.length
  }

  /** @returns the messages that are complete now, without their frames */
  push(chunk: Buffer): Buffer[] {
    const found: Buffer[] = []
    let rest = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk
    while (rest.length > 0 && !this.broken) {
      const taken = this.#skip !== 0 ? this.#passOver(rest) : this.#take(rest, found)
      if (taken === 0) break
      rest = rest.subarray(taken)
    }
    // a copy: a part would keep the whole chunk in memory
    this.#pending = this.broken || rest.length === 0 ? Buffer.alloc(0) : Buffer.from(rest)
    return found
  }

  /** The stream has ended: a last line needs no end. */
  end(): Buffer[] {
    const rest = this.#pending
    this.#pending = Buffer.alloc(0)
    if (rest.length === 0 || this.#skip !== 0) return []
    if (isDigit(rest[0]!)) {
      this.counts.malformed++
      return []
    }
    return [rest]
  }

  #passOver(rest: Buffer): number {
    if (this.#skip > 0) {
      const taken = Math.min(this.#skip, rest.length)
      this.#skip -= taken
      return taken
    }
    const end = rest.indexOf(10)
    if (end < 0) return rest.length
    this.#skip = 0
    return end + 1
  }

  /** @returns how many octets are done with; 0: more are needed */
  #take(rest: Buffer, found: Buffer[]): number {
    return isDigit(rest[0]!) ? this.#counted(rest, found) : this.#line(rest, found)
  }

  #counted(rest: Buffer, found: Buffer[]): number {
    let length = 0
    let at = 0
    while (at < rest.length && at < 9 && isDigit(rest[at]!)) length = length * 10 + (rest[at++]! - 48)
    if (at === rest.length && at < 9) return 0
    // digits and no blank behind them: a line that begins with a digit
    if (rest[at] !== 32) return this.#line(rest, found)
    if (length > this.#maxBytes) {
      this.counts.oversized++
      if (length > maxSkipped) this.broken = true
      this.#skip = length
      return at + 1
    }
    if (rest.length < at + 1 + length) return 0
    if (length > 0) found.push(rest.subarray(at + 1, at + 1 + length))
    return at + 1 + length
  }

  #line(rest: Buffer, found: Buffer[]): number {
    const end = rest.indexOf(10)
    const length = end < 0 ? rest.length : end
    if (length > this.#maxBytes) {
      this.counts.oversized++
      if (end < 0) this.#skip = -1
      return end < 0 ? rest.length : end + 1
    }
    if (end < 0) return 0
    const line = rest.subarray(0, rest[end - 1] === 13 ? end - 1 : end)
    // senders part messages by NUL, too
    if (line.length > 0 && !(line.length === 1 && line[0] === 0)) found.push(line)
    return end + 1
  }
}

const isDigit = (octet: number): boolean => octet >= 48 && octet <= 57
