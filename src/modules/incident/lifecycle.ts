import { AppError } from '#kernel/errors/index.ts'
import type { Grade, Level, Move, State } from './words.ts'

/** From which states a move is legal and where it leads. `atWork`: it has an owner who has taken it up. */
interface Rule {
  from: readonly State[]
  to: (now: { state: State; atWork: boolean }) => State
}

const to = (state: State) => () => state
const stay = (now: { state: State }): State => now.state
const backToWork = (now: { atWork: boolean }): State => (now.atWork ? 'in-progress' : 'assigned')

const rules: Record<Move, Rule> = {
  assign: { from: ['new', 'assigned', 'in-progress', 'pending'], to: to('assigned') },
  take: {
    from: ['new', 'assigned', 'in-progress'],
    to: (n) => (n.state === 'in-progress' ? n.state : 'assigned'),
  },
  start: { from: ['new', 'assigned'], to: to('in-progress') },
  hold: { from: ['new', 'assigned', 'in-progress'], to: to('pending') },
  resume: { from: ['pending'], to: backToWork },
  'request-onsite': { from: ['assigned', 'in-progress', 'pending'], to: stay },
  arrive: { from: ['assigned', 'in-progress', 'pending'], to: stay },
  resolve: { from: ['new', 'assigned', 'in-progress', 'pending'], to: to('resolved') },
  reopen: { from: ['resolved'], to: backToWork },
  close: { from: ['resolved'], to: to('closed') },
  cancel: { from: ['new', 'assigned', 'in-progress', 'pending'], to: to('cancelled') },
  escalate: { from: ['new', 'assigned', 'in-progress', 'pending'], to: to('assigned') },
  return: { from: ['assigned', 'in-progress', 'pending'], to: to('new') },
}

/** Whether `move` may be made from `state`. */
export function isLegal(state: State, move: Move): boolean {
  return rules[move].from.includes(state)
}

/**
 * The state a move leads to.
 * @throws incident.illegal_move (409), naming move and state
 */
export function nextState(now: { state: State; atWork: boolean }, move: Move): State {
  if (!isLegal(now.state, move))
    throw new AppError('incident.illegal_move', {
      status: 409,
      params: { move, state: now.state },
      field: 'state',
    })
  return rules[move].to(now)
}

/** Not finished: what queues show and clocks run for. */
export function isOpen(state: State): boolean {
  return state !== 'resolved' && state !== 'closed' && state !== 'cancelled'
}

const suggestions: Record<number, Grade> = { 1: 'major', 2: 'serious', 3: 'general', 4: 'minor' }

/** A grade suggested from the priority. The source defines general and minor alike, so a person confirms it. */
export function suggestGrade(priority: number): Grade {
  return suggestions[priority] ?? 'general'
}

const ranks: Record<Level, number> = { high: 3, medium: 2, low: 1 }

/** The shipped matrix impact × urgency → priority 1–4; a unit's own is in the table `priority_matrix`. */
export function defaultPriority(impact: Level, urgency: Level): number {
  const sum = ranks[impact] + ranks[urgency]
  if (sum === 6) return 1
  if (sum === 5) return 2
  if (sum === 2) return 4
  // HL and LH and MM are 3, ML and LM are 4: only the pair with a high in it keeps 3
  return sum === 4 ? 3 : 4
}
