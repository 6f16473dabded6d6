import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { selectQuestionnaires, type QuestionnaireRow } from './store/questionnaires.ts'
import { selectRuns, type RunRow } from './store/runs.ts'

type Permission = 'survey.read' | 'survey.manage' | 'survey.call'

/** @throws survey.not_found (404): missing, or outside of the caller's scope for the permission */
export async function accessQuestionnaire(
  db: Db,
  actor: Actor,
  id: string,
  permission: Permission,
  lock = false,
): Promise<QuestionnaireRow> {
  const [row] = await selectQuestionnaires(db, scopeOf(actor, permission), { id, lock })
  if (!row) throw notFound('survey')
  return row
}

/** @throws survey.not_found (404): missing, or outside of the caller's scope for the permission */
export async function accessRun(
  db: Db,
  actor: Actor,
  id: string,
  permission: Permission,
  lock = false,
): Promise<RunRow> {
  const [row] = await selectRuns(db, scopeOf(actor, permission), { id, lock, limit: 1 })
  if (!row) throw notFound('survey')
  return row
}

/**
 * Figures of an anonymous run are not shown while it goes on: who compares them before and after somebody's answer would
 * know it.
 */
export const mayCount = (run: Pick<RunRow, 'anonymous' | 'state'>): boolean =>
  !run.anonymous || run.state !== 'open'

export function abilitiesOf(actor: Actor, run: RunRow): ('close' | 'publish' | 'call' | 'results')[] {
  const manages = inScope(actor, 'survey.manage', run.orgPath)
  const open = run.state === 'open'
  return [
    ...(manages && open ? (['close'] as const) : []),
    ...(manages && run.state === 'closed' ? (['publish'] as const) : []),
    ...(open && !run.anonymous && inScope(actor, 'survey.call', run.orgPath) ? (['call'] as const) : []),
    ...(mayCount(run) ? (['results'] as const) : []),
  ]
}

/** @throws survey.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('survey.version_stale', { status: 412, params: { version: row.version } })
}
