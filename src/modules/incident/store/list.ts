import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { ClockResult, Grade, IncidentType, Queue, State } from '../words.ts'
import type { Visibility } from '../visible.ts'
import { lineColumns, lineJoins, type IncidentRow } from './read.ts'

export interface ListFilter {
  ids?: string[] | undefined
  queue?: Queue | undefined
  state?: State[] | undefined
  open?: boolean | undefined
  priority?: number | undefined
  grade?: Grade | undefined
  type?: IncidentType | undefined
  channel?: string | undefined
  serviceId?: string | undefined
  categoryId?: string | undefined
  orgId?: string | undefined
  groupId?: string | undefined
  ownerId?: string | undefined
  requesterId?: string | undefined
  callerPhone?: string | undefined
  parentId?: string | undefined
  breached?: boolean | undefined
  occurredFrom?: string | undefined
  occurredTo?: string | undefined
  orgOnly?: boolean | undefined
  noService?: boolean | undefined
  notCancelled?: boolean | undefined
  resolvedFrom?: string | undefined
  resolvedTo?: string | undefined
  dueFrom?: string | undefined
  dueTo?: string | undefined
  metric?: string | undefined
  clock?: ClockResult | undefined
  usedFrom?: number | undefined
  usedTo?: number | undefined
  satisfaction?: string | undefined
}

export type Sort = '-recordedAt' | 'recordedAt' | 'priority' | 'due'
export type LineRow = IncidentRow & { sortKey: string | number | null }

