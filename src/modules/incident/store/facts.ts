import { sql, type RawBuilder } from 'kysely'
import type { CaseQuery } from '#kernel/evidence/index.ts'
import { inPeriodSql } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

/** An incident as every fact gives it, with the time by which it belongs to the period. */
const head = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  t.id, t.number as label, (t.origin = 'import') as imported, ${at} as at,
  t.org_id as by_org, t.service_id as by_service, t.group_id as by_group, w.vendor_id as by_vendor,
  t.category_id as by_category, t.priority as by_priority, t.channel as by_channel, i.type as by_type,
  i.grade as by_grade`

/** Every incident has its row in both; joined so, the second is not read where nothing of it is asked. */
const from = sql`from ticket t left join incident i on i.ticket_id = t.id
  left join ${vendorGroupsSql} w on w.group_id = t.group_id`

const whose = (at: FactQuery): RawBuilder<unknown> => sql`t.kind = 'incident' and
  ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`

/** Incidents that occurred in the period. */
const occurred = (at: FactQuery): RawBuilder<unknown> =>
  sql`${whose(at)} and ${inPeriodSql(at, sql`t.occurred_at`)}`
/** Those that are resolved, and were in the period: what was taken up again since is not. */
const resolvedIn = (at: FactQuery): RawBuilder<unknown> =>
  sql`${whose(at)} and ${inPeriodSql(at, sql`t.resolved_at`)}`

/** Faults that were none after all do not count as faults, as on the dashboard. */
const fault = sql`i.type = 'fault' and t.state <> 'cancelled'`
const occurredHead = head(sql`t.occurred_at`)
const resolvedHead = head(sql`t.resolved_at`)
const undecided = sql`null::boolean as ok`

export const filed = (at: FactQuery): CaseQuery => sql`
  select ${occurredHead}, ${undecided}, t.state as note ${from} where ${occurred(at)}`

export const faults = (at: FactQuery): CaseQuery => sql`
  select ${occurredHead}, ${undecided}, t.state as note ${from} where ${occurred(at)} and ${fault}`

/** Major by the word of a person: a machine only suggests a grade. */
export const majorFaults = (at: FactQuery): CaseQuery => sql`
  select ${occurredHead}, ${undecided}, t.state as note ${from}
  where ${occurred(at)} and ${fault} and i.grade = 'major' and i.grade_confirmed`

export const resolved = (at: FactQuery): CaseQuery => sql`
  select ${resolvedHead}, ${undecided}, i.resolution_code as note ${from} where ${resolvedIn(at)}`

/** Open when the period ended (now, where that is to come). Since taken up again: open all the time. */
export const openAtEnd = (at: FactQuery): CaseQuery => sql`
  select ${occurredHead}, ${undecided}, t.state as note ${from}
  where ${whose(at)} and t.occurred_at < ${at.to} and t.state <> 'cancelled' and t.merged_into_id is null
    and (t.resolved_at >= ${at.to} or (t.resolved_at is null and t.open))`

/** A clock that has stopped: in time or too late; of one that still runs nothing is said. */
export const clocked = (at: FactQuery, metric: 'response' | 'restore'): CaseQuery => sql`
  select ${occurredHead}, case k.result when 'met' then true when 'breached' then false end as ok,
    case when k.used_percent is null then k.result else k.used_percent || '%' end as note
  ${from} join clock_result k on k.ticket_id = t.id
  where ${occurred(at)} and ${fault} and k.metric = ${metric}`

/** Minutes of the day from the occurrence of a fault until it was resolved for good. */
export const restoreMinutes = (at: FactQuery): CaseQuery => sql`
  select ${occurredHead}, ${undecided}, i.grade as note,
    extract(epoch from t.resolved_at - t.occurred_at) / 60 as value
  ${from} where ${occurred(at)} and ${fault} and t.resolved_at >= t.occurred_at`

export const reopened = (at: FactQuery): CaseQuery => sql`
  select ${resolvedHead}, i.reopen_count > 0 as ok, i.reopen_count::text as note ${from} where ${resolvedIn(at)}`

export const reassigned = (at: FactQuery): CaseQuery => sql`
  select ${occurredHead}, i.reassignment_count > 0 as ok, i.reassignment_count::text as note ${from}
  where ${occurred(at)} and t.state <> 'cancelled'`

export const firstLine = (at: FactQuery): CaseQuery => sql`
  select ${resolvedHead}, coalesce(g.line = 1, false) as ok, g.name as note
  ${from} left join support_group g on g.id = t.group_id where ${resolvedIn(at)}`

export const byAlert = (at: FactQuery): CaseQuery => sql`
  select ${occurredHead}, t.channel = 'alert' as ok, t.channel as note ${from} where ${occurred(at)}`

/** Resolved faults with how they were resolved, and the cause that the latest problem behind them has found. */
export const causes = (at: FactQuery): CaseQuery => sql`
  select ${resolvedHead}, ${undecided}, i.resolution_code as note, i.resolution_code as by_code,
    (select p.root_cause_category from problem_incident l join problem p on p.ticket_id = l.problem_id
      where l.incident_id = t.id and p.root_cause_category is not null
      order by l.recorded_at desc, p.ticket_id limit 1) as by_cause
  ${from} where ${resolvedIn(at)} and ${fault}`

/** Leaders' instructions whose deadline was in the period and is over: answered by then, by the platform's clock. */
export const supervised = (at: FactQuery): CaseQuery => sql`
  select t.id || ':' || s.id as id, t.number as label, false as imported, s.deadline as at,
    coalesce(s.replied_at <= s.deadline, false) as ok, to_char(s.replied_at, 'YYYY-MM-DD') as note,
    t.org_id as by_org, t.service_id as by_service, t.group_id as by_group, w.vendor_id as by_vendor,
    t.category_id as by_category, t.priority as by_priority
  from supervision s join ticket t on t.id = s.ticket_id
    left join ${vendorGroupsSql} w on w.group_id = t.group_id
  where ${whose(at)} and ${inPeriodSql(at, sql`s.deadline`)} and s.deadline < now()
    and (s.closed_at is null or s.replied_at is not null)`
