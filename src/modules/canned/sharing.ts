import type { Db } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { findOrg } from '#kernel/org/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { groupExists, type Reader, type SharingRow } from './store/sharing.ts'
import type { Share } from './words.ts'

export function readerOf(actor: Actor): Reader {
  return {
    personId: actor.id,
    orgPath: actor.orgPath,
    groupIds: actor.groupIds,
    sharePaths: scopeOf(actor, 'canned.share'),
  }
}

interface Wanted {
  share: Share
  groupId?: string | undefined
  orgId?: string | undefined
}

/**
 * Whether the actor may share in this way, and what the row then says.
 * @throws canned.unknown_reference (422): a group one is no member of, an org outside of `canned.share`
 */
export async function sharingOf(
  db: Db,
  actor: Actor,
  wanted: Wanted,
): Promise<{ share: Share; group_id: string | null; org_id: string | null }> {
  const { share, groupId, orgId } = wanted
  if (share === 'group') {
    if (!groupId || !actor.groupIds.includes(groupId) || !(await groupExists(db, groupId)))
      throw unknown('groupId')
    return { share, group_id: groupId, org_id: null }
  }
  if (share === 'org') {
    const org = orgId ? await findOrg(db, orgId) : undefined
    if (!org || !inScope(actor, 'canned.share', org.path)) throw unknown('orgId')
    return { share, group_id: null, org_id: org.id }
  }
  return { share, group_id: null, org_id: null }
}

export function unknown(field: string): AppError {
  return new AppError('canned.unknown_reference', { status: 422, field, params: { field } })
}

/** @throws canned.not_allowed (403) for one that is only there to be used; canned.version_stale (412) */
export function demandEdit(row: SharingRow, version: number): void {
  if (!row.editable) throw new AppError('canned.not_allowed', { status: 403 })
  if (row.version !== version)
    throw new AppError('canned.version_stale', { status: 412, params: { version: row.version } })
}

export function presentSharing<T extends SharingRow>(row: T): Omit<T, 'editable'> & { abilities: 'edit'[] } {
  const { editable, ...rest } = row
  return { ...rest, abilities: editable ? ['edit'] : [] }
}
