import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { About, channels, Kind, State } from '../lifecycle.ts'

interface Ref {
  id: string
  name: string
}

export interface ComplaintRow {
  id: string
  number: string
  kind: Kind
  channel: (typeof channels)[number]
  org: Ref
  orgPath: string
  personId: string | null
  complainant: string | null
  phone: string | null
  about: About
  aboutName: string
  serviceId: string | null
  ticket: { id: string; path: string } | null
  aboutOrg: { id: string; path: string; kind: string; leaderId: string | null } | null
  /** of the service complained about */
  vendorPath: string | null
  aboutPerson: Ref | null
  title: string
  body: string
  state: State
  handler: Ref | null
  ackDueAt: Date
  answerDueAt: Date
  acknowledgedAt: Date | null
  answer: string
  answeredAt: Date | null
  firstAnsweredAt: Date | null
  satisfied: boolean | null
  reopened: number
  supervised: number
  late: boolean
  recordedAt: Date
  version: number
  entries: { kind: string; by: string | null; note: string; open: boolean; at: string }[]
}

/** The deadline that runs has passed: of the acknowledgement, then of the answer. */
const late = sql`((c.state = 'received' and c.ack_due_at < now())
  or (c.state in ('received', 'accepted', 'handling') and c.answer_due_at < now()))`

const columns: RawBuilder<unknown> = sql`c.id, c.number, c.kind, c.channel,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", c.person_id as "personId",
  coalesce(p.name, c.contact_name) as complainant, coalesce(c.contact_phone, p.phone) as phone, c.about,
  trim(both ' ·' from concat_ws(' · ', coalesce(s.name, t.number, ao.name, ap.name), nullif(c.about_text, '')))
    as "aboutName",
  c.service_id as "serviceId",
  case when t.id is not null then json_build_object('id', t.id, 'path', '/' || t.kind || 's/' || t.id) end as ticket,
  case when ao.id is not null then json_build_object('id', ao.id, 'path', ao.path, 'kind', ao.kind,
    'leaderId', ao.leader_id) end as "aboutOrg",
  vo.path as "vendorPath",
  case when ap.id is not null then json_build_object('id', ap.id, 'name', ap.name) end as "aboutPerson",
  c.title, c.body, c.state, case when h.id is not null then json_build_object('id', h.id, 'name', h.name) end as handler,
  c.ack_due_at as "ackDueAt", c.answer_due_at as "answerDueAt", c.acknowledged_at as "acknowledgedAt", c.answer,
  c.answered_at as "answeredAt", c.first_answered_at as "firstAnsweredAt", c.satisfied, c.reopened, c.supervised,
  ${late} as late, c.recorded_at as "recordedAt", c.version,
  coalesce((select json_agg(json_build_object('kind', e.kind, 'by', a.name, 'note', e.note, 'open', e.open,
    'at', e.recorded_at) order by e.id)
    from complaint_entry e left join person a on a.id = e.actor_id where e.complaint_id = c.id), '[]') as entries`

const from: RawBuilder<unknown> = sql`complaint c join org o on o.id = c.org_id
  left join person p on p.id = c.person_id left join person h on h.id = c.handler_id
  left join service s on s.id = c.service_id left join ticket t on t.id = c.ticket_id
  left join org ao on ao.id = c.about_org_id left join person ap on ap.id = c.about_person_id
  left join org vo on vo.id = s.vendor_org_id`

/** Whose complaints an actor deals with: of the orgs of their intake, unless they are about the actor; and those given to them. */
export interface Sight {
  paths: readonly string[]
  personId: string | null
}

const inSight = ({
  paths,
  personId,
}: Sight): RawBuilder<unknown> => sql`(c.about_person_id is distinct from ${personId}::uuid
    or ${personId}::uuid is null)
  and (c.handler_id = ${personId}::uuid
    or exists (select from unnest(${[...paths]}::text[]) x where o.path like x || '%'))`

