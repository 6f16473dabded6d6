/**
 * The life of a clock, pure: no database, no "now" of its own. Every change takes a clock and gives a new one.
 *
 * running → paused → running …; past its due time it is breached, and goes on running (or pauses, `pausedSince` set)
 * until it is stopped; stopped in time it is met. A stopped clock can run on (a reopened ticket): the time between
 * counts as a pause. `dueAt` holds all finished pauses; what an open one adds is known when it ends.
 */
import type { CompiledCalendar, Instant, Pause } from '#kernel/calendar/index.ts'
import { budgetMs, countedMs, percentAt, type Limit } from './working.ts'

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled'

export interface ReasonedPause extends Pause {
  reason: string
}

export interface Clock {
  limit: Limit
  startedAt: Instant
  dueAt: Instant
  state: ClockState
  stoppedAt: Instant | null
  /** share of the target used, in percent of working time, once it has stopped: at most 100 when met, more when breached */
  usedPercent: number | null
  breachedAt: Instant | null
  pausedSince: Instant | null
  pauseReason: string | null
  /** finished and open ones, in order */
  pauses: ReasonedPause[]
  /** percent of the next step to fire, 0 = none left */
  nextStep: number
  nextStepAt: Instant | null
  /** false: history, no timers */
  live: boolean
}

/** The percents of a clock at which something happens, ascending; 100, the breach, is always among them. */
export function stepPercents(escalation: readonly number[]): number[] {
  return [...new Set([...escalation, 100])].sort((a, b) => a - b)
}

/** A new clock. `startedAt` may lie in the future: it counts nothing until then. */
export function begin(
  cal: CompiledCalendar,
  startedAt: Instant,
  limit: Limit,
  percents: readonly number[],
  live: boolean,
): Clock {
  const clock: Clock = {
    limit,
    startedAt,
    dueAt: startedAt,
    state: 'running',
    stoppedAt: null,
    usedPercent: null,
    breachedAt: null,
    pausedSince: null,
    pauseReason: null,
    pauses: [],
    nextStep: percents[0] ?? 0,
    nextStepAt: null,
    live,
  }
  return timed(cal, clock)
}

/** Whether time still counts against it or may again: not stopped, not cancelled. */
export function isOpen(clock: Clock): boolean {
  return clock.stoppedAt === null && clock.state !== 'cancelled'
}

/** Due time and next step follow from the start, the limit and the pauses. */
function timed(cal: CompiledCalendar, clock: Clock): Clock {
  const at = (percent: number): Instant => percentAt(cal, clock.startedAt, clock.limit, clock.pauses, percent)
  const counts = clock.live && isOpen(clock) && clock.pausedSince === null && clock.nextStep > 0
  return { ...clock, dueAt: at(100), nextStepAt: counts ? at(clock.nextStep) : null }
}

/** Stops the counting for a reason. Nothing happens to a clock that is stopped, paused, or a fixed deadline. */
export function pause(clock: Clock, reason: string, at: Instant): Clock {
  if (!isOpen(clock) || clock.pausedSince !== null || 'deadline' in clock.limit) return clock
  const from = Math.max(at, clock.startedAt, clock.pauses.at(-1)?.to ?? at)
  return {
    ...clock,
    // overdue is overdue: a pause after the due time does not undo the breach, it only puts later steps off
    state: clock.breachedAt !== null || from > clock.dueAt ? 'breached' : 'paused',
    breachedAt: clock.breachedAt ?? (from > clock.dueAt ? clock.dueAt : null),
    pausedSince: from,
    pauseReason: reason,
    pauses: [...clock.pauses, { from, to: null, reason }],
    nextStepAt: null,
  }
}

/** Lets a paused clock run on; its due time moves by the working time of the pause. */
export function resume(cal: CompiledCalendar, clock: Clock, at: Instant): Clock {
  if (clock.pausedSince === null || !isOpen(clock)) return clock
  return timed(cal, {
    ...endPause(clock, at),
    state: clock.breachedAt === null ? 'running' : 'breached',
  })
}

/** The open pause closed; an empty one leaves no trace. */
function endPause(clock: Clock, at: Instant): Clock {
  if (clock.pausedSince === null) return clock
  const to = Math.max(at, clock.pausedSince)
  const pauses = clock.pauses.map((p) => (p.to === null ? { ...p, to } : p)).filter((p) => p.to !== p.from)
  return { ...clock, pauses, pausedSince: null, pauseReason: null }
}

/** Ends the clock: met at or before the due time, else breached. A stopped clock stays as it is. */
export function stop(cal: CompiledCalendar, clock: Clock, at: Instant): Clock {
  if (!isOpen(clock)) return clock
  const to = Math.max(at, clock.startedAt)
  return judged(cal, timed(cal, { ...endPause(clock, to), stoppedAt: to }))
}

/** Met or breached by the instant at which it stopped. */
function judged(cal: CompiledCalendar, clock: Clock): Clock {
  const late = clock.stoppedAt! > clock.dueAt
  const { percent } = left(cal, clock, clock.stoppedAt!)
  return {
    ...clock,
    // a second late rounds to 100, and figures must not call that met
    usedPercent: late ? Math.max(percent, 101) : Math.min(percent, 100),
    state: late ? 'breached' : 'met',
    breachedAt: late ? (clock.breachedAt ?? clock.dueAt) : null,
  }
}

