import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { occurredSql, scopeSql, type Range, type Scope } from './scope.ts'

/** Open tickets by state. */
export async function openByState(
  db: Db,
  scope: Scope,
): Promise<{ state: string; count: number; imported: number }[]> {
  const { rows } = await sql<{ state: string; count: number; imported: number }>`
    select t.state, count(*)::int as count, count(*) filter (where t.origin = 'import')::int as imported
    from ticket t where t.open and ${scopeSql(scope)} group by t.state`.execute(db)
  return rows
}

export interface Day {
  day: string
  from: Date
  to: Date
  filed: number
  resolved: number
}

/** Every day of the range in the zone, with how many tickets occurred and how many were resolved on it. */
export async function flowByDay(db: Db, scope: Scope, range: Range, zone: string): Promise<Day[]> {
  const on = (column: RawBuilder<unknown>) => sql`(${column} at time zone ${zone})::date`
  const { rows } = await sql<Day>`
    with filed as (
      select ${on(sql`t.occurred_at`)} as day, count(*)::int as n from ticket t
      where ${occurredSql(range)} and ${scopeSql(scope)} group by 1
    ), resolved as (
      select ${on(sql`t.resolved_at`)} as day, count(*)::int as n from ticket t
      where t.resolved_at >= ${range.from} and t.resolved_at < ${range.to} and ${scopeSql(scope)} group by 1
    )
    select d.day::date::text as day, d.day at time zone ${zone} as "from",
      (d.day + interval '1 day') at time zone ${zone} as "to",
      coalesce(filed.n, 0) as filed, coalesce(resolved.n, 0) as resolved
    from generate_series(${range.from}::timestamptz at time zone ${zone},
      ${range.to}::timestamptz at time zone ${zone} - interval '1 day', interval '1 day') as d (day)
    left join filed on filed.day = d.day::date left join resolved on resolved.day = d.day::date
    order by d.day`.execute(db)
  return rows
}

export interface Near {
  overdue: number
  h4: number
  h24: number
  later: number
  imported: number
}

/** Open tickets with a running clock, by how near its due time is. */
export async function countNear(db: Db, scope: Scope, asOf: Date): Promise<Near> {
  const { rows } = await sql<Near>`
    select count(*) filter (where t.due_at < ${asOf})::int as overdue,
      count(*) filter (where t.due_at >= ${asOf} and t.due_at < ${asOf}::timestamptz + interval '4 hours')::int as h4,
      count(*) filter (where t.due_at >= ${asOf}::timestamptz + interval '4 hours'
        and t.due_at < ${asOf}::timestamptz + interval '24 hours')::int as h24,
      count(*) filter (where t.due_at >= ${asOf}::timestamptz + interval '24 hours')::int as later,
      count(*) filter (where t.origin = 'import')::int as imported
    from ticket t where t.open and t.due_at is not null and ${scopeSql(scope)}`.execute(db)
  return rows[0]!
}

export interface NearTicket {
  id: string
  number: string
  title: string
  priority: number
  dueAt: Date
}

/** The tickets whose due time comes next; those overdue are in the queue already. */
export async function nearestTickets(db: Db, scope: Scope, asOf: Date, limit: number): Promise<NearTicket[]> {
  const { rows } = await sql<NearTicket>`
    select t.id, t.number, t.title, t.priority, t.due_at as "dueAt"
    from ticket t where t.open and t.due_at >= ${asOf} and ${scopeSql(scope)}
    order by t.due_at, t.id limit ${limit}`.execute(db)
  return rows
}