const and = (parts: RawBuilder<unknown>[]) => (parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`)

/** Visibility as SQL on the ticket `t`. */
export function visibleSql(v: Visibility): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  const any: RawBuilder<unknown>[] = []
  if (v.groupIds.length > 0) any.push(sql`t.group_id = any(${[...v.groupIds]}::uuid[])`)
  if (v.personId) {
    any.push(sql`t.owner_id = ${v.personId}`, sql`t.requester_id = ${v.personId}`)
    any.push(sql`exists (select from affected a where a.ticket_id = t.id and a.person_id = ${v.personId})`)
    any.push(sql`exists (select from watcher x where x.ticket_id = t.id and x.person_id = ${v.personId})`)
  }
  if (v.orgPaths.length > 0)
    any.push(sql`t.org_id in (select id from org where path like any(${v.orgPaths.map((p) => `${p}%`)}::text[]))`)
  return any.length > 0 ? sql`(${sql.join(any, sql` or `)})` : sql`false`
}

function queueSql(queue: Queue, v: Visibility): RawBuilder<unknown> {
  switch (queue) {
    case 'mine':
      return sql`t.open and t.owner_id = ${v.personId}::uuid`
    case 'group':
      return sql`t.open and t.group_id = any(${[...v.groupIds]}::uuid[])`
    case 'unassigned':
      return sql`t.open and t.owner_id is null`
    case 'due-soon':
      return sql`t.open and t.due_at < now() + interval '4 hours'`
    case 'pending':
      return sql`t.open and t.state = 'pending'`
    case 'resolved':
      return sql`t.state = 'resolved'`
  }
}

function filterSql(f: ListFilter, v: Visibility): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = []
  const equal = (column: string, value: unknown): void => {
    if (value !== undefined) parts.push(sql`${sql.raw(column)} = ${value}`)
  }
  if (f.ids) parts.push(sql`t.id = any(${f.ids}::uuid[])`)
  if (f.queue) parts.push(queueSql(f.queue, v))
  if (f.state) parts.push(sql`t.state = any(${f.state}::text[])`)
  if (f.open !== undefined) parts.push(f.open ? sql`t.open` : sql`not t.open`)
  equal('t.priority', f.priority)
  equal('i.grade', f.grade)
  equal('i.type', f.type)
  equal('t.channel', f.channel)
  equal('t.service_id', f.serviceId)
  equal('t.category_id', f.categoryId)
  equal('t.group_id', f.groupId)
  equal('t.owner_id', f.ownerId)
  equal('t.requester_id', f.requesterId)
  equal('t.caller_phone', f.callerPhone)
  equal('t.parent_id', f.parentId)
  if (f.orgId && f.orgOnly) parts.push(sql`t.org_id = ${f.orgId}`)
  else if (f.orgId) parts.push(sql`t.org_id in (select x.id from org x, org y where y.id = ${f.orgId} and x.path like y.path || '%')`)
  if (f.breached !== undefined)
    parts.push(
      sql`${f.breached ? sql`` : sql`not`} exists (select from breached_clock k where k.ticket_id = t.id)`,
    )
  if (f.occurredFrom) parts.push(sql`t.occurred_at >= ${f.occurredFrom}::timestamptz`)
  if (f.occurredTo) parts.push(sql`t.occurred_at < ${f.occurredTo}::timestamptz`)
  if (f.noService !== undefined) parts.push(f.noService ? sql`t.service_id is null` : sql`t.service_id is not null`)
  if (f.notCancelled) parts.push(sql`t.state <> 'cancelled'`)
  return [...parts, ...figureSql(f)]
}

/** What the figures of the dashboard lead to; other rooms' facts by their published views. */
function figureSql(f: ListFilter): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = []
  if (f.resolvedFrom) parts.push(sql`t.resolved_at >= ${f.resolvedFrom}::timestamptz`)
  if (f.resolvedTo) parts.push(sql`t.resolved_at < ${f.resolvedTo}::timestamptz`)
  if (f.dueFrom) parts.push(sql`t.open and t.due_at >= ${f.dueFrom}::timestamptz`)
  if (f.dueTo) parts.push(sql`t.open and t.due_at < ${f.dueTo}::timestamptz`)
  const clock: RawBuilder<unknown>[] = []
  if (f.metric) clock.push(sql`k.metric = ${f.metric}`)
  if (f.clock) clock.push(sql`k.result = ${f.clock}`)
  if (f.usedFrom !== undefined) clock.push(sql`k.used_percent >= ${f.usedFrom}`)
  if (f.usedTo !== undefined) clock.push(sql`k.used_percent <= ${f.usedTo}`)
  if (clock.length > 0)
    parts.push(sql`exists (select from clock_result k where k.ticket_id = t.id and ${and(clock)})`)
  if (f.satisfaction)
    parts.push(
      sql`exists (select from survey_result r where r.ticket_id = t.id
        and coalesce(r.answer, r.state) = ${f.satisfaction})`,
    )
  return parts
}

/** Sort column, direction of the keyset, and whether the second column (id) descends. */
function order(sort: Sort): { key: RawBuilder<unknown>; by: RawBuilder<unknown>; after: (c: (string | number | null)[]) => RawBuilder<unknown> } {
  switch (sort) {
    case '-recordedAt':
      return { key: sql`null`, by: sql`t.id desc`, after: (c) => sql`t.id < ${c[1]}::uuid` }
    case 'recordedAt':
      return { key: sql`null`, by: sql`t.id`, after: (c) => sql`t.id > ${c[1]}::uuid` }
    case 'priority':
      return {
        key: sql`t.priority`,
        by: sql`t.priority, t.id desc`,
        after: (c) => sql`(t.priority > ${c[0]}::int or (t.priority = ${c[0]}::int and t.id < ${c[1]}::uuid))`,
      }
    case 'due':
      return {
        key: sql`to_char(t.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
        by: sql`t.due_at, t.id`,
        after: (c) =>
          c[0] === null
            ? sql`(t.due_at is null and t.id > ${c[1]}::uuid)`
            : sql`((t.due_at, t.id) > (${c[0]}::timestamptz, ${c[1]}::uuid) or t.due_at is null)`,
      }
  }
}

/** `limit` + 1 rows of the list, so that the caller sees whether it goes on. */
export async function listRows(
  db: Db,
  v: Visibility,
  filter: ListFilter,
  options: { limit: number; sort: Sort; after?: (string | number | null)[] | undefined },
): Promise<LineRow[]> {
  const o = order(options.sort)
  const where = [visibleSql(v), ...filterSql(filter, v), ...(options.after ? [o.after(options.after)] : [])]
  const { rows } = await sql<LineRow>`
    select ${lineColumns}, ${o.key} as "sortKey" from ticket t ${lineJoins}
    where t.kind = 'incident' and ${and(where)} order by ${o.by} limit ${options.limit + 1}`.execute(db)
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
