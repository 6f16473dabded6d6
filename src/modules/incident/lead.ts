import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { startClock, stopClock } from '#modules/sla/index.ts'
import { addTimeline, setDue } from '#modules/ticket/index.ts'
import { accessIncident } from './access.ts'
import { readNearestDue } from './due.ts'
import { momentOf } from './moment.ts'
import type * as contract from './story-contract.ts'
import {
  decisionsOf,
  findSupervision,
  insertDecision,
  insertSupervision,
  supervisionsFor,
  supervisionsOf,
  updateSupervision,
  type SupervisionRow,
} from './store/lead.ts'
import type { IncidentRow } from './store/read.ts'
import { readOwner } from './store/write.ts'
import { tell } from './tell.ts'

/** 督办: a leader's instruction to somebody, with a deadline that the reply is judged by. */
export async function supervise(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.supervise>,
): Promise<Output<typeof contract.supervise>> {
  const row = await accessIncident(tx, actor, input.id, 'supervise')
  const now = await dbNow(tx)
  const deadline = new Date(input.deadline)
  if (deadline <= now) throw new AppError('incident.deadline_past', { status: 422, field: 'deadline' })
  const owner = await readOwner(tx, input.ownerId)
  if (!owner?.works)
    throw new AppError('incident.unknown_reference', {
      status: 422,
      field: 'ownerId',
      params: { field: 'ownerId' },
    })
  const id = await insertSupervision(tx, {
    ticketId: row.id,
    instruction: input.instruction,
    leaderId: actor.id!,
    ownerId: owner.id,
    deadline,
  })
  await startClock(tx, { ticketId: row.id, metric: 'supervision', at: now, dueAt: deadline })
  await refreshDue(tx, row)
  await note(tx, actor, row, now, input.instruction, {
    supervision: 'asked',
    owner: owner.name,
    deadline: input.deadline,
  })
  await audit(tx, actor, {
    action: 'incident.supervise',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { supervisionId: id, ownerId: owner.id, deadline: input.deadline },
  })
  await tell(tx, actor, { what: 'supervised', incident: row, to: [owner.id], once: id })
  return (await findSupervision(tx, row.id, id))!
}

export async function listSupervisions(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listSupervisions>,
): Promise<Output<typeof contract.listSupervisions>> {
  const row = await accessIncident(db, actor, input.id)
  return { items: await supervisionsOf(db, row.id) }
}

/** What the actor has been instructed to do. Nobody else's: an instruction may be seen by the one who got it. */
export async function mySupervisions(db: Db, actor: Actor): Promise<Output<typeof contract.mySupervisions>> {
  return { items: actor.id ? await supervisionsFor(db, actor.id) : [] }
}

/** @throws incident.not_allowed (403) for anyone but the person who was instructed */
export async function replySupervision(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.replySupervision>,
): Promise<Output<typeof contract.replySupervision>> {
  const { row, supervision } = await openSupervision(tx, actor, input)
  if (supervision.owner.id !== actor.id)
    throw new AppError('incident.not_allowed', { status: 403, params: { ability: 'reply' } })
  const now = await dbNow(tx)
  await change(tx, supervision, input.version, { reply: input.reply, replied_at: now })
  await stopClock(tx, { ticketId: row.id, metric: 'supervision', at: now })
  await refreshDue(tx, row)
  await note(tx, actor, row, now, input.reply, { supervision: 'replied' })
  await audit(tx, actor, {
    action: 'incident.supervision-reply',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { supervisionId: supervision.id, overdue: now > supervision.deadline },
  })
  await tell(tx, actor, {
    what: 'supervision-replied',
    incident: row,
    to: [supervision.leader.id],
    once: `${supervision.id}:${input.version}`,
  })
  return (await findSupervision(tx, row.id, supervision.id))!
}

/** The leader is content. @throws incident.supervision_unanswered (409) before there is a reply */
export async function closeSupervision(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.closeSupervision>,
): Promise<Output<typeof contract.closeSupervision>> {
  const { row, supervision } = await openSupervision(tx, actor, input)
  if (supervision.leader.id !== actor.id && !can(actor, 'incident.configure'))
    throw new AppError('incident.not_allowed', { status: 403, params: { ability: 'close-supervision' } })
  if (!supervision.repliedAt) throw new AppError('incident.supervision_unanswered', { status: 409 })
  const now = await dbNow(tx)
  await change(tx, supervision, input.version, { closed_at: now })
  await note(tx, actor, row, now, '', { supervision: 'closed' })
  await audit(tx, actor, {
    action: 'incident.supervision-close',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { supervisionId: supervision.id },
  })
  await tell(tx, actor, {
    what: 'supervision-closed',
    incident: row,
    to: [supervision.owner.id],
    once: supervision.id,
  })
  return (await findSupervision(tx, row.id, supervision.id))!
}

async function openSupervision(
  tx: Tx,
  actor: Actor,
  input: { id: string; supervisionId: string },
): Promise<{ row: IncidentRow; supervision: SupervisionRow }> {
  const row = await accessIncident(tx, actor, input.id)
  const supervision = await findSupervision(tx, row.id, input.supervisionId)
  if (!supervision) throw notFound('incident')
  if (supervision.closedAt) throw new AppError('incident.supervision_closed', { status: 409 })
  return { row, supervision }
}

async function change(
  tx: Tx,
  supervision: SupervisionRow,
  version: number,
  patch: Parameters<typeof updateSupervision>[3],
): Promise<void> {
  if (!(await updateSupervision(tx, supervision.id, version, patch)))
    throw new AppError('incident.version_stale', { status: 412, params: { version: supervision.version } })
}

/** An instruction's deadline may be the nearest one of the ticket; the version is not counted: nobody edited it. */
async function refreshDue(tx: Tx, row: IncidentRow): Promise<void> {
  await setDue(tx, row.id, await readNearestDue(tx, row.id))
}

async function note(
  tx: Tx,
  actor: Actor,
  row: IncidentRow,
  at: Date,
  body: string,
  data: Record<string, unknown>,
): Promise<void> {
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'notice',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body,
    data,
    occurredAt: at,
  })
}

/** A decision in a major incident, and who was told of it. */
export async function recordDecision(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.recordDecision>,
): Promise<Output<typeof contract.recordDecision>> {
  const row = await accessIncident(tx, actor, input.id, 'decide')
  if (!actor.id) throw new AppError('incident.no_person', { status: 403 })
  const { occurredAt } = momentOf(actor, input.occurredAt, await dbNow(tx), row.occurredAt)
  const facts = { decision: input.decision, notified: input.notified, occurredAt }
  const kept = await insertDecision(tx, { ticketId: row.id, decidedBy: actor.id, ...facts })
  await note(tx, actor, row, occurredAt, input.decision, { decision: true, notified: input.notified })
  await audit(tx, actor, {
    action: 'incident.decide',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { decisionId: kept.id, notified: input.notified },
  })
  await tell(tx, actor, { what: 'decided', incident: row, to: [row.owner?.id], once: kept.id })
  return { ...facts, ...kept, decidedBy: { id: actor.id, name: actor.name } }
}

export async function listDecisions(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listDecisions>,
): Promise<Output<typeof contract.listDecisions>> {
  const row = await accessIncident(db, actor, input.id)
  return { items: await decisionsOf(db, row.id) }
}
