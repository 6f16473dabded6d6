import { sql } from 'kysely'
import type { Db } from '../../db/index.ts'

/** A notice goes to people one by one; more than so many would be an announcement. */
const most = 500

/**
 * Active people who hold a permission, or one of the roles of the given keys, for an org (granted there or above it).
 * @param orgPath path of the org, such as `/1/5/`
 * @returns person ids, at most 500
 */
export async function holdersOf(
  db: Db,
  by: { permission: string } | { roles: readonly string[] },
  orgPath: string,
): Promise<string[]> {
  if ('roles' in by && by.roles.length === 0) return []
  const which =
    'roles' in by
      ? sql`r.key = any(${[...by.roles]}::text[])`
      : sql`exists (select from role_permission rp where rp.role_id = r.id and rp.permission = ${by.permission})`
  const { rows } = await sql<{ id: string }>`
    select distinct p.id from person p
    join person_role pr on pr.person_id = p.id join role r on r.id = pr.role_id join org o on o.id = pr.org_id
    where ${which} and p.kind = 'person' and p.state = 'active' and ${orgPath} like o.path || '%'
    limit ${most}`.execute(db)
  return rows.map((row) => row.id)
}

/** Keys of the roles that somebody holds, for whatever org. */
export async function rolesOf(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select distinct r.key from person_role pr join role r on r.id = pr.role_id
    where pr.person_id = ${personId}`.execute(db)
  return rows.map((row) => row.key)
}
