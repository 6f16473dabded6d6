import type { Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { findOrg } from '../org/index.ts'
import { inScope, scopeOf, type Actor } from '../permission/index.ts'
import { groupExists, type Reader, type SharingRow } from './store.ts'
import type { Share } from './words.ts'

/** Who asks. @param permission that lets people share with orgs and edit what is shared there */
export function readerOf(actor: Actor, permission: string): Reader {
  return {
    everything: actor.kind === 'system',
    personId: actor.id,
    orgPath: actor.orgPath,
    groupIds: actor.groupIds,
    sharePaths: scopeOf(actor, permission),
  }
}

interface Wanted {
  share: Share
  groupId?: string | undefined
  orgId?: string | undefined
}

/**
 * Whether the actor may share in this way, and what the row then says.
 * @param room whose errors are thrown
 * @throws <room>.unknown_reference (422): a group one is no member of, an org outside of `<room>.share`
 */
export async function sharingOf(
  db: Db,
  actor: Actor,
  room: string,
  wanted: Wanted,
): Promise<{ share: Share; group_id: string | null; org_id: string | null }> {
  const { share, groupId, orgId } = wanted
  if (share === 'group') {
    if (!groupId || !actor.groupIds.includes(groupId) || !(await groupExists(db, groupId)))
      throw unknownReference(room, 'groupId')
    return { share, group_id: groupId, org_id: null }
  }
  if (share === 'org') {
    const org = orgId ? await findOrg(db, orgId) : undefined
    if (!org || !inScope(actor, `${room}.share`, org.path)) throw unknownReference(room, 'orgId')
    return { share, group_id: null, org_id: org.id }
  }
  return { share, group_id: null, org_id: null }
}

/** <room>.unknown_reference (422), naming the field */
export function unknownReference(room: string, field: string): AppError {
  return new AppError(`${room}.unknown_reference`, { status: 422, field, params: { field } })
}

/** @throws <room>.not_allowed (403) for one that is only there to be used; <room>.version_stale (412) */
export function demandEdit(row: SharingRow, version: number, room: string): void {
  if (!row.editable) throw new AppError(`${room}.not_allowed`, { status: 403 })
  if (row.version !== version)
    throw new AppError(`${room}.version_stale`, { status: 412, params: { version: row.version } })
}

/** The row as it is answered: what may be done with it as abilities. */
export function presentSharing<T extends SharingRow>(row: T): Omit<T, 'editable'> & { abilities: 'edit'[] } {
  const { editable, ...rest } = row
  return { ...rest, abilities: editable ? ['edit'] : [] }
}
