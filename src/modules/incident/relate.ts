import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { cancelClocks, handOver, resumeClocks } from '#modules/sla/index.ts'
import { addAffected, addTimeline, affectedOf, touchTicket, updateTicket } from '#modules/ticket/index.ts'
import { accessIncident, findVisible, lockIncident } from './access.ts'
import type {
  joinIncident as joinContract,
  markDuplicate as duplicateContract,
  IncidentRecord,
} from './contract.ts'
import { presentIncident } from './present.ts'
import { indexFollowers } from './search.ts'
import { knownRows } from './store/list.ts'
import { readIncident, type IncidentRow } from './store/read.ts'
import { updateIncident } from './store/write.ts'
import { holderOf, stayOf } from './stays.ts'
import { tell } from './tell.ts'
import { visibleIncidents } from './visible.ts'

/**
 * "It hits me too": adds the actor (or, by the desk, somebody else) to the people affected, who are told of the
 * restoration and asked to rate it. Joining twice changes nothing.
 * @throws incident.not_found (404); incident.not_open (409) when it is over
 */
export async function joinIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof joinContract>,
): Promise<Output<typeof joinContract>> {
  const row = await joinable(tx, actor, input.id)
  const forOthers = input.personId !== undefined || input.caller !== undefined
  if (forOthers && !can(actor, 'incident.file-for-others'))
    throw new AppError('incident.not_for_others', {
      status: 403,
      field: input.caller ? 'caller' : 'personId',
    })
  const personId = input.caller ? null : (input.personId ?? actor.id)
  const joined = await addAffected(tx, {
    ticketId: row.id,
    personId,
    callerName: input.caller?.name ?? null,
    callerPhone: input.caller?.phone ?? null,
    via: 'joined',
    note: input.note,
  })
  if (joined) {
    if (personId) await indexFollowers(tx, row.id)
    await touchTicket(tx, row.id)
    await addTimeline(tx, {
      ticketId: row.id,
      kind: 'link',
      public: false,
      actorId: actor.id,
      actorName: actor.name,
      body: input.note,
      data: { joined: personId ?? input.caller },
      occurredAt: await dbNow(tx),
    })
    await tell(tx, actor, {
      what: 'joined',
      incident: row,
      to: [row.owner?.id],
      once: personId ?? input.caller?.phone ?? actor.login,
    })
  }
  await audit(tx, actor, {
    action: 'incident.join',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { personId, joined, byPhone: input.caller !== undefined },
  })
  return { id: row.id, number: row.number, joined }
}

/** An open incident that the actor sees, or a known one of a public service. */
async function joinable(tx: Tx, actor: Actor, id: string): Promise<IncidentRow> {
  const row = await readIncident(tx, id, actor.id)
  const known = row && (await knownRows(tx, visibleIncidents(actor), { ids: [id] })).length > 0
  if (!row || (row.open && !known)) throw notFound('incident')
  if (!row.open) {
    await accessIncident(tx, actor, id)
    throw new AppError('incident.not_open', { status: 409, params: { state: row.state } })
  }
  return row
}

/**
 * Marks an incident as a repetition of another open one: it waits for that one, its clocks are cancelled, its people
 * join the affected of the other and are told when that is restored.
 * @throws incident.unknown_reference (422): the other is missing, invisible, itself a duplicate, or this one
 */
export async function markDuplicate(
  tx: Tx,
  actor: Actor,
  input: Input<typeof duplicateContract>,
): Promise<IncidentRecord> {
  const row = await lockIncident(tx, actor, input.id, 'duplicate', input.version)
  const master = await findVisible(tx, actor, input.ofId)
  if (!master || master.id === row.id || !master.open || master.duplicateOf)
    throw new AppError('incident.unknown_reference', {
      status: 422,
      field: 'ofId',
      params: { field: 'ofId' },
    })
  const now = await dbNow(tx)
  await resumeClocks(tx, { ticketId: row.id, at: now })
  await cancelClocks(tx, { ticketId: row.id, at: now })
  await handOver(tx, { ...stayOf(row), from: holderOf(row), to: null, move: 'duplicate', at: now })
  await updateIncident(tx, row.id, { hold_reason: 'duplicate', hold_until: null, alert_key: null })
  const patch = { state: 'pending', duplicate_of_id: master.id, due_at: null }
  if (!(await updateTicket(tx, row.id, row.version, patch)))
    throw new AppError('incident.version_stale', { status: 412, params: { version: row.version } })
  for (const a of await affectedOf(tx, row.id))
    await addAffected(tx, { ...a, ticketId: master.id, via: 'duplicate' })
  await indexFollowers(tx, master.id)
  await linkBoth(tx, actor, row, master, now, input.reason ?? '')
  return presentIncident(tx, actor, (await readIncident(tx, row.id, actor.id))!)
}

async function linkBoth(
  tx: Tx,
  actor: Actor,
  row: IncidentRow,
  master: IncidentRow,
  now: Date,
  reason: string,
): Promise<void> {
  const entry = {
    kind: 'link' as const,
    actorId: actor.id,
    actorName: actor.name,
    body: reason,
    occurredAt: now,
  }
  const of = { id: master.id, number: master.number }
  await addTimeline(tx, {
    ...entry,
    ticketId: row.id,
    public: true,
    data: { duplicateOf: of, from: row.state },
  })
  await addTimeline(tx, {
    ...entry,
    ticketId: master.id,
    public: false,
    data: { duplicate: { id: row.id, number: row.number } },
  })
  await audit(tx, actor, {
    action: 'incident.duplicate',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    before: { state: row.state, version: row.version },
    after: { state: 'pending', duplicateOf: master.number, version: row.version + 1 },
  })
  await tell(tx, actor, {
    what: 'duplicate',
    incident: { ...row, version: row.version + 1 },
    to: [row.requester?.id],
    params: { of: master.number },
  })
}
