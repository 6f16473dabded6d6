import { AppError } from '#kernel/errors/index.ts'
import type { CallbackState, StepKind, Verdict } from './words.ts'

/** A call-back is for a day one still remembers what it was about. */
const furthest = 366 * 86_400_000

export interface Attempt {
  reached: boolean
  verdict?: Verdict | undefined
  /** the next time, after an attempt in vain; without it the call-back is given up */
  nextAt?: Date | undefined
  calledAt: Date
}

export interface Outcome {
  what: StepKind
  state: CallbackState
  /** when it is to be called now; null when it is over */
  dueAt: Date | null
  verdict: Verdict | null
}

/** @throws callback.at_past, callback.at_far (422), naming `field` */
export function checkTime(at: Date, now: Date, field: string): void {
  if (at <= now) throw new AppError('callback.at_past', { status: 422, field })
  if (at.getTime() - now.getTime() > furthest) throw new AppError('callback.at_far', { status: 422, field })
}

/**
 * What an attempt makes of an open call-back.
 * @throws callback.verdict_missing, callback.verdict_early (422, verdict), callback.next_needless (422, nextAt),
 * callback.bad_call_time (422, calledAt), and as `checkTime`
 */
export function outcomeOf(attempt: Attempt, recordedAt: Date, now: Date): Outcome {
  if (attempt.calledAt < recordedAt || attempt.calledAt > now)
    throw new AppError('callback.bad_call_time', { status: 422, field: 'calledAt' })
  if (attempt.reached) {
    if (!attempt.verdict) throw new AppError('callback.verdict_missing', { status: 422, field: 'verdict' })
    if (attempt.nextAt) throw new AppError('callback.next_needless', { status: 422, field: 'nextAt' })
    return { what: 'reached', state: 'reached', dueAt: null, verdict: attempt.verdict }
  }
  if (attempt.verdict) throw new AppError('callback.verdict_early', { status: 422, field: 'verdict' })
  if (!attempt.nextAt) return { what: 'unreached', state: 'unreached', dueAt: null, verdict: null }
  checkTime(attempt.nextAt, now, 'nextAt')
  return { what: 'missed', state: 'open', dueAt: attempt.nextAt, verdict: null }
}
