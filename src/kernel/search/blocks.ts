/** Sizes of the block levels, in blocks of level 0 (4,096 ids each); see migration 0211. */
const SIZES = [512, 64, 8, 1] as const

/**
 * Tokens that together cover exactly the blocks `from` (inclusive) to `to` (exclusive), with the largest that fit.
 * Blocks are numbered at level 0: block n holds the ids n·4096 to n·4096 + 4095.
 */
export function coverBlocks(from: number, to: number): string[] {
  const tokens: string[] = []
  for (let at = from; at < to;) {
    const size = SIZES.find((s) => at % s === 0 && at + s <= to) ?? 1
    tokens.push(`b${3 - SIZES.indexOf(size)}:${at / size}`)
    at += size
  }
  return tokens
}
