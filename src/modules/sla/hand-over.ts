/** The groups' stays with a ticket and the clocks that run in them: operational level and vendor agreements. */
import { newId, type Tx } from '#kernel/db/index.ts'
import type { CompiledCalendar } from '#kernel/calendar/index.ts'
import { percentsOf, targetOf, type Scope } from './choose.ts'
import { begin, isOpen, stop } from './clock.ts'
import { openCalendars, planFor, type Plan } from './config.ts'
import { stayKinds, type Grade } from './metrics.ts'
import { insertClocks, lockClocks, saveClock, type ClockRecord } from './store/clocks.ts'
import { readStays, saveStays } from './store/stays.ts'
import { passOn, type Stay } from './stays.ts'

export interface HandOver extends Scope {
  ticketId: string
  grade: Grade
  /** the group that had it until now, null: none */
  from: string | null
  /** the group that has it from now on, null: none (returned, resolved, cancelled) */
  to: string | null
  /** the move, kept with the stay that it ends */
  move: string
  at: Date
}

type NewRecord = Omit<ClockRecord, 'id'>

/**
 * A ticket goes from one group to another, or to none: the stay of the one ends and its clocks stop, met or breached;
 * the stay of the other begins with clocks of its own. Nothing happens when the group stays the same. The caller has
 * locked the ticket; history is not handed over here.
 */
export async function handOver(tx: Tx, input: HandOver): Promise<void> {
  const at = input.at.getTime()
  const [clocks, known] = await Promise.all([lockClocks(tx, input.ticketId), readStays(tx, input.ticketId)])
  const records = clocks.map((c) => c.record)
  const stays = known.length > 0 ? known : firstStay(input.ticketId, input.from, records)
  const after = passOn(stays, { holder: input.to, at, by: input.move, id: newId() })
  await saveStays(tx, input.ticketId, known, after)
  const calendarById = await openCalendars(tx)
  for (const record of records) {
    const stay = after.find((s) => s.id === record.stay?.id)
    if (!stay || stay.endedAt === null || !isOpen(record.clock)) continue
    const cal = await calendarById(record.calendarId)
    await saveClock(tx, record, { ...record, clock: stop(cal, record.clock, stay.endedAt) })
  }
  const begun = after.find((s) => s.endedAt === null && !stays.some((old) => old.id === s.id))
  if (begun) await beginStay(tx, input, begun)
}

/**
 * The stay that began with the filing has no row until it ends. History, whose clocks have no timers, has none: nobody
 * knows when it was really handed on.
 */
export function firstStay(
  ticketId: string,
  groupId: string | null,
  records: readonly Pick<ClockRecord, 'clock' | 'stay'>[],
): Stay[] {
  const filed = records.filter((r) => !r.stay && r.clock.live).map((r) => r.clock.startedAt)
  if (groupId === null || filed.length === 0) return []
  return [{ id: ticketId, groupId, beganAt: Math.min(...filed), endedAt: null, endedBy: null }]
}

async function beginStay(tx: Tx, input: HandOver, stay: Stay): Promise<void> {
  const { ticketId, grade, type, serviceId, orgId, categoryId } = input
  const scope = { type, serviceId, orgId, categoryId }
  const plan = await planFor(tx, scope)
  const records = await stayClocks(plan, {
    ticketId,
    grade,
    scope,
    stay: { id: stay.id, groupId: stay.groupId },
    startedAt: stay.beganAt,
  })
  await insertClocks(
    tx,
    records.map(({ record }) => record),
  )
}

/** The clocks of a stay as they begin, at most one of each kind of agreement. From memory, no database. */
export async function stayClocks(
  plan: Plan,
  of: Pick<NewRecord, 'ticketId'> & {
    grade: Grade
    scope: Scope
    stay: { id: string; groupId: string }
    startedAt: number
  },
): Promise<{ cal: CompiledCalendar; record: NewRecord }[]> {
  const begun: { cal: CompiledCalendar; record: NewRecord }[] = []
  for (const metric of stayKinds) {
    const agreement = plan.forStay(metric, of.stay.groupId, of.grade)
    const target = agreement && targetOf(agreement, of.grade, metric)
    if (!agreement || !target) continue
    const cal = await plan.calendarOf(target)
    const limit = {
      target: { value: target.value, unit: target.unit },
      sameClockTime: agreement.sameClockTime,
    }
    const { ticketId, grade, scope, stay } = of
    const clock = begin(cal, of.startedAt, limit, percentsOf(agreement, metric), true)
    begun.push({
      cal,
      record: {
        ticketId,
        metric,
        grade,
        agreementId: agreement.id,
        calendarId: cal.spec.id,
        scope,
        stay,
        clock,
      },
    })
  }
  return begun
}
