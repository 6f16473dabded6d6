import type { AgreementKind, gradeNames } from './contract.ts'

export type Grade = (typeof gradeNames)[number]

/**
 * Metrics are an open list: what an agreement may set a target for. `response` and `restore` run from the filing of
 * every ticket; the others start when something asks for them. A new one is a line here and a text `sla:metric.<name>`.
 */
const known = new Map<string, { targets: boolean; kind?: AgreementKind }>([
  ['response', { targets: true }],
  ['restore', { targets: true }],
  ['on-site', { targets: true }],
  // 督办: the deadline is set by the leader, an agreement only says whom to remind and when
  ['supervision', { targets: false }],
  // how long a group has the ticket: one metric each, of the agreements of that kind only
  ['ola', { targets: true, kind: 'ola' }],
  ['vendor', { targets: true, kind: 'vendor' }],
])

/** Kinds of agreement that promise how long a group has a ticket; each has the one metric of its name. */
export const stayKinds = ['ola', 'vendor'] as const
export type StayKind = (typeof stayKinds)[number]

export function isMetric(name: string, kind: AgreementKind): boolean {
  const found = known.get(name)
  return found !== undefined && (found.kind ?? 'sla') === kind
}

/** Whether agreements set targets for it; otherwise its clocks have fixed deadlines. */
export function hasTargets(name: string, kind: AgreementKind): boolean {
  return isMetric(name, kind) && known.get(name)?.targets === true
}

/** Every service level agreement must say these for every grade: they start with the ticket. */
export const essentialMetrics = ['response', 'restore'] as const
