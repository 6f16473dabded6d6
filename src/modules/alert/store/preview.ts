import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Severity } from '../words.ts'
import { visibleSql } from './list.ts'

/** Epoch seconds of a beginning, and of the acknowledgement, taking, incident by hand or end after it; null: none yet. */
export interface Beginning {
  at: number
  answered: number | null
}

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
  /** its beginnings within the period and what answered them, the latest first, about 50 at most */
  began: Beginning[]
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
  const { rows } = await sql<Omit<SampleRow, 'began'> & { happened: number[] }>`
    select ${columns}, array(select floor(extract(epoch from e.recorded_at))::float8 * case e.kind when 'began' then 1 else -1 end
      from alert_event e where e.alert_id = a.id and e.recorded_at >= ${from}
        and (e.kind in ('ended', 'acknowledged', 'linked') or e.kind = 'began' and e.data->>'again' is distinct from 'true'
          or e.kind = 'assigned' and e.data->>'ownerId' = e.actor_id::text)
      order by e.id desc limit 100) as happened
    from alert a
    where a.last_at >= ${from} and ${visibleSql(v)}
      ${after ? sql`and (a.last_at, a.id) < (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by a.last_at desc, a.id desc limit ${limit}`.execute(db)
  return rows.map(({ happened, ...row }) => ({ ...row, began: beginnings(happened) }))
}

/** @param happened epoch seconds, the latest first; below zero: an acknowledgement, a taking, an incident by hand, or an end */
function beginnings(happened: readonly number[]): Beginning[] {
  const out: Beginning[] = []
  let answered: number | null = null
  for (const at of happened)
    if (at < 0) answered = -at
    else {
      out.push({ at, answered })
      answered = null
    }
  return out
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
