import { audit } from '#kernel/audit/index.ts'
import { leaveToCommit, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { dayIn, nextNumber, nextNumberToday } from '#kernel/numbering/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import { lookAhead } from '#modules/service/index.ts'
import { explainClocks, planClocks, stopClock, type PlannedClocks } from '#modules/sla/index.ts'
import { insertTicket, type NewTicket } from '#modules/ticket/index.ts'
import { findVisible } from './access.ts'
import type { createIncident } from './contract.ts'
import { nearestDue } from './due.ts'
import { isOpen, suggestGrade } from './lifecycle.ts'
import { momentOf, type Moment } from './moment.ts'
import { present } from './present.ts'
import { filedRow } from './filed-row.ts'
import { indexIncident } from './search.ts'
import { readIncident } from './store/read.ts'
import { personOnTurn, readFilingContext, type FilingContext, type GroupChoice } from './store/filing.ts'
import { insertIncident } from './store/write.ts'
import { tell } from './tell.ts'
import type { Channel, Grade, State } from './words.ts'

export type Filing = Input<typeof createIncident> & {
  /** group of alerts that opens it: one open incident per key */
  alertKey?: string
  /** a support group that goes before those of rules and service */
  groupId?: string
}

/** Channels that a person without any duty at the desk may file by. */
const ownChannels: readonly Channel[] = ['portal', 'api', 'im', 'mail']

/**
 * Files an incident: the one verb of every intake (portal, desk, API, alerts, import). Sets priority by the matrix,
 * suggests a grade, dispatches by service and rules, starts the clocks, and for first-contact resolution ends it at once.
 * @throws incident.unknown_reference (422) naming the field; incident.not_for_others (403) when a requester files for somebody else
 */
export async function fileIncident(
  tx: Tx,
  actor: Actor,
  input: Filing,
): Promise<Output<typeof createIncident>> {
  const filed = await decide(tx, actor, input)
  const written = write(tx, actor, input, filed)
  if (filed.firstContact || input.alertKey !== undefined) {
    await written
    return readBack(tx, actor, filed.id)
  }
  // nothing has been done to it yet: all that the answer says is known here, and the rows go out with the commit
  leaveToCommit(tx, written)
  const clocks = await filed.planned.explain(actor.locale, filed.context.now)
  return present(actor, filedRow(actor, input, filed), clocks)
}

async function readBack(tx: Tx, actor: Actor, id: string): Promise<Output<typeof createIncident>> {
  const [row, clocks] = await Promise.all([
    readIncident(tx, id, actor.id),
    explainClocks(tx, id, actor.locale),
  ])
  return present(actor, row!, clocks)
}

/** As `fileIncident`, without presenting the record: for intakes that answer something else. */
export async function fileOnly(tx: Tx, actor: Actor, input: Filing): Promise<string> {
  const filed = await decide(tx, actor, input)
  await write(tx, actor, input, filed)
  return filed.id
}

/** Writes what was decided. Most of it is plain insertions, which travel as one statement: this is the busiest verb. */
async function write(tx: Tx, actor: Actor, input: Filing, filed: Filed): Promise<void> {
  const { id, number, context, group, ownerId, moment, firstContact } = filed
  await Promise.all([
    insertTicket(tx, ticketRow(actor, input, filed), {
      actorId: actor.id,
      actorName: actor.name,
      affectedId: newId(),
      data: {
        move: 'file',
        to: filed.state,
        priority: context.priority,
        grade: filed.grade,
        group: group?.name,
        channel: input.channel,
      },
    }),
    indexIncident(tx, {
      id,
      number,
      title: input.title,
      description: input.description,
      orgPath: context.orgPath!,
      groupNo: group?.no ?? null,
      personIds: [filed.requesterId, ownerId],
      recordedAt: moment.countsAt,
    }),
    insertIncident(tx, incidentRow(input, filed)),
    writeClocks(tx, filed),
    auditFiling(tx, actor, input, filed),
    tell(tx, actor, {
      what: firstContact ? 'resolved' : 'filed',
      incident: { id, number, title: input.title, version: 1 },
      to: firstContact ? [] : whoToTell(ownerId, group),
    }),
  ])
}

async function decide(tx: Tx, actor: Actor, input: Filing): Promise<Filed> {
  const requesterId = requesterOf(actor, input)
  const live = actor.origin !== 'import'
  // none of the three needs an answer of the others; a filing that is refused leaves a gap in the numbers
  const [today, context] = await Promise.all([
    live ? nextNumberToday(tx, 'incident', 'INC', unitZone()) : undefined,
    readContext(tx, actor, input, requesterId),
    lookAhead(tx),
  ])

  checkReferences(actor, input, requesterId, context)
  // its number and title are shown with the child
  if (input.parentId && !(await findVisible(tx, actor, input.parentId))) throw unknown('parentId')
  const moment = momentOf(actor, input.occurredAt, context.now)
  const firstContact = input.resolution !== undefined
  const id = newId()
  const grade = suggestGrade(context.priority)
  const [{ group, ownerId }, number, planned] = await Promise.all([
    dispatch(tx, actor, context, firstContact),
    today ?? nextNumber(tx, 'incident', 'INC', dayIn(moment.countsAt, unitZone())),
    planClocks(tx, {
      ticketId: id,
      grade,
      type: input.type,
      serviceId: input.serviceId ?? null,
      orgId: context.orgId,
      categoryId: input.categoryId ?? null,
      metrics: ['response', 'restore'],
      startedAt: moment.countsAt,
      live: moment.origin === 'live',
      // what is solved at first contact no group has had
      groupId: firstContact ? null : (context.ruleGroupId ?? context.serviceGroupId),
    }),
  ])
  const state: State = firstContact ? 'resolved' : group ? 'assigned' : 'new'
  return {
    id,
    number,
    state,
    grade,
    requesterId,
    group,
    ownerId,
    planned,
    moment,
    firstContact,
    context,
  }
}

function readContext(
  tx: Tx,
  actor: Actor,
  input: Filing,
  requesterId: string | null,
): Promise<FilingContext> {
  return readFilingContext(tx, {
    impact: input.impact,
    urgency: input.urgency,
    requesterId,
    serviceId: input.serviceId ?? null,
    categoryId: input.categoryId ?? null,
    parentId: input.parentId ?? null,
    orgId: input.orgId ?? null,
    fallbackOrgId: actor.orgId,
    groupId: input.groupId ?? null,
  })
}

/** What filing has decided, before it is written. */
export interface Filed {
  id: string
  number: string
  state: State
  grade: Grade
  requesterId: string | null
  group: GroupChoice | undefined
  ownerId: string | null
  planned: PlannedClocks
  moment: Moment
  firstContact: boolean
  context: FilingContext
}

/** The group by rule or service, and there the person on turn; whoever solves at first contact owns it. */
async function dispatch(
  tx: Tx,
  actor: Actor,
  context: FilingContext,
  firstContact: boolean,
): Promise<{ group: GroupChoice | undefined; ownerId: string | null }> {
  const group = context.group ?? undefined
  if (firstContact) return { group, ownerId: actor.id }
  return { group, ownerId: group ? await personOnTurn(tx, group) : null }
}

function ticketRow(actor: Actor, input: Filing, filed: Filed): NewTicket {
  return {
    id: filed.id,
    number: filed.number,
    kind: 'incident',
    title: input.title,
    description: input.description,
    channel: input.channel,
    requester_id: filed.requesterId,
    caller_name: input.caller?.name ?? null,
    caller_phone: input.caller?.phone ?? null,
    caller_place: input.caller?.place ?? null,
    org_id: filed.context.orgId!,
    service_id: input.serviceId ?? null,
    category_id: input.categoryId ?? null,
    parent_id: input.parentId ?? null,
    priority: filed.context.priority,
    state: filed.state,
    open: isOpen(filed.state),
    group_id: filed.group?.id ?? null,
    owner_id: filed.ownerId,
    created_by: actor.id,
    occurred_at: filed.moment.occurredAt,
    // by the database's clock, and known before it is written
    recorded_at: filed.context.now,
    updated_at: filed.context.now,
    // history is due no more
    due_at: filed.firstContact || filed.moment.origin === 'import' ? null : nearestDue(filed.planned.clocks),
    resolved_at: filed.firstContact ? filed.moment.countsAt : null,
    origin: filed.moment.origin,
  }
}

function incidentRow(input: Filing, filed: Filed): Parameters<typeof insertIncident>[1] {
  return {
    ticket_id: filed.id,
    type: input.type,
    impact: input.impact,
    urgency: input.urgency,
    grade: filed.grade,
    first_contact: filed.firstContact,
    responded_at: filed.firstContact ? filed.moment.countsAt : null,
    resolution: input.resolution ?? null,
    resolution_code: filed.firstContact ? (input.type === 'fault' ? 'fixed' : 'answered') : null,
    alert_key: input.alertKey ?? null,
  }
}

function auditFiling(tx: Tx, actor: Actor, input: Filing, filed: Filed): Promise<void> {
  return audit(tx, actor, {
    action: 'incident.create',
    entity: 'incident',
    entityId: filed.id,
    orgId: filed.context.orgId,
    origin: filed.moment.origin,
    after: {
      number: filed.number,
      state: filed.state,
      priority: filed.context.priority,
      grade: filed.grade,
      channel: input.channel,
      requesterId: filed.requesterId,
      serviceId: input.serviceId ?? null,
      groupId: filed.group?.id ?? null,
      ownerId: filed.ownerId,
    },
  })
}

/** The one on turn, else the whole group. */
function whoToTell(ownerId: string | null, group: GroupChoice | undefined): string[] {
  if (ownerId) return [ownerId]
  return group?.memberIds ?? []
}

/** Response and restore run from now; solved at first contact, they have stopped as soon as they began. */
async function writeClocks(tx: Tx, filed: Filed): Promise<void> {
  await filed.planned.save()
  if (!filed.firstContact) return
  for (const { metric } of filed.planned.clocks)
    await stopClock(tx, { ticketId: filed.id, metric, at: filed.moment.countsAt })
}

/** Whose incident it is. Who files at the portal files for himself; the desk files for others and for callers. */
function requesterOf(actor: Actor, input: Filing): string | null {
  const forOthers = can(actor, 'incident.file-for-others')
  if (!forOthers && !ownChannels.includes(input.channel))
    throw new AppError('incident.channel_not_allowed', {
      status: 422,
      field: 'channel',
      params: { channel: input.channel },
    })
  if (!forOthers && input.requesterId !== undefined && input.requesterId !== actor.id)
    throw new AppError('incident.not_for_others', { status: 403, field: 'requesterId' })
  if (!forOthers && input.caller !== undefined)
    throw new AppError('incident.not_for_others', { status: 403, field: 'caller' })
  if (!forOthers && input.resolution !== undefined)
    throw new AppError('incident.not_for_others', { status: 403, field: 'resolution' })
  if (input.requesterId !== undefined && input.caller !== undefined)
    throw new AppError('incident.requester_and_caller', { status: 422, field: 'caller' })
  if (input.requesterId !== undefined) return input.requesterId
  if (!forOthers) return actor.id
  return input.channel === 'portal' && actor.kind === 'person' ? actor.id : null
}

function unknown(field: string): AppError {
  return new AppError('incident.unknown_reference', { status: 422, field, params: { field } })
}

function checkReferences(actor: Actor, input: Filing, requesterId: string | null, c: FilingContext): void {
  if (requesterId && !(c.requesterFound && (c.requesterActive || actor.origin === 'import')))
    throw unknown('requesterId')
  const mayUse = c.serviceFound && (c.servicePublic || can(actor, 'incident.file-for-others'))
  if (input.serviceId && !mayUse) throw unknown('serviceId')
  if (input.categoryId && !c.categoryFound) throw unknown('categoryId')
  if (input.parentId && !c.parentFound) throw unknown('parentId')
  if (c.orgId === null || c.orgPath === null) throw unknown('orgId')
  // filing for an org outside one's scope would be a way to write where one cannot read
  const ownOrg = c.orgId === actor.orgId || c.orgId === c.requesterOrgId || c.orgId === c.serviceOwnerOrgId
  if (!ownOrg && actor.kind !== 'system' && !inScope(actor, 'incident.file-for-others', c.orgPath))
    throw unknown('orgId')
}
