import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeNumberCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { stopClock } from '#modules/sla/index.ts'
import {
  addTimeline,
  affectedOf,
  insertWorkLog,
  setDue,
  setWatcher,
  timelineOf,
  touchTicket,
  watchersOf,
  workLogsOf,
} from '#modules/ticket/index.ts'
import { accessGoingOn, accessIncident } from './access.ts'
import { readNearestDue } from './due.ts'
import { momentOf } from './moment.ts'
import { checkMentions, tellMentioned } from './mentions.ts'
import { isBystander, seesInternal } from './policy.ts'
import { indexComment, indexFollowers } from './search.ts'
import type * as contract from './story-contract.ts'
import type { IncidentRow, Ref } from './store/read.ts'
import { updateIncident } from './store/write.ts'
import { tell } from './tell.ts'

/** The story of an incident; internal entries for those who work on it only. */
export async function getTimeline(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getTimeline>,
): Promise<Output<typeof contract.getTimeline>> {
  const row = await accessIncident(db, actor, input.id)
  const after = decodeNumberCursor(input.cursor)
  const internal = seesInternal(actor, row)
  const bystander = isBystander(actor, row)
  const rows = await timelineOf(db, row.id, {
    internal,
    after,
    limit: input.limit,
    order: input.order,
    ...(bystander ? { wordsOf: [actor.id, row.owner?.id].filter((id) => id != null) } : {}),
  })
  return page(rows, input.limit, (r) => [r.id])
}

/**
 * Adds a comment; one for an incident that was merged belongs to where that goes on. The first public one by those who
 * work on it is the response (响应).
 */
export async function addComment(
  tx: Tx,
  actor: Actor,
  input: Omit<Input<typeof contract.addComment>, 'mentions'> & { mentions?: string[] },
): Promise<Output<typeof contract.addComment>> {
  const row = await accessGoingOn(tx, actor, input.id, input.public ? 'comment' : 'comment-internal')
  const people = await checkMentions(tx, actor, row, { mentions: input.mentions ?? [], public: input.public })
  return writeComment(tx, actor, row, { ...input, byStaff: seesInternal(actor, row), people })
}

/**
 * Adds public words of somebody outside the house who takes part in the incident and has no account (its caller, by
 * mail): never the response, whoever brings them. That the person takes part is the bringing room's to check.
 * @param actor the system's, with the name of who wrote
 */
export async function addOutsideComment(
  tx: Tx,
  actor: Actor,
  input: { id: string; body: string },
): Promise<Output<typeof contract.addComment>> {
  if (actor.kind !== 'system') throw new Error('only the program itself brings words from outside')
  const row = await accessGoingOn(tx, actor, input.id)
  return writeComment(tx, actor, row, { ...input, public: true, byStaff: false, people: [] })
}

async function writeComment(
  tx: Tx,
  actor: Actor,
  row: IncidentRow,
  input: { body: string; public: boolean; byStaff: boolean; people: readonly Ref[] },
): Promise<Output<typeof contract.addComment>> {
  const now = await dbNow(tx)
  const entry = await addTimeline(tx, {
    ticketId: row.id,
    kind: 'comment',
    public: input.public,
    actorId: actor.id,
    actorName: actor.name,
    body: input.body,
    ...(input.people.length > 0 ? { data: { mentions: input.people } } : {}),
    occurredAt: now,
  })
  await touchTicket(tx, row.id)
  if (input.byStaff && input.public && !row.respondedAt && row.open) {
    await stopClock(tx, { ticketId: row.id, metric: 'response', at: now })
    await updateIncident(tx, row.id, { responded_at: now })
    await setDue(tx, row.id, await readNearestDue(tx, row.id))
  }
  await indexComment(tx, row, entry)
  await audit(tx, actor, {
    action: 'incident.comment',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { entryId: entry.id, public: input.public, characters: input.body.length },
  })
  const followers = await watchersOf(tx, row.id)
  await tellMentioned(tx, actor, row, entry.id, input.people)
  // one word each: whoever is mentioned has just been told
  const mentioned = new Set(input.people.map((person) => person.id))
  const concerned = input.public ? [row.owner?.id, row.requester?.id, ...followers] : [row.owner?.id]
  await tell(tx, actor, {
    what: 'commented',
    incident: row,
    to: concerned.filter((id) => !id || !mentioned.has(id)),
    once: String(entry.id),
    data: { entryId: entry.id, public: input.public },
  })
  return entry
}

export async function addWorkLog(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addWorkLog>,
): Promise<Output<typeof contract.addWorkLog>> {
  const row = await accessIncident(tx, actor, input.id, 'work-log')
  if (!actor.id) throw new AppError('incident.no_person', { status: 403 })
  const now = await dbNow(tx)
  const { occurredAt } = momentOf(actor, input.occurredAt, now)
  const facts = { minutes: input.minutes, note: input.note, occurredAt }
  const id = await insertWorkLog(tx, { ticketId: row.id, personId: actor.id, ...facts })
  await audit(tx, actor, {
    action: 'incident.work-log',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { id, minutes: input.minutes },
  })
  return { id, person: { id: actor.id, name: actor.name }, ...facts, recordedAt: now }
}

export async function listWorkLogs(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listWorkLogs>,
): Promise<Output<typeof contract.listWorkLogs>> {
  const row = await accessIncident(db, actor, input.id, 'work-log')
  return { items: await workLogsOf(db, row.id) }
}

/** Starts or stops following an incident. */
export async function setWatching(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setWatching>,
): Promise<Output<typeof contract.setWatching>> {
  const row = await accessIncident(tx, actor, input.id, 'watch')
  await setWatcher(tx, row.id, actor.id!, input.watching)
  await indexFollowers(tx, row.id)
  await audit(tx, actor, {
    action: 'incident.watch',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: { watching: input.watching },
  })
  return { watching: input.watching }
}

export async function listAffected(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAffected>,
): Promise<Output<typeof contract.listAffected>> {
  const row = await accessIncident(db, actor, input.id, 'work-log')
  const people = await affectedOf(db, row.id)
  return {
    items: people.map((a) => ({
      ...a,
      person: a.personId ? { id: a.personId, name: a.personName ?? '' } : null,
    })),
  }
}
