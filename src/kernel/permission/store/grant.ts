import { sql } from 'kysely'
import type { Db, Tx } from '../../db/index.ts'
import type { Post } from '../roles.ts'

export interface GrantRow {
  roleId: string
  key: string
  name: string
  nameEn: string
  post: Post | null
  orgId: string
  orgName: string
  grantedBy: string | null
  grantedAt: Date
}

export async function selectGrants(db: Db, personId: string): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select r.id as "roleId", r.key, r.name, r.name_en as "nameEn", r.post, o.id as "orgId", o.name as "orgName",
      by.name as "grantedBy", pr.granted_at as "grantedAt"
    from person_role pr join role r on r.id = pr.role_id join org o on o.id = pr.org_id
    left join person by on by.id = pr.granted_by
    where pr.person_id = ${personId} order by r.key, o.path`.execute(db)
  return rows
}

export interface Grantee {
  id: string
  kind: 'person' | 'machine'
  login: string
  state: 'inactive' | 'active' | 'disabled'
  orgId: string
  createdBy: string | null
  inGroup: boolean
}

/** The person whose rights change, locked until the end of the transaction. */
export async function lockGrantee(tx: Tx, personId: string): Promise<Grantee | undefined> {
  const { rows } = await sql<Grantee>`
    select id, kind, login, state, org_id as "orgId", created_by as "createdBy",
      exists (select 1 from support_group_member where person_id = person.id) as "inGroup"
    from person where id = ${personId} for no key update`.execute(tx)
  return rows[0]
}

/** Whether a person exists: reading the roles of nobody is a 404. */
export async function personExists(db: Db, personId: string): Promise<boolean> {
  const row = await db.selectFrom('person').select('id').where('id', '=', personId).executeTakeFirst()
  return row !== undefined
}

/** Path of an active org; of the root when `id` is null. */
export async function findScope(
  db: Db,
  id: string | null,
): Promise<{ id: string; path: string } | undefined> {
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path from org where active and (id = ${id}::uuid or (${id}::uuid is null and parent_id is null))
    order by no limit 1`.execute(db)
  return rows[0]
}

/** @returns false when it was held already */
export async function insertGrant(
  tx: Tx,
  grant: { personId: string; roleId: string; orgId: string; grantedBy: string | null },
): Promise<boolean> {
  const row = await tx
    .insertInto('person_role')
    .values({
      person_id: grant.personId,
      role_id: grant.roleId,
      org_id: grant.orgId,
      granted_by: grant.grantedBy,
    })
    .onConflict((c) => c.doNothing())
    .returning('person_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteGrant(
  tx: Tx,
  grant: { personId: string; roleId: string; orgId: string },
): Promise<void> {
  await tx
    .deleteFrom('person_role')
    .where('person_id', '=', grant.personId)
    .where('role_id', '=', grant.roleId)
    .where('org_id', '=', grant.orgId)
    .execute()
}

/** The post role that a person holds, if any. */
export async function findPostRole(
  db: Db,
  personId: string,
): Promise<{ id: string; post: Post } | undefined> {
  const { rows } = await sql<{ id: string; post: Post }>`
    select r.id, r.post from person_role pr join role r on r.id = pr.role_id
    where pr.person_id = ${personId} and r.post is not null`.execute(db)
  return rows[0]
}

/** How many others hold the role and could use it: active, with a password. */
export async function countOtherHolders(tx: Tx, roleId: string, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from person_role pr join person p on p.id = pr.person_id
    join credential c on c.person_id = p.id
    where pr.role_id = ${roleId} and p.id <> ${personId} and p.state = 'active' and c.password_hash is not null`.execute(
    tx,
  )
  return rows[0]!.n
}
