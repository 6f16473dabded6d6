/** Who may see and change checks: the org subtrees of the permissions. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { findCheck, type CheckRow } from './store/check.ts'
import { lockDefinitions } from './store/dependency.ts'

/** Org paths below which the actor sees checks; lists, figures, history and availability all use them. */
export function visibleCheck(actor: Actor): readonly string[] {
  return scopeOf(actor, 'check.read')
}

/**
 * The only way to a check.
 * @throws check.not_found (404) when it is missing or invisible
 */
export async function accessCheck(db: Db, actor: Actor, id: string): Promise<CheckRow> {
  const row = await findCheck(db, id)
  if (!row || !inScope(actor, 'check.read', row.orgPath)) throw notFound('check')
  return row
}

/**
 * A check to be changed, locked.
 * @param version as the caller knows it; none: whichever it is
 * @throws check.not_found (404); check.not_yours (403); check.version_stale (412)
 */
export async function lockCheck(
  tx: Tx,
  actor: Actor,
  id: string,
  version?: number,
  permission: 'check.manage' | 'check.report' = 'check.manage',
): Promise<CheckRow> {
  // a reading changes no definition
  if (permission === 'check.manage') await lockDefinitions(tx)
  const row = await findCheck(tx, id, true)
  if (!row || !inScope(actor, 'check.read', row.orgPath)) throw notFound('check')
  if (!inScope(actor, permission, row.orgPath)) throw new AppError('check.not_yours', { status: 403 })
  if (version !== undefined && row.version !== version)
    throw new AppError('check.version_stale', { status: 412, params: { version: row.version } })
  return row
}

/** An org in which the actor may keep checks. @throws check.unknown_reference (422) */
export async function manageableOrg(db: Db, actor: Actor, id: string): Promise<{ id: string; path: string }> {
  const org = await findOrg(db, id)
  if (!org?.active || !inScope(actor, 'check.manage', org.path))
    throw new AppError('check.unknown_reference', { status: 422, field: 'orgId' })
  return org
}
