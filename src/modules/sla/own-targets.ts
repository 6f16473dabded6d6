/** Clocks whose target is a record's own and no agreement's: the target time of a catalogue item, of one task. */
import { defaultCalendar } from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { pause, resume, stepPercents, begin, type Clock } from './clock.ts'
import type { CompiledCalendar } from '#kernel/calendar/index.ts'
import { openCalendars } from './config.ts'
import type { ClockView } from './contract.ts'
import { insertClocks, lockClocks, saveClock, type ClockRecord } from './store/clocks.ts'
import { viewOf } from './view.ts'
import type { Target } from '#kernel/calendar/index.ts'

/**
 * Starts a clock with this target on the unit's calendar; the same metric asked for again starts anew. It pauses by
 * `pauseOwnClocks` only, stops and is cancelled like any other, emits `sla.breached`, and changes of the calendar move it.
 */
export async function startOwnClock(
  tx: Tx,
  input: { ticketId: string; metric: string; target: Target; at: Date },
): Promise<ClockView> {
  const cal = await defaultCalendar(tx)
  const limit = { target: input.target, sameClockTime: false }
  const record: Omit<ClockRecord, 'id'> = {
    ticketId: input.ticketId,
    metric: input.metric,
    grade: null,
    agreementId: null,
    calendarId: cal.spec.id,
    scope: {},
    clock: begin(cal, input.at.getTime(), limit, stepPercents([]), true),
  }
  await insertClocks(tx, [record], true)
  return viewOf(cal, record, input.at.getTime())
}

/** Pauses these clocks of a ticket, whatever an agreement says. @returns those that it changed */
export function pauseOwnClocks(
  tx: Tx,
  input: { ticketId: string; metrics: readonly string[]; reason: string; at: Date },
): Promise<ClockView[]> {
  return change(tx, input, (clock) => pause(clock, input.reason, input.at.getTime()))
}

/** Lets them run on; their due times move by the working time of the pause. @returns those that it changed */
export function resumeOwnClocks(
  tx: Tx,
  input: { ticketId: string; metrics: readonly string[]; at: Date },
): Promise<ClockView[]> {
  return change(tx, input, (clock, cal) => resume(cal, clock, input.at.getTime()))
}

async function change(
  tx: Tx,
  input: { ticketId: string; metrics: readonly string[]; at: Date },
  apply: (clock: Clock, cal: CompiledCalendar) => Clock,
): Promise<ClockView[]> {
  const views: ClockView[] = []
  const calendarById = await openCalendars(tx)
  for (const { record } of await lockClocks(tx, input.ticketId)) {
    if (!input.metrics.includes(record.metric)) continue
    const cal = await calendarById(record.calendarId)
    const clock = apply(record.clock, cal)
    if (clock === record.clock) continue
    const after = { ...record, clock }
    await saveClock(tx, record, after)
    views.push(viewOf(cal, after, input.at.getTime()))
  }
  return views
}
