import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Problems that ended in the period, or have been open for ninety days: cause written, at least one incident. */
export const causes = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, t.recorded_at as at,
    p.root_cause <> '' and exists (select from problem_incident x where x.problem_id = t.id) as ok, t.state as note
  from problem p join ticket t on t.id = p.ticket_id
  where t.kind = 'problem' and t.state <> 'cancelled' and ${inOrgSql(at, sql`t.org_id`)}
    and ${inPeriodSql(at, sql`coalesce(t.resolved_at, t.recorded_at + interval '90 days')`)}`

/** Corrective actions that were due in the period were done by then. */
export const actions = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, k.due_at as at,
    case when k.state = 'done' then k.ended_at <= k.due_at when k.due_at < now() then false end as ok,
    k.state as note
  from ticket_task k join ticket t on t.id = k.ticket_id
  where t.kind = 'problem' and k.state <> 'given-up' and k.owner_id is not null
    and ${inPeriodSql(at, sql`k.due_at`)} and ${inOrgSql(at, sql`t.org_id`)}`

/** Grave faults solved in the period, after two weeks: a problem or a change has been made of them. */
export const followed = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, t.resolved_at as at,
    case when exists (select from problem_incident x where x.incident_id = t.id)
        or exists (select from change_link l where l.incident_id = t.id) then true
      when t.resolved_at < now() - interval '14 days' then false end as ok, i.grade as note
  from ticket t join incident i on i.ticket_id = t.id
  where t.kind = 'incident' and t.state in ('resolved', 'closed') and i.type = 'fault' and i.grade in ('major', 'serious')
    and i.grade_confirmed and ${inPeriodSql(at, sql`t.resolved_at`)} and ${inOrgSql(at, sql`t.org_id`)}`
