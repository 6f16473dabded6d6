import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'
import { visibleSql } from './visible-sql.ts'

export interface Figure {
  itemId: string
  name: string
  nameEn: string
  asked: number
  done: number
  open: number
  dropped: number
  medianHours: number | null
  p90Hours: number | null
  inTime: number | null
}

/** Lines of visible requests asked for in the last `days`, by item; names as they were asked with last. */
export async function selectFigures(db: Db, v: Visibility, days: number): Promise<Figure[]> {
  const { rows } = await sql<Figure>`
    with l as (
      select l.*, extract(epoch from l.ended_at - l.started_at) / 3600 as hours
      from request_line l join ticket t on t.id = l.ticket_id
      where t.recorded_at > now() - make_interval(days => ${days}::int) and ${visibleSql(v)}
    )
    select l.item_id as "itemId", (array_agg(l.name order by l.id desc))[1] as name,
      (array_agg(l.name_en order by l.id desc))[1] as "nameEn", count(*)::int as asked,
      count(*) filter (where l.state = 'done')::int as done,
      count(*) filter (where l.state in ('approval', 'returned', 'working'))::int as open,
      count(*) filter (where l.state in ('rejected', 'withdrawn', 'cancelled'))::int as dropped,
      round((percentile_cont(0.5) within group (order by l.hours) filter (where l.state = 'done'))::numeric, 1)::float8
        as "medianHours",
      round((percentile_cont(0.9) within group (order by l.hours) filter (where l.state = 'done'))::numeric, 1)::float8
        as "p90Hours",
      round(100.0 * count(*) filter (where l.state = 'done' and l.ended_at <= l.due_at)
        / nullif(count(*) filter (where l.state = 'done' and l.due_at is not null), 0))::int as "inTime"
    from l group by l.item_id order by asked desc, name limit 500`.execute(db)
  return rows
}
