/** The code lists of knowledge. */
export const kinds = ['article', 'emergency-plan'] as const
export type Kind = (typeof kinds)[number]

export const states = ['draft', 'review', 'published', 'due', 'withdrawn'] as const
export type State = (typeof states)[number]

/** Who may read: everybody with knowledge.read, the centre's people, or the members of some groups. */
export const audiences = ['public', 'staff', 'groups'] as const
export type Audience = (typeof audiences)[number]

/** 密级 by the unit's own rules. `internal` is for the centre's people, `sensitive` needs knowledge.read-sensitive. */
export const classifications = ['normal', 'internal', 'sensitive'] as const
export type Classification = (typeof classifications)[number]

export const moves = [
  'revise',
  'submit',
  'recall',
  'return',
  'publish',
  'confirm',
  'drop',
  'withdraw',
] as const
export type Move = (typeof moves)[number]

/** How an article came to a ticket. */
export const linkWays = ['linked', 'used', 'origin'] as const
export type LinkWay = (typeof linkWays)[number]

export const drillStates = ['planned', 'held', 'cancelled'] as const
export type DrillState = (typeof drillStates)[number]
