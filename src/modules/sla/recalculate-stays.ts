import type { Tx } from '#kernel/db/index.ts'
import { percentsOf, targetOf, type Scope } from './choose.ts'
import { cancel, isOpen, recalculate, revive } from './clock.ts'
import { allAgreements, openCalendars, planFor, type Plan } from './config.ts'
import type { ClockView } from './contract.ts'
import { firstStay, stayClocks } from './hand-over.ts'
import type { Grade, StayKind } from './metrics.ts'
import { insertClocks, saveClock, type ClockRecord } from './store/clocks.ts'
import { readStays } from './store/stays.ts'
import type { Stay } from './stays.ts'
import { viewOf } from './view.ts'

type Locked = readonly { record: ClockRecord; fired: number[] }[]

export interface StayRecalculation {
  ticketId: string
  scope: Scope
  grade: Grade
  /** the group that has the ticket; absent: as the stays say */
  holder?: string | undefined
  now: number
}

/**
 * The clocks of the stay that lasts get the allowance of the agreement that now binds the group; one that none binds
 * any more is cancelled and runs on when one does again. Where the ticket itself has changed (`holder` is given), a group
 * that is bound only now gets a clock that begins now; nothing is counted backwards. Stays that have ended were judged by what was promised then, and stay as they are.
 * @returns the clocks that changed, before and after in the same order (a clock that began is in `after` only)
 */
export async function recalculateStay(
  tx: Tx,
  locked: Locked,
  input: StayRecalculation,
): Promise<{ before: ClockView[]; after: ClockView[] }> {
  const none = { before: [], after: [] }
  const records = locked.map((l) => l.record)
  const concerned = records.some((r) => r.stay) || (await allAgreements(tx)).some((a) => a.kind !== 'sla')
  if (!concerned) return none
  const stay = openStay(await readStays(tx, input.ticketId), records, input)
  if (!stay) return none
  const plan = await planFor(tx, input.scope)
  const changed: { before: ClockView[]; after: ClockView[] } = { before: [], after: [] }
  for (const { record, fired } of locked.filter((l) => l.record.stay?.id === stay.id)) {
    const next = await anew(tx, plan, record, fired, input)
    if (next === record) continue
    const calendarById = await openCalendars(tx)
    const was = viewOf(await calendarById(record.calendarId), record, input.now)
    const is = viewOf(await calendarById(next.calendarId), next, input.now)
    if (JSON.stringify([was, record.clock]) === JSON.stringify([is, next.clock])) continue
    await saveClock(tx, record, next)
    changed.before.push(was)
    changed.after.push(is)
  }
  // a new agreement binds the stays that begin under it: those without rows could not be told apart from here
  if (input.holder !== undefined) changed.after.push(...(await begun(tx, plan, stay, records, input)))
  return changed
}

function openStay(
  known: readonly Stay[],
  records: readonly ClockRecord[],
  { ticketId, holder }: StayRecalculation,
): Stay | undefined {
  if (known.length > 0) return known.find((s) => s.endedAt === null)
  // the first stay has no row yet; its clocks tell who has it, where somebody who knows the ticket does not
  const groupId = holder ?? records.find((r) => r.stay?.id === ticketId)?.stay?.groupId ?? null
  return firstStay(ticketId, groupId, records)[0]
}

async function anew(
  tx: Tx,
  plan: Plan,
  record: ClockRecord,
  fired: number[],
  { grade, scope, now }: StayRecalculation,
): Promise<ClockRecord> {
  const metric = record.metric as StayKind
  const agreement = plan.forStay(metric, record.stay!.groupId, grade)
  const target = agreement && targetOf(agreement, grade, metric)
  if (!agreement || !target)
    return isOpen(record.clock) ? { ...record, grade, scope, clock: cancel(record.clock, now) } : record
  const cal = await plan.calendarOf(target)
  const old = await (await openCalendars(tx))(record.calendarId)
  const limit = { target: { value: target.value, unit: target.unit }, sameClockTime: agreement.sameClockTime }
  const percents = percentsOf(agreement, metric)
  return {
    ...record,
    grade,
    scope,
    agreementId: agreement.id,
    calendarId: cal.spec.id,
    clock: recalculate(cal, revive(old, record.clock, now), { limit, percents, fired }, now),
  }
}

/** Kinds of agreement that bind the group now and have no clock in its stay begin one. */
async function begun(
  tx: Tx,
  plan: Plan,
  stay: Stay,
  records: readonly ClockRecord[],
  { ticketId, grade, scope, now }: StayRecalculation,
): Promise<ClockView[]> {
  const there = new Set(records.filter((r) => r.stay?.id === stay.id).map((r) => r.metric))
  const all = await stayClocks(plan, {
    ticketId,
    grade,
    scope,
    stay: { id: stay.id, groupId: stay.groupId },
    startedAt: now,
  })
  const missing = all.filter(({ record }) => !there.has(record.metric))
  await insertClocks(
    tx,
    missing.map(({ record }) => record),
  )
  return missing.map(({ cal, record }) => viewOf(cal, record, now))
}
