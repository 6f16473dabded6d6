import { explain, explainText, type CompiledCalendar, type Explanation } from '#kernel/calendar/index.ts'
import type { Db } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import type { Locale } from '#kernel/permission/index.ts'
import { agreementById, openCalendars } from './config.ts'
import type { ClockView } from './contract.ts'
import { stateAt } from './clock.ts'
import { readClocks, type ClockRecord } from './store/clocks.ts'
import { viewOf } from './view.ts'

/**
 * The clocks of many tickets with one query. With `explain` each says in words how it came to its due time (give it
 * for one ticket, not for a list: it needs the pauses and writes sentences).
 * @returns a map that has every given ticket; a ticket without clocks has an empty list
 */
export async function clocksOf(
  db: Db,
  ticketIds: readonly string[],
  options: { explain?: Locale } = {},
): Promise<Map<string, ClockView[]>> {
  const found = new Map<string, ClockView[]>(ticketIds.map((id) => [id, []]))
  const [{ records, now }, calendarById] = await Promise.all([
    readClocks(db, ticketIds, { pauses: options.explain !== undefined }),
    openCalendars(db),
  ])
  for (const record of records) {
    const cal = await calendarById(record.calendarId)
    found.get(record.ticketId)!.push(await shown(db, cal, record, now, options.explain))
  }
  return found
}

async function shown(
  db: Db,
  cal: CompiledCalendar,
  record: ClockRecord,
  now: number,
  locale: Locale | undefined,
): Promise<ClockView> {
  if (!locale) return viewOf(cal, record, now)
  const { why: _why, ...view } = await explainRecord(db, cal, record, now, locale)
  return view
}

/** A clock with the words and the data that explain it. */
export type ExplainedClock = ClockView & { explanation: string; why: Explanation }

/** Why each clock of a ticket is due when it is: agreement, calendar, counted intervals, pauses, skipped days. */
export async function explainClocks(db: Db, ticketId: string, locale: Locale): Promise<ExplainedClock[]> {
  const [{ records, now }, calendarById] = await Promise.all([
    readClocks(db, [ticketId], { pauses: true }),
    openCalendars(db),
  ])
  const all: ExplainedClock[] = []
  for (const record of records) {
    const cal = await calendarById(record.calendarId)
    all.push(await explainRecord(db, cal, record, now, locale))
  }
  return all
}

/** A clock with its words, as at `now` (milliseconds). */
export async function explainRecord(
  db: Db,
  cal: CompiledCalendar,
  record: Omit<ClockRecord, 'id'>,
  now: number,
  locale: Locale,
): Promise<ExplainedClock> {
  const { clock } = record
  const agreement = await agreementById(db, record.agreementId)
  const target = 'target' in clock.limit ? clock.limit.target : undefined
  const explanation = explain(cal, {
    from: clock.startedAt,
    due: clock.pausedSince !== null && clock.stoppedAt === null ? null : clock.dueAt,
    pauses: clock.pauses.map((p) => ({
      from: p.from,
      to: p.to,
      reason: say(locale, `sla:pauseReason.${p.reason}`, {}, p.reason),
    })),
    ...(agreement && target ? { agreement: agreement.name } : {}),
    ...(target ? { target } : {}),
    locale,
  })
  const text = [
    say(locale, `sla:metric.${record.metric}`, {}, record.metric) +
      (locale === 'en' ? ': ' : '：') +
      explainText(locale, explanation),
    ...(target ? [] : [say(locale, 'sla:explain.deadline')]),
    outcome(cal, record, now, locale),
  ]
  return { ...viewOf(cal, record, now), explanation: text.filter(Boolean).join('\n'), why: explanation }
}

/** How it ended, or that it is overdue. */
function outcome(
  cal: CompiledCalendar,
  { clock }: Omit<ClockRecord, 'id'>,
  now: number,
  locale: Locale,
): string {
  const local = (at: number): string =>
    new Date(cal.zone.local(at)).toISOString().slice(0, 19).replace('T', ' ')
  const state = stateAt(clock, now)
  if (clock.stoppedAt !== null) return say(locale, `sla:explain.${state}`, { at: local(clock.stoppedAt) })
  return state === 'breached' ? say(locale, 'sla:explain.overdue') : ''
}
