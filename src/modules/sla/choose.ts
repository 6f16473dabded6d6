/** Which agreement and which target a ticket gets. Pure. */
import type { Agreement, Coverage, TargetRow } from './contract.ts'
import type { Grade, StayKind } from './metrics.ts'
import { stepPercents } from './clock.ts'

export interface StoredAgreement extends Omit<Agreement, 'abilities'> {
  /** the active groups that it binds, and how far below its org each stands */
  bound: readonly { groupId: string; distance: number }[]
}

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
  const byHand = agreements.find((a) => a.kind === 'sla' && a.id === covered.agreementId)
  if (byHand) return byHand
  const own = agreements.find((a) => a.kind === 'sla' && a.active && a.id === serviceAgreementId)
  if (own) return own
  let best: { agreement: StoredAgreement; weight: number } | undefined
  for (const agreement of agreements) {
    if (agreement.kind !== 'sla' || !agreement.active) continue
    for (const row of agreement.coverage) {
      const weight = weigh(row, covered)
      if (weight > (best?.weight ?? 0)) best = { agreement, weight }
    }
  }
  const chosen = best?.agreement ?? agreements.find((a) => a.isDefault)
  if (!chosen) throw new Error('there is no default agreement')
  return chosen
}

/**
 * The active agreement of a kind that binds the group and has a target for the grade: the one with the most specific
 * coverage (none covers everything, least specifically), among equals that of the nearest vendor org. Two that could
 * not be told apart cannot be saved (`tiesOf`).
 */
export function chooseForStay(
  agreements: readonly StoredAgreement[],
  kind: StayKind,
  groupId: string,
  covered: Covered,
  grade: Grade,
): StoredAgreement | undefined {
  let best: { agreement: StoredAgreement; weight: number; distance: number } | undefined
  for (const agreement of agreements) {
    if (agreement.kind !== kind || !agreement.active || !targetOf(agreement, grade, kind)) continue
    const distance = agreement.bound.find((b) => b.groupId === groupId)?.distance
    if (distance === undefined) continue
    const weights = agreement.coverage.map((row) => weigh(row, covered))
    const weight = agreement.coverage.length === 0 ? 0.1 : Math.max(...weights)
    if (weight === 0) continue
    if (!best || weight > best.weight || (weight === best.weight && distance < best.distance))
      best = { agreement, weight, distance }
  }
  return best?.agreement
}

type Party = Pick<StoredAgreement, 'kind' | 'active' | 'groupIds' | 'vendorOrgId' | 'coverage' | 'targets'>

/**
 * The other agreements that could apply to the same stay with the same weight: same kind, a group or the vendor in
 * common, a grade in common, and a coverage row in common (or none in both). Rows that differ are always told apart:
 * they name different things, or differ in weight.
 */
export function tiesOf<T extends Party>(body: Party, others: readonly T[]): T[] {
  if (body.kind === 'sla' || !body.active) return []
  const rows = coverageKeys(body)
  return others.filter(
    (o) =>
      o.kind === body.kind &&
      o.active &&
      (body.kind === 'vendor'
        ? o.vendorOrgId === body.vendorOrgId
        : o.groupIds.some((id) => body.groupIds.includes(id))) &&
      o.targets.some((t) => body.targets.some((own) => own.grade === t.grade)) &&
      coverageKeys(o).some((key) => rows.includes(key)),
  )
}

const coverageKeys = ({ coverage }: Party): string[] =>
  coverage.length === 0
    ? ['everything']
    : coverage.map((c) => JSON.stringify([c.serviceId, c.categoryId, c.orgId, c.type]))

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
