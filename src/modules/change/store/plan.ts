import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import {
  visibleSql as visibleIncidentSql,
  type Visibility as VisibleIncidents,
} from '#modules/incident/index.ts'
import type { Relation, State } from '../words.ts'
import type { Visibility } from '../visible.ts'
import type { Ref } from './read.ts'
import { visibleSql } from './visible-sql.ts'

export interface FreezeRow {
  id: string
  name: string
  reason: string
  startsAt: Date
  endsAt: Date
  services: Ref[]
  active: boolean
  version: number
}

const freezeColumns = sql`f.id, f.name, f.reason, f.starts_at as "startsAt", f.ends_at as "endsAt", f.active, f.version,
  (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) order by s.name), '[]')
    from service s where s.id = any(f.service_ids)) as services`

/** Freezes kept by hand: all, or the active ones that reach into a stretch. The latest first. */
export async function freezeRows(
  db: Db,
  f: { id?: string; from?: Date; to?: Date } = {},
): Promise<FreezeRow[]> {
  const where = [sql`true`]
  if (f.id) where.push(sql`f.id = ${f.id}`)
  if (f.from && f.to) where.push(sql`f.active and f.starts_at < ${f.to} and f.ends_at > ${f.from}`)
  const { rows } = await sql<FreezeRow>`select ${freezeColumns} from change_freeze f
    where ${sql.join(where, sql` and `)} order by f.starts_at desc, f.id limit 500`.execute(db)
  return rows
}

export interface FreezeValues {
  name: string
  reason: string
  startsAt: string | Date
  endsAt: string | Date
  serviceIds: readonly string[]
  active: boolean
}

export async function insertFreeze(tx: Tx, v: FreezeValues, by: string | null): Promise<string> {
  const id = newId()
  await sql`insert into change_freeze (id, name, reason, starts_at, ends_at, service_ids, active, created_by)
    values (${id}, ${v.name}, ${v.reason}, ${v.startsAt}, ${v.endsAt}, ${[...v.serviceIds]}::uuid[], ${v.active}, ${by})`.execute(
    tx,
  )
  return id
}

/** @returns false when it was changed since `version` */
export async function writeFreeze(tx: Tx, id: string, version: number, v: FreezeValues): Promise<boolean> {
  const { rows } =
    await sql`update change_freeze set name = ${v.name}, reason = ${v.reason}, starts_at = ${v.startsAt},
    ends_at = ${v.endsAt}, service_ids = ${[...v.serviceIds]}::uuid[], active = ${v.active}, version = version + 1
    where id = ${id} and version = ${version} returning id`.execute(tx)
  return rows.length > 0
}

