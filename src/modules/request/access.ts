import { isAskedAbout } from '#kernel/approval/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { lineAbilities, requestAbilities, taskAbilities } from './contract.ts'
import { isLegal, isOver } from './lifecycle.ts'
import { findTicketOf, readRequest, type FullRequest, type LineRow, type TaskRow } from './store/read.ts'

export type TaskAbility = (typeof taskAbilities)[number]
export type LineAbility = (typeof lineAbilities)[number]
export type RequestAbility = (typeof requestAbilities)[number]

type Head = { orgPath: string; requester: { id: string } }

export function isRequester(actor: Actor, row: Head): boolean {
  return actor.id !== null && row.requester.id === actor.id
}

/** Someone who leads the flow of work where this request belongs. */
export function isDispatcher(actor: Actor, row: Pick<Head, 'orgPath'>): boolean {
  return actor.kind === 'system' || inScope(actor, 'request.dispatch', row.orgPath)
}

/** Someone who does the task: its owner, or a member of its group. */
export function isWorker(actor: Actor, task: Pick<TaskRow, 'owner' | 'group'>): boolean {
  if (!can(actor, 'request.fulfil')) return false
  return task.owner?.id === actor.id || (task.group !== null && actor.groupIds.includes(task.group.id))
}

const tasksOf = (row: FullRequest): TaskRow[] => row.lines.flatMap((line) => line.tasks)

/** The same sentence as `visibleRequests`, said of one request. */
function isVisible(actor: Actor, row: FullRequest): boolean {
  if (actor.kind === 'system' || isRequester(actor, row)) return true
  if (actor.id !== null && row.createdBy === actor.id) return true
  if (scopeOf(actor, 'request.read-scope').some((path) => row.orgPath.startsWith(path))) return true
  return tasksOf(row).some(
    (task) =>
      (task.owner !== null && task.owner.id === actor.id) ||
      (task.group !== null && actor.groupIds.includes(task.group.id)),
  )
}

/** Whoever decides about a line reads the request with its attachments. */
async function isSigner(db: Db, actor: Actor, row: FullRequest): Promise<boolean> {
  for (const line of row.lines)
    if (line.approval !== 'none' && (await isAskedAbout(db, actor, subjectOf(line)))) return true
  return false
}

export const subjectOf = (line: { id: string }) => ({ entity: 'request-line', id: line.id })

/** The only way to a request. @throws request.not_found (404) when it is missing or not the actor's to see */
export async function accessRequest(
  db: Db | Tx,
  actor: Actor,
  id: string,
  lock = false,
): Promise<FullRequest> {
  const row = await readRequest(db, id, lock)
  if (!row || !(isVisible(actor, row) || (await isSigner(db, actor, row)))) throw notFound('request')
  return row
}

/** Internal words are for those who work on it or lead the work. */
export function seesInternal(actor: Actor, row: FullRequest): boolean {
  if (isDispatcher(actor, row) || inScope(actor, 'request.read-scope', row.orgPath)) return true
  return tasksOf(row).some((task) => isWorker(actor, task))
}

export function requestAbilitiesOf(actor: Actor, row: FullRequest): RequestAbility[] {
  const staff = tasksOf(row).some((task) => isWorker(actor, task)) || isDispatcher(actor, row)
  const all: Record<RequestAbility, boolean> = {
    confirm: row.state === 'done' && isRequester(actor, row),
    comment: row.state !== 'closed' && row.state !== 'cancelled',
    'comment-internal': staff,
    attach: row.open && (staff || isRequester(actor, row)),
  }
  return (Object.keys(all) as RequestAbility[]).filter((key) => all[key])
}

export function lineAbilitiesOf(actor: Actor, row: FullRequest, line: LineRow): LineAbility[] {
  const open = !isOver(line.state)
  const mine = isRequester(actor, row) && can(actor, 'request.ask')
  const all: Record<LineAbility, boolean> = {
    withdraw: open && mine,
    cancel: open && isDispatcher(actor, row),
    resubmit: open && mine && line.approval === 'returned',
    reopen: line.state === 'done' && row.state !== 'closed' && mine,
  }
  return (Object.keys(all) as LineAbility[]).filter((key) => all[key])
}

/** Who may, whatever the state. */
function hasRight(actor: Actor, row: Head, task: TaskRow, ability: TaskAbility): boolean {
  if (ability === 'answer')
    return can(actor, 'request.ask') && (isRequester(actor, row) || isDispatcher(actor, row))
  const worker = isWorker(actor, task)
  if (ability === 'take') return worker || (isDispatcher(actor, row) && can(actor, 'request.fulfil'))
  if (ability === 'assign') return worker || isDispatcher(actor, row)
  return worker
}

/** What the actor can do to a task now; buttons are shown by it. */
export function taskAbilitiesOf(
  actor: Actor,
  row: Head,
  line: Pick<LineRow, 'approval' | 'ended'> & { tasks?: readonly TaskRow[] },
  task: TaskRow,
): TaskAbility[] {
  const facts = { approval: line.approval, ended: line.ended, tasks: line.tasks ?? [task] }
  return (['take', 'assign', 'ask', 'answer', 'finish'] as const)
    .filter((ability) => hasRight(actor, row, task, ability) && isLegal(facts, task.state, ability))
    .filter((ability) => ability !== 'take' || task.owner?.id !== actor.id)
}

export function demandTask(actor: Actor, row: FullRequest, task: TaskRow, ability: TaskAbility): void {
  if (!hasRight(actor, row, task, ability)) throw notAllowed()
}

export function notAllowed(): AppError {
  return new AppError('request.not_allowed', { status: 403 })
}

export function stale(version: number): AppError {
  return new AppError('request.version_stale', { status: 412, params: { version } })
}

/**
 * A line for a move: its request locked, its version compared.
 * @throws request.not_found (404), request.version_stale (412)
 */
export async function lockLine(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
): Promise<{ row: FullRequest; line: LineRow }> {
  const row = await lockOf(tx, actor, 'line', input.id)
  const line = row.lines.find((one) => one.id === input.id)!
  if (line.version !== input.version) throw stale(line.version)
  return { row, line }
}

/** As `lockLine`, for a task. */
export async function lockTask(
  tx: Tx,
  actor: Actor,
  input: { id: string; version: number },
  ability: TaskAbility,
): Promise<{ row: FullRequest; line: LineRow; task: TaskRow }> {
  const row = await lockOf(tx, actor, 'task', input.id)
  const line = row.lines.find((one) => one.tasks.some((task) => task.id === input.id))!
  const task = line.tasks.find((one) => one.id === input.id)!
  demandTask(actor, row, task, ability)
  if (task.version !== input.version) throw stale(task.version)
  return { row, line, task }
}

async function lockOf(tx: Tx, actor: Actor, of: 'line' | 'task', id: string): Promise<FullRequest> {
  const ticketId = await findTicketOf(tx, of, id)
  if (!ticketId) throw notFound('request')
  return accessRequest(tx, actor, ticketId, true)
}
