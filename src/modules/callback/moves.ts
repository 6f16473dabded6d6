import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessTicket, addTimeline, touchTicket } from '#modules/ticket/index.ts'
import { lockCallback } from './access.ts'
import type * as contract from './contract.ts'
import { checkTime, outcomeOf, type Outcome } from './lifecycle.ts'
import { presentCallback } from './read.ts'
import { arrangeReminder } from './reminder.ts'
import { groupMayCall, mayCall, personExists, type CallbackRow } from './store/read.ts'
import { insertCallback, insertStep, moveOpenCallbacks, updateCallback } from './store/write.ts'
import type { CallbackStory, StepKind } from './words.ts'

type Record_ = contract.CallbackRecord

/**
 * Arranges that somebody calls about a ticket that the actor works on, at whatever time the person wishes.
 * @throws ticket.not_found (404), callback.not_allowed (403), callback.at_past, callback.at_far, callback.one_doer,
 * callback.unknown_doer, callback.unknown_contact (422)
 */
export async function scheduleCallbackVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.scheduleCallback>,
): Promise<Record_> {
  const { ticket, kind } = await accessTicket(tx, actor, input.id, true)
  if (!ticket.mayWork) throw new AppError('callback.not_allowed', { status: 403 })
  const at = new Date(input.at)
  checkTime(at, await dbNow(tx), 'at')
  const doer = await doerOf(tx, input, { ownerId: actor.id, groupId: null })
  if (input.contactId && !(await personExists(tx, input.contactId)))
    throw new AppError('callback.unknown_contact', { status: 422, field: 'contactId' })
  const { contactName, contactPhone, reason } = input
  const id = await insertCallback(tx, {
    ...{ ticketId: ticket.id, reason, contactName, contactPhone, contactId: input.contactId ?? null },
    ...doer,
    dueAt: at,
    createdBy: actor.id,
  })
  await audit(tx, actor, {
    action: 'callback.schedule',
    entity: 'callback',
    entityId: id,
    orgId: ticket.orgId,
    after: { ticket: ticket.number, at, contactName, reason, ...doer },
  })
  if (doer.ownerId && doer.ownerId !== actor.id) await kind.follow(tx, ticket.id, doer.ownerId)
  await arrangeReminder(tx, id, at)
  const row = { id, ticket: { id: ticket.id, kind: kind.kind, number: ticket.number }, contact: contactName }
  await handOver(tx, actor, { ...row, version: 1 }, doer)
  await tell(tx, actor, row, { what: 'scheduled', contact: contactName, at: at.toISOString() }, reason)
  return presentCallback(tx, actor, id)
}

/**
 * Records one call: the person was reached and says how it stands, or was not and is tried again, or not any more.
 * @throws as `lockCallback` and `outcomeOf`
 */
export async function recordCallbackVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.recordCallback>,
): Promise<Record_> {
  const row = await lockCallback(tx, actor, input)
  const now = await dbNow(tx)
  const calledAt = input.calledAt === undefined ? now : new Date(input.calledAt)
  const nextAt = input.nextAt === undefined ? undefined : new Date(input.nextAt)
  const { reached, verdict, note } = input
  const outcome = outcomeOf({ reached, verdict, nextAt, calledAt }, row.recordedAt, now)
  await updateCallback(tx, row.id, {
    state: outcome.state,
    verdict: outcome.verdict,
    ...(outcome.dueAt ? { due_at: outcome.dueAt } : { ended_at: now }),
  })
  await step(tx, actor, row, outcome.what, { note, calledAt, nextAt: outcome.dueAt })
  await arrangeReminder(tx, row.id, outcome.dueAt)
  await audit(tx, actor, {
    action: 'callback.record',
    entity: 'callback',
    entityId: row.id,
    orgId: row.orgId,
    before: { state: row.state, dueAt: row.dueAt },
    after: { ...outcome, note, calledAt, ticket: row.ticket.number },
  })
  const { what } = outcome
  await tell(tx, actor, brief(row), storyOf(row, what, outcome), note)
  if (outcome.verdict === 'unsolved') await alarm(tx, actor, row)
  return presentCallback(tx, actor, row.id, row)
}

/**
 * Another time, or somebody else.
 * @throws as `lockCallback`; callback.nothing_moved (422); callback.at_past, callback.at_far, callback.one_doer, callback.unknown_doer
 */
export async function moveCallbackVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.moveCallback>,
): Promise<Record_> {
  const row = await lockCallback(tx, actor, input)
  const held = { ownerId: row.owner?.id ?? null, groupId: row.group?.id ?? null }
  const at = input.at === undefined ? row.dueAt : new Date(input.at)
  const moved = at.getTime() !== row.dueAt.getTime()
  if (moved) checkTime(at, await dbNow(tx), 'at')
  const doer = await doerOf(tx, input, held)
  const handed = doer.ownerId !== held.ownerId || doer.groupId !== held.groupId
  if (!moved && !handed) throw new AppError('callback.nothing_moved', { status: 422, field: 'at' })
  await updateCallback(tx, row.id, { due_at: at, owner_id: doer.ownerId, group_id: doer.groupId })
  await step(tx, actor, row, 'moved', { note: input.reason, calledAt: null, nextAt: at })
  if (moved) await arrangeReminder(tx, row.id, at)
  await audit(tx, actor, {
    action: 'callback.move',
    entity: 'callback',
    entityId: row.id,
    orgId: row.orgId,
    before: { at: row.dueAt, ...held },
    after: { at, ...doer, reason: input.reason },
  })
  if (handed) {
    const { kind } = await accessTicket(tx, systemActor('callback', actor.traceId), row.ticket.id)
    if (doer.ownerId && doer.ownerId !== actor.id) await kind.follow(tx, row.ticket.id, doer.ownerId)
    await handOver(tx, actor, { ...brief(row), version: row.version + 1 }, doer)
  }
  await tell(tx, actor, brief(row), { ...storyOf(row, 'moved'), at: at.toISOString() }, input.reason)
  return presentCallback(tx, actor, row.id, row)
}

