import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { may, type Move } from './lifecycle.ts'
import { selectPlans, type PlanRow } from './store/plan.ts'
import { selectRounds, type RoundRow, type Sight } from './store/round.ts'

/** Whose rounds an actor sees: of the orgs in scope, of the own support groups, and those begun by oneself. */
export const visibleRounds = (actor: Actor): Sight => ({
  paths: scopeOf(actor, 'round.read'),
  groupIds: actor.groupIds,
  personId: actor.id,
})

/** The only way to a round. @throws round.not_found (404): missing or invisible */
export async function accessRound(db: Db, actor: Actor, id: string, lock = false): Promise<RoundRow> {
  const [row] = await selectRounds(db, visibleRounds(actor), { id, lock, limit: 1 })
  if (!row) throw notFound('round')
  return row
}

/** Who carries out: a member of its group, or of no group anybody of the unit; and whoever leads. */
function carries(actor: Actor, row: RoundRow): boolean {
  if (!can(actor, 'round.carry-out')) return false
  if (row.group === null || actor.groupIds.includes(row.group.id)) return true
  return inScope(actor, 'round.manage', row.orgPath)
}

export function abilitiesOf(actor: Actor, row: RoundRow): Move[] {
  const all: [Move, boolean][] = [
    ['start', carries(actor, row)],
    ['record', carries(actor, row)],
    ['finish', carries(actor, row)],
    ['skip', inScope(actor, 'round.manage', row.orgPath)],
  ]
  return all.filter(([move, allowed]) => allowed && may(move, row.state)).map(([move]) => move)
}

/**
 * A round for a move, locked.
 * @throws round.not_found (404), round.not_yours (403), round.not_now (409), round.version_stale (412)
 */
export async function roundFor(
  tx: Db,
  actor: Actor,
  at: { id: string; version?: number },
  move: Move,
): Promise<RoundRow> {
  const row = await accessRound(tx, actor, at.id, true)
  if (!may(move, row.state)) throw new AppError('round.not_now', { status: 409, field: 'state' })
  if (!abilitiesOf(actor, row).includes(move)) throw new AppError('round.not_yours', { status: 403 })
  if (at.version !== undefined) demandVersion(row, at.version)
  return row
}

/** @throws round.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('round.version_stale', { status: 412, params: { version: row.version } })
}

/** @throws round.not_found (404): missing or outside of the caller's scope for `permission` */
export async function accessPlan(
  db: Db,
  actor: Actor,
  id: string,
  permission: 'round.read' | 'round.manage' | 'round.carry-out',
  lock = false,
): Promise<PlanRow> {
  const [row] = await selectPlans(db, scopeOf(actor, permission), { id, lock })
  if (!row) throw notFound('round')
  return row
}
