import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { CheckState } from '../words.ts'

/** A check with what it can be gathered by. */
export interface Brief {
  id: string
  name: string
  state: CheckState
  raised: boolean
  ciId: string | null
  service: { id: string; name: string; calendarId: string | null } | null
  vendor: { id: string; name: string } | null
}

/** All checks of the orgs. */
export async function selectBriefs(db: Db, paths: readonly string[]): Promise<Brief[]> {
  const { rows } =
    await sql<Brief>`select c.id, c.name, s.state, s.raised is not null as raised, c.ci_id as "ciId",
      case when v.id is not null then json_build_object('id', v.id, 'name', v.name, 'calendarId', v.calendar_id) end
        as service,
      case when w.id is not null then json_build_object('id', w.id, 'name', w.name) end as vendor
    from monitor_check c join monitor_state s on s.check_id = c.id join org o on o.id = c.org_id
      left join service v on v.id = c.service_id left join org w on w.id = v.vendor_org_id
    where ${paths.includes('/') ? sql`true` : sql`o.path like any(${paths.map((one) => `${one}%`)}::text[])`}
    order by c.id`.execute(db)
  return rows
}
