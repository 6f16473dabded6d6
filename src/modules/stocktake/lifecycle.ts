/** Rules of a stocktake without database or clock. */

export const departments = ['asset', 'finance', 'information'] as const
export type Department = (typeof departments)[number]

export const states = ['draft', 'counting', 'reviewing', 'signing', 'closed', 'cancelled'] as const
export type State = (typeof states)[number]

/** What a count may find of something that is on the book; `surplus` is what is on no book. */
export const findings = ['found', 'missing', 'moved', 'damaged', 'differs'] as const
export const results = [...findings, 'surplus'] as const
export type Result = (typeof results)[number]

export interface Line {
  result: Result | null
  recount: boolean
  explanation: string | null
  decision: 'adjust' | 'leave' | null
  adjusted: boolean
}

/** Everything but "found" is a difference that somebody explains and somebody else decides. */
export const isDifference = (line: Pick<Line, 'result'>): boolean =>
  line.result !== null && line.result !== 'found'

/** What a line still waits for; null: nothing. */
export function waitsFor(line: Line): 'count' | 'recount' | 'explanation' | 'decision' | 'adjustment' | null {
  if (line.result === null) return 'count'
  if (line.recount) return 'recount'
  if (!isDifference(line)) return null
  if (line.explanation === null) return 'explanation'
  if (line.decision === null) return 'decision'
  return line.decision === 'adjust' && !line.adjusted ? 'adjustment' : null
}

/** How many lines wait for what. */
export type Waiting = Record<'count' | 'recount' | 'explanation' | 'decision' | 'adjustment', number>

/** Why a stocktake cannot go on to a state; null: it can. */
export function hindrance(from: State, to: State, waiting: Waiting): keyof Waiting | 'state' | null {
  if (to === 'reviewing' && from === 'counting') return waiting.count > 0 ? 'count' : null
  if (to === 'counting' && from === 'reviewing') return null
  if (to === 'signing' && from === 'reviewing')
    return (
      (['count', 'recount', 'explanation', 'decision', 'adjustment'] as const).find(
        (what) => waiting[what] > 0,
      ) ?? null
    )
  return 'state'
}
