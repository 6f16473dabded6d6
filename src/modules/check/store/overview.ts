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

interface Flat extends Omit<Brief, 'service' | 'vendor'> {
  serviceId: string | null
  serviceName: string | null
  calendarId: string | null
  vendorId: string | null
  vendorName: string | null
}

/** All checks of the orgs. */
export async function selectBriefs(db: Db, paths: readonly string[]): Promise<Brief[]> {
  // plain columns: thousands of small JSON texts would cost more than the query
  const { rows } =
    await sql<Flat>`select c.id, c.name, s.state, s.raised is not null as raised, c.ci_id as "ciId",
      v.id as "serviceId", v.name as "serviceName", v.calendar_id as "calendarId", w.id as "vendorId", w.name as "vendorName"
    from monitor_check c join monitor_state s on s.check_id = c.id join org o on o.id = c.org_id
      left join service v on v.id = c.service_id left join org w on w.id = v.vendor_org_id
    where ${paths.includes('/') ? sql`true` : sql`o.path like any(${paths.map((one) => `${one}%`)}::text[])`}
    order by c.id`.execute(db)
  return rows.map(({ serviceId, serviceName, calendarId, vendorId, vendorName, ...one }) => ({
    ...one,
    service: serviceId === null ? null : { id: serviceId, name: serviceName!, calendarId },
    vendor: vendorId === null ? null : { id: vendorId, name: vendorName! },
  }))
}

/** How many checks of items are in each state, of those of the orgs. */
export async function countByItem(
  db: Db,
  paths: readonly string[],
  ids: readonly string[],
): Promise<{ ciId: string; state: CheckState; n: number }[]> {
  const { rows } = await sql<{ ciId: string; state: CheckState; n: number }>`
    select c.ci_id as "ciId", s.state, count(*)::int as n
    from monitor_check c join monitor_state s on s.check_id = c.id join org o on o.id = c.org_id
    where c.ci_id = any(${[...ids]}::uuid[])
      and exists (select from unnest(${[...paths]}::text[]) p where o.path like p || '%')
    group by 1, 2`.execute(db)
  return rows
}
