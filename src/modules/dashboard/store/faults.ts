import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { metrics, rankingLength, shares } from '../words.ts'
import { faultSql, occurredSql, scopeSql, type Range, type Scope } from './scope.ts'

export interface ClockCount {
  metric: string
  result: string
  /** index in `shares`; null when the clock has not stopped */
  share: number | null
  count: number
  imported: number
}

/** Clocks of the faults of the range, by metric, result and share of the target used. */
export async function countClocks(db: Db, scope: Scope, range: Range): Promise<ClockCount[]> {
  const starts = shares.slice(1).map((s) => s.from)
  const { rows } = await sql<ClockCount>`
    select k.metric, k.result, width_bucket(k.used_percent, ${starts}::int[]) as share, count(*)::int as count,
      count(*) filter (where t.origin = 'import')::int as imported
    from ticket t join incident i on i.ticket_id = t.id join clock_result k on k.ticket_id = t.id
    where ${occurredSql(range)} and ${scopeSql(scope)} and ${faultSql} and k.metric = any(${[...metrics]}::text[])
    group by 1, 2, 3`.execute(db)
  return rows
}

export interface Ranked {
  bars: { id: string | null; name: string | null; count: number; open: number }[]
  total: number
  imported: number
}

/** Faults of the range by information system or by org, most first. */
export async function rankFaults(db: Db, scope: Scope, range: Range, by: 'service' | 'org'): Promise<Ranked> {
  const column = by === 'service' ? sql`t.service_id` : sql`t.org_id`
  const names = by === 'service' ? sql`service` : sql`org`
  const { rows } = await sql<Ranked['bars'][number] & { total: number; imported: number }>`
    with counted as (
      select ${column} as id, count(*)::int as count, count(*) filter (where t.open)::int as open,
        count(*) filter (where t.origin = 'import')::int as imported
      from ticket t join incident i on i.ticket_id = t.id
      where ${occurredSql(range)} and ${scopeSql(scope)} and ${faultSql} group by 1
    )
    select c.id, n.name, c.count, c.open, (select sum(count)::int from counted) as total,
      (select sum(imported)::int from counted) as imported
    from counted c left join ${names} n on n.id = c.id
    order by c.count desc, n.name nulls last, c.id limit ${rankingLength}`.execute(db)
  return {
    bars: rows.map(({ id, name, count, open }) => ({ id, name, count, open })),
    total: rows[0]?.total ?? 0,
    imported: rows[0]?.imported ?? 0,
  }
}

/** What the affected people of the tickets of the range said: an answer, `asked` (not yet) or `expired`. */
export async function countAnswers(
  db: Db,
  scope: Scope,
  range: Range,
): Promise<{ said: string; count: number; imported: number }[]> {
  const { rows } = await sql<{ said: string; count: number; imported: number }>`
    select coalesce(r.answer, r.state) as said, count(*)::int as count,
      count(*) filter (where t.origin = 'import')::int as imported
    from ticket t join survey_result r on r.ticket_id = t.id
    where ${occurredSql(range)} and ${scopeSql(scope)} group by 1`.execute(db)
  return rows
}
