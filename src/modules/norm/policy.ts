import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, type Actor } from '#kernel/permission/index.ts'
import { unitZone } from '#kernel/settings/index.ts'
import type { AdoptionRecord } from './contract.ts'
import { selectAdoptions, type AdoptionRow } from './store/adoption.ts'
import { selectClauses, type ClauseRow } from './store/library.ts'
import { visibleNorms } from './visible.ts'

/** The only way to a norm in force. @throws norm.not_found (404): missing or invisible */
export async function accessAdoption(
  db: Db | Tx,
  actor: Actor,
  id: string,
  lock = false,
): Promise<AdoptionRow> {
  const [row] = await selectAdoptions(db, visibleNorms(actor), { zone: unitZone(), id, lock })
  if (!row) throw notFound('norm')
  return row
}

/** A clause of a norm in force. @throws norm.not_found (404) */
export async function accessClause(
  db: Db | Tx,
  actor: Actor,
  at: { id: string; clauseId: string },
): Promise<{ adoption: AdoptionRow; clause: ClauseRow }> {
  const adoption = await accessAdoption(db, actor, at.id)
  const [clause] = await selectClauses(db, adoption.editionId, [at.clauseId])
  if (!clause) throw notFound('norm')
  return { adoption, clause }
}

export const manages = (actor: Actor, orgPath: string): boolean => inScope(actor, 'norm.manage', orgPath)
export const reviews = (actor: Actor, orgPath: string): boolean => inScope(actor, 'norm.review', orgPath)

/** @throws norm.not_allowed (403) */
export function demandManage(actor: Actor, orgPath: string): void {
  if (!manages(actor, orgPath)) throw new AppError('norm.not_allowed', { status: 403 })
}

/** Who files proofs: whoever answers for the clause, and who manages the norm. */
export function answers(actor: Actor, orgPath: string, responsible: readonly { id: string }[]): boolean {
  if (!can(actor, 'norm.answer') || actor.kind !== 'person') return false
  return manages(actor, orgPath) || responsible.some((one) => one.id === actor.id)
}

/** Evaluating costs the database something: whoever reads the norm by office may ask for it. */
export const mayEvaluate = (actor: Actor, orgPath: string): boolean => inScope(actor, 'norm.read', orgPath)

export function presentAdoption(actor: Actor, row: AdoptionRow): AdoptionRecord {
  const { orgPath, ...rest } = row
  const abilities: AdoptionRecord['abilities'] = []
  if (manages(actor, orgPath)) abilities.push('manage')
  if (mayEvaluate(actor, orgPath)) abilities.push('evaluate')
  if (reviews(actor, orgPath)) abilities.push('review')
  return { ...rest, kind: row.kind as AdoptionRecord['kind'], abilities }
}

export function stale(version: number): AppError {
  return new AppError('norm.version_stale', { status: 412, params: { version } })
}
