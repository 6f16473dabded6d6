import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { recalculateClocks } from '#modules/sla/index.ts'
import { addTimeline, updateTicket, type TicketPatch } from '#modules/ticket/index.ts'
import { findVisible, lockIncident } from './access.ts'
import type { editIncident as contract, gradeIncident as gradeContract, IncidentRecord } from './contract.ts'
import { readNearestDue } from './due.ts'
import { suggestGrade } from './lifecycle.ts'
import { presentIncident } from './present.ts'
import { indexFollowers, indexIncident, moveOrg } from './search.ts'
import { holderOf } from './stays.ts'
import { groupNoOf } from './store/scope.ts'
import { readIncident, type IncidentRow } from './store/read.ts'
import { readFilingContext, type FilingContext } from './store/filing.ts'
import { updateIncident, type IncidentPatch } from './store/write.ts'
import { tell } from './tell.ts'

type Edit = Input<typeof contract>

/**
 * Changes title, description and classification. Impact or urgency set the priority anew, and with it the suggested
 * grade while nobody has confirmed one; a change of service or grade recalculates the clocks openly.
 */
export async function editIncident(tx: Tx, actor: Actor, input: Edit): Promise<IncidentRecord> {
  const row = await lockIncident(tx, actor, input.id, 'edit', input.version)
  const context = await contextOf(tx, actor, row, input)
  const priority = context.priority
  const grade = row.gradeConfirmed ? row.grade : suggestGrade(priority)
  const ticket = ticketPatch(input, priority, context)
  const incident: IncidentPatch = {
    ...(input.impact ? { impact: input.impact } : {}),
    ...(input.urgency ? { urgency: input.urgency } : {}),
    ...(input.type ? { type: input.type } : {}),
    ...(grade === row.grade ? {} : { grade }),
  }
  await updateIncident(tx, row.id, incident)
  const reclock = grade !== row.grade || isChanged(input.serviceId, row.service?.id ?? null)
  const clocks = reclock
    ? await recalculateClocks(tx, actor, {
        ticketId: row.id,
        grade,
        ...(input.serviceId === undefined ? {} : { serviceId: input.serviceId }),
        groupId: holderOf(row) ?? undefined,
        reason: 'edit',
      })
    : undefined
  await finish(
    tx,
    actor,
    row,
    { ...ticket, due_at: await readNearestDue(tx, row.id) },
    changes(row, input, priority, grade),
    clocks,
  )
  if (context.orgPath && context.orgPath !== row.orgPath)
    await moveOrg(tx, row.id, row.orgPath, context.orgPath)
  const after = (await readIncident(tx, row.id, actor.id))!
  if (input.title !== undefined || input.description !== undefined || input.requesterId !== undefined) {
    await indexIncident(tx, {
      ...after,
      groupNo: after.group ? await groupNoOf(tx, after.group.id) : null,
      personIds: [after.requester?.id ?? null, after.owner?.id ?? null],
    })
    await indexFollowers(tx, row.id)
  }
  return presentIncident(tx, actor, after)
}

const isChanged = (given: string | null | undefined, now: string | null): boolean =>
  given !== undefined && given !== now

async function contextOf(tx: Tx, actor: Actor, row: IncidentRow, input: Edit): Promise<FilingContext> {
  const pick = (given: string | null | undefined, now: string | undefined): string | null =>
    given === undefined ? (now ?? null) : given
  const serviceId = pick(input.serviceId, row.service?.id)
  const categoryId = pick(input.categoryId, row.category?.id)
  const parentId = pick(input.parentId, row.parent?.id)
  const requesterId = input.requesterId ?? row.requester?.id ?? null
  const context = await readFilingContext(tx, {
    impact: input.impact ?? row.impact,
    urgency: input.urgency ?? row.urgency,
    requesterId,
    serviceId,
    categoryId,
    parentId,
    orgId: input.orgId ?? row.org.id,
    fallbackOrgId: actor.orgId,
    groupId: null,
  })
  const unknown = (field: string): AppError =>
    new AppError('incident.unknown_reference', { status: 422, field, params: { field } })
  if (input.serviceId && !context.serviceFound) throw unknown('serviceId')
  if (input.categoryId && !context.categoryFound) throw unknown('categoryId')
  if (input.parentId && (input.parentId === row.id || !(await findVisible(tx, actor, input.parentId))))
    throw unknown('parentId')
  if (input.requesterId && !context.requesterActive) throw unknown('requesterId')
  if (!context.orgId) throw unknown('orgId')
  return context
}

