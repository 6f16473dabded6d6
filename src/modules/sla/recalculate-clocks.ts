import { isDeepStrictEqual } from 'node:util'
import type { CompiledCalendar } from '#kernel/calendar/index.ts'
import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { percentsOf, targetOf, type Scope } from './choose.ts'
import { cancel, recalculate, stepPercents } from './clock.ts'
import { openCalendars, planFor, type Plan } from './config.ts'
import type { ClockView } from './contract.ts'
import type { Grade } from './metrics.ts'
import { recalculateStay } from './recalculate-stays.ts'
import { lockClocks, saveClock, type ClockRecord } from './store/clocks.ts'
import { viewOf } from './view.ts'

export interface Recalculation {
  ticketId: string
  /** what has changed; absent: as it was */
  grade?: Grade
  type?: Scope['type']
  serviceId?: string | null
  orgId?: string
  categoryId?: string | null
  /** sets the agreement by hand; null lets it be chosen again */
  agreementId?: string | null
  /** the group that has it, when the caller knows */
  groupId?: string | undefined
  /** words for people, kept in the audit */
  reason: string
}

/**
 * A change of grade, service, agreement or calendar: the clocks get the new allowance, openly. What has counted stays
 * (start and pauses), clocks that have stopped are judged anew, and a clock for which the agreement has no target any
 * more is cancelled. Fixed deadlines are not touched.
 * @returns the clocks that changed, before and after, in the same order (new ones of a group's stay last); the caller
 * writes them into the timeline
 */
export async function recalculateClocks(
  tx: Tx,
  actor: Actor,
  input: Recalculation,
): Promise<{ before: ClockView[]; after: ClockView[] }> {
  const now = (await dbNow(tx)).getTime()
  const before: ClockView[] = []
  const after: ClockView[] = []
  const calendarById = await openCalendars(tx)
  let plan: Plan | undefined
  const underAgreement = async (record: ClockRecord, fired: number[]): Promise<ClockRecord> => {
    const scope = changedScope(record.scope as Scope, input)
    plan ??= await planFor(tx, scope)
    return anew(plan, record, fired, { ...input, scope, now })
  }
  const locked = await lockClocks(tx, input.ticketId)
  for (const { record, fired } of locked) {
    if (record.stay) continue
    if (record.clock.state === 'cancelled' || 'deadline' in record.clock.limit) continue
    const next =
      record.grade === null
        ? onItsCalendar(await calendarById(record.calendarId), record, fired, now)
        : await underAgreement(record, fired)
    const was = viewOf(await calendarById(record.calendarId), record, now)
    const is = viewOf(await calendarById(next.calendarId), next, now)
    const unscoped = record.grade === null ? record.scope : changedScope(record.scope as Scope, {})
    if (!isDeepStrictEqual([record.clock, unscoped, was], [next.clock, next.scope, is]))
      await saveClock(tx, record, next)
    // another service under the same agreement changes nothing that people would see
    if (isDeepStrictEqual(was, is)) continue
    before.push(was)
    after.push(is)
  }
  const ofStay = await stayAnew(tx, locked, input, now)
  before.push(...ofStay.before)
  after.push(...ofStay.after)
  if (after.length > 0)
    await audit(tx, actor, {
      action: 'sla.recalculate',
      entity: 'ticket',
      entityId: input.ticketId,
      before: { clocks: before.map(brief) },
      after: { clocks: after.map(brief), reason: input.reason },
    })
  return { before, after }
}

/** What the ticket is now, by its own clocks and the change, decides what is promised for the group that has it. */
function stayAnew(
  tx: Tx,
  locked: Awaited<ReturnType<typeof lockClocks>>,
  input: Recalculation,
  now: number,
): Promise<{ before: ClockView[]; after: ClockView[] }> {
  const model = locked.find(
    ({ record }) => !record.stay && record.grade !== null && record.clock.live,
  )?.record
  if (!model) return Promise.resolve({ before: [], after: [] })
  const { agreementId: _byHand, ...scope } = changedScope(model.scope as Scope, input)
  return recalculateStay(tx, locked, {
    ticketId: input.ticketId,
    scope,
    grade: input.grade ?? model.grade!,
    holder: input.groupId,
    now,
  })
}

function changedScope(scope: Scope, input: Omit<Recalculation, 'ticketId' | 'reason'>): Scope {
  const { agreementId: byHand, ...kept } = scope
  const agreementId = input.agreementId === undefined ? byHand : (input.agreementId ?? undefined)
  return {
    type: input.type ?? kept.type,
    serviceId: input.serviceId === undefined ? kept.serviceId : input.serviceId,
    orgId: input.orgId ?? kept.orgId,
    categoryId: input.categoryId === undefined ? kept.categoryId : input.categoryId,
    ...(agreementId ? { agreementId } : {}),
  }
}

/** A target of the record's own (see own-targets.ts): only its calendar can have changed. */
function onItsCalendar(
  cal: CompiledCalendar,
  record: ClockRecord,
  fired: number[],
  now: number,
): ClockRecord {
  const { limit } = record.clock
  return {
    ...record,
    clock: recalculate(cal, record.clock, { limit, percents: stepPercents([]), fired }, now),
  }
}

async function anew(
  plan: Plan,
  record: ClockRecord,
  fired: number[],
  change: { grade?: Grade; scope: Scope; now: number },
): Promise<ClockRecord> {
  const grade = change.grade ?? record.grade!
  const target = targetOf(plan.agreement, grade, record.metric)
  if (!target) return { ...record, grade, scope: change.scope, clock: cancel(record.clock, change.now) }
  const cal = await plan.calendarOf(target)
  const limit = {
    target: { value: target.value, unit: target.unit },
    sameClockTime: plan.agreement.sameClockTime,
  }
  const percents = percentsOf(plan.agreement, record.metric)
  return {
    ...record,
    grade,
    scope: change.scope,
    agreementId: plan.agreement.id,
    calendarId: cal.spec.id,
    clock: recalculate(cal, record.clock, { limit, percents, fired }, change.now),
  }
}

function brief(v: ClockView): Record<string, unknown> {
  const { metric, grade, agreementId, calendarId, targetValue, targetUnit, state, dueAt } = v
  return { metric, grade, agreementId, calendarId, targetValue, targetUnit, state, dueAt }
}
