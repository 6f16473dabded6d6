import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Planned rounds that had to be finished in the period; those that were called off with a reason are left out. */
export const done = (at: EvidenceQuery, which: RawBuilder<unknown> = sql`true`): CaseQuery => sql`
  select r.id, r.number as label, false as imported, r.planned_at as at,
    case when r.state = 'done' then r.ended_at <= r.due_by when r.due_by < now() then false end as ok,
    to_char(r.due_by, 'YYYY-MM-DD') as note
  from round r join round_plan p on p.id = r.plan_id
  where r.planned_at is not null and r.state <> 'skipped' and ${which}
    and ${inPeriodSql(at, sql`r.due_by`)} and ${inOrgSql(at, sql`r.org_id`)}`

export const ofKind = (kind: 'room' | 'security') => sql`p.kind = ${kind}`
/** Security rounds by their day, and nothing of them without a result. */
export const security = (at: EvidenceQuery): CaseQuery => sql`
  select r.id, r.label, r.imported, r.at, r.ok and not exists (
    select from round_entry e where e.round_id = r.id and e.result is null) as ok, r.note
  from (${done(at, ofKind('security'))}) r`

/** What rounds found abnormal led to a rectification notice or an incident. */
export const followed = (at: EvidenceQuery): CaseQuery => sql`
  select r.id, r.number || ' ' || e.name as label, false as imported, e.recorded_at as at,
    (e.notice_id is not null or e.incident_id is not null) as ok, null as note
  from round_entry e join round r on r.id = e.round_id join round_plan p on p.id = r.plan_id
  where p.kind = 'security' and e.result = 'abnormal' and r.state = 'done'
    and ${inPeriodSql(at, sql`r.ended_at`)} and ${inOrgSql(at, sql`r.org_id`)}`

/**
 * Notices that had to be answered in the period: by their day, as it was recorded, and verified by somebody else within
 * thirty days. One that was made out after its own deadline was never in time.
 */
export const rectified = (at: EvidenceQuery): CaseQuery => sql`
  select n.id, n.number as label, n.origin = 'import' as imported, n.deadline::timestamptz as at,
    case when n.created_at >= d.over or coalesce(a.at, now()) >= d.over then false
      when n.state = 'verified' then n.verified_by is distinct from n.answerable
      when now() >= d.over + interval '30 days' then false end as ok,
    to_char(n.deadline, 'YYYY-MM-DD') as note
  from rectification_notice n
  cross join lateral (select (n.deadline + 1)::timestamptz as over) d
  left join lateral (select min(e.at) as at from ledger_entry e
    where e.record_id = n.id and e.ledger = 'rectification-notice' and e.what = 'move' and e.move = 'answer') a on true
  where n.state <> 'withdrawn' and (a.at is not null or d.over < now())
    and ${inPeriodSql(at, sql`n.deadline::timestamptz`)} and ${inOrgSql(at, sql`n.org_id`)}`
