import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Reports that fell due in the period: handed in by then. The due time was counted in working days when it was set. */
export const delivered = (at: EvidenceQuery, which: RawBuilder<unknown> = sql`true`): CaseQuery => sql`
  select r.ticket_id as id, r.ticket_number as label, (t.origin = 'import') as imported, r.due_at as at,
    case when r.submitted_at is not null then r.submitted_at <= r.due_at when r.due_at < now() then false end as ok,
    to_char(r.submitted_at, 'YYYY-MM-DD') as note
  from fault_report r join ticket t on t.id = r.ticket_id join incident i on i.ticket_id = t.id
  where ${inPeriodSql(at, sql`r.due_at`)} and ${inOrgSql(at, sql`r.org_id`)} and ${which}`

/** Of major faults: written, and read by somebody else. */
export const majorReviewed = (at: EvidenceQuery): CaseQuery => sql`
  select r.ticket_id as id, r.ticket_number as label, (t.origin = 'import') as imported, r.due_at as at,
    case when r.state = 'reviewed' then r.submitted_at <= r.due_at and r.analysis <> '' and r.solution <> ''
      when r.due_at < now() then false end as ok, r.state as note
  from fault_report r join ticket t on t.id = r.ticket_id join incident i on i.ticket_id = t.id
  where ${inPeriodSql(at, sql`r.due_at`)} and ${inOrgSql(at, sql`r.org_id`)} and i.grade = 'major'`
