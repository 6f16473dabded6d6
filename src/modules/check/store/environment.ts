import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { CheckState } from '../words.ts'

export interface EnvironmentRow {
  checkId: string
  name: string
  kind: string
  state: CheckState
  ciId: string | null
  at: Date | null
  figure: string
  value: number
  unit: string | null
}

/**
 * The last figures of what is asked about surroundings: readings by hand, checks with the label `environment`, and SNMP
 * values in degrees or relative humidity. By name of the check; at most 200.
 */
export async function selectEnvironment(db: Db, paths: readonly string[]): Promise<EnvironmentRow[]> {
  const { rows } = await sql<EnvironmentRow>`
    select c.id as "checkId", c.name, c.kind, s.state, c.ci_id as "ciId", s.last_at as at, f.name as figure,
      f.value, f.unit
    from monitor_check c join monitor_state s on s.check_id = c.id join org o on o.id = c.org_id
      cross join lateral jsonb_to_recordset(s.figures) as f (name text, value float8, unit text)
    where c.enabled and f.value is not null
      and (c.kind = 'manual' or c.labels ? 'environment' or (c.kind = 'snmp' and f.unit in ('℃', '°C', 'C', '%RH')))
      and (c.kind = 'manual' or f.name <> 'ms')
      and ${paths.includes('/') ? sql`true` : sql`o.path like any(${paths.map((one) => `${one}%`)}::text[])`}
    order by c.name, c.id, f.name limit 200`.execute(db)
  return rows
}
