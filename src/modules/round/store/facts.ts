import { sql, type RawBuilder } from 'kysely'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

const head = sql`false as imported, coalesce(r.planned_at, r.opened_at) as at, r.org_id as by_org,
  r.group_id as by_group, w.vendor_id as by_vendor, r.plan_id as "by_round-plan"`
const rounds = (at: FactQuery): RawBuilder<unknown> => sql`
  ${inPeriodSql(at, sql`coalesce(r.planned_at, r.opened_at)`)}
  and ${inSubjectSql(at, { org: sql`r.org_id`, group: sql`r.group_id` })}`
const vendors = sql`left join ${vendorGroupsSql} w on w.group_id = r.group_id`

/** Planned rounds that were due in the period, by the times that the platform recorded; as the norm clauses count them. */
export const done = (at: FactQuery): CaseQuery => sql`
  select r.id, r.number as label, false as imported, r.due_by as at, r.org_id as by_org,
    r.group_id as by_group, w.vendor_id as by_vendor, r.plan_id as "by_round-plan", r.outcome as by_outcome,
    r.outcome = 'in-time' as ok, r.outcome as note
  from (select x.*, case when x.state = 'done' and x.ended_at <= x.due_by then 'in-time' when x.state = 'done' then 'late'
      when x.due_by < now() then 'missed' end as outcome
    from round x where x.planned_at is not null and x.state <> 'skipped') r ${vendors}
  where ${inPeriodSql(at, sql`r.due_by`)} and ${inSubjectSql(at, { org: sql`r.org_id`, group: sql`r.group_id` })}`

export const abnormal = (at: FactQuery): CaseQuery => sql`
  select r.id || ':' || e.id as id, r.number || ' ' || e.name as label, ${head}, null::boolean as ok,
    coalesce(e.value_number::text || coalesce(' ' || e.unit, ''), e.value_text) as note
  from round r join round_entry e on e.round_id = r.id ${vendors}
  where e.result = 'abnormal' and ${rounds(at)}`
