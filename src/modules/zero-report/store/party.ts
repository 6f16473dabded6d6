import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface Named {
  id: string
  name: string
}
/** What somebody sees: parties and days of orgs within the paths, and what the person reports. */
export interface Sight {
  paths: readonly string[]
  personId: string | null
}
export interface PartyRow {
  id: string
  org: Named
  orgPath: string
  team: Named | null
  to: Named
  toPath: string
  people: Named[]
  holidays: boolean
  due: string
  active: boolean
  createdAt: Date
  version: number
}

/** Whose person reports for a party p: named, or a member of its team. */
export const reportsSql = (personId: string | null): RawBuilder<unknown> =>
  sql`(${personId}::uuid = any(p.person_ids)
    or exists (select from duty_member m where m.team_id = p.team_id and m.person_id = ${personId}::uuid))`

/** Whether an org alias lies within the paths. */
export const within = (alias: 'o' | 'up', paths: readonly string[]): RawBuilder<unknown> =>
  sql`exists (select from unnest(${[...paths]}::text[]) x where ${sql.ref(`${alias}.path`)} like x || '%')`

/** Of party p, org o and receiving org `up`. */
export const seen = (see: Sight): RawBuilder<unknown> =>
  sql`(${within('o', see.paths)} or ${within('up', see.paths)} or ${reportsSql(see.personId)})`

/** Parties, by who receives, unit and team; at most 2,000. */
export async function selectParties(
  db: Db,
  f: { see?: Sight; id?: string; activeOnly?: boolean; lock?: boolean } = {},
): Promise<PartyRow[]> {
  const { rows } = await sql<PartyRow>`
    select p.id, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
      (select json_build_object('id', t.id, 'name', t.name) from duty_team t where t.id = p.team_id) as team,
      json_build_object('id', up.id, 'name', up.name) as to, up.path as "toPath",
      coalesce((select json_agg(json_build_object('id', q.id, 'name', q.name) order by q.name) from person q
        where q.id = any(p.person_ids)), '[]') as people,
      p.holidays, p.due, p.active, p.created_at as "createdAt", p.version
    from zero_report_party p join org o on o.id = p.org_id join org up on up.id = p.to_org_id
    where ${f.see ? seen(f.see) : sql`true`} and ${f.id ? sql`p.id = ${f.id}` : sql`true`}
      and ${f.activeOnly ? sql`p.active and o.active` : sql`true`}
    order by not p.active, up.path, o.path, p.team_id nulls first, p.id limit 2000
    ${f.lock ? sql`for update of p` : sql``}`.execute(db)
  return rows
}

export interface PartyFacts {
  personIds: readonly string[]
  holidays: boolean
  due: string
  active: boolean
}

/** @returns undefined when this party reports there already */
export async function insertParty(
  tx: Tx,
  party: PartyFacts & { orgId: string; teamId: string | null; toOrgId: string; since: Date | null },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into zero_report_party (id, org_id, team_id, to_org_id, person_ids, holidays, due, active, created_at)
    values (${newId()}, ${party.orgId}, ${party.teamId}, ${party.toOrgId}, ${[...party.personIds]}::uuid[],
      ${party.holidays}, ${party.due}, ${party.active}, coalesce(${party.since}::timestamptz, now()))
    on conflict do nothing returning id`.execute(tx)
  return rows[0]?.id
}

export async function updateParty(tx: Tx, id: string, party: PartyFacts): Promise<void> {
  await sql`update zero_report_party set person_ids = ${[...party.personIds]}::uuid[], holidays = ${party.holidays},
    due = ${party.due}, active = ${party.active}, version = version + 1 where id = ${id}`.execute(tx)
}

/** Org of an active duty team. */
export async function orgOfTeam(db: Db, teamId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select org_id as id from duty_team
    where id = ${teamId} and active`.execute(db)
  return rows[0]?.id
}

/** How many of the ids are active people. */
export async function countPeople(db: Db, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from person
    where id = any(${[...ids]}::uuid[]) and kind = 'person' and state = 'active'`.execute(db)
  return rows[0]!.n
}
