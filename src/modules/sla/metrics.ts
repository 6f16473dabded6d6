import type { gradeNames } from './contract.ts'

export type Grade = (typeof gradeNames)[number]

/**
 * Metrics are an open list: what an agreement may set a target for. `response` and `restore` run from the filing of
 * every ticket; the others start when something asks for them. A new one is a line here and a text `sla:metric.<name>`.
 */
const known = new Map<string, { targets: boolean }>([
  ['response', { targets: true }],
  ['restore', { targets: true }],
  ['on-site', { targets: true }],
  // 督办: the deadline is set by the leader, an agreement only says whom to remind and when
  ['supervision', { targets: false }],
])

export function isMetric(name: string): boolean {
  return known.has(name)
}

/** Whether agreements set targets for it; otherwise its clocks have fixed deadlines. */
export function hasTargets(name: string): boolean {
  return known.get(name)?.targets === true
}

/** Every agreement must say these for every grade: they start with the ticket. */
export const essentialMetrics = ['response', 'restore'] as const
