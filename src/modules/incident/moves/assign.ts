import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { resumeClocks } from '#modules/sla/index.ts'
import type * as contract from '../contract.ts'
import type { IncidentRecord } from '../contract.ts'
import { makeMove, type Change, type Effects } from '../move.ts'
import { regroup } from '../search.ts'
import type { IncidentRow } from '../store/read.ts'
import { personOnTurn, readGroup, type GroupChoice } from '../store/filing.ts'
import { readOwner } from '../store/write.ts'

/**
 * Gives the incident to a group, and there to a person: the given one, else the one on turn. Taking it from
 * somebody needs a reason.
 * @throws incident.assign_to_whom, incident.unknown_reference, incident.not_in_group, incident.reason_needed (422)
 */
export async function assignIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.assignIncident>,
): Promise<IncidentRecord> {
  if (!input.groupId && !input.ownerId)
    throw new AppError('incident.assign_to_whom', { status: 422, field: 'groupId' })
  return makeMove(
    tx,
    actor,
    input,
    'assign',
    async (row) => {
      const handsOver = row.owner !== null && row.owner.id !== input.ownerId
      if (handsOver && !input.reason && actor.origin !== 'import')
        throw new AppError('incident.reason_needed', { status: 422, field: 'reason' })
      return dispatchTo(tx, row, input, 'assigned')
    },
    goOn(tx),
  )
}

/** Whoever waited waits no longer: the new hands begin with running clocks. */
const goOn =
  (tx: Tx): Effects =>
  async (row, moment) => {
    if (row.state === 'pending') await resumeClocks(tx, { ticketId: row.id, at: moment.countsAt })
  }

/**
 * Passes it on to a second-line or vendor group, with the reason.
 * @throws incident.unknown_reference, incident.same_group (422)
 */
export async function escalateIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.escalateIncident>,
): Promise<IncidentRecord> {
  return makeMove(
    tx,
    actor,
    input,
    'escalate',
    async (row) => {
      if (row.group?.id === input.groupId)
        throw new AppError('incident.same_group', { status: 422, field: 'groupId' })
      return dispatchTo(tx, row, input, 'escalated')
    },
    goOn(tx),
  )
}

async function dispatchTo(
  tx: Tx,
  row: IncidentRow,
  input: { groupId?: string | undefined; ownerId?: string | undefined; reason?: string | undefined },
  what: string,
): Promise<Change> {
  const owner = input.ownerId ? await readOwner(tx, input.ownerId) : undefined
  if (input.ownerId && !owner?.works)
    throw new AppError('incident.unknown_reference', {
      status: 422,
      field: 'ownerId',
      params: { field: 'ownerId' },
    })
  const groupId = input.groupId ?? keepGroup(row, owner?.groupIds ?? [])
  const group = groupId ? await readGroup(tx, groupId) : undefined
  if (groupId && !group)
    throw new AppError('incident.unknown_reference', {
      status: 422,
      field: 'groupId',
      params: { field: 'groupId' },
    })
  if (owner && group && !owner.groupIds.includes(group.id))
    throw new AppError('incident.not_in_group', { status: 422, field: 'ownerId' })
  const ownerId = owner?.id ?? (group ? await personOnTurn(tx, group) : null)
  await regroup(tx, row, group?.no ?? null, ownerId)
  return {
    public: false,
    what,
    body: input.reason ?? '',
    data: { group: group?.name ?? null, groupId: group?.id ?? null, owner: owner?.name ?? null, ownerId },
    ticket: { group_id: group?.id ?? null, owner_id: ownerId },
    incident: { hold_reason: null, hold_until: null, ...reassigned(row, group) },
    to_notify: ownerId ? [ownerId] : (group?.memberIds ?? []),
  }
}

/** A person is chosen without a group: the present group if it is theirs, else their first. */
function keepGroup(row: IncidentRow, groupIds: string[]): string | undefined {
  return row.group && groupIds.includes(row.group.id) ? row.group.id : groupIds[0]
}

/** A reassignment is a change of group after the first. */
function reassigned(row: IncidentRow, group: GroupChoice | undefined): { reassignment_count?: number } {
  return row.group && row.group.id !== group?.id ? { reassignment_count: row.reassignmentCount + 1 } : {}
}
