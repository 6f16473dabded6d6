/** Whether an alert flaps. Pure. */
import type { Change } from '../fold.ts'

export interface FlapSetting {
  flapMinutes: number
  /** so many changes within the window: it flaps */
  flapHigh: number
  /** no more than so many: it flaps no longer */
  flapLow: number
}

export interface Flap {
  /** changes within the window, the newest last; no more than are needed to judge by */
  changes: Date[]
  /** `enters`: by this batch; `stays`: it did before, too */
  flaps: 'no' | 'enters' | 'stays'
  /** when it will flap no longer, if nothing changes */
  until: Date | null
}

/**
 * Two bounds, so that an alert at the brink does not go in and out: it flaps from `flapHigh` changes within the window
 * on, until there are no more than `flapLow`.
 */
export function flapOf(
  change: Pick<Change, 'known' | 'flips' | 'lastAt'>,
  { flapMinutes, flapHigh, flapLow }: FlapSetting,
): Flap {
  const span = flapMinutes * 60_000
  const since = change.lastAt.getTime() - span
  const changes = [...(change.known?.changes ?? []), ...change.flips]
    .filter((at) => at.getTime() > since)
    .slice(-(flapHigh + flapLow))
  const did = change.known?.quiet === 'flapping'
  const does = did ? changes.length > flapLow : changes.length >= flapHigh
  if (!does) return { changes, flaps: 'no', until: null }
  // once this one has left the window, no more than `flapLow` are in it
  const last = changes[changes.length - 1 - flapLow]!
  return { changes, flaps: did ? 'stays' : 'enters', until: new Date(last.getTime() + span) }
}
