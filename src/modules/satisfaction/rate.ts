import { audit } from '#kernel/audit/index.ts'
import { dbNow, newId, type Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, type Actor } from '#kernel/permission/index.ts'
import { accessSurvey, accessTask, isMine, mayCallBack, refuseOwnWork } from './access.ts'
import type { answerSurvey, callBackSurvey, finishCallbackTask } from './contract.ts'
import { presentSurvey, presentTask } from './present.ts'
import { ofTask, openRectification } from './rectify.ts'
import { settle } from './settle.ts'
import { findSurvey, lockTicket, storeAnswer, type Rating, type SurveyRow } from './store/surveys.ts'
import { findTask, insertTask, markTaskDone } from './store/tasks.ts'
import { isUnhappy } from './words.ts'

/**
 * The person who was asked answers.
 * @throws satisfaction.not_found (404), satisfaction.not_yours (403) for the desk, satisfaction.not_open (409)
 */
export async function answerSurveyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof answerSurvey>,
): Promise<Output<typeof answerSurvey>> {
  const survey = await accessSurvey(tx, actor, input.id)
  if (!isMine(actor, survey)) throw new AppError('satisfaction.not_yours', { status: 403 })
  const { answer, reasons, remark } = input
  return rate(tx, actor, survey, { answer, reasons, remark, via: 'portal', calledBy: null, calledAt: null })
}

/** A clock on the caller's desk may run ahead of the server's a little. */
const tolerance = 60_000

/**
 * Somebody who did not work on the ticket has telephoned (回访) and records the answer.
 * @throws satisfaction.own_work, satisfaction.own_survey (403), satisfaction.bad_call_time (422), satisfaction.not_open (409)
 */
export async function callBackSurveyVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof callBackSurvey>,
): Promise<Output<typeof callBackSurvey>> {
  const survey = await accessSurvey(tx, actor, input.id)
  if (isMine(actor, survey) || !mayCallBack(actor, survey))
    throw new AppError('satisfaction.own_survey', { status: 403 })
  await refuseOwnWork(tx, actor, survey)
  const now = await dbNow(tx)
  const calledAt = input.calledAt === undefined ? now : new Date(input.calledAt)
  if (calledAt.getTime() > now.getTime() + tolerance || calledAt < survey.askedAt)
    throw new AppError('satisfaction.bad_call_time', { status: 422, field: 'calledAt' })
  const { answer, reasons, remark } = input
  return rate(tx, actor, survey, { answer, reasons, remark, via: 'callback', calledBy: actor.id, calledAt })
}

/** @throws satisfaction.not_open (409) */
export async function rate(
  tx: Tx,
  actor: Actor,
  survey: SurveyRow,
  given: Rating,
): Promise<Output<typeof answerSurvey>> {
  await lockTicket(tx, survey.ticketId)
  const rating = { ...given, reasons: [...new Set(given.reasons)] }
  if (!(await storeAnswer(tx, survey.id, rating)))
    throw new AppError('satisfaction.not_open', { status: 409, field: 'state' })
  const unhappy = isUnhappy(rating.answer)
  if (unhappy) await openTask(tx, actor, survey)
  await emit(tx, {
    type: unhappy ? 'satisfaction.unhappy' : 'satisfaction.answered',
    entity: survey.ticketKind,
    entityId: survey.ticketId,
    data: { surveyId: survey.id, answer: rating.answer, via: rating.via },
  })
  await audit(tx, actor, {
    action: rating.via === 'portal' ? 'satisfaction.answer' : 'satisfaction.callback',
    entity: 'survey',
    entityId: survey.id,
    orgId: survey.orgId,
    before: { state: survey.state },
    after: {
      state: 'answered',
      ticketId: survey.ticketId,
      ...rating,
      calledAt: rating.calledAt?.toISOString() ?? null,
    },
  })
  await settle(tx, { kind: survey.ticketKind, id: survey.ticketId })
  return presentSurvey(actor, (await findSurvey(tx, survey.id))!)
}

/** Who may call back learns of it: everybody but those who worked on the ticket, the person asked, and the caller. */
async function openTask(tx: Tx, actor: Actor, survey: SurveyRow): Promise<void> {
  const id = newId()
  await insertTask(tx, id, survey)
  const may = await holdersOf(tx, { permission: 'satisfaction.callback' }, survey.orgPath)
  const not = new Set([...survey.workedBy, survey.person?.id, actor.id])
  await notify(tx, {
    to: may.filter((person) => !not.has(person)),
    textKey: 'satisfaction:notify.callback',
    params: { number: survey.ticketNumber, title: survey.ticketTitle },
    entity: 'call-back',
    entityId: id,
    dedupeKey: `satisfaction.callback:${id}`,
  })
  await openRectification(tx, actor, ofTask((await findTask(tx, id))!))
}

/**
 * Somebody who did not work on the ticket has called the unhappy person; the note says what came of it.
 * @throws satisfaction.not_found (404), satisfaction.own_work (403), satisfaction.task_done (409)
 */
export async function finishCallbackTaskVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof finishCallbackTask>,
): Promise<Output<typeof finishCallbackTask>> {
  const task = await accessTask(tx, actor, input.id)
  await refuseOwnWork(tx, actor, task)
  await lockTicket(tx, task.ticketId)
  if (!(await markTaskDone(tx, input.id, actor.id!, input.note)))
    throw new AppError('satisfaction.task_done', { status: 409, field: 'state' })
  await emit(tx, { type: 'satisfaction.called-back', entity: task.ticketKind, entityId: task.ticketId })
  await audit(tx, actor, {
    action: 'satisfaction.callback-done',
    entity: 'callback_task',
    entityId: input.id,
    orgId: task.orgId,
    before: { state: 'open' },
    after: { state: 'done', ticketId: task.ticketId, note: input.note },
  })
  await settle(tx, { kind: task.ticketKind, id: task.ticketId })
  return presentTask(actor, (await findTask(tx, input.id))!)
}
