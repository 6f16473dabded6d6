import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { reportsSql, seen, type Named, type Sight } from './party.ts'

export interface LineRow {
  id: string
  reportId: string
  partyId: string
  day: string
  occasion: string
  to: Named
  toPath: string
  org: Named
  orgPath: string
  team: Named | null
  personIds: string[]
  dueAt: Date
  nothing: boolean | null
  missed: boolean
  text: string
  leader: string
  duty: string
  phone: string
  filedBy: string | null
  filedAt: Date | null
  read: boolean
  /** the one who asks reports for this party */
  mine: boolean
  version: number
}
export interface ReportRow {
  id: string
  to: Named
  toPath: string
  day: string
  occasion: string
  dueAt: Date
  counts: {
    parties: number
    nothing: number
    something: number
    waiting: number
    missing: number
    late: number
  }
  remark: string | null
  readBy: string | null
  readAt: Date | null
  told: boolean
  version: number
}

const joined = sql`zero_report_line l join zero_report r on r.id = l.report_id
  join zero_report_party p on p.id = l.party_id join org o on o.id = p.org_id join org up on up.id = r.to_org_id`

export interface LineFilter {
  id?: string
  reportId?: string
  /** to be written by the person who asks, or written today */
  waiting?: boolean
  lock?: boolean
}

/** Lines, the missing ones first, then by unit. */
export async function selectLines(db: Db, see: Sight, f: LineFilter): Promise<LineRow[]> {
  // alone: of a lock with joins PostgreSQL answers the other tables as they were when the statement began
  if (f.lock) await sql`select from zero_report_line where id = ${f.id} for update`.execute(db)
  const where: RawBuilder<unknown>[] = [seen(see)]
  if (f.id) where.push(sql`l.id = ${f.id}`)
  if (f.reportId) where.push(sql`l.report_id = ${f.reportId}`)
  if (f.waiting)
    where.push(sql`${reportsSql(see.personId)} and ((l.filed_at is null and l.due_at > now() - interval '7 days')
      or (l.filed_at is not null and l.due_at > now() - interval '12 hours'))`)
  const { rows } = await sql<LineRow>`
    select l.id, l.report_id as "reportId", l.party_id as "partyId", r.day::text as day, r.occasion,
      json_build_object('id', up.id, 'name', up.name) as to, up.path as "toPath",
      json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
      (select json_build_object('id', t.id, 'name', t.name) from duty_team t where t.id = p.team_id) as team,
      p.person_ids::text[] as "personIds", l.due_at as "dueAt", l.nothing, (l.missed_at is not null) as missed, l.text,
      l.leader, l.duty, l.phone, (select q.name from person q where q.id = l.filed_by) as "filedBy",
      l.filed_at as "filedAt", (r.read_at is not null) as read, ${reportsSql(see.personId)} as mine, l.version
    from ${joined} where ${sql.join(where, sql` and `)}
    order by l.filed_at is not null, r.day desc, l.nothing nulls first, o.path, p.team_id nulls first, l.id limit 2000`.execute(
    db,
  )
  return rows
}

export interface ReportFilter {
  id?: string
  lock?: boolean
  missing?: boolean | undefined
  from?: string | undefined
  to?: string | undefined
  /** day and id of the last one that was shown */
  after?: readonly [string, string]
  limit: number
}

/** Days with the counts of what is seen of them, the newest first; one more than `limit` when there are more. */
export async function selectReports(db: Db, see: Sight, f: ReportFilter): Promise<ReportRow[]> {
  if (f.lock) await sql`select from zero_report where id = ${f.id} for update`.execute(db)
  const where: RawBuilder<unknown>[] = [seen(see)]
  if (f.id) where.push(sql`r.id = ${f.id}`)
  if (f.from) where.push(sql`r.day >= ${f.from}::date`)
  if (f.to) where.push(sql`r.day <= ${f.to}::date`)
  if (f.after) where.push(sql`(r.day, r.id) < (${f.after[0]}::date, ${f.after[1]}::uuid)`)
  const missing = sql`count(*) filter (where l.filed_at is null and l.missed_at is not null)`
  const { rows } = await sql<ReportRow>`
    select r.id, json_build_object('id', up.id, 'name', up.name) as to, up.path as "toPath", r.day::text as day, r.occasion,
      max(l.due_at) as "dueAt", r.remark, (select q.name from person q where q.id = r.read_by) as "readBy",
      r.read_at as "readAt", (r.told_at is not null) as told, r.version,
      json_build_object('parties', count(*), 'nothing', count(*) filter (where l.nothing),
        'something', count(*) filter (where not l.nothing),
        'waiting', count(*) filter (where l.filed_at is null and l.missed_at is null), 'missing', ${missing},
        'late', count(*) filter (where l.missed_at is not null and l.filed_at is not null)) as counts
    from ${joined} where ${sql.join(where, sql` and `)} group by r.id, up.id
    having ${f.missing ? sql`${missing} > 0` : sql`true`}
    order by r.day desc, r.id desc limit ${f.limit + 1}`.execute(db)
  return rows
}

