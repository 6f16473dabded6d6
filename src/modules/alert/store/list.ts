import { sql, type RawBuilder } from 'kysely'
import { namedSql, personNameSql, type Db, type Tx } from '#kernel/db/index.ts'
import type { AlertRecord } from '../contract.ts'
import type { Visibility } from '../visible.ts'
import { severities, states, type Grouping, type State, type Status } from '../words.ts'

export interface AlertFilter {
  q?: string | undefined
  status?: readonly Status[] | undefined
  state?: readonly State[] | undefined
  severity?: readonly string[] | undefined
  serviceId?: string | undefined
  ciId?: string | undefined
  name?: string | undefined
  incidentId?: string | undefined
  /** a person's id, or nobody's */
  ownerId?: string | null | undefined
}

/** `sortKey`: when it began, to the microsecond, for the cursor. */
export type AlertRow = AlertRecord & { sortKey: string }
export type After = (string | number | null)[] | undefined

const columns = sql`a.id, a.source, a.name, a.severity, a.status, a.state, a.quiet, a.labels, a.extra, a.annotations,
  a.group_key as "groupKey", ${namedSql('service', 'a.service_id')} as service, ${namedSql('ci', 'a.ci_id')} as ci,
  ${namedSql('person', 'a.owner_id')} as owner,
  (select json_build_object('id', t.id, 'number', t.number, 'title', t.title, 'state', t.state) from ticket t
    where t.id = a.ticket_id) as incident,
  case when a.acked_at is not null then json_build_object('at', a.acked_at, 'by', ${personNameSql('a.acked_by')},
    'until', a.ack_until) end as acked,
  case when a.closed_by is not null then json_build_object('by', ${personNameSql('a.closed_by')},
    'reason', a.close_reason) end as closed,
  case when a.status = 'firing' and a.acked_at is null and not a.taken then a.answer_by end as "answerBy",
  a.decision, a.starts_at as "startsAt", a.ends_at as "endsAt", a.first_at as "firstAt", a.began_at as "beganAt",
  a.last_at as "lastAt", a.count,
  to_char(a.began_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortKey"`

/** `a` is the alert. */
export function visibleSql(v: Visibility): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  const any = [
    sql`exists (select from ticket t where t.id = a.ticket_id
      and (t.owner_id = ${v.personId}::uuid or t.group_id = any(${[...v.groupIds]}::uuid[])))`,
  ]
  if (v.orgPaths.length > 0)
    any.push(
      sql`a.org_id in (select id from org where path like any(${v.orgPaths.map((p) => `${p}%`)}::text[]))`,
    )
  return sql`(${sql.join(any, sql` or `)})`
}

