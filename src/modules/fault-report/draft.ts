import { audit } from '#kernel/audit/index.ts'
import { workingDaysAfter } from '#kernel/calendar/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { can, inScope, systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { timelineOf } from '#modules/ticket/index.ts'
import type { draftReport } from './contract.ts'
import { present } from './present.ts'
import { accessReport } from './policy.ts'
import { insertReport, redraft } from './store/reports.ts'
import { readSetting } from './store/setting.ts'

type Incident = Awaited<ReturnType<typeof accessIncident>>

/**
 * A fault was solved: a report is owed for the grades that the setting names (by default all four: DESIGN section 4,
 * "after each fault of these grades is solved"). What the record already tells is filled in; the analysis is for
 * the engineer. Imported history and duplicates owe none.
 */
export async function draftOnResolved(tx: Tx, event: AppEvent): Promise<void> {
  const actor = systemActor('fault-report', event.id)
  const incident = await accessIncident(tx, actor, event.entityId)
  const over = incident.state === 'resolved' || incident.state === 'closed'
  const { grades, dueDays } = await readSetting(tx)
  if (!over || incident.type !== 'fault' || incident.origin === 'import' || incident.duplicateOf !== null)
    return
  if (!grades.includes(incident.grade)) return
  const from = incident.resolvedAt ?? (await dbNow(tx))
  const dueAt = await workingDaysAfter(tx, from, dueDays)
  if (!(await writeDraft(tx, actor, incident, dueAt))) return
  const ownerId = incident.owner?.id
  if (!ownerId) return
  await notify(tx, {
    to: [ownerId],
    textKey: 'fault-report:notify.owed',
    params: { number: incident.number, title: incident.title },
    entity: 'fault-report',
    entityId: incident.id,
    dedupeKey: `fault-report.owed:${incident.id}:${incident.reopenCount}`,
  })
}

/** @returns false when there is one for this resolution already */
async function writeDraft(tx: Tx, actor: Actor, incident: Incident, dueAt: Date | null): Promise<boolean> {
  const solution = incident.resolution ?? ''
  const made = await insertReport(tx, {
    id: newId(),
    ticketId: incident.id,
    ticketNumber: incident.number,
    ticketTitle: incident.title,
    orgId: incident.org.id,
    ownerId: incident.owner?.id ?? null,
    round: incident.reopenCount,
    symptom: await symptomOf(tx, incident),
    solution,
    dueAt,
  })
  const again =
    !made &&
    dueAt !== null &&
    (await redraft(tx, {
      ticketId: incident.id,
      round: incident.reopenCount,
      solution,
      dueAt,
      ownerId: incident.owner?.id ?? null,
    }))
  if (!made && !again) return false
  await emit(tx, { type: 'fault-report.drafted', entity: 'incident', entityId: incident.id })
  await audit(tx, actor, {
    action: 'fault-report.draft',
    entity: 'fault_report',
    entityId: incident.id,
    orgId: incident.org.id,
    after: { number: incident.number, round: incident.reopenCount, dueAt: dueAt?.toISOString() ?? null },
  })
  return true
}

/** What was reported, and what people said about it first. */
async function symptomOf(tx: Tx, incident: Incident): Promise<string> {
  const entries = await timelineOf(tx, incident.id, { internal: true, limit: 50 })
  const said = entries.filter((entry) => entry.kind === 'comment' && entry.body !== '').slice(0, 1)
  return [incident.title, incident.description, ...said.map((entry) => `${entry.actorName}：${entry.body}`)]
    .filter((line) => line !== '')
    .join('\n')
    .slice(0, 20_000)
}

/**
 * Drafts a report by hand where none is owed.
 * @throws incident.not_found (404), fault-report.not_allowed (403), fault-report.incident_open, fault-report.exists (409)
 */
export async function draftReportVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof draftReport>,
): Promise<Output<typeof draftReport>> {
  const incident = await accessIncident(tx, actor, input.id)
  const works =
    (actor.id !== null && incident.owner?.id === actor.id) ||
    (incident.group !== null && actor.groupIds.includes(incident.group.id)) ||
    inScope(actor, 'fault-report.review', incident.orgPath)
  if (!works || !can(actor, 'fault-report.write'))
    throw new AppError('fault-report.not_allowed', { status: 403 })
  if (incident.state !== 'resolved' && incident.state !== 'closed')
    throw new AppError('fault-report.incident_open', { status: 409 })
  if (!(await writeDraft(tx, actor, incident, null)))
    throw new AppError('fault-report.exists', { status: 409 })
  return present(actor, await accessReport(tx, actor, input.id))
}
