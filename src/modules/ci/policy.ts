/** Who may see and change items: the org subtrees of the permissions. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { readCi, type CiRow } from './store/ci.ts'

/** Org paths below which the actor sees items; lists, graph, search and figures all use them. */
export function visibleCis(actor: Actor): readonly string[] {
  return scopeOf(actor, 'ci.read')
}

/** Whether the actor may change an item that belongs to the org with this path. */
export function manages(actor: Actor, orgPath: string): boolean {
  return inScope(actor, 'ci.manage', orgPath)
}

/**
 * The only way to an item.
 * @throws ci.not_found (404) when it is missing or invisible
 */
export async function accessCi(db: Db, actor: Actor, id: string): Promise<CiRow> {
  const row = await readCi(db, id)
  if (!row || !inScope(actor, 'ci.read', row.orgPath)) throw notFound('ci')
  return row
}

/**
 * An item to be changed, locked.
 * @param version as the caller knows it; none: whichever it is
 * @throws ci.not_found (404); ci.not_yours (403); ci.retired (409); ci.version_stale (412)
 */
export async function lockCi(
  tx: Tx,
  actor: Actor,
  id: string,
  options: { version?: number; field?: string } = {},
): Promise<CiRow> {
  const row = await readCi(tx, id, true)
  if (!row || !inScope(actor, 'ci.read', row.orgPath)) throw notFound('ci')
  const at = options.field ? { field: options.field } : {}
  if (!manages(actor, row.orgPath)) throw new AppError('ci.not_yours', { status: 403, ...at })
  if (options.version !== undefined && row.version !== options.version)
    throw new AppError('ci.version_stale', { status: 412, params: { version: row.version } })
  if (row.lifecycle === 'retired') throw new AppError('ci.retired', { status: 409, ...at })
  return row
}

/** An org in which the actor may keep items. @throws ci.unknown_reference (422) */
export async function manageableOrg(
  db: Db,
  actor: Actor,
  id: string,
  field = 'orgId',
): Promise<{ id: string; path: string }> {
  const org = await findOrg(db, id)
  if (!org?.active || !manages(actor, org.path))
    throw new AppError('ci.unknown_reference', { status: 422, field })
  return org
}
