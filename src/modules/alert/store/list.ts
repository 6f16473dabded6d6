import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { AlertRecord } from '../contract.ts'
import type { Visibility } from '../visible.ts'

export interface AlertFilter {
  id?: string | undefined
  q?: string | undefined
  status?: readonly string[] | undefined
  severity?: readonly string[] | undefined
  serviceId?: string | undefined
  incidentId?: string | undefined
}

/** `sortKey`: when it last came, to the microsecond, for the cursor. */
export type AlertRow = AlertRecord & { sortKey: string }
export type After = (string | number | null)[] | undefined

const columns = sql`a.id, a.source, a.name, a.severity, a.status, a.labels, a.annotations, a.group_key as "groupKey",
  case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as service,
  case when t.id is not null then json_build_object('id', t.id, 'number', t.number, 'title', t.title,
    'state', t.state) end as incident,
  a.starts_at as "startsAt", a.ends_at as "endsAt", a.first_at as "firstAt", a.last_at as "lastAt", a.count,
  to_char(a.last_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortKey"`
const joins = sql`left join service s on s.id = a.service_id left join ticket t on t.id = a.ticket_id`

/** `a` is the alert, `t` its incident. */
export function visibleSql(v: Visibility): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  const any = [sql`t.owner_id = ${v.personId}::uuid`, sql`t.group_id = any(${[...v.groupIds]}::uuid[])`]
  if (v.orgPaths.length > 0)
    any.push(
      sql`a.org_id in (select id from org where path like any(${v.orgPaths.map((p) => `${p}%`)}::text[]))`,
    )
  return sql`(${sql.join(any, sql` or `)})`
}

const like = (q: string): string => `%${q.replace(/[\\%_]/g, '\\$&')}%`

function filterSql(f: AlertFilter): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = []
  if (f.id) parts.push(sql`a.id = ${f.id}`)
  if (f.status) parts.push(sql`a.status = any(${[...f.status]}::text[])`)
  if (f.severity) parts.push(sql`a.severity = any(${[...f.severity]}::text[])`)
  if (f.serviceId) parts.push(sql`a.service_id = ${f.serviceId}`)
  if (f.incidentId)
    parts.push(
      sql`exists (select from alert_of_ticket l where l.alert_id = a.id and l.ticket_id = ${f.incidentId})`,
    )
  for (const word of (f.q ?? '').split(/\s+/).filter(Boolean).slice(0, 8))
    parts.push(
      sql`(a.name ilike ${like(word)} or a.source ilike ${like(word)} or exists (
        select from jsonb_each_text(a.labels) e where e.value ilike ${like(word)} or e.key || '=' || e.value ilike ${like(word)}))`,
    )
  return parts
}

const afterSql = (after: After): RawBuilder<unknown>[] =>
  after ? [sql`(a.last_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []

/** Alerts that pass the filters and are visible, last come first; one more than `limit` shows that it goes on. */
export async function listRows(
  db: Db,
  v: Visibility,
  filter: AlertFilter,
  options: { limit: number; after?: After },
): Promise<AlertRow[]> {
  const where = [visibleSql(v), ...filterSql(filter), ...afterSql(options.after)]
  const { rows } = await sql<AlertRow>`
    select ${columns} from alert a ${joins} where ${sql.join(where, sql` and `)}
    order by a.last_at desc, a.id desc limit ${options.limit + 1}`.execute(db)
  return rows
}

/** All alerts that belong or have belonged to an incident: who may see it may see them. */
export async function rowsOfIncident(
  db: Db,
  incidentId: string,
  options: { limit: number; after?: After },
): Promise<AlertRow[]> {
  const where = [sql`l.ticket_id = ${incidentId}`, ...afterSql(options.after)]
  const { rows } = await sql<AlertRow>`
    select ${columns} from alert_of_ticket l join alert a on a.id = l.alert_id ${joins}
    where ${sql.join(where, sql` and `)} order by a.last_at desc, a.id desc limit ${options.limit + 1}`.execute(
    db,
  )
  return rows
}

/** How many alerts of an incident fire for it now, and how many are over (or fire for another one). */
export async function countsOfIncident(
  db: Db,
  incidentId: string,
): Promise<{ firing: number; resolved: number }> {
  const { rows } = await sql<{ firing: number; resolved: number }>`
    select count(*) filter (where f) as firing, count(*) filter (where not f) as resolved
    from (select a.status = 'firing' and a.ticket_id is not distinct from l.ticket_id as f
      from alert_of_ticket l join alert a on a.id = l.alert_id where l.ticket_id = ${incidentId}) x`.execute(
    db,
  )
  return rows[0]!
}
