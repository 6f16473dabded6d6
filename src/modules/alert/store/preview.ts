import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Severity } from '../words.ts'
import { visibleSql } from './list.ts'

export interface SampleRow {
  id: string
  source: string
  name: string
  severity: Severity
  labels: Record<string, string>
  extra: Record<string, string>
  groupKey: string
  serviceId: string | null
  ticketId: string | null
  lastAt: Date
  /** epoch seconds of its beginnings within the period, the latest first, 50 at most */
  began: number[]
}

const columns = sql`a.id, a.source, a.name, a.severity, a.labels, a.extra, coalesce(a.group_key, '') as "groupKey",
  a.service_id as "serviceId", a.ticket_id as "ticketId", a.last_at as "lastAt"`

/** Alerts that came since `from`, those that came last first, with their beginnings; from behind `after` on. */
export async function samples(
  db: Db,
  v: Visibility,
  from: Date,
  after: readonly [at: Date, id: string] | null,
  limit: number,
): Promise<SampleRow[]> {
  const { rows } = await sql<SampleRow>`
    select ${columns}, array(select extract(epoch from e.recorded_at)::bigint from alert_event e
      where e.alert_id = a.id and e.kind = 'began' and e.recorded_at >= ${from} order by e.id desc limit 50) as began
    from alert a
    where a.last_at >= ${from} and ${visibleSql(v)}
      ${after ? sql`and (a.last_at, a.id) < (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by a.last_at desc, a.id desc limit ${limit}`.execute(db)
  return rows
}

/** Alerts that fire, by id from behind `after` on. */
export async function firingRows(
  db: Db,
  v: Visibility,
  after: string | null,
  limit: number,
): Promise<Pick<SampleRow, 'id' | 'source' | 'name' | 'severity' | 'labels' | 'extra'>[]> {
  const { rows } = await sql<SampleRow>`
    select ${columns} from alert a
    where a.status = 'firing' and ${visibleSql(v)} and (${after}::uuid is null or a.id > ${after}::uuid)
    order by a.id limit ${limit}`.execute(db)
  return rows
}
