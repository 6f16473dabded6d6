/** Which agreement and which target a ticket gets. Pure. */
import type { Agreement, Coverage, TargetRow } from './contract.ts'
import type { Grade } from './metrics.ts'
import { stepPercents } from './clock.ts'

export type StoredAgreement = Omit<Agreement, 'abilities'>

/** What of a ticket decides which agreement covers it. */
export interface Scope {
  type: 'fault' | 'request' | 'consultation'
  serviceId: string | null
  orgId: string | null
  categoryId: string | null
  /** an agreement set for this ticket by hand, before all others */
  agreementId?: string | undefined
}

/** `orgIds`: the ticket's org and its ancestors, nearest first. */
export interface Covered extends Scope {
  orgIds: readonly string[]
}

/**
 * The agreement of a ticket: the one set by hand, else the service's own, else the active one with the most specific
 * coverage, else the default. Service goes before category, category before org (the nearest first), org before type;
 * among equals the one listed first by name.
 */
export function chooseAgreement(
  agreements: readonly StoredAgreement[],
  covered: Covered,
  serviceAgreementId: string | null,
): StoredAgreement {
  const byHand = agreements.find((a) => a.id === covered.agreementId)
  if (byHand) return byHand
  const own = agreements.find((a) => a.active && a.id === serviceAgreementId)
  if (own) return own
  let best: { agreement: StoredAgreement; weight: number } | undefined
  for (const agreement of agreements) {
    if (!agreement.active) continue
    for (const row of agreement.coverage) {
      const weight = weigh(row, covered)
      if (weight > (best?.weight ?? 0)) best = { agreement, weight }
    }
  }
  const chosen = best?.agreement ?? agreements.find((a) => a.isDefault)
  if (!chosen) throw new Error('there is no default agreement')
  return chosen
}

/** 0: does not cover. Org nearness is below 1000 levels, so that the kinds never outweigh each other. */
function weigh(row: Coverage, t: Covered): number {
  if (row.serviceId !== null && row.serviceId !== t.serviceId) return 0
  if (row.categoryId !== null && row.categoryId !== t.categoryId) return 0
  if (row.type !== null && row.type !== t.type) return 0
  const distance = row.orgId === null ? -1 : t.orgIds.indexOf(row.orgId)
  if (row.orgId !== null && distance < 0) return 0
  return (
    (row.serviceId === null ? 0 : 8000) +
    (row.categoryId === null ? 0 : 4000) +
    (row.orgId === null ? 0 : 2000 - distance) +
    (row.type === null ? 0 : 0.5)
  )
}

/** The target of a grade and metric, if the agreement has one. */
export function targetOf(agreement: StoredAgreement, grade: Grade, metric: string): TargetRow | undefined {
  return agreement.targets.find((t) => t.grade === grade && t.metric === metric)
}

/** The percents at which a metric's clock fires, 100 always among them. */
export function percentsOf(agreement: StoredAgreement | undefined, metric: string): number[] {
  return stepPercents(
    (agreement?.escalations ?? []).filter((e) => e.metric === metric).map((e) => e.atPercent),
  )
}

/** Whether a hold for this reason stops the metric's clock. */
export function pausesFor(agreement: StoredAgreement | undefined, metric: string, reason: string): boolean {
  return (agreement?.pauseRules ?? []).some((r) => r.reason === reason && r.metrics.includes(metric))
}
