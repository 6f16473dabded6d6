/** What a system's checks, alerts and faults make of it together; and how long lists turn their pages. Pure. */
import type { CheckState } from '#modules/check/words.ts'
import { healths, type Health } from './words.ts'

export interface Signs {
  /** worst state of its checks; null: it has none */
  state: CheckState | null
  alerts: { critical: number; warning: number } | null
  faults: { open: number; priority: number | null; major: boolean } | null
}

/** Down by a critical check, a major fault or one of priority 1; degraded by anything less that is open and matters. */
export function healthOf({ state, alerts, faults }: Signs): Health {
  if (state === 'critical' || faults?.major || faults?.priority === 1) return 'down'
  const bad = state === 'warning' || state === 'unknown' || state === 'unreachable'
  if (bad || (alerts && alerts.critical + alerts.warning > 0) || faults?.priority === 2) return 'degraded'
  return state === 'ok' ? 'ok' : 'unwatched'
}

/** Order of systems on the wall: the worst first, then by name; those that nothing watches after those that are well. */
export function byHealth(a: { health: Health; name: string }, b: { health: Health; name: string }): number {
  const rank = (one: Health): number => (one === 'unwatched' ? healths.length : healths.indexOf(one))
  return rank(a.health) - rank(b.health) || a.name.localeCompare(b.name, 'zh')
}

/**
 * The page that a list shows at a turn. Pages come round for ever; a list that got shorter shows a page that exists.
 * @param size rows of a page, at least 1
 * @param turn counts up by one every few seconds
 */
export function pageAt<T>(
  rows: readonly T[],
  size: number,
  turn: number,
): { rows: readonly T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const page = ((turn % pages) + pages) % pages
  return { rows: rows.slice(page * size, (page + 1) * size), page, pages }
}