/** How many of these services exist. */
export async function countServices(db: Db, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from service where id = any(${[...ids]}::uuid[])`.execute(db)
  return rows[0]!.n
}

export interface TemplateRow {
  id: string
  name: string
  risk: 'low' | 'medium'
  impact: string
  plan: string
  backOut: string
  testProof: string
  editsConfig: boolean
  minutes: number
  group: Ref | null
  taskTitles: string[]
  active: boolean
  approvedBy: Ref
  approvedAt: Date
  version: number
}

export async function templateRows(
  db: Db,
  f: { id?: string; active?: boolean | undefined } = {},
): Promise<TemplateRow[]> {
  const where = [sql`true`]
  if (f.id) where.push(sql`m.id = ${f.id}`)
  if (f.active !== undefined) where.push(sql`m.active = ${f.active}`)
  const { rows } =
    await sql<TemplateRow>`select m.id, m.name, m.risk, m.impact, m.plan, m.back_out as "backOut",
    m.test_proof as "testProof", m.edits_config as "editsConfig", m.minutes, m.task_titles as "taskTitles", m.active,
    (select json_build_object('id', g.id, 'name', g.name) from support_group g where g.id = m.group_id) as "group",
    json_build_object('id', p.id, 'name', p.name) as "approvedBy", m.approved_at as "approvedAt", m.version
    from change_template m join person p on p.id = m.approved_by
    where ${sql.join(where, sql` and `)} order by m.active desc, m.name limit 500`.execute(db)
  return rows
}

/** How many templates have this name: one or none. */
export async function templatesByName(db: Db, name: string): Promise<number> {
  const rows = await db.selectFrom('change_template').select('id').where('name', '=', name).execute()
  return rows.length
}

export type TemplateValues = Omit<TemplateRow, 'id' | 'group' | 'approvedBy' | 'approvedAt' | 'version'> & {
  groupId: string | null
}

const templateValues = (v: TemplateValues, by: string) => ({
  name: v.name,
  risk: v.risk,
  impact: v.impact,
  plan: v.plan,
  back_out: v.backOut,
  test_proof: v.testProof,
  edits_config: v.editsConfig,
  minutes: v.minutes,
  group_id: v.groupId,
  task_titles: v.taskTitles,
  active: v.active,
  approved_by: by,
  approved_at: sql<Date>`clock_timestamp()`,
})

export async function insertTemplate(tx: Tx, v: TemplateValues, by: string): Promise<string> {
  const id = newId()
  await tx
    .insertInto('change_template')
    .values({ id, ...templateValues(v, by) })
    .execute()
  return id
}

/** @returns false when it was changed since `version` */
export async function writeTemplate(
  tx: Tx,
  id: string,
  version: number,
  v: TemplateValues,
  by: string,
): Promise<boolean> {
  const row = await tx
    .updateTable('change_template')
    .set({ ...templateValues(v, by), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function flowRows(db: Db): Promise<{ key: string; steps: unknown; version: number }[]> {
  return db.selectFrom('change_flow').select(['key', 'steps', 'version']).execute()
}

/** Writes a flow over `version` (0: as shipped). @returns false when it was changed meanwhile */
export async function writeFlow(tx: Tx, key: string, version: number, steps: unknown): Promise<boolean> {
  const json = JSON.stringify(steps)
  const { rows } =
    version === 0
      ? await sql`insert into change_flow (key, steps) values (${key}, ${json}::jsonb)
          on conflict do nothing returning key`.execute(tx)
      : await sql`update change_flow set steps = ${json}::jsonb, version = version + 1
          where key = ${key} and version = ${version} returning key`.execute(tx)
  return rows.length > 0
}

export interface SettingRow {
  holidaysFreeze: boolean
  ratifyHours: number
  version: number
}

export async function readSetting(db: Db): Promise<SettingRow> {
  const { rows } = await sql<SettingRow>`
    select holidays_freeze as "holidaysFreeze", ratify_hours as "ratifyHours", version from change_setting`.execute(
    db,
  )
  return rows[0]!
}

/** @returns false when it was changed since `version` */
export async function writeSetting(tx: Tx, s: SettingRow): Promise<boolean> {
  const { rows } = await sql`update change_setting set holidays_freeze = ${s.holidaysFreeze},
    ratify_hours = ${s.ratifyHours}, version = version + 1 where version = ${s.version} returning version`.execute(
    tx,
  )
  return rows.length > 0
}

/** Active leaders of a group. */
export async function leadersOf(db: Db, groupId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from support_group_member m join person p on p.id = m.person_id
    where m.group_id = ${groupId} and m.leader and p.state = 'active' order by p.id`.execute(db)
  return rows.map((r) => r.id)
}

export interface LinkRow {
  changeId: string
  incidentId: string
  number: string
  title: string
  state: string
  relation: Relation
}

