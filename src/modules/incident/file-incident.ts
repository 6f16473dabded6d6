import { audit } from '#kernel/audit/index.ts'
import { newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { dayIn, nextNumber } from '#kernel/numbering/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { startClocks, stopClock } from '#modules/sla/index.ts'
import { insertTicket } from '#modules/ticket/index.ts'
import type { createIncident } from './contract.ts'
import { nearestDue } from './due.ts'
import { isOpen, suggestGrade } from './lifecycle.ts'
import { momentOf } from './moment.ts'
import { presentIncident } from './present.ts'
import { indexIncident } from './search.ts'
import { readIncident } from './store/read.ts'
import {
  insertIncident,
  personOnTurn,
  readFilingContext,
  readGroup,
  type FilingContext,
  type GroupChoice,
} from './store/write.ts'
import { tell } from './tell.ts'
import type { Channel, State } from './words.ts'

export type Filing = Input<typeof createIncident> & {
  /** group of alerts that opens it: one open incident per key */
  alertKey?: string
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
  const id = await fileOnly(tx, actor, input)
  const row = await readIncident(tx, id, actor.id)
  return presentIncident(tx, actor, row!)
}

/** As `fileIncident`, without reading the record back: for intakes that answer something else. */
export async function fileOnly(tx: Tx, actor: Actor, input: Filing): Promise<string> {
  const requesterId = requesterOf(actor, input)
  const context = await readFilingContext(tx, {
    impact: input.impact,
    urgency: input.urgency,
    requesterId,
    serviceId: input.serviceId ?? null,
    categoryId: input.categoryId ?? null,
    parentId: input.parentId ?? null,
    orgId: input.orgId ?? null,
    fallbackOrgId: actor.orgId,
  })
  checkReferences(actor, input, requesterId, context)
  const moment = momentOf(actor, input.occurredAt, context.now)
  const groupId = context.ruleGroupId ?? context.serviceGroupId
  const group = groupId ? await readGroup(tx, groupId) : undefined
  const firstContact = input.resolution !== undefined
  const ownerId = firstContact ? actor.id : group ? await personOnTurn(tx, group) : null
  const state: State = firstContact ? 'resolved' : group ? 'assigned' : 'new'
  const id = newId()
  const grade = suggestGrade(context.priority)
  const number = await nextNumber(tx, 'incident', 'INC', dayIn(moment.countsAt, 'Asia/Shanghai'))
  const dueAt = await startIncidentClocks(tx, {
    id,
    input,
    grade,
    orgId: context.orgId!,
    at: moment.countsAt,
    live: moment.origin === 'live',
    firstContact,
  })
  await insertTicket(
    tx,
    {
      id,
      number,
      kind: 'incident',
      title: input.title,
      description: input.description,
      channel: input.channel,
      requester_id: requesterId,
      caller_name: input.caller?.name ?? null,
      caller_phone: input.caller?.phone ?? null,
      caller_place: input.caller?.place ?? null,
      org_id: context.orgId!,
      service_id: input.serviceId ?? null,
      category_id: input.categoryId ?? null,
      parent_id: input.parentId ?? null,
      priority: context.priority,
      state,
      open: isOpen(state),
      group_id: group?.id ?? null,
      owner_id: ownerId,
      created_by: actor.id,
      occurred_at: moment.occurredAt,
      due_at: dueAt,
      resolved_at: firstContact ? moment.countsAt : null,
      origin: moment.origin,
    },
    {
      actorId: actor.id,
      actorName: actor.name,
      affectedId: newId(),
      data: {
        move: 'file',
        to: state,
        priority: context.priority,
        grade,
        group: group?.name,
        channel: input.channel,
      },
    },
  )
  await insertIncident(tx, {
    ticket_id: id,
    type: input.type,
    impact: input.impact,
    urgency: input.urgency,
    grade,
    first_contact: firstContact,
    responded_at: firstContact ? moment.countsAt : null,
    resolution: input.resolution ?? null,
    resolution_code: firstContact ? (input.type === 'fault' ? 'fixed' : 'answered') : null,
    alert_key: input.alertKey ?? null,
  })
  await indexIncident(tx, {
    id,
    number,
    title: input.title,
    description: input.description,
    orgPath: context.orgPath!,
    groupNo: group?.no ?? null,
    personIds: [requesterId, ownerId],
    recordedAt: moment.countsAt,
  })
  await audit(tx, actor, {
    action: 'incident.create',
    entity: 'incident',
    entityId: id,
    orgId: context.orgId!,
    origin: moment.origin,
    after: {
      number,
      state,
      priority: context.priority,
      grade,
      channel: input.channel,
      requesterId,
      serviceId: input.serviceId ?? null,
      groupId: group?.id ?? null,
      ownerId,
    },
  })
  const incident = { id, number, title: input.title, version: 1 }
  await tell(tx, actor, {
    what: firstContact ? 'resolved' : 'filed',
    incident,
    to: firstContact ? [] : whoToTell(ownerId, group),
  })
  return id
}

/** The one on turn, else the whole group. */
function whoToTell(ownerId: string | null, group: GroupChoice | undefined): string[] {
  if (ownerId) return [ownerId]
  return group?.memberIds ?? []
}

async function startIncidentClocks(
  tx: Tx,
  f: {
    id: string
    input: Filing
    grade: ReturnType<typeof suggestGrade>
    orgId: string
    at: Date
    live: boolean
    firstContact: boolean
  },
): Promise<Date | null> {
  const clocks = await startClocks(tx, {
    ticketId: f.id,
    grade: f.grade,
    type: f.input.type,
    serviceId: f.input.serviceId ?? null,
    orgId: f.orgId,
    categoryId: f.input.categoryId ?? null,
    metrics: ['response', 'restore'],
    startedAt: f.at,
    live: f.live,
  })
  if (!f.firstContact) return nearestDue(clocks)
  for (const { metric } of clocks) await stopClock(tx, { ticketId: f.id, metric, at: f.at })
  return null
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
