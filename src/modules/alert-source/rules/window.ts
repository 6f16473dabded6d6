/** Counting within a moving window, in memory that is bounded. */

interface Counted {
  /** counts of the last tenths of the window, the newest last */
  tenths: number[]
  /** number of the newest tenth since 1970 */
  newest: number
}

/** How many identities are counted at once; beyond it those that were silent longest are forgotten. */
const maxKeys = 20_000
const parts = 10

/**
 * Counts messages of an identity within the last `seconds`, to a tenth of it. Clocks that jump back count on in the
 * newest tenth; a jump ahead starts anew.
 */
export class Windows {
  readonly #counted = new Map<string, Counted>()

  get size(): number {
    return this.#counted.size
  }

  /** @returns how many there were within the window, this one among them */
  add(key: string, seconds: number, nowMs: number, count = 1): number {
    const tenth = Math.floor(nowMs / ((seconds * 1000) / parts))
    const kept = this.#counted.get(key) ?? { tenths: Array<number>(parts).fill(0), newest: tenth }
    // moved to the end: the map's order is that of use
    this.#counted.delete(key)
    this.#counted.set(key, kept)
    const ahead = Math.min(parts, Math.max(0, tenth - kept.newest))
    for (let n = 0; n < ahead; n++) {
      kept.tenths.shift()
      kept.tenths.push(0)
    }
    if (tenth > kept.newest) kept.newest = tenth
    kept.tenths[parts - 1]! += count
    if (this.#counted.size > maxKeys) this.#counted.delete(this.#counted.keys().next().value!)
    return kept.tenths.reduce((sum, n) => sum + n, 0)
  }

  /** Its alert is over: counting starts again. */
  forget(key: string): void {
    this.#counted.delete(key)
  }
}
