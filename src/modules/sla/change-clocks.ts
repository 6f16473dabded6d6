import type { CompiledCalendar } from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { pausesFor, type StoredAgreement } from './choose.ts'
import { cancel, pause, reopen, resume, revive, stop, type Clock } from './clock.ts'
import { agreementById, openCalendars } from './config.ts'
import type { ClockView } from './contract.ts'
import { lockClocks, saveClock, type ClockRecord } from './store/clocks.ts'
import { viewOf } from './view.ts'

type Change = (
  clock: Clock,
  cal: CompiledCalendar,
  agreement: StoredAgreement | undefined,
  metric: string,
) => Clock

/** Applies a pure change to the clocks of a ticket and writes those that it changed. Returns these. */
async function change(
  tx: Tx,
  ticketId: string,
  metrics: readonly string[] | undefined,
  at: Date,
  apply: Change,
): Promise<ClockView[]> {
  const views: ClockView[] = []
  const calendarById = await openCalendars(tx)
  for (const { record } of await lockClocks(tx, ticketId)) {
    if (metrics && !metrics.includes(record.metric)) continue
    const cal = await calendarById(record.calendarId)
    const agreement = await agreementById(tx, record.agreementId)
    const clock = apply(record.clock, cal, agreement, record.metric)
    if (clock === record.clock) continue
    const after: ClockRecord = { ...record, clock }
    await saveClock(tx, record, after)
    views.push(viewOf(cal, after, at.getTime()))
  }
  return views
}

/**
 * Stops a clock: met when `at` is at or before the due time, otherwise breached with `stoppedAt`. A stopped clock
 * stays as it is. @returns the clock, or undefined when there was none to stop
 */
export async function stopClock(
  tx: Tx,
  input: { ticketId: string; metric: string; at: Date },
): Promise<ClockView | undefined> {
  const at = input.at.getTime()
  return (await change(tx, input.ticketId, [input.metric], input.at, (clock, cal) => stop(cal, clock, at)))[0]
}

/** Cancels the clocks (of these metrics) that have not stopped; results already reached stay. */
export function cancelClocks(
  tx: Tx,
  input: { ticketId: string; at: Date; metrics?: readonly string[] },
): Promise<ClockView[]> {
  return change(tx, input.ticketId, input.metrics, input.at, (clock) => cancel(clock, input.at.getTime()))
}

/** Pauses the clocks whose agreement says that a hold for this reason stops them. @returns those that it paused */
export function pauseClocks(
  tx: Tx,
  input: { ticketId: string; reason: string; at: Date },
): Promise<ClockView[]> {
  return change(tx, input.ticketId, undefined, input.at, (clock, _cal, agreement, metric) =>
    pausesFor(agreement, metric, input.reason) ? pause(clock, input.reason, input.at.getTime()) : clock,
  )
}

/** Lets the paused clocks of a ticket run on; their due times move by the working time of the pause. */
export function resumeClocks(tx: Tx, input: { ticketId: string; at: Date }): Promise<ClockView[]> {
  return change(tx, input.ticketId, undefined, input.at, (clock, cal) =>
    resume(cal, clock, input.at.getTime()),
  )
}

/** A stopped clock runs on (a reopened ticket); the time since it stopped counts as a pause. */
export async function reopenClock(
  tx: Tx,
  input: { ticketId: string; metric: string; at: Date },
): Promise<ClockView | undefined> {
  const at = input.at.getTime()
  return (
    await change(tx, input.ticketId, [input.metric], input.at, (clock, cal) => reopen(cal, clock, at))
  )[0]
}

/**
 * Lets cancelled clocks (of these metrics) run on: the ticket waits for no other one any more. The time since they
 * were cancelled counts as a pause.
 */
export function reviveClocks(
  tx: Tx,
  input: { ticketId: string; at: Date; metrics: readonly string[] },
): Promise<ClockView[]> {
  return change(tx, input.ticketId, input.metrics, input.at, (clock, cal) =>
    revive(cal, clock, input.at.getTime()),
  )
}
