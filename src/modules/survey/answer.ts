import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { openRectification } from '#modules/satisfaction/index.ts'
import { answerTroubles, filled, unhappyWith, type Answers } from './form-contract.ts'
import { accessRun } from './policy.ts'
import type * as contract from './run-contract.ts'
import { findInvite, markAnswered, selectMine, selectRuns, type RunRow } from './store/runs.ts'
import { insertAnonymousSheet, insertNamedSheet } from './store/sheets.ts'

/** A clock on the caller's desk may run ahead of the server's a little. */
const tolerance = 60_000

/**
 * The person who was asked answers, once. Of an anonymous survey only that somebody has answered is kept with the person; the
 * audit entry says no more either.
 * @throws survey.not_found (404), survey.not_open, survey.answered (409), survey.bad_answer (422) naming the question
 */
export async function answerMineVerb(
  tx: Tx,
  actor: Actor,
  { id, answers }: Input<typeof contract.answerMine>,
): Promise<{ done: true }> {
  if (actor.id === null) throw notFound('survey')
  const [mine] = await selectMine(tx, { personId: actor.id, orgPath: actor.orgPath }, id)
  if (!mine || mine.mine === null) throw notFound('survey')
  const [run] = await selectRuns(tx, ['/'], { id, lock: true, limit: 1 })
  await take(tx, actor, run!, { personId: actor.id, answers, calledBy: null, at: await dbNow(tx) })
  return { done: true }
}

/**
 * The desk has telephoned and records what was said. Named surveys only.
 * @throws survey.not_found (404), survey.own_answer (403), survey.anonymous, survey.not_open, survey.answered (409),
 * survey.bad_call_time, survey.bad_answer (422)
 */
export async function answerByPhoneVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.answerByPhone>,
): Promise<{ done: true }> {
  const run = await accessRun(tx, actor, input.id, 'survey.call', true)
  if (run.anonymous) throw new AppError('survey.anonymous', { status: 409 })
  if (input.personId === actor.id) throw new AppError('survey.own_answer', { status: 403 })
  const now = await dbNow(tx)
  const at = input.calledAt === undefined ? now : new Date(input.calledAt)
  if (at.getTime() > now.getTime() + tolerance || at < run.openedAt)
    throw new AppError('survey.bad_call_time', { status: 422, field: 'calledAt' })
  await take(tx, actor, run, { personId: input.personId, answers: input.answers, calledBy: actor.id, at })
  return { done: true }
}

interface Given {
  personId: string
  answers: Answers
  calledBy: string | null
  at: Date
}

/** The run is locked: answers to it come one by one. */
async function take(tx: Tx, actor: Actor, run: RunRow, given: Given): Promise<void> {
  const invite = await findInvite(tx, run.id, given.personId, true)
  if (!invite) throw notFound('survey')
  if (run.state !== 'open') throw new AppError('survey.not_open', { status: 409, field: 'state' })
  if (invite.answered) throw new AppError('survey.answered', { status: 409, field: 'state' })
  const answers = filled(given.answers)
  const [trouble] = answerTroubles(run.questions, answers)
  if (trouble)
    throw new AppError(trouble.code === 'required' ? 'survey.answer_missing' : 'survey.bad_answer', {
      status: 422,
      field: trouble.field,
    })
  await markAnswered(tx, run.id, given.personId)
  const bad = unhappyWith(run.questions, answers)
  const sheet = { runId: run.id, cohortId: invite.cohortId, answers, unhappy: bad.length > 0 }
  if (run.anonymous) await insertAnonymousSheet(tx, sheet)
  else await keepNamed(tx, actor, { run, given, sheet, bad })
  await audit(tx, actor, {
    action: given.calledBy ? 'survey.answer-by-phone' : 'survey.answer',
    entity: 'questionnaire_run',
    entityId: run.id,
    orgId: run.org.id,
    after: run.anonymous ? { answered: true } : { personId: given.personId, answers },
  })
}

async function keepNamed(
  tx: Tx,
  actor: Actor,
  {
    run,
    given,
    sheet,
    bad,
  }: { run: RunRow; given: Given; sheet: Parameters<typeof insertAnonymousSheet>[1]; bad: string[] },
): Promise<void> {
  const { personId, calledBy, at } = given
  const id = await insertNamedSheet(tx, { ...sheet, personId, calledBy, answeredAt: at })
  if (bad.length === 0) return
  const texts = run.questions
    .filter((one) => one.type === 'text' && typeof sheet.answers[one.key] === 'string')
    .map((one) => `${one.label}：${String(sheet.answers[one.key])}`)
  await openRectification(tx, actor, {
    source: 'questionnaire',
    sourceId: id,
    recordId: run.id,
    orgId: run.org.id,
    number: run.number,
    title: run.title,
    personId,
    contact: null,
    said: [...bad, ...texts].join('\n'),
    workedBy: calledBy ? [calledBy] : [],
  })
  await emit(tx, { type: 'survey.unhappy', entity: 'questionnaire-run', entityId: run.id })
}
