import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Grade, State } from '../words.ts'
import { filterSql, needsIncident, type ListFilter } from './filter.ts'
import { lineColumns, lineJoins, type IncidentRow } from './read.ts'
import { visibleBranches, visibleSql } from './visible-sql.ts'

export type { ListFilter } from './filter.ts'
export { visibleSql } from './visible-sql.ts'

export type Sort = '-recordedAt' | 'recordedAt' | 'priority' | 'due'
type Key = string | number | null
export type LineRow = IncidentRow & { sortKey: Key }

/** What a list is ordered by, on the columns `id`, `priority` and `due_at` of `t`: an index has each order. */
interface Order {
  key: RawBuilder<unknown>
  by: RawBuilder<unknown>
  /** rows behind the cursor [key, id] */
  after: (c: Key[]) => RawBuilder<unknown>
}

const orders: Record<Sort, Order> = {
  '-recordedAt': { key: sql`null`, by: sql`t.id desc`, after: (c) => sql`t.id < ${c[1]}::uuid` },
  recordedAt: { key: sql`null`, by: sql`t.id`, after: (c) => sql`t.id > ${c[1]}::uuid` },
  priority: {
    key: sql`t.priority`,
    by: sql`t.priority, t.id desc`,
    after: (c) => sql`t.priority >= ${c[0]}::int and (t.priority > ${c[0]}::int or t.id < ${c[1]}::uuid)`,
  },
  due: {
    key: sql`to_char(t.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    by: sql`t.due_at, t.id`,
    after: (c) =>
      c[0] === null
        ? sql`(t.due_at is null and t.id > ${c[1]}::uuid)`
        : sql`((t.due_at, t.id) > (${c[0]}::timestamptz, ${c[1]}::uuid) or t.due_at is null)`,
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
  const byId = new Map(rows.map((row) => [row.id, row]))
  return keys.flatMap(({ id, sortKey }) => {
    const row = byId.get(id)
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
  const common = [
    sql`t.kind = 'incident'`,
    ...filterSql(filter, v),
    ...(options.after ? [order.after(options.after)] : []),
  ]
  const one = (visible: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select t.id, t.priority, t.due_at from ticket t
    ${needsIncident(filter) ? sql`join incident i on i.ticket_id = t.id` : sql``}
    where ${sql.join([...common, visible], sql` and `)} order by ${order.by} limit ${limit}`
  const branches = await reasons(db, v, filter)
  const { rows } = await sql<KeyRow>`
    select t.id, ${order.key} as "sortKey"
    from (${sql.join(
      branches.map((branch) => sql`(${one(branch)})`),
      sql` union `,
    )}) t
    order by ${order.by} limit ${limit}`.execute(db)
  return rows
}

/** Why the actor may see what passes the filter. */
async function reasons(db: Db, v: Visibility, filter: ListFilter): Promise<RawBuilder<unknown>[]> {
  // these queues hold nothing but what is visible
  if (filter.queue === 'mine' || filter.queue === 'group') return [sql`true`]
  // a few known tickets are tried one by one
  if (filter.ids) return [visibleSql(v)]
  return visibleBranches(db, v)
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
 * which everybody may hear of, once a person has confirmed the grade or an alert shows the fault; somebody else's
 * words about it stay with those who may see the incident.
 */
export async function knownRows(
  db: Db,
  v: Visibility,
  by: { serviceId?: string | undefined; ids?: string[] | undefined },
): Promise<KnownRow[]> {
  const which: RawBuilder<unknown>[] = []
  if (by.serviceId) which.push(sql`t.service_id = ${by.serviceId}`)
  if (by.ids) which.push(sql`t.id = any(${by.ids}::uuid[])`)
  const announced = which.length === 0
  if (announced)
    which.push(sql`(s.public and i.type = 'fault' and i.grade in ('major', 'serious')
      and (i.grade_confirmed or i.alert_key is not null or t.channel = 'alert'))`)
  const title = announced ? sql`case when ${visibleSql(v)} then t.title end` : sql`t.title`
  const { rows } = await sql<KnownRow>`
    select t.id, t.number, ${title} as title, t.state, i.grade, s.name as "serviceName", t.occurred_at as "occurredAt",
      exists (select from affected a where a.ticket_id = t.id and a.person_id = ${v.personId}::uuid) as joined
    from ticket t join incident i on i.ticket_id = t.id left join service s on s.id = t.service_id
    where t.kind = 'incident' and t.open and t.duplicate_of_id is null and (${sql.join(which, sql` or `)})
      and (${visibleSql(v)} or s.public)
    order by t.id desc limit 10`.execute(db)
  return rows
}
