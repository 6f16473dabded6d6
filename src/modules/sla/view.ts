import type { CompiledCalendar } from '#kernel/calendar/index.ts'
import type { ClockView } from './contract.ts'
import { left, stateAt } from './clock.ts'
import type { ClockRecord } from './store/clocks.ts'

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** A clock as answers show it, as at `now` (milliseconds). Two look-ups in the calendar, no database. */
export function viewOf(
  cal: CompiledCalendar,
  record: ClockRecord | Omit<ClockRecord, 'id'>,
  now: number,
): ClockView {
  const { clock } = record
  const target = 'target' in clock.limit ? clock.limit.target : undefined
  const { remainingMs, percent } = left(cal, clock, now)
  return {
    metric: record.metric,
    grade: record.grade,
    agreementId: record.agreementId,
    calendarId: record.calendarId,
    targetValue: target?.value ?? null,
    targetUnit: target?.unit ?? null,
    state: stateAt(clock, now),
    startedAt: new Date(clock.startedAt).toISOString(),
    dueAt: new Date(clock.dueAt).toISOString(),
    stoppedAt: iso(clock.stoppedAt),
    breachedAt: iso(clock.breachedAt),
    pausedSince: iso(clock.pausedSince),
    pauseReason: clock.pauseReason,
    remainingSeconds: Math.trunc(remainingMs / 1000),
    percent,
  }
}
