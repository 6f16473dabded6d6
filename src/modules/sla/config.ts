import { loadCalendar, defaultCalendar, type CompiledCalendar } from '#kernel/calendar/index.ts'
import type { Db } from '#kernel/db/index.ts'
import { ConfigCache, serviceForIntake } from '#modules/service/index.ts'
import { chooseAgreement, chooseForStay, type Scope, type StoredAgreement } from './choose.ts'
import type { TargetRow } from './contract.ts'
import type { Grade, StayKind } from './metrics.ts'
import { orgLine, readAgreements } from './store/agreements.ts'

const agreements = new ConfigCache<StoredAgreement[]>('sla', readAgreements)

/** All agreements, from memory as long as nobody has changed one. */
export function allAgreements(db: Db): Promise<StoredAgreement[]> {
  return agreements.get(db)
}

export async function agreementById(db: Db, id: string | null): Promise<StoredAgreement | undefined> {
  return id === null ? undefined : (await allAgreements(db)).find((a) => a.id === id)
}

// filled as calendars are asked for; a change of any calendar or year of holidays begins a new one
const calendars = new ConfigCache('calendar', () => Promise.resolve(new Map<string, CompiledCalendar>()))
const unit = 'default'

export type Calendars = (id: string) => Promise<CompiledCalendar>

/** Calendars from memory, as long as no calendar and no holidays have changed; one look at the versions for all of them. */
export async function openCalendars(db: Db): Promise<Calendars> {
  const kept = await calendars.get(db)
  return async (id) => {
    let found = kept.get(id)
    if (!found) kept.set(id, (found = await (id === unit ? defaultCalendar(db) : loadCalendar(db, id))))
    return found
  }
}

/** What the clocks of a ticket are made from. */
export interface Plan {
  agreement: StoredAgreement
  /** the agreement of this kind that binds a group which has the ticket, if one does */
  forStay: (kind: StayKind, groupId: string, grade: Grade) => StoredAgreement | undefined
  calendarOf: (target: TargetRow) => Promise<CompiledCalendar>
}

/** Chooses the agreement of a ticket and the calendars of its targets: the target's own, the service's, the unit's. */
export async function planFor(db: Db, scope: Scope): Promise<Plan> {
  const all = await allAgreements(db)
  const calendarById = await openCalendars(db)
  const service = scope.serviceId === null ? undefined : await serviceForIntake(db, scope.serviceId)
  const byOrg = scope.orgId !== null && all.some((a) => a.active && a.coverage.some((c) => c.orgId !== null))
  const orgIds = byOrg ? await orgLine(db, scope.orgId!) : []
  const covered = { ...scope, orgIds }
  const agreement = chooseAgreement(all, covered, service?.agreementId ?? null)
  return {
    agreement,
    forStay: (kind, groupId, grade) => chooseForStay(all, kind, groupId, covered, grade),
    calendarOf: (target) => calendarById(target.calendarId ?? service?.calendarId ?? unit),
  }
}
