import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'
import * as facts from './facts.ts'

/** What every query of a ticket gives beside its verdict. */
const head = sql`t.id, t.number as label, (t.origin = 'import') as imported, t.recorded_at as at`

/** Incidents that occurred in the period, but for those that were none or repeat another. */
const those = (at: EvidenceQuery): RawBuilder<unknown> => sql`
  from ticket t join incident i on i.ticket_id = t.id
  where t.kind = 'incident' and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}
    and t.state <> 'cancelled' and t.duplicate_of_id is null and t.merged_into_id is null`

const minutes = (from: RawBuilder<unknown>, to: RawBuilder<unknown>) =>
  sql`round(extract(epoch from ${to} - ${from}) / 60)::int || ' min'`

/** Categories of a subject, by the names that the unit gave them and those above them. */
const about = (words: string) => sql`t.category_id in (
  select c.id from category c left join category up on up.id = c.parent_id
  where c.name ~ ${words} or c.name_en ~* ${words} or up.name ~ ${words} or up.name_en ~* ${words})`

export const network = about('网络|network')
export const line = about('线路|专线|出口|互联网|line|internet')
export const terminal = about('终端|计算机|打印机|terminal|computer|printer')

/** It is known who filed it or had it filed, and that was within a day of its occurrence. */
export const registered = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    coalesce(t.created_by, t.requester_id) is not null
      and t.recorded_at <= t.occurred_at + interval '24 hours' as ok,
    ${minutes(sql`t.occurred_at`, sql`t.recorded_at`)} as note
  ${those(at)}`

/** A clock of the ticket: met in time, too late, or past its due time and still running. */
export const clocked = (
  at: EvidenceQuery,
  metric: 'response' | 'restore' | 'on-site',
  which: RawBuilder<unknown> = sql`true`,
): CaseQuery => sql`
  select ${head},
    case when k.result = 'met' then true when k.result in ('breached', 'overdue') then false end as ok,
    case when k.used_percent is null then k.result else k.used_percent || '%' end as note
  ${sql`from ticket t join incident i on i.ticket_id = t.id join clock_result k on k.ticket_id = t.id
    where t.kind = 'incident' and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}
      and t.state <> 'cancelled' and t.duplicate_of_id is null and t.merged_into_id is null`}
    and k.metric = ${metric} and ${which}`

export const fault = sql`i.type = 'fault'`
export const byAlert = sql`t.channel = 'alert'`

/** Network faults end with all times recorded: taken, restored, and closed once they are settled. */
export const timesKept = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, (i.responded_at is not null and t.resolved_at is not null) as ok, t.state as note
  ${those(at)} and ${network} and ${fault} and not t.open`

export const classified = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, t.category_id is not null as ok, null as note ${those(at)} and t.state <> 'new'`

/** What has ended says how; what has been open for longer than ninety days has no end. */
export const settled = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    case when not t.open then coalesce(i.resolution, '') <> '' and i.resolution_code is not null
      when t.recorded_at < now() - interval '90 days' then false end as ok, t.state as note
  ${those(at)}`

/** A person has said what it is before it was solved. */
export const diagnosed = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, i.grade_confirmed and i.resolution_code is not null and t.resolved_at is not null as ok,
    i.grade as note
  ${those(at)} and ${fault} and not t.open`

export const graded = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, i.grade_confirmed as ok, i.grade as note ${those(at)} and ${fault} and not t.open`

/** The first person who touched it, or who filed it by telephone, is of a first-line group. */
export const deskFirst = (at: EvidenceQuery): CaseQuery => sql`
  with desk as (
    select m.person_id from support_group_member m join support_group g on g.id = m.group_id where g.line = 1)
  select ${head},
    case when f.actor_id is not null then f.actor_id in (select person_id from desk)
      when not t.open then false end as ok, t.channel as note
  from ticket t join incident i on i.ticket_id = t.id
  left join lateral (
    select coalesce(
      case when t.created_by is distinct from t.requester_id then t.created_by end,
      (select e.actor_id from timeline_entry e where e.ticket_id = t.id and e.kind = 'move'
        and e.actor_id is not null order by e.id limit 1)) as actor_id) f on true
  where t.kind = 'incident' and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}
    and t.state <> 'cancelled' and t.duplicate_of_id is null and t.merged_into_id is null
    and i.type in ('request', 'consultation')`

/** Somebody of a support group owned it when it was solved. */
export const specialists = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    t.owner_id is not null and exists (select from support_group_member m where m.person_id = t.owner_id) as ok,
    null as note
  ${those(at)} and not t.open`

export const grouped = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, t.group_id is not null as ok, t.state as note ${those(at)} and ${network} and ${fault}
    and t.state <> 'new'`

export const terminals = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    case when not t.open then coalesce(i.resolution, '') <> ''
      when t.recorded_at < now() - interval '30 days' then false end as ok, t.state as note
  ${those(at)} and ${terminal}`

/** Major incidents with a decision recorded before, or within a day after, they were solved. */
export const decided = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    case when exists (select from incident_decision d where d.ticket_id = t.id
        and d.recorded_at <= coalesce(t.resolved_at, now()) + interval '1 day') then true
      when not t.open then false end as ok, t.state as note
  ${those(at)} and i.grade = 'major' and i.grade_confirmed and ${fault}`

/** Instructions whose deadline was in the period, as the fact counts them: a report and a clause say the same. */
export const supervised = (at: EvidenceQuery): CaseQuery => facts.supervised(at)

/** Every way of reporting that the platform offers, and whether somebody came by it. */
export const channels = (at: EvidenceQuery): CaseQuery => sql`
  select c.channel as id, c.channel as label, false as imported, x.at, x.at is not null as ok, null as note
  from unnest(array['portal', 'phone', 'mail']) as c (channel)
  left join lateral (
    select max(t.recorded_at) as at from ticket t
    where t.kind = 'incident' and t.channel = c.channel and t.origin = 'live'
      and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}) x on true`
