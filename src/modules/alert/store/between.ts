import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Severity, Status } from '../words.ts'
import { visibleSql } from './list.ts'

/** An alert that fired or recovered in a period. */
export interface Happening {
  id: string
  source: string
  name: string
  severity: Severity
  status: Status
  service: { id: string; name: string } | null
  incident: { id: string; number: string; title: string } | null
  startsAt: Date
  endsAt: Date | null
  /** how often it has come in all */
  count: number
}

const most = 1000

/** Alerts that began or ended from `from` until before `to`, oldest first; at most 1,000. */
export async function rowsBetween(
  db: Db,
  v: Visibility,
  { from, to }: { from: Date; to: Date },
): Promise<Happening[]> {
  const { rows } = await sql<Happening>`
    select a.id, a.source, a.name, a.severity, a.status,
      case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as service,
      case when t.id is not null then json_build_object('id', t.id, 'number', t.number, 'title', t.title) end as incident,
      a.starts_at as "startsAt", a.ends_at as "endsAt", a.count
    from alert a left join service s on s.id = a.service_id left join ticket t on t.id = a.ticket_id
    where a.last_at >= ${from} and ${visibleSql(v)}
      and ((a.starts_at >= ${from} and a.starts_at < ${to}) or (a.ends_at >= ${from} and a.ends_at < ${to}))
    order by a.starts_at, a.id limit ${most}`.execute(db)
  return rows
}
