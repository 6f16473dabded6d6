import type { Move, State } from '#modules/incident/words.ts'
import type { Target } from './row.ts'

/** The state of an incident during the replay. */
export interface Now {
  state: State
  holdReason: string | null
}

export type Step = Extract<Move, 'start' | 'hold' | 'resume' | 'resolve' | 'reopen' | 'close'>

export type Plan = { ok: true; steps: Step[]; repaired?: string } | { ok: false; reason: string }

/**
 * The legal moves that lead from where an incident is to where the source says it went. The source skips states;
 * the missing moves are put in (a repair, named). What no legal move can reach is refused with the reason.
 */
export function planMoves(now: Now, target: Target): Plan {
  const reached = (steps: Step[], repaired?: string): Plan => ({
    ok: true,
    steps,
    ...(repaired ? { repaired } : {}),
  })
  const over = now.state === 'closed' || now.state === 'cancelled'
  if (over && target.state !== now.state)
    return { ok: false, reason: `illegal move: ${now.state} → ${target.state}` }
  const finished = now.state === 'resolved' || now.state === 'closed'
  switch (target.state) {
    case 'new':
      // our own dispatch may have gone further than the source's "New"
      return finished ? { ok: false, reason: `illegal move: ${now.state} → new` } : reached([])
    case 'in-progress':
      return reached(toWork(now))
    case 'pending':
      if (now.state === 'pending' && now.holdReason === target.holdReason) return reached([])
      return reached(
        [...toWork(now), 'hold'],
        now.state === 'new' ? 'put to work before the hold' : undefined,
      )
    case 'resolved':
      return reached(now.state === 'resolved' ? [] : ['resolve'])
    case 'closed':
      if (now.state === 'closed') return reached([])
      return now.state === 'resolved'
        ? reached(['close'])
        : reached(['resolve', 'close'], 'resolved before it was closed')
    default:
      return { ok: false, reason: `illegal move: ${now.state} → ${target.state}` }
  }
}

/** Nobody owns an imported incident, so reopening and resuming lead to "assigned" and need a start. */
function toWork(now: Now): Step[] {
  switch (now.state) {
    case 'new':
    case 'assigned':
      return ['start']
    case 'pending':
      return ['resume']
    case 'resolved':
      return ['reopen']
    default:
      return []
  }
}