/** Nobody needs to call any more. @throws as `lockCallback` */
export async function cancelCallbackVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.cancelCallback>,
): Promise<Record_> {
  const row = await lockCallback(tx, actor, input)
  await updateCallback(tx, row.id, { state: 'cancelled', ended_at: await dbNow(tx) })
  await step(tx, actor, row, 'cancelled', { note: input.reason, calledAt: null, nextAt: null })
  await arrangeReminder(tx, row.id, null)
  await audit(tx, actor, {
    action: 'callback.cancel',
    entity: 'callback',
    entityId: row.id,
    orgId: row.orgId,
    before: { state: row.state },
    after: { state: 'cancelled', reason: input.reason, ticket: row.ticket.number },
  })
  await tell(tx, actor, brief(row), storyOf(row, 'cancelled'), input.reason)
  return presentCallback(tx, actor, row.id, row)
}

/** An incident was merged into another: who waits to be called waits for a call about that one. */
export async function bringOverOnMerge(tx: Tx, event: AppEvent): Promise<void> {
  const { intoId } = event.data as { intoId?: string }
  if (!intoId) return
  const ids = await moveOpenCallbacks(tx, event.entityId, intoId)
  const actor = systemActor('callback', event.id)
  for (const id of ids)
    await audit(tx, actor, {
      action: 'callback.bring-over',
      entity: 'callback',
      entityId: id,
      before: { ticketId: event.entityId },
      after: { ticketId: intoId },
    })
  if (ids.length > 0) await emit(tx, { type: 'callback.changed', entity: 'incident', entityId: intoId })
}

interface Doer {
  ownerId: string | null
  groupId: string | null
}

/** Exactly one person or group; who had it, where the input names nobody. */
async function doerOf(
  tx: Tx,
  input: { ownerId?: string | undefined; groupId?: string | undefined },
  held: Doer,
): Promise<Doer> {
  const { ownerId, groupId } = input
  if (ownerId && groupId) throw new AppError('callback.one_doer', { status: 422, field: 'groupId' })
  if (ownerId && ownerId !== held.ownerId && !(await mayCall(tx, ownerId)))
    throw new AppError('callback.unknown_doer', { status: 422, field: 'ownerId' })
  if (groupId && groupId !== held.groupId && !(await groupMayCall(tx, groupId)))
    throw new AppError('callback.unknown_doer', { status: 422, field: 'groupId' })
  if (ownerId) return { ownerId, groupId: null }
  if (groupId) return { ownerId: null, groupId }
  // a machine calls nobody
  if (!held.ownerId && !held.groupId)
    throw new AppError('callback.one_doer', { status: 422, field: 'ownerId' })
  return held
}

interface Brief {
  id: string
  ticket: { id: string; kind: string; number: string }
  contact: string
}
const brief = (row: CallbackRow): Brief => ({ id: row.id, ticket: row.ticket, contact: row.contact.name })

function storyOf(row: CallbackRow, what: StepKind, outcome?: Outcome): CallbackStory {
  return {
    what,
    contact: row.contact.name,
    ...(outcome?.dueAt ? { at: outcome.dueAt.toISOString() } : {}),
    ...(outcome?.verdict ? { verdict: outcome.verdict } : {}),
  }
}

async function step(
  tx: Tx,
  actor: Actor,
  row: CallbackRow,
  what: StepKind,
  facts: { note: string; calledAt: Date | null; nextAt: Date | null },
): Promise<void> {
  await insertStep(tx, { callbackId: row.id, what, ...facts, personId: actor.id, personName: actor.name })
}

/** Whoever is to call learns it at once; a group learns it when it is time. */
async function handOver(tx: Tx, actor: Actor, row: Brief & { version: number }, doer: Doer): Promise<void> {
  if (!doer.ownerId || doer.ownerId === actor.id) return
  await notify(tx, {
    to: [doer.ownerId],
    textKey: 'callback:notify.given',
    params: { number: row.ticket.number, contact: row.contact, actor: spokenName(actor) },
    entity: 'scheduled-callback',
    entityId: row.id,
    dedupeKey: `callback:${row.id}:given:${row.version}`,
  })
}

/** The matter is not settled: whose ticket it is, and who asked for the call, must know. */
async function alarm(tx: Tx, actor: Actor, row: CallbackRow): Promise<void> {
  const to = [row.ticketOwnerId, row.createdBy?.id ?? null].filter((id) => id !== null && id !== actor.id)
  await notify(tx, {
    to: to.filter((id) => id !== null),
    textKey: 'callback:notify.unsolved',
    params: { number: row.ticket.number, contact: row.contact.name },
    entity: 'scheduled-callback',
    entityId: row.id,
    dedupeKey: `callback:${row.id}:unsolved`,
  })
}

/** The story of the ticket, and the pages that show it. */
async function tell(tx: Tx, actor: Actor, row: Brief, story: CallbackStory, body: string): Promise<void> {
  await addTimeline(tx, {
    ticketId: row.ticket.id,
    kind: 'callback',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body,
    data: { callback: story },
    occurredAt: await dbNow(tx),
  })
  await touchTicket(tx, row.ticket.id)
  await emit(tx, { type: 'callback.changed', entity: row.ticket.kind, entityId: row.ticket.id })
}
