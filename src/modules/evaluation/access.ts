import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { can, inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { leadsTo, type State, type Way } from './lifecycle.ts'
import { selectEvaluations, type EvaluationRow, type Sight } from './store/evaluation.ts'

/**
 * What an actor reads: evaluations made by the orgs of the role, in every state, and, once announced, those of the own
 * company or of the org that one leads. Who works for a company reads nothing else, whatever the role.
 */
export const visibleEvaluations = (actor: Actor): Sight => ({
  paths: scopeOf(actor, 'evaluation.read'),
  personId: actor.id,
  orgPath: actor.orgPath,
  ...(actor.kind === 'system' ? { all: true as const } : {}),
})

/** For the program's own work, and for those who are asked to decide. */
export const everything: Sight = { paths: [], personId: null, orgPath: '/', all: true }

/** The only way to an evaluation. @throws evaluation.not_found (404): missing or invisible */
export async function accessEvaluation(
  db: Db,
  actor: Actor,
  id: string,
  lock = false,
): Promise<EvaluationRow> {
  const [row] = await selectEvaluations(db, visibleEvaluations(actor), { id, limit: 1, lock })
  if (!row) throw notFound('evaluation')
  return row
}

/** Whether the result is about the actor: he works for the company, or leads the org. */
export const isParty = (actor: Actor, row: EvaluationRow): boolean =>
  actor.kind === 'person' &&
  (row.subjectKind === 'vendor'
    ? actor.orgPath.startsWith(row.subjectPath)
    : row.subjectLeaderId !== null && row.subjectLeaderId === actor.id)

/** A company has no hand in its own evaluation; who leads the unit may well keep the unit's. */
const holds = (actor: Actor, permission: string, row: EvaluationRow): boolean =>
  inScope(actor, permission, row.orgPath) && !(row.subjectKind === 'vendor' && isParty(actor, row))

export const manages = (actor: Actor, row: EvaluationRow): boolean =>
  actor.id !== null && holds(actor, 'evaluation.manage', row)
/** Who computed the result does not review what is said against it. */
export const reviews = (actor: Actor, row: EvaluationRow): boolean =>
  actor.id !== null && holds(actor, 'evaluation.review', row) && row.computedById !== actor.id
export const readsAll = (actor: Actor, row: EvaluationRow): boolean => holds(actor, 'evaluation.read', row)

export const forbidden = () => new AppError('evaluation.not_allowed', { status: 403 })

/** @throws evaluation.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('evaluation.version_stale', { status: 412, params: { version: row.version } })
}

/**
 * An evaluation locked for a move of those who manage it.
 * @returns the row and the state that the move leads to
 * @throws evaluation.not_found (404), not_allowed (403), version_stale (412), not_now (409)
 */
export async function lockFor(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
  way: Way,
): Promise<{ row: EvaluationRow; to: State }> {
  const row = await accessEvaluation(tx, actor, at.id, true)
  if (!manages(actor, row)) throw forbidden()
  demandVersion(row, at.version)
  const to = leadsTo(way, row.state)
  if (to === null) throw new AppError('evaluation.not_now', { status: 409, field: 'state' })
  return { row, to }
}

/** @throws evaluation.not_now (409) */
export function demandState(row: { state: State }, ...states: readonly State[]): void {
  if (!states.includes(row.state)) throw new AppError('evaluation.not_now', { status: 409, field: 'state' })
}

/** Of the party alone. @throws evaluation.not_allowed (403) */
export function demandParty(actor: Actor, row: EvaluationRow): void {
  if (!can(actor, 'evaluation.follow') || !isParty(actor, row)) throw forbidden()
}

/** What every change leaves behind. */
export async function leave(
  tx: Tx,
  actor: Actor,
  row: { id: string; org: { id: string } },
  action: string,
  data: { before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await Promise.all([
    audit(tx, actor, {
      action: `evaluation.${action}`,
      entity: 'evaluation',
      entityId: row.id,
      orgId: row.org.id,
      ...data,
    }),
    emit(tx, { type: `evaluation.${action}`, entity: 'evaluation', entityId: row.id }),
  ])
}
