import { AppError } from '#kernel/errors/index.ts'

export interface AllowanceLimits {
  /** at once */
  burst: number
  perSecond: number
  /** callers that are remembered; beyond it the oldest is forgotten */
  most: number
}

/** How often each of many callers may do something: a bucket each that fills with time. Bounded memory, one process. */
export class Allowance {
  readonly #limits: AllowanceLimits
  readonly #left = new Map<string, { tokens: number; at: number }>()

  constructor(limits: AllowanceLimits) {
    this.#limits = limits
  }

  /** Whether the caller has any left. @param now monotonic milliseconds */
  has(key: string, now = performance.now()): boolean {
    return this.#tokens(key, now) >= 1
  }

  /** Takes one; false when there is none. */
  take(key: string, now = performance.now()): boolean {
    const tokens = this.#tokens(key, now)
    if (tokens < 1) return false
    this.#left.delete(key)
    this.#left.set(key, { tokens: tokens - 1, at: now })
    if (this.#left.size > this.#limits.most) this.#left.delete(this.#left.keys().next().value!)
    return true
  }

  #tokens(key: string, now: number): number {
    const known = this.#left.get(key)
    const { burst, perSecond } = this.#limits
    return known ? Math.min(burst, known.tokens + ((now - known.at) / 1000) * perSecond) : burst
  }
}

/** Of callers, by address, with tokens that nobody has: guesses. */
export const strangers = new Allowance({ burst: 30, perSecond: 0.5, most: 10_000 })

export const tooOften = (): AppError =>
  new AppError('check.too_often', { status: 429, headers: { 'retry-after': '10' } })
