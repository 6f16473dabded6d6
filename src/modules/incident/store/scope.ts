import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'

/** The small number of a group, of which its search token is made. */
export async function groupNoOf(db: Db, groupId: string): Promise<number | null> {
  const row = await db.selectFrom('support_group').select('no').where('id', '=', groupId).executeTakeFirst()
  return row?.no ?? null
}

/** Numbers of the orgs at the top of an actor's scopes and of his groups. */
export async function orgNosOf(db: Db, v: Visibility): Promise<{ orgs: number[]; groups: number[] }> {
  const orgs = v.orgPaths
    .map((path) => Number(path.split('/').filter(Boolean).at(-1)))
    .filter(Number.isInteger)
  if (v.groupIds.length === 0) return { orgs, groups: [] }
  const rows = await db
    .selectFrom('support_group')
    .select('no')
    .where('id', 'in', [...v.groupIds])
    .execute()
  return { orgs, groups: rows.map((r) => r.no) }
}