export interface ComplaintFilter {
  id?: string
  ids?: readonly string[]
  lock?: boolean
  state?: State | undefined
  kind?: Kind | undefined
  late?: boolean
  handlerId?: string | null
  q?: string | undefined
  before?: string | null
  limit: number
}

/** The latest first. */
export async function selectComplaints(db: Db, sight: Sight, f: ComplaintFilter): Promise<ComplaintRow[]> {
  if (f.lock) await lockRow(db, f.id!)
  const words = f.q?.trim() ? `%${f.q.trim().replaceAll(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<ComplaintRow>`select ${columns} from ${from} where ${inSight(sight)}
      ${f.id ? sql`and c.id = ${f.id}` : sql``}
      ${f.ids ? sql`and c.id = any(${[...f.ids]}::uuid[])` : sql``} ${f.state ? sql`and c.state = ${f.state}` : sql``}
      ${f.kind ? sql`and c.kind = ${f.kind}` : sql``} ${f.late ? sql`and ${late}` : sql``}
      ${f.handlerId === undefined ? sql`` : sql`and c.handler_id = ${f.handlerId}`}
      ${words === null ? sql`` : sql`and (c.number ilike ${words} or c.title ilike ${words})`}
      ${f.before ? sql`and c.id < ${f.before}::uuid` : sql``}
    order by c.id desc limit ${f.limit}`.execute(db)
  return rows
}

async function lockRow(db: Db, id: string): Promise<void> {
  await sql`select from complaint where id = ${id} for update`.execute(db)
}

/** @returns its id */
export async function findByNumber(db: Db, number: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from complaint where number = ${number}`.execute(db)
  return rows[0]?.id
}

/** Of a complainant with an account. */
export async function selectOwn(
  db: Db,
  personId: string,
  f: { id?: string; lock?: boolean; before?: string | null; limit: number },
): Promise<ComplaintRow[]> {
  if (f.lock) await lockRow(db, f.id!)
  const { rows } = await sql<ComplaintRow>`select ${columns} from ${from} where c.person_id = ${personId}
    ${f.id ? sql`and c.id = ${f.id}` : sql``} ${f.before ? sql`and c.id < ${f.before}::uuid` : sql``}
    order by c.id desc limit ${f.limit}`.execute(db)
  return rows
}

/** An anonymous one, by the hash of its code. */
export async function findByCode(db: Db, hash: Buffer, lock = false): Promise<ComplaintRow | undefined> {
  if (lock) await sql`select from complaint where code_hash = ${hash} for update`.execute(db)
  const { rows } =
    await sql<ComplaintRow>`select ${columns} from ${from} where c.code_hash = ${hash}`.execute(db)
  return rows[0]
}

/** Anonymous ones within the last hour: a flood is held back. */
export async function anonymousLately(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from complaint
    where channel = 'anonymous' and recorded_at > now() - interval '1 hour'`.execute(db)
  return rows[0]!.n
}

/** An active person, and where they work. */
export async function findWorker(db: Db, id: string): Promise<{ orgPath: string } | undefined> {
  const { rows } = await sql<{
    orgPath: string
  }>`select o.path as "orgPath" from person p join org o on o.id = p.org_id
    where p.id = ${id} and p.kind = 'person' and p.state = 'active'`.execute(db)
  return rows[0]
}

/** Whether there is a service, vendor, org or person with this id. */
export async function isThere(
  db: Db,
  about: 'service' | 'vendor' | 'org' | 'person',
  id: string,
): Promise<boolean> {
  const found = {
    service: sql`select from service where id = ${id} and active`,
    vendor: sql`select from org where id = ${id} and kind = 'vendor'`,
    org: sql`select from org where id = ${id}`,
    person: sql`select from person where id = ${id} and kind = 'person'`,
  }[about]
  return (await found.execute(db)).rows.length > 0
}

export interface SettingRow {
  ackDays: number
  answerDays: number
  version: number
}
export async function readSetting(db: Db): Promise<SettingRow> {
  const { rows } = await sql<SettingRow>`
    select ack_days as "ackDays", answer_days as "answerDays", version from complaint_setting`.execute(db)
  return rows[0]!
}
