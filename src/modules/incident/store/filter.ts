import { sql, type RawBuilder } from 'kysely'
import { isOpen } from '../lifecycle.ts'
import type { Visibility } from '../visible.ts'
import type { ClockResult, Grade, IncidentType, Queue, State } from '../words.ts'
import { oneOf } from './visible-sql.ts'

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
  stayGroupId?: string | undefined
  stay?: ClockResult | undefined
  satisfaction?: string | undefined
}

const and = (parts: RawBuilder<unknown>[]) => (parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`)

function queueSql(queue: Queue, v: Visibility): RawBuilder<unknown> {
  switch (queue) {
    case 'mine':
      return sql`t.open and t.owner_id = ${v.personId}::uuid`
    case 'group':
      return sql`t.open and ${oneOf('t.group_id', v.groupIds)}`
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

/** Conditions on the ticket `t`, and on the incident `i` where `needsIncident` says so. */
export function filterSql(f: ListFilter, v: Visibility): RawBuilder<unknown>[] {
  const parts: RawBuilder<unknown>[] = []
  const equal = (column: string, value: unknown): void => {
    if (value !== undefined) parts.push(sql`${sql.raw(column)} = ${value}`)
  }
  if (f.ids) parts.push(sql`t.id = any(${f.ids}::uuid[])`)
  if (f.queue) parts.push(queueSql(f.queue, v))
  if (f.state) parts.push(stateSql(f.state))
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
  else if (f.orgId)
    parts.push(
      sql`t.org_id in (select x.id from org x, org y where y.id = ${f.orgId} and x.path like y.path || '%')`,
    )
  if (f.breached !== undefined)
    parts.push(
      sql`${f.breached ? sql`` : sql`not`} exists (select from breached_clock k where k.ticket_id = t.id)`,
    )
  if (f.occurredFrom) parts.push(sql`t.occurred_at >= ${f.occurredFrom}::timestamptz`)
  if (f.occurredTo) parts.push(sql`t.occurred_at < ${f.occurredTo}::timestamptz`)
  if (f.noService !== undefined)
    parts.push(f.noService ? sql`t.service_id is null` : sql`t.service_id is not null`)
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
  const stay: RawBuilder<unknown>[] = []
  if (f.stayGroupId) stay.push(sql`k.group_id = ${f.stayGroupId}`)
  if (f.stay) stay.push(sql`k.result = ${f.stay}`)
  if (stay.length > 0)
    parts.push(sql`exists (select from stay_result k where k.ticket_id = t.id and ${and(stay)})`)
  if (f.satisfaction)
    parts.push(
      sql`exists (select from survey_result r where r.ticket_id = t.id
        and coalesce(r.answer, r.state) = ${f.satisfaction})`,
    )
  return parts
}

/** Conditions of `filterSql` look at the incident as well. */
export function needsIncident(f: ListFilter): boolean {
  return f.grade !== undefined || f.type !== undefined
}

/** Nothing without a due time passes the filter. */
export function asksForDue(f: ListFilter): boolean {
  return f.queue === 'due-soon' || f.dueFrom !== undefined || f.dueTo !== undefined
}

/** Open states are looked for among the open ones, which are few. */
function stateSql(states: readonly State[]): RawBuilder<unknown> {
  const among = states.length === 1 ? sql`t.state = ${states[0]}` : sql`t.state = any(${[...states]}::text[])`
  return states.every(isOpen) ? sql`(t.open and ${among})` : among
}
