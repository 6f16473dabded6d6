import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import type { Grade, State } from '../words.ts'
import { visibleSql } from './visible-sql.ts'

/** An incident that was filed, answered or resolved in a period. */
export interface IncidentHappening {
  id: string
  number: string
  title: string
  grade: Grade
  state: State
  open: boolean
  owner: string | null
  recordedAt: Date
  resolvedAt: Date | null
}

/** Incidents filed, answered or resolved from `from` until before `to`, oldest first; at most 1,000. */
export async function rowsBetween(
  db: Db,
  v: Visibility,
  { from, to }: { from: Date; to: Date },
): Promise<IncidentHappening[]> {
  const within = (column: string) => sql`(${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to})`
  const { rows } = await sql<IncidentHappening>`
    select t.id, t.number, t.title, i.grade, t.state, t.open, (select p.name from person p where p.id = t.owner_id) as owner,
      t.recorded_at as "recordedAt", t.resolved_at as "resolvedAt"
    from ticket t join incident i on i.ticket_id = t.id
    where t.kind = 'incident' and t.origin = 'live' and ${visibleSql(v)}
      -- what was answered or resolved now was hardly filed more than a month ago, and then its own page tells
      and t.recorded_at >= ${from}::timestamptz - interval '31 days'
      and (${within('t.recorded_at')} or ${within('i.responded_at')} or ${within('t.resolved_at')})
    order by t.recorded_at, t.id limit 1000`.execute(db)
  return rows
}
