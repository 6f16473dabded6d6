import type pg from 'pg'
import { newId } from '#kernel/db/index.ts'

export interface Org {
  id: string
  path: string
}
export interface Group {
  id: string
  no: number
  members: string[]
}

/** What a million tickets are spread over: the sample city with the offices, groups and people of a whole province. */
export interface Places {
  /** offices in order of their bureaus */
  offices: Org[]
  bureaus: Org[]
  groups: Group[]
  requesters: string[]
  services: { id: string; group: number }[]
  categories: string[]
  agreementId: string
  calendarId: string
}

export const BUREAUS = 20
export const OFFICES = 400
const GROUPS = 36
const ENGINEERS = 200
const REQUESTERS = 2_000
const SERVICES = 60

async function addOrg(client: pg.Client, parent: Org, name: string, code: string): Promise<Org> {
  const { rows } = await client.query<Org>(
    `with made as (select nextval(pg_get_serial_sequence('org', 'no')) as no)
     insert into org (id, no, parent_id, path, kind, name, code) overriding system value
     select $1, no, $2, $3 || no || '/', 'department', $4, $5 from made returning id, path`,
    [newId(), parent.id, parent.path, name, code],
  )
  return rows[0]!
}

async function addPeople(
  client: pg.Client,
  prefix: string,
  orgIds: string[],
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  await client.query(
    `insert into person (id, login, name, org_id, state)
     select id, $1 || ord, '人员' || ord, ($3::uuid[])[1 + ord % $4], 'active'
     from unnest($2::uuid[]) with ordinality as u (id, ord)`,
    [prefix, ids, orgIds, orgIds.length],
  )
  return ids
}

async function one<T extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<T> {
  const { rows } = await client.query<T>(text)
  if (!rows[0]) throw new Error(`no row: ${text}`)
  return rows[0]
}

async function addGroups(client: pg.Client, orgId: string, engineers: string[]): Promise<Group[]> {
  const groups: Group[] = []
  for (let g = 0; g < GROUPS; g++) {
    const { rows } = await client.query<{ id: string; no: number }>(
      `insert into support_group (id, name, org_id) values ($1, $2, $3) returning id, no`,
      [newId(), `运维${g}组`, orgId],
    )
    const members = engineers.filter((_, i) => i % GROUPS === g)
    await client.query(
      `insert into support_group_member (group_id, person_id) select $1, unnest($2::uuid[])`,
      [rows[0]!.id, members],
    )
    groups.push({ ...rows[0]!, members })
  }
  return groups
}

async function groupsThereAre(client: pg.Client): Promise<Group[]> {
  const { rows } = await client.query<Group>(
    `select g.id, g.no, array_agg(m.person_id) as members from support_group g
     join support_group_member m on m.group_id = g.id group by g.id, g.no order by g.no`,
  )
  return rows
}

/** Adds the orgs, people, groups and services to a seeded sample city, once. */
export async function widenCity(client: pg.Client): Promise<Places> {
  const government = await one<Org>(client, `select id, path from org where code = 'gov'`)
  const { id: om } = await one<Org>(client, `select id from org where code = 'om'`)
  const bureaus: Org[] = []
  for (let b = 0; b < BUREAUS; b++) bureaus.push(await addOrg(client, government, `第${b}局`, `b${b}`))
  const offices: Org[] = []
  for (let o = 0; o < OFFICES; o++) {
    const bureau = bureaus[Math.floor(o / (OFFICES / BUREAUS))]!
    offices.push(await addOrg(client, bureau, `第${o}处`, `o${o}`))
  }
  // the sample city's own groups come first, so that its engineers have their share
  const own = await groupsThereAre(client)
  const groups = [...own, ...(await addGroups(client, om, await addPeople(client, 'e', [om], ENGINEERS)))]
  const officeIds = offices.map((o) => o.id)
  const requesters = await addPeople(client, 'r', officeIds, REQUESTERS)
  const services: Places['services'] = []
  for (let s = 0; s < SERVICES; s++) {
    const group = s % groups.length
    const id = newId()
    await client.query(
      `insert into service (id, code, name, owner_org_id, group_id) values ($1, $2, $3, $4, $5)`,
      [id, `s${s}`, `业务系统${s}`, officeIds[s * 6], groups[group]!.id],
    )
    services.push({ id, group })
  }
  const { rows: categories } = await client.query<{ id: string }>('select id from category')
  const agreement = await one<{ id: string }>(client, 'select id from agreement where is_default')
  const calendar = await one<{ id: string }>(client, 'select id from calendar where is_default')
  return {
    offices,
    bureaus,
    groups,
    requesters,
    services,
    categories: categories.map((c) => c.id),
    agreementId: agreement.id,
    calendarId: calendar.id,
  }
}
