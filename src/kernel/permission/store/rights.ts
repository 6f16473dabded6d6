import { sql } from 'kysely'
import type { Db } from '../../db/index.ts'
import type { Post } from '../roles.ts'

/** All that a person may do, as the roles and groups say now. */
export interface Rights {
  permissions: ReadonlySet<string>
  /** permission → org paths below which it holds */
  scopes: ReadonlyMap<string, readonly string[]>
  groupIds: readonly string[]
  post: Post | undefined
}

/** Reads the rights of one person in one query. */
export async function readRights(db: Db, personId: string): Promise<Rights> {
  const { rows } = await sql<{
    scopes: Record<string, string[]> | null
    groups: string[] | null
    post: Post | null
  }>`
    select
      (select json_object_agg(permission, paths) from (
        select rp.permission, array_agg(distinct o.path order by o.path) as paths
        from person_role pr
        join role r on r.id = pr.role_id
        join role_permission rp on rp.role_id = pr.role_id
        -- a post is held for the whole installation, wherever its holder sits
        join lateral (select case when r.post is null then org.path else '/' end as path
                      from org where org.id = pr.org_id) o on true
        where pr.person_id = ${personId} group by rp.permission) held) as scopes,
      (select array_agg(m.group_id) from support_group_member m
        join support_group g on g.id = m.group_id
        where m.person_id = ${personId} and g.active) as groups,
      (select r.post from person_role pr join role r on r.id = pr.role_id
        where pr.person_id = ${personId} and r.post is not null limit 1) as post`.execute(db)
  const { scopes, groups, post } = rows[0]!
  const entries = Object.entries(scopes ?? {})
  return {
    permissions: new Set(entries.map(([permission]) => permission)),
    scopes: new Map(entries),
    groupIds: groups ?? [],
    post: post ?? undefined,
  }
}
