import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { rankingLength } from '../words.ts'
import { occurredSql, scopeSql, type Range, type Scope } from './scope.ts'

export interface GroupStays {
  id: string
  name: string
  count: number
  met: number
  breached: number
  overdue: number
  running: number
  paused: number
}

export interface StayCounts {
  bars: GroupStays[]
  total: number
  met: number
  breached: number
  imported: number
}

/** Stays of the tickets of the range by group, most first; of tickets cancelled or merged away none is judged. */
export async function countStays(db: Db, scope: Scope, range: Range): Promise<StayCounts> {
  const { rows } = await sql<GroupStays & { all: Omit<StayCounts, 'bars'> }>`
    with counted as (
      select k.group_id as id, count(*)::int as count,
        count(*) filter (where k.result = 'met')::int as met,
        count(*) filter (where k.result = 'breached')::int as breached,
        count(*) filter (where k.result = 'overdue')::int as overdue,
        count(*) filter (where k.result = 'running')::int as running,
        count(*) filter (where k.result = 'paused')::int as paused,
        count(*) filter (where t.origin = 'import')::int as imported
      from ticket t join stay_result k on k.ticket_id = t.id
      where ${occurredSql(range)} and ${scopeSql(scope)} and t.state <> 'cancelled' group by 1
    )
    select c.id, g.name, c.count, c.met, c.breached, c.overdue, c.running, c.paused,
      (select json_build_object('total', sum(count), 'met', sum(met), 'breached', sum(breached),
        'imported', sum(imported)) from counted) as all
    from counted c join support_group g on g.id = c.id
    order by c.count desc, g.name limit ${rankingLength}`.execute(db)
  const whole = rows[0]?.all ?? { total: 0, met: 0, breached: 0, imported: 0 }
  return { bars: rows.map(({ all: _, ...row }) => row), ...whole }
}
