/** Pure rule of what a fix saved. No I/O, no clock. */

/** What happened on one side of the fix. */
export interface Side {
  days: number
  incidents: number
  downtimeMinutes: number
  workMinutes: number
}

export interface Saved {
  incidents: number
  downtimeMinutes: number
  workMinutes: number
}

/** Days that a month has here. */
const month = 30
/** In the first days nothing can be said. */
export const soonestDays = 7
/** So far back, and so far on, both sides are looked at. */
export const farthestDays = 90

const perMonth = (n: number, days: number): number => (days > 0 ? (n * month) / days : 0)
const tenth = (n: number): number => Math.round(n * 10) / 10

export function withPerMonth(side: Side): Side & { perMonth: number } {
  return { ...side, days: tenth(side.days), perMonth: tenth(perMonth(side.incidents, side.days)) }
}

/**
 * Per month: before less after; negative where it became worse. Null while less than a week has passed since the fix, or
 * there is nothing to compare with.
 */
export function savedPerMonth(before: Side, after: Side): Saved | null {
  if (after.days < soonestDays || before.days <= 0) return null
  const less = (key: 'incidents' | 'downtimeMinutes' | 'workMinutes') =>
    perMonth(before[key], before.days) - perMonth(after[key], after.days)
  return {
    incidents: tenth(less('incidents')),
    downtimeMinutes: Math.round(less('downtimeMinutes')),
    workMinutes: Math.round(less('workMinutes')),
  }
}
