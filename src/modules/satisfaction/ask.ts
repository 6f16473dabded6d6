import { audit } from '#kernel/audit/index.ts'
import { workingDaysAfter } from '#kernel/calendar/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { cancelTimer, setTimer } from '#kernel/jobs/index.ts'
import type { AppEvent, TimerRow } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { rate } from './rate.ts'
import { settle } from './settle.ts'
import { readSetting } from './store/setting.ts'
import { cancelRoundsBefore, expireRound, findAsked, insertSurveys, lockTicket } from './store/surveys.ts'
import { subjectOf, type Subject } from './subject.ts'
import type { SurveyKind } from './words.ts'

export const expireTimer = 'satisfaction.expire'
const timerKey = (ticketId: string, round: number): string => `${ticketId}:${round}`

/** An incident was resolved: everybody affected is asked how satisfied they are (issue section 4). */
export async function askOnResolved(tx: Tx, event: AppEvent): Promise<void> {
  await askAbout(tx, event, 'incident')
}

/**
 * A request was delivered, or confirmed: who asked for it is asked, as of an incident. Whoever gave a rating along with
 * the confirmation has answered; what one said first holds.
 */
export async function askOnDelivered(tx: Tx, event: AppEvent): Promise<void> {
  const subject = await askAbout(tx, event, 'request')
  if (!subject?.rating) return
  const { id: ticketId, round, rating } = subject
  for (const { personId } of subject.people) {
    const survey = personId ? await findAsked(tx, { ticketId, round, personId }) : undefined
    if (!survey) continue
    const answer = { ...rating, reasons: [], via: 'portal' as const, calledBy: null, calledAt: null }
    await rate(tx, systemActor('satisfaction', event.id), survey, answer)
  }
}

/** @returns what was asked about; undefined where nobody is to be asked: not over (any more), or not ours to ask */
async function askAbout(tx: Tx, event: AppEvent, kind: SurveyKind): Promise<Subject | undefined> {
  const actor = systemActor('satisfaction', event.id)
  await lockTicket(tx, event.entityId)
  const subject = await subjectOf(tx, kind, event.entityId, event.id)
  if (!subject.askable) return undefined
  const { round } = subject
  const dueAt = await answerDue(tx, subject.resolvedAt ?? (await dbNow(tx)))
  const asked = await insertSurveys(tx, {
    ticketId: subject.id,
    ticketNumber: subject.number,
    ticketTitle: subject.title,
    orgId: subject.orgId,
    round,
    dueAt,
    workedBy: [...subject.workers],
    people: subject.people.map(({ affectedId, personId, callerName, callerPhone }) => ({
      ...{ id: newId(), affectedId, personId, callerName, callerPhone },
    })),
  })
  if (asked.length === 0) return subject
  await setTimer(tx, {
    kind: expireTimer,
    key: timerKey(subject.id, round),
    dueAt,
    data: { ticketId: subject.id, round, kind },
  })
  for (const { id, personId } of asked) {
    // who has said it already need not be asked
    if (personId === null || subject.rating) continue
    await notify(tx, {
      to: [personId],
      textKey: 'satisfaction:notify.asked',
      params: { number: subject.number, title: subject.title },
      entity: 'survey',
      entityId: id,
      dedupeKey: `satisfaction.asked:${id}`,
    })
  }
  await emit(tx, { type: 'satisfaction.asked', entity: kind, entityId: subject.id, data: { round } })
  await audit(tx, actor, {
    action: 'satisfaction.ask',
    entity: kind,
    entityId: subject.id,
    orgId: subject.orgId,
    after: { round, surveys: asked.length, dueAt: dueAt.toISOString() },
  })
  return subject
}

/** The close of business of the last of N working days on the unit's calendar. */
async function answerDue(tx: Tx, from: Date): Promise<Date> {
  const { answerWithinDays } = await readSetting(tx)
  return workingDaysAfter(tx, from, answerWithinDays)
}

/** An incident was reopened: what was asked about its resolution is void. */
export async function cancelOnReopened(tx: Tx, event: AppEvent): Promise<void> {
  await cancelRounds(tx, event, 'incident')
}

/** A delivered request is worked on again: what was asked about it is void. Any other of its steps changes nothing. */
export async function cancelOnTakenUp(tx: Tx, event: AppEvent): Promise<void> {
  if (event.data['from'] === 'done') await cancelRounds(tx, event, 'request')
}

async function cancelRounds(tx: Tx, event: AppEvent, kind: SurveyKind): Promise<void> {
  await lockTicket(tx, event.entityId)
  const { id, orgId, round: now } = await subjectOf(tx, kind, event.entityId, event.id)
  const cancelled = await cancelRoundsBefore(tx, id, now)
  for (let round = 0; round < now; round++) await cancelTimer(tx, expireTimer, timerKey(id, round))
  if (cancelled.length === 0) return
  await emit(tx, { type: 'satisfaction.cancelled', entity: kind, entityId: id })
  await audit(tx, systemActor('satisfaction', event.id), {
    action: 'satisfaction.cancel',
    entity: kind,
    entityId: id,
    orgId,
    after: { surveys: cancelled.length },
  })
}

/** Time is up: who has not answered has not answered. */
export async function expireOnTimer(tx: Tx, timer: TimerRow): Promise<void> {
  const data = timer.data as { ticketId: string; round: number; kind?: SurveyKind }
  // timers that were set before requests were asked about name no kind
  const { ticketId, round, kind = 'incident' } = data
  const actor = systemActor('satisfaction', `timer:${timer.key}`)
  await lockTicket(tx, ticketId)
  const expired = await expireRound(tx, ticketId, round)
  if (expired.length === 0) return
  await emit(tx, { type: 'satisfaction.expired', entity: kind, entityId: ticketId })
  await audit(tx, actor, {
    action: 'satisfaction.expire',
    entity: kind,
    entityId: ticketId,
    after: { round, surveys: expired.length },
  })
  await settle(tx, { kind, id: ticketId })
}
