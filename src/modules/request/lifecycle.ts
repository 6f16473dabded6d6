/** The life of a request: pure, no database, no clock. States follow from facts, so that none can contradict them. */
import { AppError } from '#kernel/errors/index.ts'
import type { ApprovalFact, LineState, RequestState, TaskState } from './words.ts'

export interface TaskFacts {
  id: string
  stage: number
  state: TaskState
}

export interface LineFacts {
  approval: ApprovalFact
  ended: 'withdrawn' | 'cancelled' | null
  tasks: readonly TaskFacts[]
}

/** Where a line stands. Whatever was done, what was given up is given up, and what is all done is done. */
export function lineState(line: LineFacts): LineState {
  if (line.ended) return line.ended
  if (line.approval === 'rejected') return 'rejected'
  if (line.approval === 'running') return 'approval'
  if (line.approval === 'returned') return 'returned'
  if (line.tasks.every((task) => task.state === 'done')) return 'done'
  return line.tasks.some((task) => task.state === 'returned') ? 'returned' : 'working'
}

/** Work may be done on it: it needs no approval or has it, and is not over. */
export function mayWork(line: LineFacts): boolean {
  const state = lineState(line)
  return (state === 'working' || state === 'returned') && line.approval !== 'returned'
}

/** Waiting tasks that may begin now: those of the first stage in which something is left to do. */
export function tasksToOpen(line: LineFacts): string[] {
  if (!mayWork(line)) return []
  const left = line.tasks.filter((task) => task.state !== 'done')
  const stage = Math.min(...left.map((task) => task.stage))
  return left.filter((task) => task.stage === stage && task.state === 'waiting').map((task) => task.id)
}

/** Tasks that end with their line, when it is withdrawn, cancelled or rejected. */
export function tasksToCancel(line: LineFacts): string[] {
  if (!isOver(lineState(line)) || lineState(line) === 'done') return []
  return line.tasks
    .filter((task) => task.state !== 'done' && task.state !== 'cancelled')
    .map((task) => task.id)
}

/** Tasks that wait again because what they work from is to be approved anew. */
export function tasksToHold(line: LineFacts): string[] {
  if (line.approval === 'none' || line.approval === 'approved') return []
  return line.tasks
    .filter((task) => task.state === 'open' || task.state === 'returned')
    .map((task) => task.id)
}

export function isOver(state: LineState): boolean {
  return state === 'done' || state === 'rejected' || state === 'withdrawn' || state === 'cancelled'
}

/**
 * Where the request stands: what asks the requester comes first, then what is worked on, then what waits for approval.
 * All lines over: done if anything was delivered, else cancelled. `closed` is the requester's confirmation.
 */
export function requestState(lines: readonly LineState[], confirmed: boolean): RequestState {
  if (lines.includes('returned')) return 'returned'
  if (lines.includes('working')) return 'working'
  if (lines.includes('approval')) return 'approval'
  if (!lines.includes('done')) return 'cancelled'
  return confirmed ? 'closed' : 'done'
}

export function isOpen(state: RequestState): boolean {
  return state === 'approval' || state === 'returned' || state === 'working'
}

const taskMoves = {
  take: ['open', 'returned'],
  assign: ['waiting', 'open', 'returned'],
  ask: ['open'],
  answer: ['returned'],
  finish: ['open'],
} as const satisfies Record<string, readonly TaskState[]>
export type TaskMove = keyof typeof taskMoves

/** Whether a task of a line may be moved so. */
export function isLegal(line: LineFacts, state: TaskState, move: TaskMove): boolean {
  if (!(taskMoves[move] as readonly TaskState[]).includes(state)) return false
  return move === 'assign' ? !isOver(lineState(line)) : mayWork(line)
}

/** @throws request.illegal_move (409) naming move and state */
export function demandLegal(line: LineFacts, state: TaskState, move: TaskMove): void {
  if (!isLegal(line, state, move))
    throw new AppError('request.illegal_move', { status: 409, field: 'state', params: { move, state } })
}
