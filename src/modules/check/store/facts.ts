import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { inOrgSql } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'

export interface MonitoredService {
  id: string
  name: string
  orgId: string
  vendorId: string | null
  calendarId: string | null
  checkIds: string[]
}

/** Services with the checks that say whether they are up: those of the orgs asked about, as the check pages take them. */
export async function monitoredServices(db: Db, at: FactQuery): Promise<MonitoredService[]> {
  const { rows } = await sql<MonitoredService>`
    select v.id, v.name, v.owner_org_id as "orgId", v.vendor_org_id as "vendorId", v.calendar_id as "calendarId",
      array_agg(c.id order by c.id) as "checkIds"
    from monitor_check c join service v on v.id = c.service_id
    where ${inOrgSql(at, sql`c.org_id`)} and ${at.serviceId ? sql`v.id = ${at.serviceId}` : sql`true`}
      and ${
        at.vendorId
          ? sql`v.vendor_org_id in (select o.id from org o join org b on b.id = ${at.vendorId}
              where o.path like b.path || '%')`
          : sql`true`
      }
    group by v.id order by v.name, v.id`.execute(db)
  return rows
}
