import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { moveFiles } from '#kernel/files/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { cancelClocks, handOver, resumeClocks } from '#modules/sla/index.ts'
import {
  addAffected,
  addTimeline,
  affectedOf,
  moveOpenTasks,
  touchTicket,
  updateTicket,
  watchersOf,
} from '#modules/ticket/index.ts'
import { findVisible, lockIncident } from './access.ts'
import type { IncidentRecord, mergeIncident as mergeContract } from './contract.ts'
import { mergeProblem } from './merge-rules.ts'
import { demandAbility } from './policy.ts'
import { presentIncident } from './present.ts'
import { indexComment, indexFollowers, removeComments } from './search.ts'
import { supervisionsOf } from './store/lead.ts'
import { lockBoth, moveEntries, moveReferences } from './store/merge.ts'
import { readIncident, type IncidentRow } from './store/read.ts'
import { updateIncident } from './store/write.ts'
import { holderOf, stayOf } from './stays.ts'
import { tell } from './tell.ts'

interface Moved {
  comments: number
  attachments: number
  tasks: number
  affected: number
}

/**
 * Lets an incident that was filed twice go on in the other one: its comments, files, tasks, work logs, followers and
 * affected people go there, its clocks are cancelled, and it is over for good; its number leads to the other. What has
 * one cause and several reporters is a duplicate instead (`markDuplicate`).
 * @throws incident.unknown_reference (422): the other is missing or invisible; incident.merge_… (422): see `mergeProblem`;
 * incident.not_allowed (403) without the right on either
 */
export async function mergeIncident(
  tx: Tx,
  actor: Actor,
  input: Input<typeof mergeContract>,
): Promise<IncidentRecord> {
  await lockBoth(tx, input.id, input.intoId)
  const source = await lockIncident(tx, actor, input.id, 'merge', input.version)
  const target = await findVisible(tx, actor, input.intoId)
  if (!target)
    throw new AppError('incident.unknown_reference', {
      status: 422,
      field: 'intoId',
      params: { field: 'intoId' },
    })
  const problem = mergeProblem(source, target)
  if (problem) throw new AppError(`incident.${problem}`, { status: 422, field: 'intoId' })
  demandAbility(actor, target, 'edit')
  // an instruction waits for an answer on the incident it was given for
  if ((await supervisionsOf(tx, source.id)).some((one) => !one.closedAt))
    throw new AppError('incident.merge_supervised', { status: 422, field: 'intoId' })
  const now = await dbNow(tx)
  await end(tx, source, target, now)
  const moved = await bringOver(tx, actor, source, target)
  await record(tx, actor, source, target, { now, reason: input.reason ?? '', moved })
  return presentIncident(tx, actor, (await readIncident(tx, source.id, actor.id))!)
}

async function end(tx: Tx, source: IncidentRow, target: IncidentRow, now: Date): Promise<void> {
  await resumeClocks(tx, { ticketId: source.id, at: now })
  await cancelClocks(tx, { ticketId: source.id, at: now })
  await handOver(tx, { ...stayOf(source), from: holderOf(source), to: null, move: 'merge', at: now })
  await updateIncident(tx, source.id, { hold_reason: null, hold_until: null })
  const patch = {
    // counted by no figure, like all that was filed by mistake
    state: 'cancelled',
    open: false,
    merged_into_id: target.id,
    duplicate_of_id: null,
    due_at: null,
    closed_at: now,
  }
  if (!(await updateTicket(tx, source.id, source.version, patch)))
    throw new AppError('incident.version_stale', { status: 412, params: { version: source.version } })
}

async function bringOver(tx: Tx, actor: Actor, source: IncidentRow, target: IncidentRow): Promise<Moved> {
  const entries = await moveEntries(tx, source, target.id)
  const comments = entries.filter((entry) => entry.kind === 'comment')
  await removeComments(
    tx,
    source.id,
    comments.map((entry) => entry.id),
  )
  for (const comment of comments) await indexComment(tx, target, comment)
  await moveFiles(tx, actor, { entity: 'incident', fromId: source.id, toId: target.id })
  const tasks = await moveOpenTasks(tx, source.id, target.id)
  await moveReferences(tx, source.id, target.id)
  let affected = 0
  for (const person of await affectedOf(tx, source.id))
    if (await addAffected(tx, { ...person, ticketId: target.id })) affected++
  await indexFollowers(tx, target.id)
  await touchTicket(tx, target.id)
  return { comments: comments.length, attachments: entries.length - comments.length, tasks, affected }
}

async function record(
  tx: Tx,
  actor: Actor,
  source: IncidentRow,
  target: IncidentRow,
  { now, reason, moved }: { now: Date; reason: string; moved: Moved },
): Promise<void> {
  const entry = {
    kind: 'link' as const,
    actorId: actor.id,
    actorName: actor.name,
    body: reason,
    occurredAt: now,
  }
  const into = { id: target.id, number: target.number }
  const from = { id: source.id, number: source.number }
  await addTimeline(tx, { ...entry, ticketId: source.id, public: true, data: { mergedInto: into } })
  await addTimeline(tx, { ...entry, ticketId: target.id, public: true, data: { merged: from, ...moved } })
  await audit(tx, actor, {
    action: 'incident.merge',
    entity: 'incident',
    entityId: source.id,
    orgId: source.org.id,
    before: { state: source.state, ownerId: source.owner?.id ?? null, version: source.version },
    after: { state: 'cancelled', mergedInto: target.number, reason, ...moved, version: source.version + 1 },
  })
  await audit(tx, actor, {
    action: 'incident.merge-in',
    entity: 'incident',
    entityId: target.id,
    orgId: target.org.id,
    after: { merged: source.number, ...moved },
  })
  await tell(tx, actor, {
    what: 'merged',
    incident: { ...source, version: source.version + 1 },
    to: [source.requester?.id, source.owner?.id, target.owner?.id, ...(await watchersOf(tx, source.id))],
    params: { into: target.number },
    data: { intoId: target.id },
  })
}
