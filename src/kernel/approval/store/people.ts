import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** Of these people, the ones who could decide: active persons who hold `approval.decide`, in the order given. */
export async function whoMayDecide(db: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select w.id from unnest(${[...new Set(ids)]}::uuid[]) with ordinality as w(id, at)
    join person p on p.id = w.id and p.kind = 'person' and p.state = 'active'
    where exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
      where pr.person_id = p.id and rp.permission = 'approval.decide')
    order by w.at`.execute(db)
  return rows.map((row) => row.id)
}

/** The one of these for whom the fewest decisions wait; the first of them when several are alike. */
export async function leastAsked(db: Db, ids: readonly string[]): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select w.id from unnest(${[...ids]}::uuid[]) with ordinality as w(id, at)
    order by (select count(*) from approval_item i where i.person_id = w.id and i.state = 'waiting'), w.at
    limit 1`.execute(db)
  return rows[0]?.id
}

/** Leaders of an active support group. */
export async function groupLeaders(db: Db, groupId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.person_id as id from support_group_member m join support_group g on g.id = m.group_id
    where g.id = ${groupId} and g.active and m.leader order by m.person_id`.execute(db)
  return rows.map((row) => row.id)
}

export interface Place {
  id: string
  name: string
  path: string
}

/** The org of a person. */
export async function orgOf(db: Db, personId: string): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select o.id, o.name, o.path from person p join org o on o.id = p.org_id where p.id = ${personId}`.execute(
    db,
  )
  return rows[0]
}

export interface PersonBrief {
  id: string
  name: string
  orgName: string
}

/** Names of people. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from person where id = any(${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** People who may decide, by name, login or org. */
export async function choosePeople(db: Db, q: string, limit: number): Promise<PersonBrief[]> {
  const { rows } = await sql<PersonBrief>`
    select p.id, p.name, o.name as "orgName" from person p join org o on o.id = p.org_id
    where p.kind = 'person' and p.state = 'active'
      and (${q} = '' or strpos(lower(p.name), lower(${q})) > 0 or strpos(p.login, lower(${q})) > 0)
      and exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
        where pr.person_id = p.id and rp.permission = 'approval.decide')
    order by p.name, p.id limit ${limit}`.execute(db)
  return rows
}