/** A word as it stands in `haystack`; `host=web` as in the text of the labels: `"host": "web`. */
function like(word: string): string {
  const [, key, value] = /^([^=]+)=(.*)$/.exec(word) ?? []
  const text = key === undefined ? word : `${key}": "${value}`
  return `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
}

/** All but state and severity, which the lists go through one by one. */
function filterSql(f: AlertFilter): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = []
  if (f.serviceId) parts.push(sql`a.service_id = ${f.serviceId}`)
  if (f.ciId) parts.push(sql`a.ci_id = ${f.ciId}`)
  if (f.name) parts.push(sql`a.name = ${f.name}`)
  if (f.ownerId) parts.push(sql`a.owner_id = ${f.ownerId}`)
  if (f.ownerId === null) parts.push(sql`a.owner_id is null`)
  if (f.incidentId)
    parts.push(
      sql`exists (select from alert_of_ticket l where l.alert_id = a.id and l.ticket_id = ${f.incidentId})`,
    )
  for (const word of (f.q ?? '').split(/\s+/).filter(Boolean).slice(0, 8))
    parts.push(sql`a.haystack like ${like(word)}`)
  return parts
}

/** The states that a filter leaves. */
export function statesOf(f: AlertFilter): State[] {
  return states.filter(
    (state) =>
      (f.state?.includes(state) ?? true) &&
      // what flaps is in either
      (f.status === undefined ||
        state === 'flapping' ||
        f.status.includes(state === 'resolved' ? 'resolved' : 'firing')),
  )
}

const flappingSql = (f: AlertFilter): RawBuilder<unknown>[] =>
  f.status ? [sql`a.status = any(${[...f.status]}::text[])`] : []

const afterSql = (after: After): RawBuilder<unknown>[] =>
  after ? [sql`(a.began_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []

/**
 * Alerts that pass the filters and are visible, those that began last first; one more than `limit` shows that it goes on.
 * State and severity have few values: for each pair the index gives the first rows in order, however many there are.
 */
export async function listRows(
  db: Db,
  v: Visibility,
  filter: AlertFilter,
  options: { limit: number; after?: After },
): Promise<AlertRow[]> {
  const where = [
    sql`a.state = s.state and a.severity = g.severity`,
    visibleSql(v),
    ...flappingSql(filter),
    ...filterSql(filter),
    ...afterSql(options.after),
  ]
  const most = options.limit + 1
  const { rows } = await sql<AlertRow>`
    select ${columns} from (
      select a.* from unnest(${statesOf(filter)}::text[]) s (state)
      cross join unnest(${[...(filter.severity ?? severities)]}::text[]) g (severity)
      cross join lateral (select a.* from alert a where ${sql.join(where, sql` and `)}
        order by a.began_at desc, a.id desc limit ${most}) a
      order by a.began_at desc, a.id desc limit ${most}) a
    order by a.began_at desc, a.id desc`.execute(db)
  return rows
}

/** One visible alert. */
export async function rowById(db: Db, v: Visibility, id: string): Promise<AlertRow | undefined> {
  const { rows } = await sql<AlertRow>`
    select ${columns} from alert a where a.id = ${id} and ${visibleSql(v)}`.execute(db)
  return rows[0]
}

/** Alerts by their ids, in the order of the ids given. */
export async function rowsByIds(db: Db, ids: readonly string[]): Promise<AlertRow[]> {
  const { rows } = await sql<AlertRow>`
    select ${columns} from unnest(${[...ids]}::uuid[]) with ordinality q (id, n) join alert a on a.id = q.id
    order by q.n`.execute(db)
  return rows
}

export interface Handled {
  id: string
  name: string
  severity: AlertRecord['severity']
  status: Status
  labels: Record<string, string>
  annotations: Record<string, string>
  startsAt: Date
  source: string
  serviceId: string | null
  orgId: string
  ownerId: string | null
  ackedAt: Date | null
  quiet: string | null
  ticketId: string | null
  ticketOpen: boolean
}

/** Visible ones among the ids, locked, for whoever does something to them. */
export async function lockRows(tx: Tx, v: Visibility, ids: readonly string[]): Promise<Map<string, Handled>> {
  const { rows } = await sql<Handled>`
    select a.id, a.name, a.severity, a.status, a.labels, a.annotations, a.starts_at as "startsAt", a.source,
      a.service_id as "serviceId", a.org_id as "orgId", a.owner_id as "ownerId", a.acked_at as "ackedAt", a.quiet,
      a.ticket_id as "ticketId", coalesce((select t.open from ticket t where t.id = a.ticket_id), false) as "ticketOpen"
    from alert a where a.id = any(${[...ids]}::uuid[]) and ${visibleSql(v)}
    order by a.id for update of a`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

const groupColumn: Record<Grouping | 'state', RawBuilder<unknown>> = {
  service: sql`a.service_id::text`,
  ci: sql`a.ci_id::text`,
  name: sql`a.name`,
  state: sql`a.state`,
}
const groupLabel: Record<Grouping | 'state', RawBuilder<unknown>> = {
  service: sql`(select x.name from service x where x.id = g.key::uuid)`,
  ci: sql`(select x.name from ci x where x.id = g.key::uuid)`,
  name: sql`g.key`,
  state: sql`g.key`,
}

export interface GroupRow {
  key: string | null
  label: string | null
  count: number
  critical: number
  latestAt: Date
}

/** How many of the alerts there are of each, those with the most first. */
export async function groupRows(
  db: Db,
  v: Visibility,
  filter: AlertFilter,
  by: Grouping | 'state',
  limit: number,
): Promise<GroupRow[]> {
  const where = [
    sql`a.state = any(${statesOf(filter)}::text[])`,
    ...(filter.severity ? [sql`a.severity = any(${[...filter.severity]}::text[])`] : []),
    visibleSql(v),
    ...flappingSql(filter),
    ...filterSql(filter),
  ]
  const { rows } = await sql<GroupRow>`
    select g.key, ${groupLabel[by]} as label, g.count, g.critical, g."latestAt" from (
      select ${groupColumn[by]} as key, count(*) as count, count(*) filter (where a.severity = 'critical') as critical,
        max(a.began_at) as "latestAt"
      from alert a where ${sql.join(where, sql` and `)} group by 1 order by 2 desc, 1 limit ${limit}) g
    order by g.count desc, g.key`.execute(db)
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
    select ${columns} from (select a.* from alert_of_ticket l join alert a on a.id = l.alert_id
      where ${sql.join(where, sql` and `)} order by a.began_at desc, a.id desc limit ${options.limit + 1}) a
    order by a.began_at desc, a.id desc`.execute(db)
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
