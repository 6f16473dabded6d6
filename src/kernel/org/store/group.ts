import { sql } from 'kysely'
import { newId, type Db, type Tx } from '../../db/index.ts'

export interface GroupRow {
  id: string
  name: string
  orgId: string
  orgName: string
  orgPath: string
  line: number
  dispatch: 'none' | 'turn' | 'load'
  active: boolean
  version: number
  members: {
    personId: string
    login: string
    name: string
    state: 'inactive' | 'active' | 'disabled'
    leader: boolean
    onDuty: boolean
  }[]
}

const selection = sql`
  select g.id, g.name, g.org_id as "orgId", o.name as "orgName", o.path as "orgPath", g.line, g.dispatch, g.active, g.version,
    coalesce((select json_agg(json_build_object('personId', p.id, 'login', p.login, 'name', p.name, 'state', p.state,
        'leader', m.leader, 'onDuty', m.on_duty) order by m.leader desc, p.login)
      from support_group_member m join person p on p.id = m.person_id where m.group_id = g.id), '[]') as members
  from support_group g join org o on o.id = g.org_id`

export async function selectGroups(
  db: Db,
  filter: {
    q?: string | undefined
    active?: boolean | undefined
    afterName?: string | undefined
    limit: number
  },
): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`${selection}
    where (${filter.q ?? null}::text is null or strpos(lower(g.name), lower(${filter.q ?? ''})) > 0)
      and (${filter.active ?? null}::boolean is null or g.active = ${filter.active ?? null}::boolean)
      and g.name > ${filter.afterName ?? ''}
    order by g.name limit ${filter.limit + 1}`.execute(db)
  return rows
}

export async function findGroup(db: Db, id: string): Promise<GroupRow | undefined> {
  const { rows } = await sql<GroupRow>`${selection} where g.id = ${id}`.execute(db)
  return rows[0]
}

export async function findGroupByName(db: Db, name: string): Promise<GroupRow | undefined> {
  const { rows } = await sql<GroupRow>`${selection} where g.name = ${name}`.execute(db)
  return rows[0]
}

/** Keeps others from changing the group before the transaction ends. */
export async function lockGroup(tx: Tx, id: string): Promise<void> {
  await sql`select 1 from support_group where id = ${id} for update`.execute(tx)
}

export async function insertGroup(
  tx: Tx,
  group: { name: string; orgId: string; line: number; dispatch: string },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('support_group')
    .values({ id, name: group.name, org_id: group.orgId, line: group.line, dispatch: group.dispatch })
    .execute()
  return id
}

export async function updateGroup(
  tx: Tx,
  id: string,
  group: { name: string; orgId: string; line: number; dispatch: string; active: boolean },
): Promise<void> {
  await sql`update support_group set name = ${group.name}, org_id = ${group.orgId}, line = ${group.line},
    dispatch = ${group.dispatch}, version = version + 1 where id = ${id}`.execute(tx)
  // apart, so that cached rights are invalidated only when this changes
  await sql`update support_group set active = ${group.active} where id = ${id} and active <> ${group.active}`.execute(
    tx,
  )
}

export async function groupNameTaken(tx: Tx, name: string, exceptId: string | null): Promise<boolean> {
  const row = await tx.selectFrom('support_group').select('id').where('name', '=', name).executeTakeFirst()
  return row !== undefined && row.id !== exceptId
}

/** Of these people, those that cannot be members: unknown, or holding one of the three posts. */
export async function unfitMembers(tx: Tx, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select wanted.id from unnest(${personIds}::uuid[]) wanted(id)
    where not exists (select 1 from person p where p.id = wanted.id)
      or exists (select 1 from person_role pr join role r on r.id = pr.role_id
                 where pr.person_id = wanted.id and r.post is not null)`.execute(tx)
  return rows.map((r) => r.id)
}

export async function replaceMembers(
  tx: Tx,
  groupId: string,
  members: readonly { personId: string; leader: boolean; onDuty: boolean }[],
): Promise<void> {
  const rows = JSON.stringify(members)
  await sql`delete from support_group_member where group_id = ${groupId}
    and not (person_id = any(${members.map((m) => m.personId)}::uuid[]))`.execute(tx)
  await sql`
    insert into support_group_member (group_id, person_id, leader, on_duty)
    select ${groupId}::uuid, "personId", leader, "onDuty"
    from json_to_recordset(${rows}::json) as m("personId" uuid, leader boolean, "onDuty" boolean)
    on conflict (group_id, person_id) do update set leader = excluded.leader, on_duty = excluded.on_duty`.execute(
    tx,
  )
  await sql`update support_group set version = version + 1 where id = ${groupId}`.execute(tx)
}

export interface GroupChoice {
  id: string
  name: string
  line: number
  members: { id: string; name: string; onDuty: boolean }[]
}

/** Active groups with their active members. */
export async function selectGroupChoices(
  db: Db,
  filter: { q?: string | undefined; limit: number },
): Promise<GroupChoice[]> {
  const { rows } = await sql<GroupChoice>`
    select g.id, g.name, g.line,
      coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'onDuty', m.on_duty) order by p.name)
        from support_group_member m join person p on p.id = m.person_id
        where m.group_id = g.id and p.state = 'active'), '[]') as members
    from support_group g
    where g.active and (${filter.q ?? null}::text is null or strpos(lower(g.name), lower(${filter.q ?? ''})) > 0)
    order by g.line, g.name limit ${filter.limit}`.execute(db)
  return rows
}
