import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { RectificationKind, RectificationState } from '../words.ts'
import type { Ref } from './surveys.ts'

export interface NewRectification {
  source: 'ticket' | 'questionnaire'
  /** the call-back task, or the sheet: once for each */
  sourceId: string
  /** the ticket or the run */
  recordId: string
  orgId: string
  number: string
  title: string
  personId: string | null
  /** of a caller without an account */
  contact: { name: string | null; phone: string | null } | null
  /** what they were not satisfied with, in their words */
  said: string
  /** who had worked on it, and so may not verify it */
  workedBy: readonly string[]
}

export interface RectificationRow {
  id: string
  source: 'ticket' | 'questionnaire'
  recordId: string
  ticketKind: string | null
  number: string
  title: string
  org: Ref
  orgPath: string
  personId: string | null
  person: string | null
  phone: string | null
  said: string
  workedBy: string[]
  state: RectificationState
  owner: Ref | null
  dueAt: Date
  late: boolean
  chased: number
  returned: number
  remedy: string
  remediedBy: Ref | null
  remediedAt: Date | null
  verifiedBy: Ref | null
  verifiedAt: Date | null
  recordedAt: Date
  version: number
  entries: { kind: RectificationKind; by: string | null; note: string; at: string }[]
}

const who = (column: string): RawBuilder<unknown> =>
  sql`(select json_build_object('id', x.id, 'name', x.name) from person x where x.id = ${sql.ref(column)})`

const columns: RawBuilder<unknown> = sql`r.id, r.source, r.record_id as "recordId", t.kind as "ticketKind", r.number,
  r.title, json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", r.person_id as "personId",
  coalesce(p.name, r.contact_name) as person, coalesce(p.phone, r.contact_phone) as phone, r.said,
  r.worked_by as "workedBy", r.state, ${who('r.owner_id')} as owner, r.due_at as "dueAt",
  (r.due_at < coalesce(r.verified_at, now())) as late, r.chased, r.returned, r.remedy,
  ${who('r.remedied_by')} as "remediedBy", r.remedied_at as "remediedAt", ${who('r.verified_by')} as "verifiedBy",
  r.verified_at as "verifiedAt", r.recorded_at as "recordedAt", r.version,
  coalesce((select json_agg(json_build_object('kind', e.kind, 'by', a.name, 'note', e.note, 'at', e.recorded_at)
    order by e.id) from rectification_entry e left join person a on a.id = e.actor_id
    where e.rectification_id = r.id), '[]') as entries`

export interface RectificationFilter {
  id?: string
  lock?: boolean
  state?: RectificationState | undefined
  late?: boolean
  /** only those that this person owns */
  ownerId?: string | null
  before?: string | null
  limit: number
}

/** Of orgs below the paths, and those that the person owns; what is due first, of the done ones the latest. */
export async function selectRectifications(
  db: Db,
  sight: { paths: readonly string[]; personId: string | null },
  f: RectificationFilter,
): Promise<RectificationRow[]> {
  if (f.lock) await sql`select from rectification where id = ${f.id} for update`.execute(db)
  const { rows } =
    await sql<RectificationRow>`select ${columns} from rectification r join org o on o.id = r.org_id
    left join ticket t on r.source = 'ticket' and t.id = r.record_id left join person p on p.id = r.person_id
    where (r.owner_id = ${sight.personId}
        or exists (select from unnest(${[...sight.paths]}::text[]) x where o.path like x || '%'))
      ${f.id ? sql`and r.id = ${f.id}` : sql``} ${f.state ? sql`and r.state = ${f.state}` : sql``}
      ${f.late ? sql`and r.due_at < coalesce(r.verified_at, now())` : sql``}
      ${f.ownerId === undefined ? sql`` : sql`and r.owner_id = ${f.ownerId}`}
      ${f.before ? sql`and r.id < ${f.before}::uuid` : sql``}
    order by r.id desc limit ${f.limit}`.execute(db)
  return rows
}

/** @returns its id; undefined when there is one for this source already */
export async function insertRectification(
  tx: Tx,
  n: NewRectification,
  dueAt: Date,
): Promise<string | undefined> {
  const id = newId()
  const { rows } = await sql`
    insert into rectification (id, source, source_id, record_id, org_id, number, title, person_id, contact_name,
      contact_phone, said, worked_by, due_at)
    values (${id}, ${n.source}, ${n.sourceId}, ${n.recordId}, ${n.orgId}, ${n.number}, ${n.title}, ${n.personId},
      ${n.contact?.name ?? null}, ${n.contact?.phone ?? null}, ${n.said}, ${[...n.workedBy]}::uuid[], ${dueAt})
    on conflict (source, source_id) do nothing returning id`.execute(tx)
  return rows.length > 0 ? id : undefined
}

export async function insertEntry(
  tx: Tx,
  e: { id: string; kind: RectificationKind; by: string | null; note?: string },
): Promise<void> {
  await sql`insert into rectification_entry (rectification_id, kind, actor_id, note)
    values (${e.id}, ${e.kind}, ${e.by}, ${e.note ?? ''})`.execute(tx)
}

export async function setOwner(tx: Tx, id: string, ownerId: string): Promise<void> {
  await sql`update rectification set owner_id = ${ownerId}, version = version + 1 where id = ${id}`.execute(
    tx,
  )
}

export async function markRemedied(tx: Tx, id: string, by: string | null, remedy: string): Promise<void> {
  await sql`update rectification set state = 'remedied', remedy = ${remedy}, remedied_by = ${by},
    remedied_at = now(), version = version + 1 where id = ${id}`.execute(tx)
}

export async function markVerified(
  tx: Tx,
  id: string,
  to: { state: RectificationState; by: string | null },
): Promise<void> {
  await sql`update rectification set state = ${to.state}, version = version + 1,
    verified_by = ${to.state === 'done' ? to.by : null},
    verified_at = ${to.state === 'done' ? sql`now()` : sql`null`},
    returned = returned + ${to.state === 'open' ? 1 : 0} where id = ${id}`.execute(tx)
}

export async function markChased(tx: Tx, id: string): Promise<void> {
  await sql`update rectification set chased = chased + 1 where id = ${id}`.execute(tx)
}

/** Whether an account is active, and works for whom. */
export async function isActive(db: Db, personId: string): Promise<boolean> {
  const { rows } =
    await sql`select from person where id = ${personId} and kind = 'person' and state = 'active'`.execute(db)
  return rows.length > 0
}

/** Call-back tasks that were open before what is unhappy was put right by rule. @returns ids */
export async function tasksWithout(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select k.id from callback_task k
    where k.state = 'open' and not exists (
      select from rectification r where r.source = 'ticket' and r.source_id = k.id)
    order by k.id limit 2000`.execute(db)
  return rows.map((row) => row.id)
}
