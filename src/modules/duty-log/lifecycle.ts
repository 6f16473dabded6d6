export const states = ['open', 'signed', 'taken-over'] as const
export type State = (typeof states)[number]
/** Routine work, monitoring faults, faults answered, unfinished work, points of attention. */
export const kinds = ['routine', 'fault', 'answered', 'unfinished', 'attention'] as const
export type Kind = (typeof kinds)[number]
export const sources = ['auto', 'hand', 'carried'] as const
export const decisions = ['accepted', 'disputed'] as const
/** A log is there in time when it is signed within so long after its shift (minutes). */
export const graceMinutes = 120
/** How often, a day apart, a missing log is asked for. */
export const mostChases = 7

export interface Standing {
  /** stood this shift, as duty, leader or deputy */
  onIt: boolean
  /** stands the shift after it */
  onNext: boolean
  manages: boolean
}

/** What a person may do with a log. A leader may write and sign where nobody of the shift can any more. */
export function movesOf(state: State, signedBy: string | null, me: string | null, as: Standing): string[] {
  const out: string[] = []
  if (state === 'open' && (as.onIt || as.manages)) out.push('write', 'sign')
  // by somebody else than who signed it
  if (state === 'signed' && (as.onNext || as.manages) && me !== signedBy) out.push('take-over')
  return out
}

/** What a log lacks to be signed: something must be said, be it that nothing happened. */
export const isEmpty = (summary: string | null, lines: number): boolean => !summary && lines === 0
