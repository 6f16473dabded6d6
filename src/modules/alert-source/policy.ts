import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { can, inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { findSource, type SourceRow } from './store/source.ts'

/** Org paths whose sources the actor sees. */
export function visibleSources(actor: Actor): readonly string[] {
  return can(actor, 'alert-source.read') ? scopeOf(actor, 'alert-source.read') : []
}

/**
 * The only way to a row that is to be changed: locked. Missing and forbidden look alike.
 * @throws alert-source.not_found (404), alert-source.version_stale (412)
 */
export async function lockSource(db: Db, actor: Actor, id: string, version: number): Promise<SourceRow> {
  const row = await findSource(db, id, true)
  if (!row || !inScope(actor, 'alert-source.manage', row.orgPath)) throw notFound('alert-source')
  if (row.version !== version)
    throw new AppError('alert-source.version_stale', { status: 412, params: { version: row.version } })
  return row
}