/** Incidents of a change; who may read their titles is for the caller to ask. */
export async function incidentsOf(db: Db, changeId: string): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select l.change_id as "changeId", l.incident_id as "incidentId", t.number, t.title, t.state, l.relation
    from change_link l join ticket t on t.id = l.incident_id
    where l.change_id = ${changeId} order by l.recorded_at, t.id limit 200`.execute(db)
  return rows
}

/** Which of these incidents the reader may see. */
export async function visibleAmong(
  db: Db,
  v: VisibleIncidents,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select t.id from ticket t where t.id = any(${[...ids]}::uuid[]) and ${visibleIncidentSql(v)}`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** Visible changes of an incident. */
export async function changesOf(
  db: Db,
  v: Visibility,
  incidentId: string,
): Promise<{ id: string; number: string; title: string; state: State; relation: Relation }[]> {
  const { rows } = await sql<{
    id: string
    number: string
    title: string
    state: State
    relation: Relation
  }>`select t.id, t.number, t.title, t.state, l.relation
    from change_link l join ticket t on t.id = l.change_id join change c on c.ticket_id = t.id
    where l.incident_id = ${incidentId} and ${visibleSql(v)} order by l.recorded_at, t.id limit 200`.execute(
    db,
  )
  return rows
}

export interface FiguresRow {
  closed: number
  successful: number
  partly: number
  failed: number
  emergency: number
  unauthorised: number
  outside: number
  caused: number
}

/** How visible changes of a stretch of time went. */
export async function figures(
  db: Db,
  v: Visibility,
  range: { from: string; to: string },
): Promise<FiguresRow> {
  const during = (column: string) =>
    sql`${sql.ref(column)} >= ${range.from}::timestamptz and ${sql.ref(column)} < ${range.to}::timestamptz`
  const ended = sql`t.state = 'closed' and not c.unauthorised and ${during('t.closed_at')}`
  const { rows } = await sql<FiguresRow>`
    select count(*) filter (where ${ended})::int as closed,
      count(*) filter (where ${ended} and c.result = 'successful')::int as successful,
      count(*) filter (where ${ended} and c.result = 'partly')::int as partly,
      count(*) filter (where ${ended} and c.result = 'failed')::int as failed,
      count(*) filter (where ${ended} and c.kind = 'emergency')::int as emergency,
      count(*) filter (where c.unauthorised and ${during('t.recorded_at')})::int as unauthorised,
      count(*) filter (where c.outside_by is not null and ${during('c.begun_at')})::int as outside,
      coalesce(sum((select count(*) from change_link l where l.change_id = t.id and l.relation = 'caused'
        and ${during('l.recorded_at')})), 0)::int as caused
    from ticket t join change c on c.ticket_id = t.id where t.kind = 'change' and ${visibleSql(v)}`.execute(
    db,
  )
  return rows[0]!
}

/** Services of changes that are under way inside their windows; their tickets are kept as they are until the transaction ends. */
export async function underWay(
  tx: Tx,
  serviceIds: readonly string[],
): Promise<{ changeId: string; serviceId: string }[]> {
  const { rows } = await sql<{ changeId: string; serviceId: string }>`
    select t.id as "changeId", x.service_id as "serviceId"
    from ticket t join change c on c.ticket_id = t.id join change_service x on x.change_id = t.id
    where t.kind = 'change' and t.state in ('in-progress', 'failed') and t.open
      and c.starts_at <= clock_timestamp() and c.ends_at > clock_timestamp()
      and x.service_id = any(${[...serviceIds]}::uuid[])
    order by t.id for share of t`.execute(tx)
  return rows
}

/** Changes that are worked on now, inside their windows; at most 200. */
export async function allUnderWay(db: Db): Promise<{ id: string; number: string; endsAt: Date }[]> {
  const { rows } = await sql<{ id: string; number: string; endsAt: Date }>`
    select t.id, t.number, c.ends_at as "endsAt" from ticket t join change c on c.ticket_id = t.id
    where t.kind = 'change' and t.state in ('in-progress', 'failed') and t.open
      and c.starts_at <= clock_timestamp() and c.ends_at > clock_timestamp() order by c.ends_at limit 200`.execute(
    db,
  )
  return rows
}
