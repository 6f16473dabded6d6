import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inGroupSql, inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'
import type { Db } from '#kernel/db/index.ts'

/** Questions about the tickets that occurred in the period, those taken back left out; as on the dashboard. */
const asked = (at: FactQuery, ok: RawBuilder<unknown>): CaseQuery => sql`
  select '/' || t.kind || 's/' || t.id || ':' || s.id as id, t.number as label, (t.origin = 'import') as imported,
    t.occurred_at as at, ${ok} as ok, coalesce(s.answer, s.state) as note, t.org_id as by_org,
    t.service_id as by_service, t.group_id as by_group, w.vendor_id as by_vendor, t.kind as "by_ticket-kind",
    s.answer as by_answer, s.via as by_via
  from survey s join ticket t on t.id = s.ticket_id left join ${vendorGroupsSql} w on w.group_id = t.group_id
  where s.state <> 'cancelled' and ${inPeriodSql(at, sql`t.occurred_at`)}
    and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`

export const satisfied = (at: FactQuery): CaseQuery =>
  asked(at, sql`s.answer in ('very-satisfied', 'satisfied', 'fairly-satisfied')`)

export const answered = (at: FactQuery): CaseQuery => asked(at, sql`s.state = 'answered'`)

export interface CallBack {
  id: string
  label: string
  imported: boolean
  recordedAt: Date
  doneAt: Date | null
  orgId: string
  serviceId: string | null
  groupId: string | null
  vendorId: string | null
}

/** Call-backs owed for unhappy answers since `from` and before the end of the period, the oldest first, at most 20,000. */
export async function callBacks(db: Db, at: FactQuery, from: Date): Promise<CallBack[]> {
  const { rows } = await sql<CallBack>`
    select c.id, s.ticket_number as label, t.origin = 'import' as imported, c.recorded_at as "recordedAt",
      c.done_at as "doneAt", c.org_id as "orgId", t.service_id as "serviceId", t.group_id as "groupId",
      w.vendor_id as "vendorId"
    from callback_task c join survey s on s.id = c.survey_id join ticket t on t.id = c.ticket_id
      left join ${vendorGroupsSql} w on w.group_id = t.group_id
    where c.recorded_at >= ${from} and c.recorded_at < ${at.to} and ${inOrgSql(at, sql`c.org_id`)}
      and ${at.serviceId ? sql`t.service_id = ${at.serviceId}` : sql`true`} and ${inGroupSql(at, sql`t.group_id`)}
    order by c.recorded_at limit 20000`.execute(db)
  return rows
}
