import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { visibleSql, type Visibility } from '#modules/incident/index.ts'

/** Days of the unit as instants, `from` ≤ t < `to`. */
export interface Range {
  from: Date
  to: Date
  /** the database's clock */
  asOf: Date
}

export interface Scope {
  visible: Visibility
  orgId?: string | undefined
  serviceId?: string | undefined
}

/** The bounds of a period of whole days: the last `days` up to today, or from day to day (YYYY-MM-DD, inclusive). */
export async function readRange(
  db: Db,
  zone: string,
  period: { days: number } | { from: string; to: string },
): Promise<Range> {
  const [first, last] =
    'days' in period
      ? [
          sql`(now() at time zone ${zone})::date - ${period.days - 1}::int`,
          sql`(now() at time zone ${zone})::date`,
        ]
      : [sql`${period.from}::date`, sql`${period.to}::date`]
  const { rows } = await sql<Range>`
    select (${first})::timestamp at time zone ${zone} as "from",
      (${last} + 1)::timestamp at time zone ${zone} as "to", now() as "asOf"`.execute(db)
  return rows[0]!
}

/** Incidents `t` that the actor may see and that the filters name. */
export function scopeSql(s: Scope): RawBuilder<unknown> {
  const parts = [sql`t.kind = 'incident'`, visibleSql(s.visible)]
  if (s.serviceId) parts.push(sql`t.service_id = ${s.serviceId}`)
  if (s.orgId)
    parts.push(
      sql`t.org_id in (select x.id from org x, org y where y.id = ${s.orgId} and x.path like y.path || '%')`,
    )
  return sql.join(parts, sql` and `)
}

/** Those of the scope that occurred in the range. */
export const occurredSql = (r: Range): RawBuilder<unknown> =>
  sql`t.occurred_at >= ${r.from} and t.occurred_at < ${r.to}`

/** Faults that were none after all do not count as faults. */
export const faultSql = sql`i.type = 'fault' and t.state <> 'cancelled'`
