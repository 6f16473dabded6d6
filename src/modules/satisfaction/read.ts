import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { decodeIdCursor, page } from '#kernel/http/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { demand, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import { accessRequest } from '#modules/request/index.ts'
import { accessSurvey } from './access.ts'
import type {
  getSetting,
  getSurvey,
  incidentSatisfaction,
  listCallbackTasks,
  listSurveys,
  putSetting,
  requestSatisfaction,
} from './contract.ts'
import { presentSurvey, presentTask } from './present.ts'
import { isSettled } from './settle.ts'
import { readSetting, writeSetting } from './store/setting.ts'
import { lastRound, selectSurveys, surveysOfTicket } from './store/surveys.ts'
import { selectTasks, tasksOfTicket } from './store/tasks.ts'

/** My surveys; with `mine=false` those in the scope of my call-backs. @throws permission.denied (403) */
export async function listSurveysVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof listSurveys>,
): Promise<Output<typeof listSurveys>> {
  if (!input.mine) demand(actor, 'satisfaction.callback')
  if (input.mine && actor.id === null) return { items: [], nextCursor: null }
  const rows = await selectSurveys(db, {
    ...(input.mine ? { personId: actor.id! } : { orgPaths: scopeOf(actor, 'satisfaction.callback') }),
    state: input.state,
    byPhone: input.byPhone,
    before: decodeIdCursor(input.cursor) ?? null,
    limit: input.limit + 1,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => presentSurvey(actor, row)), nextCursor }
}

/** @throws satisfaction.not_found (404) */
export async function getSurveyVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof getSurvey>,
): Promise<Output<typeof getSurvey>> {
  return presentSurvey(actor, await accessSurvey(db, actor, input.id))
}

/** Unhappy people in the scope of the actor's call-backs. */
export async function listCallbackTasksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof listCallbackTasks>,
): Promise<Output<typeof listCallbackTasks>> {
  const rows = await selectTasks(db, {
    state: input.state,
    orgPaths: scopeOf(actor, 'satisfaction.callback'),
    before: decodeIdCursor(input.cursor) ?? null,
    limit: input.limit + 1,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.taskId])
  return { items: items.map((row) => presentTask(actor, row)), nextCursor }
}

/** All rounds of an incident the actor may see. @throws incident.not_found (404) */
export async function incidentSatisfactionVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof incidentSatisfaction>,
): Promise<Output<typeof incidentSatisfaction>> {
  return saidOf(db, actor, (await accessIncident(db, actor, input.id)).id)
}

/** All rounds of a request the actor may see. @throws request.not_found (404) */
export async function requestSatisfactionVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof requestSatisfaction>,
): Promise<Output<typeof requestSatisfaction>> {
  return saidOf(db, actor, (await accessRequest(db, actor, input.id)).id)
}

async function saidOf(db: Db, actor: Actor, ticketId: string): Promise<Output<typeof incidentSatisfaction>> {
  const surveys = await surveysOfTicket(db, ticketId)
  const tasks = await tasksOfTicket(db, ticketId)
  const last = await lastRound(db, ticketId)
  return {
    items: surveys.map((row) => presentSurvey(actor, row)),
    tasks: tasks.map((row) => presentTask(actor, row)),
    settled: last !== undefined && isSettled(last),
  }
}

export async function getSettingVerb(db: Db): Promise<Output<typeof getSetting>> {
  return readSetting(db)
}

/** Holds for questions asked from now on. @throws satisfaction.version_stale (412) */
export async function putSettingVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof putSetting>,
): Promise<Output<typeof putSetting>> {
  const old = await readSetting(tx)
  const fresh = await writeSetting(tx, input.answerWithinDays, input.version)
  if (!fresh)
    throw new AppError('satisfaction.version_stale', { status: 412, params: { version: old.version } })
  await audit(tx, actor, {
    action: 'satisfaction.configure',
    entity: 'satisfaction_setting',
    entityId: 'unit',
    before: { ...old },
    after: { ...fresh },
  })
  return fresh
}
