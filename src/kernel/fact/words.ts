/** How a fact counts its cases. `p90`: nearest-rank percentile of the values, of which nine tenths are no greater. */
export const factKinds = ['count', 'share', 'sum', 'mean', 'p90'] as const
export type FactKind = (typeof factKinds)[number]

export const factUnits = ['cases', 'percent', 'minutes', 'hours', 'score', 'yuan', 'days'] as const
export type FactUnit = (typeof factUnits)[number]

/** Whose cases a fact can be narrowed to, beside an org. */
export const factSubjects = ['service', 'vendor', 'group'] as const
export type FactSubject = (typeof factSubjects)[number]

/** Parts of a figure that every fact has: days and months of the unit's zone. */
export const timeSplits = ['day', 'month'] as const
