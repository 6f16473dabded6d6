import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { visibleSql, type Visibility } from '#modules/incident/index.ts'

export interface Span {
  /** midnight of the unit's zone */
  today: Date
  /** the beginning of the first of 24 hours, the one that runs included */
  from: Date
  asOf: Date
}

/** By the database's clock. */
export async function readSpan(db: Db, zone: string): Promise<Span> {
  const { rows } = await sql<Span>`
    select date_trunc('day', now(), ${zone}) as today, date_trunc('hour', now()) - interval '23 hours' as "from",
      now() as "asOf"`.execute(db)
  return rows[0]!
}

export interface Load {
  filed: number
  resolved: number
  p1: number
  p2: number
  p3: number
  p4: number
  overdue: number
}

/** Incidents of today by when they occurred and were resolved, and those open now. */
export async function readLoad(db: Db, v: Visibility, { today, asOf }: Span): Promise<Load> {
  const seen = sql`t.kind = 'incident' and ${visibleSql(v)}`
  const open = (priority: number) => sql`count(*) filter (where t.priority = ${priority})::int`
  const { rows } = await sql<Load>`
    select
      (select count(*)::int from ticket t where t.occurred_at >= ${today} and t.occurred_at <= ${asOf} and ${seen}) as filed,
      (select count(*)::int from ticket t where t.resolved_at >= ${today} and t.resolved_at <= ${asOf} and ${seen}) as resolved,
      o.* from (
        select ${open(1)} as p1, ${open(2)} as p2, ${open(3)} as p3, ${open(4)} as p4,
          count(*) filter (where t.due_at < ${asOf})::int as overdue
        from ticket t where t.open and ${seen}) o`.execute(db)
  return rows[0]!
}

export interface OpenFaults {
  serviceId: string
  open: number
  priority: number
  major: boolean
}

/** Open faults of each information system. */
export async function faultsByService(db: Db, v: Visibility): Promise<OpenFaults[]> {
  const { rows } = await sql<OpenFaults>`
    select t.service_id as "serviceId", count(*)::int as open, min(t.priority)::int as priority,
      bool_or(i.grade = 'major') as major
    from ticket t join incident i on i.ticket_id = t.id
    where t.kind = 'incident' and t.open and t.service_id is not null and i.type = 'fault' and ${visibleSql(v)}
    group by t.service_id`.execute(db)
  return rows
}

/** Incidents by the hour in which they occurred; hours without any are not there. */
export async function filedByHour(
  db: Db,
  v: Visibility,
  { from, asOf }: Span,
): Promise<{ at: Date; count: number }[]> {
  const { rows } = await sql<{ at: Date; count: number }>`
    select date_trunc('hour', t.occurred_at) as at, count(*)::int as count from ticket t
    where t.kind = 'incident' and t.occurred_at >= ${from} and t.occurred_at <= ${asOf} and ${visibleSql(v)}
    group by 1`.execute(db)
  return rows
}

/** Information systems in use. Everybody who works here may know their names. */
export async function activeServices(db: Db): Promise<{ id: string; name: string }[]> {
  return db.selectFrom('service').select(['id', 'name']).where('active', '=', true).execute()
}
