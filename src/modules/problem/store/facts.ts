import { sql, type RawBuilder } from 'kysely'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

/** Problems with a time in the period; by what the record says, not by what was occurring. */
const problems = (
  at: FactQuery,
  time: RawBuilder<unknown>,
  during: RawBuilder<unknown> = inPeriodSql(at, time),
): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, ${time} as at, null::boolean as ok,
    t.state as note, t.org_id as by_org, t.service_id as by_service, t.group_id as by_group,
    w.vendor_id as by_vendor, t.category_id as by_category, t.priority as by_priority,
    p.root_cause_category as by_cause, p.source as "by_problem-source"
  from problem p join ticket t on t.id = p.ticket_id left join ${vendorGroupsSql} w on w.group_id = t.group_id
  where t.kind = 'problem' and t.state <> 'cancelled' and ${during}
    and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`

export const opened = (at: FactQuery): CaseQuery => problems(at, sql`t.recorded_at`)
export const solved = (at: FactQuery): CaseQuery => problems(at, sql`t.resolved_at`)
export const published = (at: FactQuery): CaseQuery => problems(at, sql`p.published_at`)
/** Open when the period ended (now, where that is to come). Since taken up again: open all the time. */
export const openAtEnd = (at: FactQuery): CaseQuery =>
  problems(
    at,
    sql`t.recorded_at`,
    sql`t.recorded_at < ${at.to} and (t.resolved_at >= ${at.to} or (t.resolved_at is null and t.open))`,
  )
