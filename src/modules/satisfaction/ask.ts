import { audit } from '#kernel/audit/index.ts'
import { defaultCalendar, targetDueAt } from '#kernel/calendar/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { AppEvent, TimerRow } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { affectedOf } from '#modules/ticket/index.ts'
import { settle } from './settle.ts'
import { readSetting } from './store/setting.ts'
import { cancelRoundsBefore, expireRound, insertSurveys, lockTicket } from './store/surveys.ts'
import { workersOf } from './workers.ts'

export const expireTimer = 'satisfaction.expire'
const timerKey = (ticketId: string, round: number): string => `${ticketId}:${round}`

/**
 * An incident was resolved: everybody affected is asked how satisfied they are (issue section 4). Nobody is asked
 * of imported history, of what a newer resolution asks again, and of a duplicate (its requester is asked about the
 * incident it repeats). An incident that only alerts reported has nobody to ask.
 */
export async function askOnResolved(tx: Tx, event: AppEvent): Promise<void> {
  const actor = systemActor('satisfaction', event.id)
  const incident = await accessIncident(tx, actor, event.entityId)
  const over = incident.state === 'resolved' || incident.state === 'closed'
  if (!over || incident.origin === 'import' || incident.duplicateOf !== null) return
  await lockTicket(tx, incident.id)
  const round = incident.reopenCount
  const dueAt = await answerDue(tx, incident.resolvedAt ?? (await dbNow(tx)))
  const workers = await workersOf(tx, incident.id, incident.owner?.id ?? null)
  const affected = await affectedOf(tx, incident.id)
  const asked = await insertSurveys(tx, {
    ticketId: incident.id,
    ticketNumber: incident.number,
    ticketTitle: incident.title,
    orgId: incident.org.id,
    round,
    dueAt,
    workedBy: [...workers],
    people: affected.map((a) => ({
      id: newId(),
      affectedId: a.id,
      personId: a.personId,
      callerName: a.callerName,
      callerPhone: a.callerPhone,
    })),
  })
  if (asked.length === 0) return
  await setTimer(tx, {
    kind: expireTimer,
    key: timerKey(incident.id, round),
    dueAt,
    data: { ticketId: incident.id, round },
  })
  for (const { id, personId } of asked) {
    if (personId === null) continue
    await notify(tx, {
      to: [personId],
      textKey: 'satisfaction:notify.asked',
      params: { number: incident.number, title: incident.title },
      entity: 'survey',
      entityId: id,
      dedupeKey: `satisfaction.asked:${id}`,
    })
  }
  await emit(tx, { type: 'satisfaction.asked', entity: 'incident', entityId: incident.id, data: { round } })
  await audit(tx, actor, {
    action: 'satisfaction.ask',
    entity: 'incident',
    entityId: incident.id,
    orgId: incident.org.id,
    after: { round, surveys: asked.length, dueAt: dueAt.toISOString() },
  })
}

/** The close of business of the last of N working days on the unit's calendar. */
async function answerDue(tx: Tx, from: Date): Promise<Date> {
  const { answerWithinDays } = await readSetting(tx)
  return new Date(
    targetDueAt(await defaultCalendar(tx), from.getTime(), { value: answerWithinDays, unit: 'workingDays' }),
  )
}

/** An incident was reopened: what was asked about its resolution is void. */
export async function cancelOnReopened(tx: Tx, event: AppEvent): Promise<void> {
  const actor = systemActor('satisfaction', event.id)
  const incident = await accessIncident(tx, actor, event.entityId)
  await lockTicket(tx, incident.id)
  const cancelled = await cancelRoundsBefore(tx, incident.id, incident.reopenCount)
  for (let round = 0; round < incident.reopenCount; round++)
    await cancelTimer(tx, expireTimer, timerKey(incident.id, round))
  if (cancelled.length === 0) return
  await emit(tx, { type: 'satisfaction.cancelled', entity: 'incident', entityId: incident.id })
  await audit(tx, actor, {
    action: 'satisfaction.cancel',
    entity: 'incident',
    entityId: incident.id,
    orgId: incident.org.id,
    after: { surveys: cancelled.length },
  })
}

/** Time is up: who has not answered has not answered. */
export async function expireOnTimer(tx: Tx, timer: TimerRow): Promise<void> {
  const { ticketId, round } = timer.data as { ticketId: string; round: number }
  const actor = systemActor('satisfaction', `timer:${timer.key}`)
  await lockTicket(tx, ticketId)
  const expired = await expireRound(tx, ticketId, round)
  if (expired.length === 0) return
  await emit(tx, { type: 'satisfaction.expired', entity: 'incident', entityId: ticketId })
  await audit(tx, actor, {
    action: 'satisfaction.expire',
    entity: 'incident',
    entityId: ticketId,
    after: { round, surveys: expired.length },
  })
  await settle(tx, ticketId)
}