/** Which parties have a line on which day of a span: `2026-10-01 <party>`. */
export async function linesThere(tx: Tx, from: string, to: string): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`select r.day::text || ' ' || l.party_id as key
    from zero_report_line l join zero_report r on r.id = l.report_id
    where r.day between ${from}::date and ${to}::date`.execute(tx)
  return new Set(rows.map((row) => row.key))
}

/** A day is called otherwise now: another period holds on it. */
export async function renameDay(tx: Tx, toOrgId: string, day: string, occasion: string): Promise<void> {
  await sql`update zero_report set occasion = ${occasion}
    where to_org_id = ${toOrgId} and day = ${day}::date and occasion <> ${occasion}`.execute(tx)
}

/** The day of those to whom is reported; made when it is not there. @returns its id */
export async function reportOf(tx: Tx, toOrgId: string, day: string, occasion: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into zero_report (id, to_org_id, day, occasion) values (${newId()}, ${toOrgId}, ${day}::date, ${occasion})
    on conflict (to_org_id, day) do update set occasion = excluded.occasion returning id`.execute(tx)
  return rows[0]!.id
}

/** @returns the id of the new line; undefined when there is one */
export async function insertLine(
  tx: Tx,
  line: { reportId: string; partyId: string; dueAt: Date; missed: boolean },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into zero_report_line (id, report_id, party_id, due_at, missed_at)
    values (${newId()}, ${line.reportId}, ${line.partyId}, ${line.dueAt}, ${line.missed ? sql`now()` : sql`null`})
    on conflict (report_id, party_id) do nothing returning id`.execute(tx)
  return rows[0]?.id
}

/** Lines of a day that nobody has written and that are not late: id, party and when they are due. */
export async function openLines(
  tx: Tx,
  day: string,
): Promise<{ id: string; reportId: string; partyId: string; dueAt: Date }[]> {
  const { rows } = await sql<{ id: string; reportId: string; partyId: string; dueAt: Date }>`
    select l.id, l.report_id as "reportId", l.party_id as "partyId", l.due_at as "dueAt"
    from zero_report_line l join zero_report r on r.id = l.report_id
    where r.day = ${day}::date and l.filed_at is null and l.missed_at is null for update of l`.execute(tx)
  return rows
}

export async function moveLine(tx: Tx, id: string, dueAt: Date): Promise<void> {
  await sql`update zero_report_line set due_at = ${dueAt}, version = version + 1 where id = ${id}`.execute(tx)
}

/** Takes a line away that is not to be written after all, and its day with the last one. */
export async function dropLine(tx: Tx, line: { id: string; reportId: string }): Promise<void> {
  await sql`delete from zero_report_line where id = ${line.id}`.execute(tx)
  await sql`delete from zero_report r where r.id = ${line.reportId} and r.read_at is null
    and not exists (select from zero_report_line l where l.report_id = r.id)`.execute(tx)
}

export interface Filed {
  nothing: boolean
  text: string
  leader: string
  duty: string
  phone: string
}

/** @param at when; null: now. For the past of a sample city only. */
export async function fileLine(
  tx: Tx,
  id: string,
  by: string | null,
  filed: Filed,
  at: Date | null = null,
): Promise<void> {
  await sql`update zero_report_line set nothing = ${filed.nothing}, text = ${filed.text}, leader = ${filed.leader},
    duty = ${filed.duty}, phone = ${filed.phone}, filed_by = ${by}, filed_at = coalesce(${at}::timestamptz, now()),
    missed_at = case when coalesce(${at}::timestamptz, now()) <= due_at then null else coalesce(missed_at, now()) end,
    version = version + 1 where id = ${id}`.execute(tx)
}

export async function missLine(tx: Tx, id: string): Promise<void> {
  await sql`update zero_report_line set missed_at = coalesce(missed_at, now()), version = version + 1
    where id = ${id}`.execute(tx)
}

export async function toldReport(tx: Tx, id: string): Promise<void> {
  await sql`update zero_report set told_at = now() where id = ${id}`.execute(tx)
}

export async function readRow(tx: Tx, id: string, by: string, remark: string | null): Promise<void> {
  await sql`update zero_report set read_by = ${by}, read_at = now(), remark = ${remark}, version = version + 1
    where id = ${id}`.execute(tx)
}
