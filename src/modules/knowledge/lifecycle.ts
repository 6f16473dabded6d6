import { AppError } from '#kernel/errors/index.ts'
import type { Move, State } from './words.ts'

/** Where an article stands: what readers see (`live`) and what is being written (`draft`) are two things. */
export interface Standing {
  state: State
  /** a published version is shown to readers */
  live: boolean
  /** there is a version that is not published */
  draft: boolean
  /** the date on which somebody must look at it again has passed */
  overdue: boolean
}

interface Rule {
  from: readonly State[]
  /** more than the state asks for */
  needs?: (now: Standing) => boolean
  to: (now: Standing) => Pick<Standing, 'state' | 'live' | 'draft' | 'overdue'>
}

const rules: Record<Move | 'edit' | 'fall-due', Rule> = {
  edit: { from: ['draft'], to: (n) => n },
  // the published version stays in sight while the next one is written
  revise: { from: ['published', 'due', 'withdrawn'], to: (n) => ({ ...n, state: 'draft', draft: true }) },
  submit: { from: ['draft'], to: (n) => ({ ...n, state: 'review' }) },
  recall: { from: ['review'], to: (n) => ({ ...n, state: 'draft' }) },
  return: { from: ['review'], to: (n) => ({ ...n, state: 'draft' }) },
  publish: {
    from: ['review'],
    to: () => ({ state: 'published', live: true, draft: false, overdue: false }),
  },
  confirm: { from: ['published', 'due'], to: (n) => ({ ...n, state: 'published', overdue: false }) },
  drop: {
    from: ['draft'],
    needs: (n) => n.live,
    to: (n) => ({ ...n, state: n.overdue ? 'due' : 'published', draft: false }),
  },
  withdraw: {
    from: ['draft', 'review', 'published', 'due'],
    to: (n) => ({ ...n, state: 'withdrawn', live: false }),
  },
  'fall-due': { from: ['published'], to: (n) => ({ ...n, state: 'due', overdue: true }) },
}

/** Whether the move can be made from here. */
export function isLegal(now: Standing, move: Move | 'edit' | 'fall-due'): boolean {
  const rule = rules[move]
  return rule.from.includes(now.state) && (rule.needs?.(now) ?? true)
}

/**
 * Where a move leads.
 * @throws knowledge.illegal_move (409), naming move and state
 */
export function next(now: Standing, move: Move | 'edit' | 'fall-due'): Standing {
  if (!isLegal(now, move))
    throw new AppError('knowledge.illegal_move', {
      status: 409,
      params: { move, state: now.state },
      field: 'state',
    })
  return rules[move].to(now)
}

/** The state as readers know it: that somebody writes the next version is none of theirs. */
export function stateForReaders(now: Standing): State {
  if (!now.live) return now.state
  return now.overdue ? 'due' : 'published'
}
