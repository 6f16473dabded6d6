/** Bytes that come in pieces, however small: grows by doubling, so that a drip of single bytes costs no more than a flood. */
export class Pile {
  private space: Buffer = Buffer.alloc(0)
  private from = 0
  private to = 0

  get length(): number {
    return this.to - this.from
  }

  /** What is there; valid until the next change. */
  get bytes(): Buffer {
    return this.space.subarray(this.from, this.to)
  }

  add(chunk: Buffer): void {
    if (this.length === 0) {
      // most answers come in one piece, which needs no copy
      this.space = chunk
      this.from = 0
      this.to = chunk.length
      return
    }
    if (this.to + chunk.length > this.space.length || this.foreign) {
      const wider = Buffer.allocUnsafe(Math.max(4096, (this.length + chunk.length) * 2))
      this.space.copy(wider, 0, this.from, this.to)
      this.to -= this.from
      this.from = 0
      this.space = wider
      this.own = wider
    }
    chunk.copy(this.space, this.to)
    this.to += chunk.length
  }

  /** Takes the first bytes away. */
  drop(count: number): void {
    this.from += Math.min(count, this.length)
  }

  private own: Buffer | undefined
  /** The space is a chunk as it came: behind it may lie somebody else's bytes. */
  private get foreign(): boolean {
    return this.space !== this.own
  }
}
