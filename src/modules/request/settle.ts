import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import {
  cancelClocks,
  clocksOf,
  pauseOwnClocks,
  reopenClock,
  resumeOwnClocks,
  startOwnClock,
  stopClock,
} from '#modules/sla/index.ts'
import { setDue, updateTicket } from '#modules/ticket/index.ts'
import { itemVersion } from '#modules/catalogue/index.ts'
import {
  isOpen,
  isOver,
  lineState,
  mayWork,
  requestState,
  tasksToCancel,
  tasksToHold,
  tasksToOpen,
} from './lifecycle.ts'
import { indexScope } from './search.ts'
import { readRequest, type FullRequest, type LineRow, type TaskRow } from './store/read.ts'
import { findGroup, setDueTimes, updateLine, updateTask } from './store/write.ts'
import { stale } from './access.ts'
import { tell } from './tell.ts'

export const lineMetric = (line: { no: number }): string => `fulfil-${line.no}`
export const taskMetric = (line: { no: number }, task: { no: number }): string => `task-${line.no}-${task.no}`

/**
 * Draws the consequences after a fact of a request has changed (an approval, a task, a withdrawal): opens the tasks that
 * may begin, ends those that need not be done, writes the states that follow, lets clocks run, pause and stop, tells
 * people. The caller holds the lock on the request.
 * @returns the request as it is then
 */
export async function settle(tx: Tx, actor: Actor, id: string, now: Date): Promise<FullRequest> {
  let row = (await readRequest(tx, id))!
  for (const line of row.lines) await settleTasks(tx, actor, row, line, now)
  row = (await readRequest(tx, id))!
  for (const line of row.lines) await settleLine(tx, row, line, now)
  row = (await readRequest(tx, id))!
  await settleRequest(tx, actor, row, now)
  await readDueTimes(tx, row)
  await indexScope(tx, row)
  return (await readRequest(tx, id))!
}

/** Facts change first, then all that follows from them is written; a task that opens is told to who may take it. */
async function settleTasks(tx: Tx, actor: Actor, row: FullRequest, line: LineRow, now: Date): Promise<void> {
  const byId = new Map(line.tasks.map((task) => [task.id, task]))
  for (const taskId of tasksToCancel(line)) {
    await updateTask(tx, taskId, { state: 'cancelled', question: null })
    await cancelClocks(tx, { ticketId: row.id, at: now, metrics: [taskMetric(line, byId.get(taskId)!)] })
  }
  for (const taskId of tasksToHold(line)) {
    await updateTask(tx, taskId, { state: 'waiting', question: null, openedAt: null })
    await cancelClocks(tx, { ticketId: row.id, at: now, metrics: [taskMetric(line, byId.get(taskId)!)] })
  }
  for (const taskId of tasksToOpen(line)) await openTask(tx, actor, row, line, byId.get(taskId)!, now)
}

async function openTask(
  tx: Tx,
  actor: Actor,
  row: FullRequest,
  line: LineRow,
  task: TaskRow,
  now: Date,
): Promise<void> {
  await updateTask(tx, task.id, { state: 'open', openedAt: now })
  if (task.due)
    await startOwnClock(tx, { ticketId: row.id, metric: taskMetric(line, task), target: task.due, at: now })
  await tell(tx, actor, {
    what: 'task-open',
    request: row,
    to: await peopleOf(tx, task),
    params: { task: task.name },
    once: `${task.id}:${task.version}`,
  })
}

/** The owner, else everybody in the group. */
export async function peopleOf(tx: Tx, task: Pick<TaskRow, 'owner' | 'group'>): Promise<string[]> {
  if (task.owner) return [task.owner.id]
  return task.group ? ((await findGroup(tx, task.group.id))?.memberIds ?? []) : []
}

async function settleLine(tx: Tx, row: FullRequest, line: LineRow, now: Date): Promise<void> {
  const state = lineState(line)
  const begins = line.startedAt === null && mayWork(line)
  await lineClock(tx, row, line, begins, now)
  if (state === line.state && !begins) return
  await updateLine(tx, line.id, {
    state,
    ...(begins ? { startedAt: now } : {}),
    endedAt: isOver(state) ? (line.endedAt ?? now) : null,
    ...(state === 'returned' ? {} : { question: null }),
  })
}

/** The item's target time runs while the centre has it, and waits while the requester or an approver does. */
async function lineClock(tx: Tx, row: FullRequest, line: LineRow, begins: boolean, now: Date): Promise<void> {
  const state = lineState(line)
  const clock = { ticketId: row.id, metrics: [lineMetric(line)], at: now }
  if (begins) {
    const target = (await itemVersion(tx, line.itemId, line.itemNo))?.definition.target
    if (target) await startOwnClock(tx, { ticketId: row.id, metric: lineMetric(line), target, at: now })
  }
  // begun anew after it was done: the time in between does not count
  if (line.endedAt !== null && !isOver(state))
    await reopenClock(tx, { ticketId: row.id, metric: lineMetric(line), at: now })
  if (state === 'done') await stopClock(tx, { ticketId: row.id, metric: lineMetric(line), at: now })
  else if (isOver(state)) await cancelClocks(tx, clock)
  else if (state === 'working') await resumeOwnClocks(tx, clock)
  else if (line.startedAt !== null)
    await pauseOwnClocks(tx, { ...clock, reason: state === 'approval' ? 'approval' : 'requester' })
}

async function settleRequest(tx: Tx, actor: Actor, row: FullRequest, now: Date): Promise<void> {
  const state = requestState(
    row.lines.map((line) => line.state),
    row.closedAt !== null,
  )
  const open = isOpen(state)
  const changed = await updateTicket(tx, row.id, row.version, {
    state,
    open,
    resolved_at: open ? null : (row.resolvedAt ?? now),
    ...(state === 'cancelled' && row.closedAt === null ? { closed_at: now } : {}),
    ...(open ? { closed_at: null } : {}),
  })
  // the lock on the ticket is held: nobody can have been faster
  if (!changed) throw stale(row.version)
  if (state === row.state) return
  await emit(tx, {
    type: `request.${state}`,
    entity: 'request',
    entityId: row.id,
    data: { number: row.number, from: row.state },
  })
  if (state === 'done')
    await tell(tx, actor, { what: 'done', request: row, to: [row.requester.id], once: now.toISOString() })
}

/** Due times of lines, tasks and the request as its clocks have them. */
export async function readDueTimes(tx: Tx, row: FullRequest): Promise<void> {
  const clocks = (await clocksOf(tx, [row.id])).get(row.id) ?? []
  const dueOf = (metric: string): Date | null => {
    const clock = clocks.find((one) => one.metric === metric && one.state !== 'cancelled')
    return clock ? new Date(clock.dueAt) : null
  }
  await setDueTimes(
    tx,
    'line',
    row.lines.map((line) => ({ id: line.id, dueAt: dueOf(lineMetric(line)) })),
  )
  await setDueTimes(
    tx,
    'task',
    row.lines.flatMap((line) =>
      line.tasks.map((task) => ({ id: task.id, dueAt: dueOf(taskMetric(line, task)) })),
    ),
  )
  const running = clocks.filter((one) => one.stoppedAt === null && one.pausedSince === null)
  const dues = running.map((one) => new Date(one.dueAt).getTime())
  await setDue(tx, row.id, dues.length > 0 ? new Date(Math.min(...dues)) : null)
}
