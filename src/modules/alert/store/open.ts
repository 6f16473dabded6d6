import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import { visibleSql } from './list.ts'

/** Alerts that fire and that nothing keeps quiet, of one service (null: of none). */
export interface OpenAlerts {
  serviceId: string | null
  critical: number
  warning: number
  other: number
}

/** Of all that the visibility lets through, by service. */
export async function openByService(db: Db, v: Visibility): Promise<OpenAlerts[]> {
  const { rows } = await sql<OpenAlerts>`
    select a.service_id as "serviceId", count(*) filter (where a.severity = 'critical')::int as critical,
      count(*) filter (where a.severity = 'warning')::int as warning,
      count(*) filter (where a.severity not in ('critical', 'warning'))::int as other
    from alert a where a.state in ('firing', 'acknowledged') and ${visibleSql(v)}
    group by a.service_id`.execute(db)
  return rows
}

/** Of items, by item; items without any are not there. */
export async function openByItem(
  db: Db,
  v: Visibility,
  ids: readonly string[],
): Promise<Map<string, Omit<OpenAlerts, 'serviceId'>>> {
  const { rows } = await sql<Omit<OpenAlerts, 'serviceId'> & { ciId: string }>`
    select a.ci_id as "ciId", count(*) filter (where a.severity = 'critical')::int as critical,
      count(*) filter (where a.severity = 'warning')::int as warning,
      count(*) filter (where a.severity not in ('critical', 'warning'))::int as other
    from alert a where a.ci_id = any(${[...ids]}::uuid[]) and a.state in ('firing', 'acknowledged') and ${visibleSql(v)}
    group by a.ci_id`.execute(db)
  return new Map(rows.map(({ ciId, ...counts }) => [ciId, counts]))
}

/** When alerts began to fire from `from` until before `to`, in whole hours; hours without any are not there. */
export async function begunByHour(
  db: Db,
  v: Visibility,
  { from, to }: { from: Date; to: Date },
): Promise<{ at: Date; count: number }[]> {
  const { rows } = await sql<{ at: Date; count: number }>`
    select date_trunc('hour', e.recorded_at) as at, count(*)::int as count
    from alert_event e join alert a on a.id = e.alert_id
    where e.kind = 'began' and e.recorded_at >= ${from} and e.recorded_at < ${to} and ${visibleSql(v)}
    group by 1`.execute(db)
  return rows
}
