export const periods = ['today', '7d', '30d', '90d', 'custom'] as const
export type Period = (typeof periods)[number]

/** Longest period, in days: figures stay quick whatever the table has grown to. */
export const longestPeriod = 366

/** How near the nearest due time of an open ticket is. */
export const nearness = ['overdue', 'h4', 'h24', 'later'] as const
export type Nearness = (typeof nearness)[number]

/**
 * Shares of the target used by clocks that have stopped, percent, both ends inclusive. The fourth ends where a target
 * ends, so the first four are what was met and the rest what was breached.
 */
export const shares: readonly { from: number; to: number | null }[] = [
  { from: 0, to: 25 },
  { from: 26, to: 50 },
  { from: 51, to: 75 },
  { from: 76, to: 100 },
  { from: 101, to: 150 },
  { from: 151, to: 200 },
  { from: 201, to: null },
]

/** The clocks that every fault has. */
export const metrics = ['response', 'restore'] as const
export type Metric = (typeof metrics)[number]

/** Bars of a ranking. */
export const rankingLength = 15
