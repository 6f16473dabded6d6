import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Grade, State } from '../words.ts'
import { asksForDue, filterSql, needsIncident, type ListFilter } from './filter.ts'
import { lineColumns, lineJoins, type IncidentRow } from './read.ts'
import { visibleReasons, visibleSql, type Reason } from './visible-sql.ts'

export type { ListFilter } from './filter.ts'
export { visibleSql } from './visible-sql.ts'

export type Sort = '-recordedAt' | 'recordedAt' | 'priority' | 'due'
type Key = string | number | null
export type LineRow = IncidentRow & { sortKey: Key }

/** A stretch of an order, in which the index of that order serves it. */
interface Part {
  where: RawBuilder<unknown>
  by: RawBuilder<unknown>
}

/** What a list is ordered by, on the columns `id`, `priority` and `due` of `t`: an index has each order. */
interface Order {
  key: RawBuilder<unknown>
  by: RawBuilder<unknown>
  /** rows behind the cursor [key, id], or all */
  parts: (after: Key[] | undefined) => Part[]
}

const byId = (by: RawBuilder<unknown>, beyond: (id: Key) => RawBuilder<unknown>): Order => ({
  key: sql`null`,
  by,
  parts: (after) => [{ where: after ? beyond(after[1]!) : sql`true`, by }],
})

const byPriority = sql`t.priority, t.id desc`
const isDue = sql`t.open and t.due_at is not null`

const orders: Record<Sort, Order> = {
  '-recordedAt': byId(sql`t.id desc`, (id) => sql`t.id < ${id}::uuid`),
  recordedAt: byId(sql`t.id`, (id) => sql`t.id > ${id}::uuid`),
  priority: {
    key: sql`t.priority`,
    by: byPriority,
    parts: (after) =>
      after
        ? [
            { where: sql`t.priority = ${after[0]}::int and t.id < ${after[1]}::uuid`, by: byPriority },
            { where: sql`t.priority > ${after[0]}::int`, by: byPriority },
          ]
        : [{ where: sql`true`, by: byPriority }],
  },
  // those without a due time, and those that are over, come last
  due: {
    key: sql`to_char(t.due at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    by: sql`t.due, t.id`,
    parts: (after) => {
      const behind = after && after[0] === null ? sql` and t.id > ${after[1]}::uuid` : sql``
      const rest = { where: sql`not (${isDue})${behind}`, by: sql`t.id` }
      if (after && after[0] === null) return [rest]
      const from = after ? sql` and (t.due_at, t.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``
      return [{ where: sql`${isDue}${from}`, by: sql`t.due_at, t.id` }, rest]
    },
  },
}

export interface ListOptions {
  limit: number
  sort: Sort
  after?: Key[] | undefined
}

