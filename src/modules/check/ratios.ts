/** Availability of this month by group, for overviews: of thousands of checks in pieces, and not at every look. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { CompiledCalendar } from '#kernel/calendar/index.ts'
import type { Db } from '#kernel/db/index.ts'
import { sharesOf, spansOf, together } from './availability.ts'
import { turnsOf } from './store/transition.ts'

/** Checks whose availability belongs together; hours of the calendar count, null: every hour. */
export interface Gathered {
  id: string | null
  checkIds: readonly string[]
  calendar: CompiledCalendar | null
}
export type Ratios = ReadonlyMap<string | null, number | null>

/** Checks whose changes are read at once: some ten thousand rows, so that nobody else waits for long. */
const atOnce = 400
/** With fewer checks than this every look counts anew. */
const few = 500
/** Of more, a month's share is good for so long; then it is counted again while the old one is still shown. */
const freshMs = 60_000
const goodMs = 600_000
/** Kept answers: one for each scope and way of gathering. */
const most = 50

async function count(db: Db, groups: readonly Gathered[], from: number, to: number): Promise<Ratios> {
  const out = new Map<string | null, number | null>()
  for (let begin = 0; begin < groups.length;) {
    let end = begin
    for (
      let n = 0;
      end < groups.length && (end === begin || n + groups[end]!.checkIds.length <= atOnce);
      end++
    )
      n += groups[end]!.checkIds.length
    const piece = groups.slice(begin, end)
    const ids = piece.flatMap((group) => group.checkIds)
    const turns = Map.groupBy(
      ids.length === 0 ? [] : await turnsOf(db, ids, new Date(from), new Date(to)),
      (turn) => turn.checkId,
    )
    for (const { id, checkIds, calendar } of piece) {
      const spans = checkIds.map((one) => spansOf(turns.get(one) ?? [], from, to))
      out.set(id, sharesOf(together(spans), calendar).ratio)
      await breathe()
    }
    begin = end
  }
  return out
}

interface Kept {
  at: number
  ratios: Promise<Ratios>
  next: Promise<Ratios> | null
}
const kept = new WeakMap<Db, Map<string, Kept>>()

/**
 * The share of the time in which a group was up, of what is known, 0 to 1; null where nothing is.
 * @param key whose groups these are, and how they are gathered: answers for many checks are kept under it for a while
 */
export async function ratiosOf(
  db: Db,
  key: string,
  groups: readonly Gathered[],
  { from, to }: { from: number; to: number },
): Promise<Ratios> {
  const checks = groups.reduce((sum, group) => sum + group.checkIds.length, 0)
  if (checks <= few) return count(db, groups, from, to)
  const all = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, all)
  const known = all.get(key)
  if (!known || to - known.at > goodMs) {
    const entry: Kept = { at: to, ratios: count(db, groups, from, to), next: null }
    if (all.size >= most) all.delete(all.keys().next().value!)
    all.set(key, entry)
    // an answer that failed is none to keep
    entry.ratios.catch(() => all.get(key) === entry && all.delete(key))
    return entry.ratios
  }
  if (to - known.at > freshMs && !known.next) {
    known.next = count(db, groups, from, to)
    known.next
      .then((ratios) => all.set(key, { at: to, ratios: Promise.resolve(ratios), next: null }))
      // the old one stays until it is too old; then the one who asks learns what is wrong
      .catch(() => (known.next = null))
  }
  return known.ratios
}
