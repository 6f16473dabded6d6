import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'
import { accessTicket, type FoundTicket } from './access.ts'
import type { TicketAccess } from './kinds.ts'
import * as store from './store/tasks.ts'
import { touchTicket } from './store/ticket.ts'
import { insertTimeline } from './store/timeline.ts'
import type * as contract from './task-contract.ts'
import { arrangeReminder } from './task-reminder.ts'

type TaskRecord = Output<typeof contract.addTask>

/** @throws ticket.not_found (404): no such ticket, or nothing of it is the caller's to see */
export async function listTasks(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTasks>,
): Promise<Output<typeof contract.listTasks>> {
  const { ticket } = await access(db, actor, input.id)
  const rows = await store.tasksOf(db, ticket.id, ticket.seesInternal ? undefined : actor.id)
  if (!ticket.seesInternal && rows.length === 0) throw notFound('ticket')
  return { items: rows.map((row) => present(actor, ticket, row)), mayAdd: ticket.open && ticket.mayWork }
}

/** @throws ticket.not_found (404), ticket.not_allowed (403), ticket.not_open (409), ticket.unknown_person, ticket.due_past (422) */
export async function addTask(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addTask>,
): Promise<TaskRecord> {
  const found = await forChange(tx, actor, input.id)
  const [id] = await addTasks(tx, actor, found, [
    {
      title: input.title,
      required: input.required,
      ownerId: input.ownerId ?? null,
      dueAt: input.dueAt === undefined ? null : new Date(input.dueAt),
    },
  ])
  return present(actor, found.ticket, (await store.findTask(tx, id!))!)
}

/**
 * Adds tasks to a ticket that the actor works on, by a template or by hand.
 * @param on the ticket's id, or what `access` has found already
 * @returns their ids, in the order given
 */
export async function addTasks(
  tx: Tx,
  actor: Actor,
  on: string | FoundTicket,
  tasks: readonly store.NewTask[],
): Promise<string[]> {
  if (tasks.length === 0) return []
  const { kind, ticket } = typeof on === 'string' ? await forChange(tx, actor, on) : on
  const now = await dbNow(tx)
  for (const task of tasks) await check(tx, task, now)
  const ids = await store.insertTasks(tx, ticket.id, actor.id, tasks)
  for (const [i, task] of tasks.entries()) {
    await arrangeReminder(tx, ids[i]!, task.dueAt, now)
    await audit(tx, actor, {
      action: 'task.add',
      entity: 'task',
      entityId: ids[i]!,
      orgId: ticket.orgId,
      after: { ticket: ticket.number, ...task },
    })
    await handOver(tx, actor, { kind, ticket }, { id: ids[i]!, title: task.title, version: 1 }, task.ownerId)
  }
  await tell(tx, actor, { kind, ticket }, now, {
    what: 'added',
    title: tasks.map((task) => task.title).join('；'),
  })
  return ids
}

/** @throws as `addTask`; ticket.version_stale (412); ticket.task_ended (409) */
export async function editTask(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.editTask>,
): Promise<TaskRecord> {
  const { found, row } = await lock(tx, actor, input)
  if (!found.ticket.mayWork) throw notAllowed()
  if (row.state !== 'open') throw new AppError('ticket.task_ended', { status: 409 })
  const ownerId = input.ownerId === undefined ? (row.owner?.id ?? null) : input.ownerId
  const dueAt = input.dueAt === undefined ? row.dueAt : input.dueAt === null ? null : new Date(input.dueAt)
  const now = await dbNow(tx)
  const moved = dueAt?.getTime() !== row.dueAt?.getTime()
  await check(tx, { ownerId: ownerId === row.owner?.id ? null : ownerId, dueAt: moved ? dueAt : null }, now)
  const title = input.title ?? row.title
  await store.updateTask(tx, row.id, { title, owner_id: ownerId, due_at: dueAt })
  await arrangeReminder(tx, row.id, dueAt, now)
  await audit(tx, actor, {
    action: 'task.edit',
    entity: 'task',
    entityId: row.id,
    orgId: found.ticket.orgId,
    before: { title: row.title, ownerId: row.owner?.id ?? null, dueAt: row.dueAt },
    after: { title, ownerId, dueAt },
  })
  if (ownerId !== (row.owner?.id ?? null))
    await handOver(tx, actor, found, { id: row.id, title, version: row.version + 1 }, ownerId)
  await tell(tx, actor, found, now, null)
  return present(actor, found.ticket, (await store.findTask(tx, row.id))!)
}