/** `limit` + 1 rows of the list, so that the caller sees whether it goes on. */
export async function listRows(
  db: Db,
  v: Visibility,
  filter: ListFilter,
  options: ListOptions,
): Promise<LineRow[]> {
  const keys = await keysOf(db, v, filter, options)
  if (keys.length === 0) return []
  // always the same statement, so that its eight tables are planned once and not at every look at a list
  const { rows } = await sql<IncidentRow>`
    select ${lineColumns} from ticket t ${lineJoins} where t.id = any(${keys.map((k) => k.id)}::uuid[])`.execute(
    db,
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  return keys.flatMap(({ id, sortKey }) => {
    const row = found.get(id)
    return row ? [{ ...row, sortKey }] : []
  })
}

interface KeyRow {
  id: string
  sortKey: Key
}

/**
 * Ids in order. What somebody sees for different reasons is looked up reason by reason, each in its own index and no
 * further than the page, and merged: one condition with `or` would make the database walk through all tickets.
 */
async function keysOf(db: Db, v: Visibility, filter: ListFilter, options: ListOptions): Promise<KeyRow[]> {
  const order = orders[options.sort]
  const limit = options.limit + 1
  const common = [sql`t.kind = 'incident'`, ...filterSql(filter, v)]
  const newest = options.sort === '-recordedAt' || options.sort === 'recordedAt'
  const one = (reason: Reason, part: Part): RawBuilder<unknown> => sql`(
    select t.id, t.priority, case when ${isDue} then t.due_at end as due from ticket t
    ${needsIncident(filter) ? sql`join incident i on i.ticket_id = t.id` : sql``}
    where ${sql.join([...common, reason.visible, part.where], sql` and `)}
    ${reason.own && !newest ? sql`` : sql`order by ${part.by} limit ${limit}`})`
  const all = order.parts(options.after)
  // a list of what is due has no rest
  const parts = options.sort === 'due' && asksForDue(filter) ? all.slice(0, 1) : all
  const branches = (await reasons(db, v, filter)).flatMap((reason) => parts.map((part) => one(reason, part)))
  const { rows } = await sql<KeyRow>`
    select t.id, ${order.key} as "sortKey" from (${sql.join(branches, sql` union `)}) t
    order by ${order.by} limit ${limit}`.execute(db)
  return rows
}

/** Why the actor may see what passes the filter. */
async function reasons(db: Db, v: Visibility, filter: ListFilter): Promise<Reason[]> {
  // these queues hold nothing but what is visible
  if (filter.queue === 'mine' || filter.queue === 'group') return [{ visible: sql`true`, own: false }]
  // a few known tickets are tried one by one
  if (filter.ids) return [{ visible: visibleSql(v), own: false }]
  return visibleReasons(db, v)
}

export interface PrecedentRow {
  id: string
  number: string
  title: string
  groupId: string | null
  groupName: string | null
  serviceName: string | null
  resolvedAt: Date
  resolution: string
}

/** Those of the ids that were solved and that the actor may see, in the order of the ids. */
export async function precedentRows(
  db: Db,
  v: Visibility,
  ids: readonly string[],
  limit: number,
): Promise<PrecedentRow[]> {
  const { rows } = await sql<PrecedentRow>`
    select t.id, t.number, t.title, g.id as "groupId", g.name as "groupName", s.name as "serviceName",
      coalesce(t.resolved_at, t.closed_at) as "resolvedAt", left(coalesce(i.resolution, ''), 300) as resolution
    from unnest(${[...ids]}::uuid[]) with ordinality as found(id, place)
      join ticket t on t.id = found.id join incident i on i.ticket_id = t.id
      left join support_group g on g.id = t.group_id left join service s on s.id = t.service_id
    where t.state in ('resolved', 'closed') and t.duplicate_of_id is null
      and coalesce(t.resolved_at, t.closed_at) is not null and ${visibleSql(v)}
    order by found.place limit ${limit}`.execute(db)
  return rows
}

export interface KnownRow {
  id: string
  number: string
  /** null where only the service and its state may be told */
  title: string | null
  state: State
  grade: Grade
  serviceName: string | null
  occurredAt: Date
  joined: boolean
}

/**
 * Open incidents that a new report may repeat: of the service, or among the ids a search found. Only public services
 * and what the actor may see, minimal facts. Asked for nothing in particular: the grave faults of public services,
 * which everybody may hear of, once a person has confirmed the grade or an alert shows the fault. Somebody else's
 * words about it, the title, stay with those who may see the incident; others learn its number and that it is open.
 */
export async function knownRows(
  db: Db,
  v: Visibility,
  by: { serviceId?: string | undefined; ids?: string[] | undefined },
): Promise<KnownRow[]> {
  const which: RawBuilder<unknown>[] = []
  if (by.serviceId) which.push(sql`t.service_id = ${by.serviceId}`)
  if (by.ids) which.push(sql`t.id = any(${by.ids}::uuid[])`)
  if (which.length === 0)
    which.push(sql`(s.public and i.type = 'fault' and i.grade in ('major', 'serious')
      and (i.grade_confirmed or i.alert_key is not null or t.channel = 'alert'))`)
  const { rows } = await sql<KnownRow>`
    select t.id, t.number, case when ${visibleSql(v)} then t.title end as title, t.state, i.grade, s.name as "serviceName", t.occurred_at as "occurredAt",
      exists (select from affected a where a.ticket_id = t.id and a.person_id = ${v.personId}::uuid) as joined
    from ticket t join incident i on i.ticket_id = t.id left join service s on s.id = t.service_id
    where t.kind = 'incident' and t.open and t.duplicate_of_id is null and (${sql.join(which, sql` or `)})
      and (${visibleSql(v)} or s.public)
    order by t.id desc limit 10`.execute(db)
  return rows
}
