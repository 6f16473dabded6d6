import { sql } from 'kysely'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

const head = sql`t.number as label, (t.origin = 'import') as imported, t.occurred_at as at, t.org_id as by_org,
  t.service_id as by_service, w.vendor_id as by_vendor, t.category_id as by_category, t.priority as by_priority,
  i.type as by_type, i.grade as by_grade`

/** Clocks of the period's incidents that ran over, those that still run included; one case for each clock. */
export const breaches = (at: FactQuery): CaseQuery => sql`
  select t.id || ':' || k.metric as id, ${head}, t.group_id as by_group, k.metric as by_metric,
    null::boolean as ok, k.metric || case when k.used_percent is null then '' else ' ' || k.used_percent || '%' end as note
  from ticket t join incident i on i.ticket_id = t.id join clock_result k on k.ticket_id = t.id
    left join ${vendorGroupsSql} w on w.group_id = t.group_id
  where t.kind = 'incident' and t.state <> 'cancelled' and k.result in ('breached', 'overdue')
    and ${inPeriodSql(at, sql`t.occurred_at`)}
    and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`

/** Stays with groups that an agreement binds: the group and the vendor are those of the stay. */
export const stays = (at: FactQuery): CaseQuery => sql`
  select t.id || ':' || k.stay_id as id, ${head}, k.group_id as by_group,
    case k.result when 'met' then true when 'breached' then false end as ok, k.result as note
  from ticket t join incident i on i.ticket_id = t.id join stay_result k on k.ticket_id = t.id
    left join ${vendorGroupsSql} w on w.group_id = k.group_id
  where t.kind = 'incident' and t.state <> 'cancelled' and ${inPeriodSql(at, sql`t.occurred_at`)}
    and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`k.group_id` })}`