/** @throws ticket.not_found (404), ticket.not_allowed (403), ticket.tasks_changed (409): not the tasks of the ticket */
export async function orderTasks(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.orderTasks>,
): Promise<Output<typeof contract.orderTasks>> {
  const found = await forChange(tx, actor, input.id)
  const before = (await store.tasksOf(tx, found.ticket.id)).map((row) => row.id)
  if (before.toSorted().join() !== input.ids.toSorted().join())
    throw new AppError('ticket.tasks_changed', { status: 409, field: 'ids' })
  await store.setOrder(tx, found.ticket.id, input.ids)
  await audit(tx, actor, {
    action: 'task.order',
    entity: found.kind.kind,
    entityId: found.ticket.id,
    orgId: found.ticket.orgId,
    before: { ids: before },
    after: { ids: input.ids },
  })
  await tell(tx, actor, found, await dbNow(tx), null)
  return listTasks(tx, actor, input)
}

export const finishTask = (tx: Tx, actor: Actor, input: Input<typeof contract.finishTask>) =>
  end(tx, actor, input, 'done', null)

export const giveUpTask = (tx: Tx, actor: Actor, input: Input<typeof contract.giveUpTask>) =>
  end(tx, actor, input, 'given-up', input.reason)

async function end(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  state: 'done' | 'given-up',
  reason: string | null,
): Promise<TaskRecord> {
  const { found, row } = await lock(tx, actor, input)
  if (row.state !== 'open') throw new AppError('ticket.task_ended', { status: 409 })
  // giving up what blocks the resolution is for those who answer for the ticket
  if (state === 'given-up' && !found.ticket.mayWork) throw notAllowed()
  await endOne(tx, actor, found, row, state, reason)
  return present(actor, found.ticket, (await store.findTask(tx, row.id))!)
}

async function endOne(
  tx: Tx,
  actor: Actor,
  found: FoundTicket,
  row: store.TaskRow,
  state: 'done' | 'given-up',
  reason: string | null,
): Promise<void> {
  const now = await dbNow(tx)
  await store.updateTask(tx, row.id, { state, reason, ended_by: actor.id, ended_at: now })
  await arrangeReminder(tx, row.id, null, now)
  await audit(tx, actor, {
    action: state === 'done' ? 'task.done' : 'task.give-up',
    entity: 'task',
    entityId: row.id,
    orgId: found.ticket.orgId,
    before: { state: 'open' },
    after: { state, reason, ticket: found.ticket.number },
  })
  await tell(tx, actor, found, now, { what: state, title: row.title, ...(reason ? { reason } : {}) })
}

/** @throws ticket.task_open (409) when it is not over; ticket.not_open (409) */
export async function reopenTask(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.reopenTask>,
): Promise<TaskRecord> {
  const { found, row } = await lock(tx, actor, input)
  if (row.state === 'open') throw new AppError('ticket.task_open', { status: 409 })
  const now = await dbNow(tx)
  await store.updateTask(tx, row.id, { state: 'open', reason: null, ended_by: null, ended_at: null })
  await arrangeReminder(tx, row.id, row.dueAt, now)
  await audit(tx, actor, {
    action: 'task.reopen',
    entity: 'task',
    entityId: row.id,
    orgId: found.ticket.orgId,
    before: { state: row.state, reason: row.reason },
    after: { state: 'open' },
  })
  await tell(tx, actor, found, now, { what: 'reopened', title: row.title })
  return present(actor, found.ticket, (await store.findTask(tx, row.id))!)
}

/** What waits for the caller. */
export async function myTasks(
  db: Db,
  actor: Actor,
  _input: Input<typeof contract.myTasks>,
): Promise<Output<typeof contract.myTasks>> {
  const rows = actor.id ? await store.openTasksOf(db, actor.id) : []
  return { items: rows.map(({ createdBy: _, ...row }) => ({ ...row, abilities: ['done' as const] })) }
}

/**
 * Called where a ticket is resolved: required tasks must be over. The program itself, resolving what repeats another
 * ticket or has recovered, gives them up with that reason instead: nobody is there to answer.
 * @throws ticket.tasks_open (409)
 */
