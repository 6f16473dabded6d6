import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { findSurvey, type SurveyRow } from './store/surveys.ts'
import { findTask, type TaskRow } from './store/tasks.ts'
import { subjectOf } from './subject.ts'

export function isMine(actor: Actor, survey: Pick<SurveyRow, 'person'>): boolean {
  return actor.id !== null && survey.person?.id === actor.id
}

export function mayCallBack(actor: Actor, survey: Pick<SurveyRow, 'orgPath'>): boolean {
  return inScope(actor, 'satisfaction.callback', survey.orgPath)
}

/** @throws satisfaction.not_found (404) unless it is the actor's own or in the scope of their call-backs */
export async function accessSurvey(db: Db | Tx, actor: Actor, id: string): Promise<SurveyRow> {
  const survey = await findSurvey(db, id)
  if (!survey || !(isMine(actor, survey) || mayCallBack(actor, survey))) throw notFound('satisfaction')
  return survey
}

/** @throws satisfaction.not_found (404) unless it is in the scope of the actor's call-backs */
export async function accessTask(db: Db | Tx, actor: Actor, id: string): Promise<TaskRow> {
  const task = await findTask(db, id)
  if (!task || !mayCallBack(actor, task)) throw notFound('satisfaction')
  return task
}

/**
 * Nobody asks how good their own work was.
 * @throws satisfaction.own_work (403)
 */
export async function refuseOwnWork(tx: Tx, actor: Actor, survey: SurveyRow): Promise<void> {
  const { workers } = await subjectOf(tx, survey.ticketKind, survey.ticketId, actor.traceId)
  if (actor.id === null || workers.has(actor.id)) throw new AppError('satisfaction.own_work', { status: 403 })
}
