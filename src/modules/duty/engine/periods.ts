import type { DutyRole } from '../words.ts'

/** A guarantee period 重保, as far as duty goes: whom it is for and what it asks of their shifts. */
export interface PeriodRule {
  fromDay: string
  toDay: string
  /** paths of the units it is for, with all below */
  orgPaths: readonly string[]
  teamIds: readonly string[]
  fullCover: boolean
  leastDuty: number
  needsLeader: boolean
}

/** Whether a period is for a team, or for a unit. */
export function concerns(
  period: Pick<PeriodRule, 'orgPaths' | 'teamIds'>,
  whose: { teamId?: string | null | undefined; orgPath: string },
): boolean {
  if (whose.teamId && period.teamIds.includes(whose.teamId)) return true
  return period.orgPaths.some((path) => whose.orgPath.startsWith(path))
}

/** People that a shift of a day needs at least, in each role; the strictest of the periods that hold counts. */
export function leastOn(periods: readonly PeriodRule[], day: string): Partial<Record<DutyRole, number>> {
  const holding = periods.filter((one) => one.fromDay <= day && day <= one.toDay)
  const duty = Math.max(0, ...holding.map((one) => one.leastDuty))
  return {
    ...(duty > 0 ? { duty } : {}),
    ...(holding.some((one) => one.needsLeader) ? { leader: 1 } : {}),
  }
}
