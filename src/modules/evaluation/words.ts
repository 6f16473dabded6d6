/** The three fields of the Beijing rules, art. 48 and annex 6. */
export const dimensions = ['planning', 'safeguards', 'delivery'] as const
export type Dimension = (typeof dimensions)[number]

export const subjectKinds = ['unit', 'department', 'vendor'] as const
export type SubjectKind = (typeof subjectKinds)[number]

export const periodKinds = ['monthly', 'quarterly', 'mid-term', 'final', 'yearly'] as const
export type PeriodKind = (typeof periodKinds)[number]

/**
 * Which records of a subject a fact counts: those that are of it or were made for it, or what its own groups worked on,
 * whoever for.
 */
export const countedScopes = ['of', 'by'] as const
export type CountedScope = (typeof countedScopes)[number]

/** How an indicator comes to its points. */
export const ruleKinds = ['formula', 'form', 'cases', 'hand'] as const
export type RuleKind = (typeof ruleKinds)[number]

export const units = ['percent', 'cases', 'minutes', 'hours', 'score', 'yuan', 'days', 'ratio'] as const

export const schemeStates = ['draft', 'current', 'former', 'withdrawn'] as const
export const formStates = ['planned', 'open', 'handed-in', 'missed'] as const
export const objectionStates = ['open', 'upheld', 'rejected'] as const
export const noticeKinds = ['commend', 'criticise'] as const
