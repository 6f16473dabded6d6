import type { Actor } from '#kernel/permission/index.ts'
import type { Filed, Filing } from './file-incident.ts'
import { isOpen } from './lifecycle.ts'
import type { IncidentRow, Ref } from './store/read.ts'

const refTo = (id: string | null | undefined, name: string | null): Ref | null =>
  id ? { id, name: name! } : null

/**
 * The record of an incident that was filed a moment ago, from what filing read and wrote: what `readIncident` would
 * read back with a dozen look-ups. A test holds the two against each other.
 */
export function filedRow(actor: Actor, input: Filing, filed: Filed): IncidentRow {
  const { context, group, ownerId } = filed
  const owner = group && ownerId ? group.memberNames[group.memberIds.indexOf(ownerId)]! : null
  const parent = input.parentId
    ? { id: input.parentId, number: context.parentNumber!, title: context.parentTitle! }
    : null
  return {
    ...nothingYet,
    recordedAt: context.now,
    updatedAt: context.now,
    id: filed.id,
    number: filed.number,
    title: input.title,
    description: input.description,
    type: input.type,
    state: filed.state,
    open: isOpen(filed.state),
    priority: context.priority,
    grade: filed.grade,
    channel: input.channel,
    impact: input.impact,
    urgency: input.urgency,
    requester: refTo(filed.requesterId, context.requesterName),
    requesterPhone: context.requesterPhone,
    callerName: input.caller?.name ?? null,
    callerPhone: input.caller?.phone ?? null,
    callerPlace: input.caller?.place ?? null,
    org: { id: context.orgId!, name: context.orgName! },
    orgPath: context.orgPath!,
    service: refTo(input.serviceId, context.serviceName),
    category: refTo(input.categoryId, context.categoryName),
    group: group ? { id: group.id, name: group.name } : null,
    owner: refTo(ownerId, owner),
    parent,
    createdBy: actor.id,
    occurredAt: filed.moment.occurredAt,
    origin: filed.moment.origin,
    iAmAffected: filed.requesterId !== null && filed.requesterId === actor.id,
    affectedCount: (filed.requesterId ?? input.caller?.name) ? 1 : 0,
  }
}

/** What only later moves can set. */
const nothingYet = {
  gradeConfirmed: false,
  gradeReason: null,
  holdReason: null,
  merged: false,
  holdUntil: null,
  duplicateOf: null,
  mergedInto: null,
  resolvedAt: null,
  closedAt: null,
  version: 1,
  firstContact: false,
  respondedAt: null,
  onsiteRequestedAt: null,
  onsiteArrivedAt: null,
  resolution: null,
  resolutionCode: null,
  cancelReason: null,
  reopenCount: 0,
  reassignmentCount: 0,
  alertKey: null,
  watching: false,
  source: null,
} satisfies Partial<IncidentRow>