function ticketPatch(input: Edit, priority: number, context: FilingContext): TicketPatch {
  return {
    priority,
    ...(input.title === undefined ? {} : { title: input.title }),
    ...(input.description === undefined ? {} : { description: input.description }),
    ...(input.serviceId === undefined ? {} : { service_id: input.serviceId }),
    ...(input.categoryId === undefined ? {} : { category_id: input.categoryId }),
    ...(input.parentId === undefined ? {} : { parent_id: input.parentId }),
    ...(input.requesterId === undefined ? {} : { requester_id: input.requesterId }),
    ...(input.caller === undefined
      ? {}
      : {
          caller_name: input.caller.name,
          caller_phone: input.caller.phone ?? null,
          caller_place: input.caller.place ?? null,
        }),
    ...(input.orgId === undefined ? {} : { org_id: context.orgId! }),
  }
}

type Changes = Record<string, { before: unknown; after: unknown }>

function changes(row: IncidentRow, input: Edit, priority: number, grade: string): Changes {
  const now: Record<string, unknown> = {
    ...row,
    serviceId: row.service?.id ?? null,
    categoryId: row.category?.id ?? null,
    parentId: row.parent?.id ?? null,
    requesterId: row.requester?.id ?? null,
    orgId: row.org.id,
    caller: { name: row.callerName, phone: row.callerPhone, place: row.callerPlace },
  }
  const { id: _id, version: _version, ...given } = input
  const after: Record<string, unknown> = { ...given, priority, grade }
  return Object.fromEntries(
    Object.entries(after)
      .filter(([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(now[key]))
      .map(([key, value]) => [key, { before: now[key], after: value }]),
  )
}

/** Timeline with before and after, audit, and the news. */
async function finish(
  tx: Tx,
  actor: Actor,
  row: IncidentRow,
  patch: TicketPatch,
  changed: Changes,
  clocks: unknown,
  body = '',
  what = 'changed',
): Promise<void> {
  if (!(await updateTicket(tx, row.id, row.version, patch)))
    throw new AppError('incident.version_stale', { status: 412, params: { version: row.version } })
  const now = await dbNow(tx)
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'change',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body,
    data: { changes: changed, ...(clocks ? { clocks } : {}) },
    occurredAt: now,
    origin: actor.origin ?? 'live',
  })
  await audit(tx, actor, {
    action: `incident.${what === 'changed' ? 'edit' : what}`,
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    origin: actor.origin ?? 'live',
    before: Object.fromEntries(Object.entries(changed).map(([k, v]) => [k, v.before])),
    after: Object.fromEntries(Object.entries(changed).map(([k, v]) => [k, v.after])),
  })
  await tell(tx, actor, { what, incident: { ...row, version: row.version + 1 }, to: [row.owner?.id] })
}

/**
 * Confirms the suggested grade or sets another. A change needs a reason and recalculates the clocks; their old values
 * stay in the timeline.
 * @throws incident.reason_needed (422)
 */
export async function gradeIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof gradeContract>,
): Promise<IncidentRecord> {
  const row = await lockIncident(tx, actor, input.id, 'grade', input.version)
  const changed = input.grade !== row.grade
  if (changed && !input.reason) throw new AppError('incident.reason_needed', { status: 422, field: 'reason' })
  const clocks = changed
    ? await recalculateClocks(tx, actor, {
        ticketId: row.id,
        grade: input.grade,
        groupId: holderOf(row) ?? undefined,
        reason: input.reason ?? '',
      })
    : undefined
  await updateIncident(tx, row.id, {
    grade: input.grade,
    grade_confirmed: true,
    ...(input.reason ? { grade_reason: input.reason } : {}),
  })
  const facts: Changes = {
    grade: { before: row.grade, after: input.grade },
    gradeConfirmed: { before: row.gradeConfirmed, after: true },
  }
  const due = { due_at: await readNearestDue(tx, row.id) }
  await finish(tx, actor, row, due, facts, clocks, input.reason ?? '', 'graded')
  return presentIncident(tx, actor, (await readIncident(tx, row.id, actor.id))!)
}
