import { sql, type RawBuilder } from 'kysely'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

const head = sql`t.id, t.number as label, (t.origin = 'import') as imported, t.occurred_at as at,
  t.org_id as by_org, t.service_id as by_service, t.group_id as by_group, w.vendor_id as by_vendor,
  t.category_id as by_category`
const majors = (at: FactQuery): RawBuilder<unknown> => sql`
  from ticket t join incident i on i.ticket_id = t.id left join major_record r on r.ticket_id = t.id
    left join ${vendorGroupsSql} w on w.group_id = t.group_id
    left join lateral (select min(c.called_at) as at from major_call c where c.ticket_id = t.id) told on true
  where t.kind = 'incident' and i.type = 'fault' and i.grade = 'major' and i.grade_confirmed
    and t.state <> 'cancelled' and t.duplicate_of_id is null and t.merged_into_id is null
    and ${inPeriodSql(at, sql`t.occurred_at`)}
    and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`

export const count = (at: FactQuery): CaseQuery => sql`
  select ${head}, null::boolean as ok, t.state as note ${majors(at)}`

/** Told within one interval of status updates after the work on it began; of history nobody can say. */
export const told = (at: FactQuery): CaseQuery => sql`
  select ${head},
    case when t.origin = 'import' then null
      when told.at is not null and r.started_at is not null
        then told.at <= r.started_at + make_interval(mins => r.update_minutes)
      when not t.open then false
      when r.started_at + make_interval(mins => r.update_minutes) < now() then false end as ok,
    case when told.at is null then null
      else round(extract(epoch from told.at - r.started_at) / 60)::int || ' min' end as note
  ${majors(at)}`
