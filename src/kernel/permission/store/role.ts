import { sql } from 'kysely'
import { newId, type Db, type Tx } from '../../db/index.ts'
import type { Post } from '../roles.ts'

export interface RoleRow {
  id: string
  key: string
  name: string
  nameEn: string
  shipped: boolean
  post: Post | null
  permissions: string[]
  holders: number
  version: number
}

const selection = sql`
  select r.id, r.key, r.name, r.name_en as "nameEn", r.shipped, r.post, r.version,
    array(select permission from role_permission where role_id = r.id order by permission) as permissions,
    (select count(distinct person_id) from person_role where role_id = r.id)::int as holders
  from role r`

/** Posts first, then shipped roles, then the unit's own. */
export async function selectRoles(db: Db): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`${selection} order by r.post is null, not r.shipped, r.key`.execute(db)
  return rows
}

export async function findRole(db: Db, id: string): Promise<RoleRow | undefined> {
  const { rows } = await sql<RoleRow>`${selection} where r.id = ${id}`.execute(db)
  return rows[0]
}

export async function findRoleByKey(db: Db, key: string): Promise<RoleRow | undefined> {
  const { rows } = await sql<RoleRow>`${selection} where r.key = ${key}`.execute(db)
  return rows[0]
}

/** Serializes what happens to a role: edits, grants, and counting the last holder of a post. */
export async function lockRole(tx: Tx, id: string): Promise<void> {
  await sql`select 1 from role where id = ${id} for update`.execute(tx)
}

export async function insertRole(
  tx: Tx,
  role: { key: string; name: string; nameEn: string },
): Promise<string> {
  const id = newId()
  await tx.insertInto('role').values({ id, key: role.key, name: role.name, name_en: role.nameEn }).execute()
  return id
}

export async function updateRole(tx: Tx, id: string, role: { name: string; nameEn: string }): Promise<void> {
  await sql`update role set name = ${role.name}, name_en = ${role.nameEn}, version = version + 1
    where id = ${id}`.execute(tx)
}

export async function deleteRoleRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('role').where('id', '=', id).execute()
}

export async function replacePermissions(
  tx: Tx,
  roleId: string,
  permissions: readonly string[],
): Promise<void> {
  await sql`delete from role_permission where role_id = ${roleId}
    and not (permission = any(${permissions}::text[]))`.execute(tx)
  await sql`insert into role_permission (role_id, permission)
    select ${roleId}::uuid, unnest(${permissions}::text[]) on conflict do nothing`.execute(tx)
}

export interface PermissionRow {
  key: string
  administrative: boolean
  assignable: boolean
}

export async function selectPermissions(db: Db): Promise<PermissionRow[]> {
  const { rows } = await sql<PermissionRow>`
    select key, administrative, (not administrative or shared) as assignable from permission order by key`.execute(
    db,
  )
  return rows
}
