import { ALWAYS_CALENDAR_ID } from '#kernel/calendar/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { percentsOf, targetOf, type Scope } from './choose.ts'
import { begin } from './clock.ts'
import { agreementById, allAgreements, openCalendars, planFor } from './config.ts'
import type { CompiledCalendar } from '#kernel/calendar/index.ts'
import type { Locale } from '#kernel/permission/index.ts'
import type { ClockView } from './contract.ts'
import { stayClocks } from './hand-over.ts'
import type { Grade } from './metrics.ts'
import { explainRecord, type ExplainedClock } from './read-clocks.ts'
import { insertClocks, lockClocks, type ClockRecord } from './store/clocks.ts'
import { viewOf } from './view.ts'

export interface NewClocks extends Scope {
  ticketId: string
  grade: Grade
  /** normally response and restore; one without a target in the agreement is left out */
  metrics: readonly string[]
  startedAt: Date
  /** false: history, no timers */
  live: boolean
  /** the group that has it from the filing on; its clocks go into the same insert, when an agreement binds it */
  groupId?: string | null
}

/** Clocks that are computed and not yet written. */
export interface PlannedClocks {
  /** as at their start, in the order of `metrics`; without those of the group's stay */
  clocks: ClockView[]
  /** with the words that explain them, as at `now` */
  explain: (locale: Locale, now: Date) => Promise<ExplainedClock[]>
  /** writes them, in one insert */
  save: () => Promise<void>
}

/**
 * Computes the clocks of a new ticket: agreement, targets and calendars from memory (one tiny read makes sure of
 * them). The caller writes them together with the ticket.
 */
export async function planClocks(tx: Tx, input: NewClocks): Promise<PlannedClocks> {
  const scope = scopeOfTicket(input)
  const plan = await planFor(tx, scope)
  const { agreement, calendarOf } = plan
  const startedAt = input.startedAt.getTime()
  const planned: { cal: CompiledCalendar; record: Omit<ClockRecord, 'id'> }[] = []
  const clocks: ClockView[] = []
  for (const metric of input.metrics) {
    const target = targetOf(agreement, input.grade, metric)
    if (!target) continue
    const cal = await calendarOf(target)
    const limit = {
      target: { value: target.value, unit: target.unit },
      sameClockTime: agreement.sameClockTime,
    }
    const record: Omit<ClockRecord, 'id'> = {
      ticketId: input.ticketId,
      metric,
      grade: input.grade,
      agreementId: agreement.id,
      calendarId: cal.spec.id,
      scope,
      clock: begin(cal, startedAt, limit, percentsOf(agreement, metric), input.live),
    }
    planned.push({ cal, record })
    clocks.push(viewOf(cal, record, startedAt))
  }
  const ofStay =
    input.groupId && input.live
      ? await stayClocks(plan, {
          ticketId: input.ticketId,
          grade: input.grade,
          scope,
          // the first stay has the ticket's id (migration 0314)
          stay: { id: input.ticketId, groupId: input.groupId },
          startedAt,
        })
      : []
  const explain: PlannedClocks['explain'] = (locale, now) =>
    Promise.all(planned.map(({ cal, record }) => explainRecord(tx, cal, record, now.getTime(), locale)))
  const save = () =>
    insertClocks(
      tx,
      [...planned, ...ofStay].map(({ record }) => record),
    )
  return { clocks, explain, save }
}

/** Computes and writes the clocks of a new ticket. */
export async function startClocks(tx: Tx, input: NewClocks): Promise<ClockView[]> {
  const { clocks, save } = await planClocks(tx, input)
  await save()
  return clocks
}

function scopeOfTicket(input: Scope): Scope {
  const { type, serviceId, orgId, categoryId, agreementId } = input
  return { type, serviceId, orgId, categoryId, ...(agreementId ? { agreementId } : {}) }
}

export interface NewClock {
  ticketId: string
  metric: string
  /** when it was asked for; default now */
  at?: Date
  /** a fixed deadline (supervision); absent: the target of the ticket's agreement */
  dueAt?: Date
}

/**
 * Starts one clock later in a ticket's life; asked for again, it starts anew.
 *
 * - With `dueAt` it is a fixed deadline, counted around the clock, that neither pauses nor is recalculated.
 * - Without, grade, agreement and scope are those of the ticket's other clocks. The target's `notBeforeMinutes` count
 *   from the filing: on-site for a major fault runs from the request, but never before the two hours that are allowed
 *   for solving it remotely are over ("within 4 h of being asked, if not solved remotely in 2 h"); a fault solved
 *   before is resolved, and the caller cancels the clock.
 *
 * @returns undefined when the agreement has no target of this metric for the grade
 * @throws sla.deadline_past (422) for a deadline that is not after `at`; sla.no_clocks (409) for a ticket without any clock
 */
export async function startClock(tx: Tx, input: NewClock): Promise<ClockView | undefined> {
  const at = (input.at ?? (await dbNow(tx))).getTime()
  return input.dueAt ? startDeadline(tx, input, at, input.dueAt.getTime()) : startTarget(tx, input, at)
}

async function startDeadline(tx: Tx, input: NewClock, at: number, deadline: number): Promise<ClockView> {
  if (deadline <= at) throw new AppError('sla.deadline_past', { status: 422, field: 'deadline' })
  const cal = await (await openCalendars(tx))(ALWAYS_CALENDAR_ID)
  const others = (await lockClocks(tx, input.ticketId)).filter((o) => !o.record.stay)
  const agreement =
    (await agreementById(tx, others.find((o) => o.record.agreementId)?.record.agreementId ?? null)) ??
    (await allAgreements(tx)).find((a) => a.isDefault)
  const record: Omit<ClockRecord, 'id'> = {
    ticketId: input.ticketId,
    metric: input.metric,
    grade: null,
    agreementId: agreement?.id ?? null,
    calendarId: cal.spec.id,
    scope: {},
    clock: begin(cal, at, { deadline }, percentsOf(agreement, input.metric), true),
  }
  await insertClocks(tx, [record], true)
  return viewOf(cal, record, at)
}

async function startTarget(tx: Tx, input: NewClock, at: number): Promise<ClockView | undefined> {
  const others = (await lockClocks(tx, input.ticketId)).map((o) => o.record).filter((r) => !r.stay)
  const model = others.find((o) => o.grade !== null && o.metric !== input.metric)
  if (!model?.grade) throw new AppError('sla.no_clocks', { status: 409 })
  const scope = model.scope as Scope
  const { agreement, calendarOf } = await planFor(tx, {
    ...scope,
    agreementId: model.agreementId ?? undefined,
  })
  const target = targetOf(agreement, model.grade, input.metric)
  if (!target) return undefined
  const filedAt = Math.min(...others.map((o) => o.clock.startedAt))
  const startedAt = Math.max(at, filedAt + target.notBeforeMinutes * 60_000)
  const cal = await calendarOf(target)
  const limit = { target: { value: target.value, unit: target.unit }, sameClockTime: agreement.sameClockTime }
  const record: Omit<ClockRecord, 'id'> = {
    ticketId: input.ticketId,
    metric: input.metric,
    grade: model.grade,
    agreementId: agreement.id,
    calendarId: cal.spec.id,
    scope,
    clock: begin(cal, startedAt, limit, percentsOf(agreement, input.metric), model.clock.live),
  }
  await insertClocks(tx, [record], true)
  return viewOf(cal, record, at)
}
