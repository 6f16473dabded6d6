import { sql } from 'kysely'
import { newId, type Tx } from '../../db/index.ts'

/** One program at a time brings the shipped roles into step. */
export async function lockRights(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7239, 101)`.execute(tx)
}

interface PermissionRow {
  key: string
  administrative: boolean
  shared: boolean
}

/** Makes the table hold exactly these permissions; takes from roles what they may no longer hold. */
export async function syncPermissions(tx: Tx, declared: readonly PermissionRow[]): Promise<void> {
  const rows = JSON.stringify(
    declared.map(({ key, administrative, shared }) => ({ key, administrative, shared })),
  )
  await sql`
    insert into permission (key, administrative, shared)
    select key, administrative, shared from json_to_recordset(${rows}::json) as d(key text, administrative boolean, shared boolean)
    on conflict (key) do update set administrative = excluded.administrative, shared = excluded.shared
      where (permission.administrative, permission.shared) is distinct from (excluded.administrative, excluded.shared)`.execute(
    tx,
  )
  const gone = sql`
    select rp.role_id, rp.permission from role_permission rp
    join role r on r.id = rp.role_id join permission p on p.key = rp.permission
    where not (p.key = any(${declared.map((d) => d.key)}::text[]))
      or (r.post is not null and not p.administrative)
      or (r.post is null and p.administrative and not p.shared)`
  const { rows: found } = await sql<{ role_id: string }>`${gone} limit 1`.execute(tx)
  if (found.length > 0)
    await sql`delete from role_permission where (role_id, permission) in (${gone})`.execute(tx)
  await sql`delete from permission where not (key = any(${declared.map((d) => d.key)}::text[]))`.execute(tx)
}

/** @returns the role's id */
export async function upsertShippedRole(
  tx: Tx,
  role: { key: string; name: string; name_en: string; post: string | null },
): Promise<string> {
  const row = await tx
    .insertInto('role')
    .values({ id: newId(), ...role, shipped: true })
    .onConflict((c) =>
      c.column('key').doUpdateSet({ name: role.name, name_en: role.name_en, shipped: true, post: role.post }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Writes only differences: an unchanged start must not invalidate cached rights. */
export async function setShippedPermissions(
  tx: Tx,
  roleId: string,
  wanted: readonly string[],
): Promise<{ added: string[]; removed: string[] }> {
  const rows = await tx
    .selectFrom('role_permission')
    .select('permission')
    .where('role_id', '=', roleId)
    .execute()
  const held = new Set(rows.map((r) => r.permission))
  const added = wanted.filter((p) => !held.has(p))
  const removed = [...held].filter((p) => !wanted.includes(p))
  if (added.length > 0)
    await tx
      .insertInto('role_permission')
      .values(added.map((permission) => ({ role_id: roleId, permission })))
      .execute()
  if (removed.length > 0)
    await tx
      .deleteFrom('role_permission')
      .where('role_id', '=', roleId)
      .where('permission', 'in', removed)
      .execute()
  return { added, removed }
}