export async function settleTasks(tx: Tx, actor: Actor, ticketId: string, reason: string): Promise<void> {
  const ids = await store.openTaskIds(tx, ticketId, true)
  if (ids.length === 0) return
  if (actor.kind !== 'system')
    throw new AppError('ticket.tasks_open', { status: 409, params: { n: ids.length }, field: 'tasks' })
  const found = await access(tx, actor, ticketId)
  for (const id of ids) {
    const row = await store.findTask(tx, id, true)
    if (row?.state === 'open') await endOne(tx, actor, found, row, 'given-up', reason.slice(0, 2000))
  }
}

/** @throws ticket.not_found (404), also for a kind with tasks of its own making */
async function access(db: Db, actor: Actor, ticketId: string, locked = false): Promise<FoundTicket> {
  const found = await accessTicket(db, actor, ticketId, locked)
  if (found.kind.ownTasks) throw notFound('ticket')
  return found
}

/** The ticket, locked against a move at the same time, for somebody who works on it. */
async function forChange(tx: Tx, actor: Actor, ticketId: string): Promise<FoundTicket> {
  const found = await access(tx, actor, ticketId, true)
  if (!found.ticket.mayWork) throw found.ticket.seesInternal ? notAllowed() : notFound('ticket')
  if (!found.ticket.open) throw new AppError('ticket.not_open', { status: 409 })
  return found
}

/** A task of an open ticket, locked, for its owner or those who work on the ticket. */
async function lock(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
): Promise<{ found: FoundTicket; row: store.TaskRow }> {
  const seen = await store.findTask(tx, input.id)
  if (!seen) throw notFound('ticket')
  const found = await access(tx, actor, seen.ticketId, true)
  const row = await store.findTask(tx, input.id, true)
  const own = row !== undefined && actor.id !== null && row.owner?.id === actor.id
  if (!row || (!own && !found.ticket.seesInternal)) throw notFound('ticket')
  if (!own && !found.ticket.mayWork) throw notAllowed()
  if (!found.ticket.open) throw new AppError('ticket.not_open', { status: 409 })
  if (row.version !== input.version)
    throw new AppError('ticket.version_stale', { status: 412, params: { version: row.version } })
  return { found, row }
}

const notAllowed = () => new AppError('ticket.not_allowed', { status: 403 })

async function check(tx: Tx, task: { ownerId: string | null; dueAt: Date | null }, now: Date): Promise<void> {
  if (task.ownerId && !(await store.mayOwnTask(tx, task.ownerId)))
    throw new AppError('ticket.unknown_person', { status: 422, field: 'ownerId' })
  if (task.dueAt && task.dueAt <= now) throw new AppError('ticket.due_past', { status: 422, field: 'dueAt' })
}

/** Whoever gets a task sees its ticket, and is told. */
async function handOver(
  tx: Tx,
  actor: Actor,
  { kind, ticket }: FoundTicket,
  task: { id: string; title: string; version: number },
  ownerId: string | null,
): Promise<void> {
  if (!ownerId || ownerId === actor.id) return
  await kind.follow(tx, ticket.id, ownerId)
  await notify(tx, {
    to: [ownerId],
    textKey: 'ticket:notify.task-assigned',
    params: { number: ticket.number, task: task.title, actor: spokenName(actor) },
    entity: kind.kind,
    entityId: ticket.id,
    dedupeKey: `task:${task.id}:assigned:${task.version}`,
  })
}

/** The story of the ticket (unless nothing worth telling happened), and the pages that show it. */
async function tell(
  tx: Tx,
  actor: Actor,
  { kind, ticket }: FoundTicket,
  now: Date,
  story: { what: string; title: string; reason?: string } | null,
): Promise<void> {
  if (story) {
    await insertTimeline(tx, {
      ticketId: ticket.id,
      kind: 'task',
      public: false,
      actorId: actor.id,
      actorName: actor.name,
      body: story.reason ?? '',
      data: { task: { what: story.what, title: story.title } },
      occurredAt: now,
    })
    await touchTicket(tx, ticket.id)
  }
  await emit(tx, { type: 'task.changed', entity: kind.kind, entityId: ticket.id })
}

function present(actor: Actor, ticket: TicketAccess, { createdBy: _, ...row }: store.TaskRow): TaskRecord {
  const own = actor.id !== null && row.owner?.id === actor.id
  const abilities: TaskRecord['abilities'] = []
  if (ticket.open && row.state === 'open') {
    if (ticket.mayWork) abilities.push('edit')
    if (ticket.mayWork || own) abilities.push('done')
    if (ticket.mayWork) abilities.push('give-up')
  } else if (ticket.open && (ticket.mayWork || own)) abilities.push('reopen')
  return { ...row, abilities }
}
