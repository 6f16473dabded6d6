/** Pure rules of problems: states and what each move needs. No I/O, no clock. */
import { AppError } from '#kernel/errors/index.ts'
import type { Move, State } from './words.ts'

/** Where a problem stands: its state, and whether its known error is shown to the desk. */
export interface Standing {
  state: State
  published: boolean
}

/** What has been written so far. */
export interface Written {
  rootCause: boolean
  rootCauseCategory: boolean
  symptoms: boolean
  workaround: boolean
}

const working: readonly State[] = ['investigating', 'known-error', 'fix-planned']

/** From which states a move is legal. */
const from: Record<Move | 'edit', readonly State[]> = {
  edit: ['new', ...working, 'resolved'],
  investigate: ['new'],
  publish: ['investigating', 'fix-planned'],
  retire: ['known-error', 'fix-planned'],
  'plan-fix': ['investigating', 'known-error'],
  resolve: working,
  // the fix was dropped, or it did not hold
  reopen: ['fix-planned', 'resolved'],
  close: ['resolved'],
  cancel: ['new', ...working],
}

/** Whether the move makes sense now; publishing what is shown, or retiring what is not, does not. */
export function isLegal(now: Standing, what: Move | 'edit'): boolean {
  if (!from[what].includes(now.state)) return false
  if (what === 'publish') return !now.published
  if (what === 'retire') return now.published
  return true
}

/** What a move asks for that is not written yet, by field. Root cause before a fix, words and a way round before publishing. */
export function missingFor(what: Move, written: Written): (keyof Written)[] {
  const needs: Partial<Record<Move, (keyof Written)[]>> = {
    publish: ['symptoms', 'workaround'],
    'plan-fix': ['rootCause'],
    resolve: ['rootCause', 'rootCauseCategory'],
  }
  return (needs[what] ?? []).filter((key) => !written[key])
}

/**
 * Where a move leads. A known error is shown in the states known-error and fix-planned only: what is fixed or given up
 * misleads the desk.
 * @throws problem.illegal_move (409), naming move and state
 */
export function next(now: Standing, what: Move): Standing {
  if (!isLegal(now, what))
    throw new AppError('problem.illegal_move', {
      status: 409,
      params: { move: what, state: now.state },
      field: 'state',
    })
  switch (what) {
    case 'investigate':
      return { state: 'investigating', published: false }
    case 'publish':
      return { state: now.state === 'fix-planned' ? 'fix-planned' : 'known-error', published: true }
    case 'retire':
      return { state: now.state === 'fix-planned' ? 'fix-planned' : 'investigating', published: false }
    case 'plan-fix':
      return { state: 'fix-planned', published: now.published }
    case 'reopen':
      return now.published
        ? { state: 'known-error', published: true }
        : { state: 'investigating', published: false }
    case 'resolve':
      return { state: 'resolved', published: false }
    case 'close':
      return { state: 'closed', published: false }
    case 'cancel':
      return { state: 'cancelled', published: false }
  }
}

/** Not over: what lists of open work show. A resolved one still waits for its actions and its review. */
export function isOpen(state: State): boolean {
  return state !== 'closed' && state !== 'cancelled'
}
