import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { abilityKeys, type Ability } from './contract.ts'
import { isLegal, isOpen } from './lifecycle.ts'
import { findProblem, type ProblemRow } from './store/read.ts'
import { visibleProblems } from './visible.ts'
import { moves, type Move } from './words.ts'

const manages = (actor: Actor, row: ProblemRow): boolean => inScope(actor, 'problem.manage', row.orgPath)

/** Who works on it: its owner, its group, who opened it while nobody has it, and those who manage problems there. */
export function worksOn(actor: Actor, row: ProblemRow): boolean {
  if (!can(actor, 'problem.work')) return false
  if (actor.kind === 'system' || manages(actor, row)) return true
  if (row.group && actor.groupIds.includes(row.group.id)) return true
  if (actor.id === null) return false
  return row.owner?.id === actor.id || (row.owner === null && row.requester?.id === actor.id)
}

const isMove = (ability: Ability): ability is Ability & Move => (moves as readonly string[]).includes(ability)

/** Whoever may, whatever the state. Seeing the problem is assumed. */
export function may(actor: Actor, row: ProblemRow, ability: Ability): boolean {
  switch (ability) {
    case 'comment':
      return can(actor, 'problem.read')
    case 'link':
      // whoever takes reports sees which of them are the same
      return can(actor, 'problem.propose')
    case 'close':
      // nobody reviews the own work
      return manages(actor, row) && (actor.id === null || row.owner?.id !== actor.id)
    case 'cancel':
      return manages(actor, row)
    default:
      return worksOn(actor, row)
  }
}

function isPossible(row: ProblemRow, ability: Ability): boolean {
  if (ability === 'edit' || isMove(ability)) return isLegal(row, ability)
  return ability === 'comment' || isOpen(row.state)
}

/** What the actor can do with the problem now; buttons are shown by it. */
export function abilitiesOf(actor: Actor, row: ProblemRow): Ability[] {
  return abilityKeys.filter((ability) => may(actor, row, ability) && isPossible(row, ability))
}

/** The only way to obtain a problem. @throws problem.not_found (404): missing or invisible */
export async function accessProblem(db: Db | Tx, actor: Actor, id: string): Promise<ProblemRow> {
  const row = await findProblem(db, visibleProblems(actor), id)
  if (!row) throw notFound('problem')
  return row
}

/**
 * As `accessProblem`, with the right checked and the row locked until the transaction ends: whoever changes any part of a
 * problem holds it.
 * @throws problem.not_found (404), problem.not_allowed (403), problem.version_stale (412), problem.illegal_move,
 * problem.not_now (409)
 */
export async function lockProblem(
  tx: Tx,
  actor: Actor,
  at: { id: string; version?: number },
  ability: Ability,
): Promise<ProblemRow> {
  const row = await findProblem(tx, visibleProblems(actor), at.id, true)
  if (!row) throw notFound('problem')
  if (!may(actor, row, ability))
    throw new AppError('problem.not_allowed', { status: 403, params: { ability } })
  if (at.version !== undefined && row.version !== at.version) throw stale(row.version)
  if (isMove(ability) && !isLegal(row, ability))
    throw new AppError('problem.illegal_move', {
      status: 409,
      params: { move: ability, state: row.state },
      field: 'state',
    })
  if (!isPossible(row, ability)) throw new AppError('problem.not_now', { status: 409, field: 'state' })
  return row
}

export function stale(version: number): AppError {
  return new AppError('problem.version_stale', { status: 412, params: { version } })
}
