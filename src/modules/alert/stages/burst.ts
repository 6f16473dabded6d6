/** Many items behind one that fall out at once are one outage, whether or not anything tells of the one. */
import type { Tx } from '#kernel/db/index.ts'
import type { Placed } from '../place.ts'
import { burstIncidents, recentBehind, type RecentRow } from '../store/burst.ts'

/** How fresh the others must be. */
const seconds = 60

/** The outage of an item, as alerts see it. */
export interface Burst {
  ciId: string
  /** an incident of one of the alerts behind it that may go on as that of the outage */
  adopt: string | null
}

export const burstKey = (ciId: string): string => `ci:${ciId}`

/**
 * For alerts of items: the item whose outage they belong to. That is an item with an open incident of such an outage,
 * the alert's own among them, else one behind which so many items began to fire within a minute; of several the one
 * with the most, of equals the nearest.
 * @param least items; 0: never
 */
export async function burstsOf(
  tx: Tx,
  alerts: readonly Placed[],
  least: number,
): Promise<Map<string, Burst>> {
  const out = new Map<string, Burst>()
  const placed = alerts.filter((a) => a.ci)
  if (least === 0 || placed.length === 0) return out
  const ups = [...new Set(placed.flatMap((a) => [a.ci!.id, ...a.upstream]))]
  const open = await burstIncidents(tx, ups.map(burstKey))
  const recent = await recentBehind(tx, ups, seconds)
  const behind = countBehind(placed, recent)
  for (const alert of placed) {
    const line = [alert.ci!.id, ...alert.upstream]
    const running = line.find((id) => open.has(burstKey(id)))
    if (running) {
      out.set(alert.id, { ciId: running, adopt: null })
      continue
    }
    let best: string | undefined
    for (const id of alert.upstream)
      if ((behind.get(id)?.size ?? 0) > (best ? behind.get(best)!.size : least - 1)) best = id
    if (!best) continue
    const adopt = recent.find((row) => row.ticketId && row.upstream.includes(best))?.ticketId ?? null
    out.set(alert.id, { ciId: best, adopt })
  }
  return out
}

/** Which items fell out behind each item. */
function countBehind(placed: readonly Placed[], recent: readonly RecentRow[]): Map<string, Set<string>> {
  const behind = new Map<string, Set<string>>()
  const add = (ciId: string, upstream: readonly string[]): void => {
    for (const up of upstream) behind.set(up, (behind.get(up) ?? new Set()).add(ciId))
  }
  for (const alert of placed) if (alert.began) add(alert.ci!.id, alert.upstream)
  for (const row of recent) add(row.ciId, row.upstream)
  return behind
}
