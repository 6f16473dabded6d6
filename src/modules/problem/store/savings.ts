import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Side } from '../savings.ts'

/** By what incidents count as the same, beside those that are linked. */
export interface Alike {
  problemId: string
  serviceIds: readonly string[]
  /** titles hold one of them */
  symptoms: readonly string[]
  /** where there are no symptom words */
  categoryId: string | null
}

function alike(by: Alike): RawBuilder<unknown> {
  const linked = sql`exists (select from problem_incident l where l.problem_id = ${by.problemId} and l.incident_id = t.id)`
  if (by.serviceIds.length === 0 || (by.symptoms.length === 0 && by.categoryId === null)) return linked
  const patterns = by.symptoms.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  const same =
    patterns.length > 0 ? sql`t.title ilike any(${patterns}::text[])` : sql`t.category_id = ${by.categoryId}`
  return sql`(${linked} or (t.service_id = any(${[...by.serviceIds]}::uuid[]) and ${same}))`
}

/** Counts and minutes of a stretch, read along the index on kind and time. */
export async function sideOf(db: Db, by: Alike, from: Date, to: Date): Promise<Side> {
  const { rows } = await sql<Omit<Side, 'days'>>`
    select count(*)::int as incidents,
      coalesce(round(sum(extract(epoch from t.resolved_at - t.occurred_at))
        filter (where t.resolved_at > t.occurred_at) / 60), 0)::float8 as "downtimeMinutes",
      coalesce(sum((select sum(w.minutes) from work_log w where w.ticket_id = t.id)), 0)::float8 as "workMinutes"
    from ticket t
    where t.kind = 'incident' and t.occurred_at >= ${from} and t.occurred_at < ${to} and t.state <> 'cancelled'
      and t.duplicate_of_id is null and ${alike(by)}`.execute(db)
  return { ...rows[0]!, days: (to.getTime() - from.getTime()) / 86_400_000 }
}
