import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { visibleSql, type Visibility } from '#modules/incident/index.ts'

export interface OpenMajor {
  id: string
  number: string
  title: string
  state: string
  priority: number
  service: string | null
  occurredAt: Date
  leader: string | null
  /** null: nobody has begun to work on it as a major one */
  startedAt: Date | null
  updateDueAt: Date | null
  /** people on the bridge now */
  onBridge: number
}

/** Open incidents of the highest grade that pass the visibility, the oldest first; at most 100. */
export async function selectOpenMajors(db: Db, v: Visibility): Promise<OpenMajor[]> {
  const { rows } = await sql<OpenMajor>`
    select t.id, t.number, t.title, t.state, t.priority, s.name as service, t.occurred_at as "occurredAt",
      p.name as leader, m.started_at as "startedAt",
      m.last_update_at + make_interval(mins => m.update_minutes) as "updateDueAt",
      (select count(*)::int from major_bridge b where b.ticket_id = t.id and b.left_at is null) as "onBridge"
    from ticket t join incident i on i.ticket_id = t.id left join service s on s.id = t.service_id
      left join major_record m on m.ticket_id = t.id left join person p on p.id = m.leader_id
    where t.kind = 'incident' and t.open and i.grade = 'major' and ${visibleSql(v)}
    order by t.occurred_at, t.id limit 100`.execute(db)
  return rows
}
