import { canonicalJson, sm3 } from './canonical.ts'
import { LISTED, type Findings } from './findings.ts'
import { verifySignature } from './sm2.ts'
import type { ArchiveRow } from './store/archive.ts'

/** What the signature of an archive's record is about: all that it says. */
export function archiveHash(a: Omit<ArchiveRow, 'signature'>): string {
  return sm3(`zy-archive-1${canonicalJson({ ...a, recorded_at: a.recorded_at.toISOString() })}`).toString(
    'hex',
  )
}

/**
 * Stretches [a1, b1, a2, b2, …] that hold all of `removed` and none of `kept`, both of ids that were sealed. Ids that
 * no seal knows (gaps of rolled back transactions) do not part a stretch.
 */
export function stretches(removed: readonly number[], kept: readonly number[]): number[] {
  const gone = [...removed].sort((a, b) => a - b)
  const there = [...kept].sort((a, b) => a - b)
  const ranges: number[] = []
  let at = 0
  let last: number | undefined
  for (const id of gone) {
    while (at < there.length && there[at]! < (last ?? id)) at++
    const parted = last !== undefined && at < there.length && there[at]! < id
    if (last === undefined) ranges.push(id)
    else if (parted) ranges.push(last, id)
    last = id
  }
  if (last !== undefined) ranges.push(last)
  return ranges
}

/** Whether an id lies in one of the stretches. */
export function inStretches(ranges: readonly number[], id: number): boolean {
  let low = 0
  let high = ranges.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle * 2 + 1]! < id) low = middle + 1
    else high = middle
  }
  return low * 2 < ranges.length && ranges[low * 2]! <= id
}

/** What verification reports as exported and removed, not as deleted. */
export interface Archived {
  entries: number
  /** number of the last seal of which entries were removed so; 0 when none */
  throughSeal: number
}

/** Knows which missing entries were exported before they were removed, as the signed records say. */
export class Archives {
  readonly #known: { row: ArchiveRow; missing: number }[] = []
  #entries = 0

  /** @param trusted public keys by their id */
  constructor(rows: readonly ArchiveRow[], trusted: ReadonlyMap<string, string>, findings: Findings) {
    for (const row of rows) {
      const key = trusted.get(row.key_id)
      const { signature, ...said } = row
      if (key && verifySignature(archiveHash(said), signature, key)) this.#known.push({ row, missing: 0 })
      else findings.add({ kind: 'signature', detail: `archive:${row.id}` })
    }
  }

  /** Whether this missing entry of this seal was exported; counts it. */
  excuse(id: number, seal: number): boolean {
    let excused = false
    for (const one of this.#known) {
      const { row } = one
      if (seal < row.from_seal || seal > row.to_seal || !inStretches(row.ranges, id)) continue
      one.missing++
      excused = true
    }
    if (excused) this.#entries++
    return excused
  }

  /** A record excuses all of its entries or, while they are still there, none. */
  finish(findings: Findings): Archived {
    for (const { row, missing } of this.#known.slice(0, LISTED))
      if (missing !== 0 && missing !== row.entry_count)
        findings.add({ kind: 'deleted', detail: `archive:${missing}/${row.entry_count}` })
    const gone = this.#known.filter((one) => one.missing > 0)
    return { entries: this.#entries, throughSeal: Math.max(0, ...gone.map((one) => one.row.to_seal)) }
  }
}
