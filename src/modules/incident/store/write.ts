import { sql, type Insertable, type Updateable } from 'kysely'
import { insertRows, statement, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import type { Level, State } from '../words.ts'

export type IncidentPatch = Updateable<DB['incident']>

export async function insertIncident(tx: Tx, row: Insertable<DB['incident']>): Promise<void> {
  await insertRows(tx, 'incident', [row])
}

export async function updateIncident(tx: Tx, id: string, patch: IncidentPatch): Promise<void> {
  if (Object.keys(patch).length === 0) return
  await tx.updateTable('incident').set(patch).where('ticket_id', '=', id).execute()
}

/** Everything creation needs to know about what it refers to, in one round trip. */
export interface FilingContext {
  now: Date
  priority: number
  orgId: string | null
  orgName: string | null
  orgPath: string | null
  orgNo: number | null
  requesterFound: boolean
  requesterActive: boolean
  requesterOrgId: string | null
  requesterNo: number | null
  requesterName: string | null
  requesterPhone: string | null
  serviceFound: boolean
  servicePublic: boolean
  serviceName: string | null
  serviceGroupId: string | null
  serviceOwnerOrgId: string | null
  categoryFound: boolean
  categoryName: string | null
  ruleGroupId: string | null
  /** by rule or service, when it is there */
  group: GroupChoice | null
  parentFound: boolean
  parentNumber: string | null
  parentTitle: string | null
}

/**
 * Reads priority, org, requester, service, category, the dispatch rule and its group for a new incident. The org is the given
 * one, else the requester's, else the service owner's, else `fallbackOrgId`.
 */
export async function readFilingContext(
  db: Db,
  input: {
    impact: Level
    urgency: Level
    requesterId: string | null
    serviceId: string | null
    categoryId: string | null
    parentId: string | null
    orgId: string | null
    fallbackOrgId: string | null
    /** a group that goes before those of rule and service */
    groupId: string | null
  },
): Promise<FilingContext> {
  const { impact, urgency, requesterId, serviceId, categoryId, parentId, orgId, fallbackOrgId, groupId } =
    input
  const values = [
    impact,
    urgency,
    requesterId,
    serviceId,
    categoryId,
    parentId,
    orgId,
    fallbackOrgId,
    groupId,
  ]
  const [row] = await filingContext(db, values)
  return row!
}

export interface GroupChoice {
  id: string
  no: number
  name: string
  dispatch: 'none' | 'turn' | 'load'
  memberIds: string[]
  /** their names, in the same order */
  memberNames: string[]
  leaderIds: string[]
}

/** A group that is there, with its active members: `id` is an expression of the statement around it. */
const groupWithMembers = (id: string): string => `
  select g.id, g.no, g.name, g.dispatch,
    coalesce(array_agg(m.person_id order by p.login) filter (where p.id is not null and m.on_duty), '{}') as "memberIds",
    coalesce(array_agg(p.name order by p.login) filter (where p.id is not null and m.on_duty), '{}') as "memberNames",
    coalesce(array_agg(m.person_id) filter (where p.id is not null and m.leader), '{}') as "leaderIds"
  from support_group g
  left join support_group_member m on m.group_id = g.id
  left join person p on p.id = m.person_id and p.state = 'active' and p.kind = 'person'
  where g.id = ${id} and g.active group by g.id`

const groupChoice = statement<GroupChoice>(groupWithMembers('$1'))

const filingContext = statement<FilingContext>(`
  with facts as (
    select r.id as rid, r.org_id as r_org, r.no as r_no, r.state as r_state, r.name as r_name, r.phone as r_phone,
      s.id as sid, s.public as s_public, s.name as s_name, s.group_id as s_group, s.owner_org_id as s_org,
      c.id as cid, c.name as c_name, p.id as pid, p.number as p_number, p.title as p_title,
      coalesce($7::uuid, r.org_id, s.owner_org_id, $8::uuid) as oid
    from (select 1) one
    left join person r on r.id = $3::uuid
    left join service s on s.id = $4::uuid and s.active
    left join category c on c.id = $5::uuid and c.active
    left join ticket p on p.id = $6::uuid
  ), placed as (
  select now() as now,
    (select m.priority from priority_matrix m where m.impact = $1 and m.urgency = $2) as priority,
    o.id as "orgId", o.name as "orgName", o.path as "orgPath", o.no as "orgNo",
    f.rid is not null as "requesterFound", coalesce(f.r_state = 'active', false) as "requesterActive",
    f.r_org as "requesterOrgId", f.r_no as "requesterNo", f.r_name as "requesterName", f.r_phone as "requesterPhone",
    f.sid is not null as "serviceFound", coalesce(f.s_public, false) as "servicePublic", f.s_name as "serviceName",
    f.s_group as "serviceGroupId", f.s_org as "serviceOwnerOrgId",
    f.cid is not null as "categoryFound", f.c_name as "categoryName",
    f.pid is not null as "parentFound", f.p_number as "parentNumber", f.p_title as "parentTitle",
    coalesce((select g.id from support_group g where g.id = $9::uuid and g.active),
      (select d.group_id from dispatch_rule d
      where d.active and (d.service_id is null or d.service_id = f.sid)
        and (d.category_id is null or d.category_id = f.cid)
        and (d.org_id is null or exists (select from org x where x.id = d.org_id and o.path like x.path || '%'))
      order by d.position limit 1)) as "ruleGroupId"
  from facts f left join org o on o.id = f.oid
  )
  select c.*, (select row_to_json(x) from (${groupWithMembers('coalesce(c."ruleGroupId", c."serviceGroupId")')}) x) as "group"
  from placed c`)

/** A support group with its active members who are on duty. */
export async function readGroup(db: Db, id: string): Promise<GroupChoice | undefined> {
  const [row] = await groupChoice(db, [id])
  return row
}

/** Who leads the vendor (负责人) that a group belongs to: of its orgs the nearest that has a leader who is there. */
export async function vendorContact(db: Db, groupId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select p.id from support_group g
    join org o on o.id = g.org_id
    join org v on o.path like v.path || '%' and v.kind = 'vendor'
    join person p on p.id = v.leader_id and p.state = 'active'
    where g.id = ${groupId} order by length(v.path) desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/**
 * The person on turn: of those on duty, the one whose last ticket is the oldest, or who has the least open work.
 * Nothing is locked or remembered for it: a row that every creation of a group must update would make them queue.
 */
export async function personOnTurn(db: Db, group: GroupChoice): Promise<string | null> {
  if (group.dispatch === 'none' || group.memberIds.length === 0) return null
  if (group.memberIds.length === 1) return group.memberIds[0]!
  const by =
    group.dispatch === 'load'
      ? sql`(select count(*) from ticket t where t.owner_id = m.id and t.open)`
      : sql`(select t.id from ticket t where t.owner_id = m.id order by t.id desc limit 1) nulls first`
  const { rows } = await sql<{ id: string }>`
    select m.id from unnest(${group.memberIds}::uuid[]) with ordinality as m(id, at)
    order by ${by}, m.at limit 1`.execute(db)
  return rows[0]?.id ?? null
}

export interface OwnerChoice {
  id: string
  name: string
  works: boolean
  groupIds: string[]
}

/** A person who is to own a ticket: active, and whether some role lets them work. */
export async function readOwner(db: Db, id: string): Promise<OwnerChoice | undefined> {
  const { rows } = await sql<OwnerChoice>`
    select p.id, p.name,
      exists (select from person_role pr join role_permission rp on rp.role_id = pr.role_id
        where pr.person_id = p.id and rp.permission = 'incident.work') as works,
      array(select m.group_id from support_group_member m where m.person_id = p.id) as "groupIds"
    from person p where p.id = ${id} and p.state = 'active' and p.kind = 'person'`.execute(db)
  return rows[0]
}

export async function insertSource(
  tx: Tx,
  row: { ticketId: string; system: string; sourceNumber: string; data: Record<string, unknown> },
): Promise<void> {
  await tx
    .insertInto('incident_source')
    .values({
      ticket_id: row.ticketId,
      system: row.system,
      source_number: row.sourceNumber,
      data: JSON.stringify(row.data),
    })
    .execute()
}

/** Sets or clears the key of the alerts that an incident gathers; one incident holds a key at a time. */
export async function setAlertKey(tx: Tx, id: string, key: string | null): Promise<void> {
  await updateIncident(tx, id, { alert_key: key })
}

/** The incident that a number of a source system became, if it was imported before. */
export async function findSource(db: Db, system: string, sourceNumber: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('incident_source')
    .select('ticket_id')
    .where('system', '=', system)
    .where('source_number', '=', sourceNumber)
    .executeTakeFirst()
  return row?.ticket_id
}

/** Where an incident stands, in a word: for replays, which ask after every step. */
export async function readState(
  db: Db,
  id: string,
): Promise<{ state: State; holdReason: string | null; groupId: string | null; version: number }> {
  const row = await db
    .selectFrom('ticket as t')
    .innerJoin('incident as i', 'i.ticket_id', 't.id')
    .select(['t.state', 'i.hold_reason as holdReason', 't.group_id as groupId', 't.version'])
    .where('t.id', '=', id)
    .executeTakeFirstOrThrow()
  return { ...row, state: row.state as State }
}
