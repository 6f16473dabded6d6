import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { Grade } from '#modules/incident/words.ts'
import type { PolicyBody } from '../contract.ts'
import type { Step } from '../lifecycle.ts'

interface Named {
  id: string
  name: string
}
export interface PolicyRow {
  id: string
  name: string
  org: Named
  orgPath: string
  service: Named | null
  serviceId: string | null
  priorities: number[]
  grades: Grade[]
  position: number
  calendar: Named | null
  receipt: boolean
  active: boolean
  steps: Step[]
  version: number
}

const columns = sql`p.id, p.name, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  p.service_id as "serviceId", (select json_build_object('id', s.id, 'name', s.name) from service s where s.id = p.service_id) as service,
  p.priorities, p.grades, p.position, p.receipt, p.active, p.steps, p.version,
  (select json_build_object('id', c.id, 'name', c.name) from calendar c where c.id = p.calendar_id) as calendar`

/** Policies of orgs below these paths in their order; at most 500. `lock` for a change that follows. */
export async function selectPolicies(
  db: Db,
  paths: readonly string[],
  f: { id?: string; lock?: boolean } = {},
): Promise<PolicyRow[]> {
  if (f.lock) await sql`select from escalation_policy where id = ${f.id} for update`.execute(db)
  const { rows } =
    await sql<PolicyRow>`select ${columns} from escalation_policy p join org o on o.id = p.org_id
    where exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')
      ${f.id ? sql`and p.id = ${f.id}` : sql``}
    order by p.active desc, p.position, p.name, p.id limit 500`.execute(db)
  return rows
}

/** Those at work for an org: its own and those of the orgs above. */
export async function policiesFor(db: Db, orgPath: string): Promise<PolicyRow[]> {
  const { rows } =
    await sql<PolicyRow>`select ${columns} from escalation_policy p join org o on o.id = p.org_id
    where p.active and ${orgPath} like o.path || '%' order by p.id limit 500`.execute(db)
  return rows
}

const stored = (body: PolicyBody) => ({
  name: body.name,
  org_id: body.orgId,
  service_id: body.serviceId,
  priorities: body.priorities,
  grades: body.grades,
  position: body.position,
  calendar_id: body.calendarId,
  receipt: body.receipt,
  active: body.active,
  steps: JSON.stringify(body.steps),
})

export async function insertPolicy(tx: Tx, by: string, body: PolicyBody): Promise<string> {
  const id = newId()
  await tx
    .insertInto('escalation_policy')
    .values({ id, created_by: by, ...stored(body) })
    .execute()
  return id
}

export async function updatePolicy(tx: Tx, id: string, body: PolicyBody): Promise<void> {
  await tx
    .updateTable('escalation_policy')
    .set({ ...stored(body), version: sql`version + 1`, updated_at: sql`now()` })
    .where('id', '=', id)
    .execute()
}

/** Names of people, groups and channels, by id. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Named[]> {
  const among = sql`any(${[...ids]}::uuid[])`
  const { rows } = await sql<Named>`select id, name from person where id = ${among} and kind = 'person'
    union all select id, name from support_group where id = ${among}
    union all select id, name from escalation_channel where id = ${among}`.execute(db)
  return rows
}

/** What a policy refers to, as far as it is there and in use. */
export async function referred(
  db: Db,
  ids: { serviceId: string | null; calendarId: string | null },
): Promise<{ service: boolean; calendar: boolean }> {
  const { rows } = await sql<{ service: boolean; calendar: boolean }>`select
    exists (select from service where id = ${ids.serviceId}::uuid) as service,
    exists (select from calendar where id = ${ids.calendarId}::uuid) as calendar`.execute(db)
  return rows[0]!
}

/** Which of these are active people, groups, or active channels of orgs below the paths. */
export async function usable(
  db: Db,
  ids: { personIds: string[]; groupIds: string[]; channelIds: string[] },
  paths: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from person where id = any(${ids.personIds}::uuid[]) and kind = 'person' and state = 'active'
    union all select id from support_group where id = any(${ids.groupIds}::uuid[])
    union all select c.id from escalation_channel c join org o on o.id = c.org_id
      where c.id = any(${ids.channelIds}::uuid[])
        and exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%')`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** Active people among these, and of the groups. */
export async function activePeople(
  db: Db,
  ids: { personIds: readonly string[]; groupIds: readonly string[] },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select p.id from person p
    where p.kind = 'person' and p.state = 'active' and (p.id = any(${[...ids.personIds]}::uuid[])
      or exists (select from support_group_member m where m.person_id = p.id and m.group_id = any(${[...ids.groupIds]}::uuid[])))
    order by p.id limit 500`.execute(db)
  return rows.map((row) => row.id)
}

/** Channels among these that are at work. */
export async function activeChannels(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from escalation_channel
    where active and id = any(${[...ids]}::uuid[]) order by name`.execute(db)
  return rows.map((row) => row.id)
}
