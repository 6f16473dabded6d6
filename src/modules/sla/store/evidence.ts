import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Agreements with customers: response and restoration are numbers for all four grades. */
export const targets = (): CaseQuery => sql`
  select a.id, a.name as label, false as imported, a.recorded_at as at,
    (select count(distinct (g.grade, g.metric)) = 8 from agreement_target g
      where g.agreement_id = a.id and g.metric in ('response', 'restore')) as ok, null as note
  from agreement a where a.active and a.kind = 'sla'`

/** Vendors that work in support groups have an agreement with a number in it. */
export const vendorTargets = (): CaseQuery => sql`
  select o.id, o.name as label, false as imported, null::timestamptz as at,
    exists (select from agreement a join org v on v.id = a.vendor_org_id
      join agreement_target g on g.agreement_id = a.id
      where a.active and a.kind = 'vendor' and o.path like v.path || '%') as ok, null as note
  from org o where o.kind = 'vendor' and o.active
    and exists (select from support_group s where s.org_id = o.id and s.active)`

/** How long groups bound by an agreement of the kind had tickets. */
export const stays = (at: EvidenceQuery, metric: 'ola' | 'vendor'): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, k.started_at as at,
    case when k.state = 'met' then true when k.state = 'breached' or (k.state = 'running' and k.due_at < now())
      then false end as ok,
    k.used_percent || '%' as note
  from clock k join ticket t on t.id = k.ticket_id
  where k.stay_id is not null and k.metric = ${metric} and k.state <> 'cancelled'
    -- nobody has a ticket before it occurred: so those of other years need not be looked at
    and k.started_at >= ${at.from}::timestamptz - interval '1 day'
    and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}`

/** Clocks that ran over were escalated when they did. */
export const escalated = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, k.due_at as at,
    exists (select from clock_step s where s.clock_id = k.id
      and s.fired_at <= k.due_at + interval '15 minutes') as ok,
    k.metric as note
  from clock k join ticket t on t.id = k.ticket_id
  where k.stay_id is null and k.metric in ('response', 'restore') and k.state = 'breached' and t.kind = 'incident'
    and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}
    -- what was over before anybody could be told has no steps
    and k.due_at > t.recorded_at`

/** Agreements in force: looked at within the period, as the audit wrote it down. */
export const reviewed = (at: EvidenceQuery): CaseQuery => sql`
  select a.id, a.name as label, false as imported, x.at,
    case when x.at is not null then true when a.recorded_at < ${at.from} then false end as ok, 'v' || a.version as note
  from agreement a
  left join lateral (select max(e.recorded_at) as at from audit_entry e
    where e.entity = 'agreement' and e.entity_id = a.id::text and ${inPeriodSql(at, sql`e.recorded_at`)}) x on true
  where a.active and a.recorded_at < ${at.to}`
