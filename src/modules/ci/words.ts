/** The fixed words of configuration items. Pure; shared with the browser. */

export const lifecycles = ['planned', 'in-use', 'standby', 'in-repair', 'retired'] as const
export type Lifecycle = (typeof lifecycles)[number]

export const liveStates = ['unknown', 'up', 'degraded', 'down'] as const
export type LiveState = (typeof liveStates)[number]

/** Kinds of class attributes. `number` has a unit, `code` a list of options. */
export const attributeKinds = [
  'text',
  'number',
  'date',
  'boolean',
  'code',
  'ip',
  'cidr',
  'mac',
  'person',
  'org',
] as const
export type AttributeKind = (typeof attributeKinds)[number]

/** Which way an outage goes along a relation: "A runs on B" fails from the target B `to-source` A. */
export const spreads = ['to-source', 'to-target', 'both', 'none'] as const
export type Spread = (typeof spreads)[number]

export const proposalStates = ['open', 'accepted', 'rejected'] as const
export type ProposalState = (typeof proposalStates)[number]

/** Sources that are shipped; more can be registered. */
export const manualSource = 'manual'

/** Most levels that a question about the graph goes. */
export const maxLevels = 10
