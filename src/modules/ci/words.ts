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

/** Checks of an item by what they say of it. */
export interface CheckCounts {
  /** critical */
  down: number
  /** warning */
  impaired: number
  /** no answer to be had: unknown, or behind something that is down */
  unknown: number
  well: number
}

/**
 * What checks and open alerts say of an item together; null: nothing. A check that fails says that it is down; an alert alone,
 * however severe, that something is wrong with it.
 */
export function liveFrom(
  checks: CheckCounts,
  alerts: { critical: number; warning: number },
): LiveState | null {
  if (checks.down > 0) return 'down'
  if (checks.impaired > 0 || alerts.critical + alerts.warning > 0) return 'degraded'
  if (checks.unknown > 0) return 'unknown'
  return checks.well > 0 ? 'up' : null
}
