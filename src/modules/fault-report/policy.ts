import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import type { ReportState } from './contract.ts'
import { findReport, type ReportRow } from './store/reports.ts'

type Incident = Awaited<ReturnType<typeof accessIncident>>
export type ReportAbility = 'update' | 'submit' | 'review' | 'return'
export interface Access {
  incident: Incident
  report: ReportRow
}

const from: Record<ReportAbility, readonly ReportState[]> = {
  update: ['draft', 'returned'],
  submit: ['draft', 'returned'],
  review: ['submitted'],
  return: ['submitted', 'reviewed'],
}

/** Those who work on the incident: its owner and its group; and whoever reviews such reports may mend one. */
function isWriter(actor: Actor, { incident, report }: Access): boolean {
  if (!can(actor, 'fault-report.write')) return false
  const owns = actor.id !== null && (incident.owner?.id === actor.id || report.owner?.id === actor.id)
  const inGroup = incident.group !== null && actor.groupIds.includes(incident.group.id)
  return owns || inGroup || inScope(actor, 'fault-report.review', incident.orgPath)
}

/** Somebody else than those who wrote it. */
function isReviewer(actor: Actor, { incident, report }: Access): boolean {
  return (
    actor.id !== null &&
    inScope(actor, 'fault-report.review', incident.orgPath) &&
    !report.draftedBy.includes(actor.id) &&
    report.submittedBy?.id !== actor.id
  )
}

function isOver(incident: Incident): boolean {
  return incident.state === 'resolved' || incident.state === 'closed'
}

function may(actor: Actor, access: Access, ability: ReportAbility): boolean {
  return ability === 'update' || ability === 'submit' ? isWriter(actor, access) : isReviewer(actor, access)
}

/** What the actor can do to the report now. */
export function abilitiesOf(actor: Actor, access: Access): ReportAbility[] {
  return (['update', 'submit', 'review', 'return'] as const).filter(
    (ability) =>
      may(actor, access, ability) &&
      from[ability].includes(access.report.state) &&
      (ability !== 'submit' || isOver(access.incident)),
  )
}

/**
 * The only way to obtain a report: through its incident.
 * @throws incident.not_found (404) when the incident is missing or invisible; fault-report.not_found (404) without a report
 */
export async function accessReport(db: Db | Tx, actor: Actor, ticketId: string): Promise<Access> {
  const incident = await accessIncident(db, actor, ticketId)
  const report = await findReport(db, ticketId)
  if (!report) throw new AppError('fault-report.not_found', { status: 404 })
  return { incident, report }
}

/**
 * As `accessReport`, for a change.
 * @throws fault-report.own_report (403) for a reviewer who wrote at it, fault-report.not_allowed (403),
 * fault-report.illegal_move (409), fault-report.incident_open (409), fault-report.version_stale (412)
 */
export async function accessForChange(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  ability: ReportAbility,
): Promise<Access> {
  const access = await accessReport(tx, actor, input.id)
  const { report, incident } = access
  if (!may(actor, access, ability)) {
    const own =
      (ability === 'review' || ability === 'return') &&
      inScope(actor, 'fault-report.review', incident.orgPath)
    throw new AppError(own ? 'fault-report.own_report' : 'fault-report.not_allowed', { status: 403 })
  }
  if (report.version !== input.version) throw stale(report.version)
  if (!from[ability].includes(report.state))
    throw new AppError('fault-report.illegal_move', {
      status: 409,
      field: 'state',
      params: { state: report.state },
    })
  if (ability === 'submit' && !isOver(incident))
    throw new AppError('fault-report.incident_open', { status: 409 })
  return access
}

export function stale(version: number): AppError {
  return new AppError('fault-report.version_stale', { status: 412, params: { version } })
}