/** The clock no longer matters. One that has stopped keeps its result. */
export function cancel(clock: Clock, at: Instant): Clock {
  if (!isOpen(clock)) return clock
  const to = Math.max(at, clock.startedAt)
  return { ...endPause(clock, to), state: 'cancelled', stoppedAt: to, usedPercent: null, nextStepAt: null }
}

/** A stopped clock runs on; the time since it stopped counts as a pause. A cancelled or open clock stays as it is. */
export function reopen(cal: CompiledCalendar, clock: Clock, at: Instant): Clock {
  return clock.state === 'cancelled' ? clock : runOn(cal, clock, at, 'resolved')
}

/**
 * A cancelled clock that matters after all (its ticket repeats no other one any more) runs on; the time since it was
 * cancelled counts as a pause, but for a fixed deadline, which stays where it is. Any other clock stays as it is.
 */
export function revive(cal: CompiledCalendar, clock: Clock, at: Instant): Clock {
  return clock.state === 'cancelled' ? runOn(cal, clock, at, 'duplicate') : clock
}

function runOn(cal: CompiledCalendar, clock: Clock, at: Instant, reason: string): Clock {
  if (clock.stoppedAt === null) return clock
  const to = Math.max(at, clock.stoppedAt)
  const gap = { from: clock.stoppedAt, to, reason }
  const counts = 'deadline' in clock.limit || to === gap.from
  return timed(cal, {
    ...clock,
    state: clock.breachedAt === null ? 'running' : 'breached',
    stoppedAt: null,
    usedPercent: null,
    pauses: counts ? clock.pauses : [...clock.pauses, gap],
  })
}

/**
 * Another limit, another calendar or other steps. What has counted stays: the start and the pauses are kept, only the
 * allowance changes. Steps that have fired and are still behind do not fire again; steps that now lie ahead do, for
 * they are about another due time. A breach is taken back when the new due time is not yet past.
 * @param fired percents that have fired so far
 */
export function recalculate(
  cal: CompiledCalendar,
  clock: Clock,
  change: { limit: Limit; percents: readonly number[]; fired: readonly number[] },
  now: Instant,
): Clock {
  if (clock.state === 'cancelled' || 'deadline' in clock.limit) return clock
  const measured = timed(cal, { ...clock, limit: change.limit, nextStep: 0 })
  if (measured.stoppedAt !== null) {
    const nextStep = stepAfter(cal, measured, change.percents, change.fired, measured.stoppedAt)
    return judged(cal, { ...measured, nextStep })
  }
  const at = measured.pausedSince ?? now
  const overdue = at > measured.dueAt
  const keepsBreach = overdue && clock.breachedAt !== null
  const state = keepsBreach ? 'breached' : measured.pausedSince === null ? 'running' : 'paused'
  const nextStep = stepAfter(cal, measured, change.percents, change.fired, at)
  return timed(cal, { ...measured, state, breachedAt: keepsBreach ? measured.dueAt : null, nextStep })
}

/** The first step behind the last one that has fired and is still past at `at`. */
function stepAfter(
  cal: CompiledCalendar,
  clock: Clock,
  percents: readonly number[],
  fired: readonly number[],
  at: Instant,
): number {
  const past = percents.filter(
    (p) => fired.includes(p) && percentAt(cal, clock.startedAt, clock.limit, clock.pauses, p) <= at,
  )
  const last = past.at(-1) ?? 0
  return percents.find((p) => p > last) ?? 0
}

/**
 * The next step has come: at 100 percent and beyond the clock is breached. The step behind it is armed; when it is
 * past too (after a downtime) it fires next, so that none is left out and the order is kept.
 */
export function fire(cal: CompiledCalendar, clock: Clock, percents: readonly number[]): Clock {
  const fired = clock.nextStep
  const breached = fired >= 100
  return timed(cal, {
    ...clock,
    state: breached ? 'breached' : clock.state,
    breachedAt: breached ? (clock.breachedAt ?? clock.dueAt) : clock.breachedAt,
    nextStep: percents.find((p) => p > fired) ?? 0,
  })
}

/**
 * Working time left in milliseconds (negative when overdue) and the share used in percent, as at `now`. Needs no
 * pauses: a running clock's due time holds them all, a paused one is looked at as at the begin of its pause.
 */
export function left(
  cal: CompiledCalendar,
  clock: Omit<Clock, 'pauses'>,
  now: Instant,
): { remainingMs: number; percent: number } {
  const at = Math.max(clock.stoppedAt ?? clock.pausedSince ?? now, clock.startedAt)
  const remainingMs =
    at <= clock.dueAt ? countedMs(cal, at, clock.dueAt, []) : -countedMs(cal, clock.dueAt, at, [])
  const budget = budgetMs(cal, clock.startedAt, clock.limit)
  const percent =
    budget > 0 ? Math.round(((budget - remainingMs) / budget) * 100) : at >= clock.dueAt ? 100 : 0
  return { remainingMs, percent: Math.max(0, percent) }
}

/** The state as it is at `now`: running beyond the due time is breached, whether or not the timer has been there yet. */
export function stateAt(clock: Pick<Clock, 'state' | 'dueAt'>, now: Instant): ClockState {
  return clock.state === 'running' && now > clock.dueAt ? 'breached' : clock.state
}
