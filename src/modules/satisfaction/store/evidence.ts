import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** A case leads to its ticket's page: the kind is the first part of the path. */
const head = sql`t.kind || 's/' || s.ticket_id as id, s.ticket_number as label, (t.origin = 'import') as imported`

/** What was answered in the period: one case per answer. */
export const happy = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, s.answered_at as at, s.answer in ('very-satisfied', 'satisfied', 'fairly-satisfied') as ok,
    s.answer as note
  from survey s join ticket t on t.id = s.ticket_id
  where s.state = 'answered' and ${inPeriodSql(at, sql`s.answered_at`)} and ${inOrgSql(at, sql`s.org_id`)}`

/** Questions that could be answered until a day of the period. */
export const answered = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, s.asked_at as at,
    case when s.state = 'answered' then true when s.state = 'expired' or s.due_at < now() then false end as ok,
    s.state as note
  from survey s join ticket t on t.id = s.ticket_id
  where s.state <> 'cancelled' and ${inPeriodSql(at, sql`s.due_at`)} and ${inOrgSql(at, sql`s.org_id`)}`

/** Incidents solved in the period: somebody was asked. Nobody is asked about what an alert opened and nobody felt. */
export const asked = (at: EvidenceQuery): CaseQuery => sql`
  select 'incidents/' || t.id as id, t.number as label, (t.origin = 'import') as imported, t.resolved_at as at,
    exists (select from survey s where s.ticket_id = t.id and s.state <> 'cancelled') as ok, t.channel as note
  from ticket t
  where t.kind = 'incident' and t.state in ('resolved', 'closed') and ${inPeriodSql(at, sql`t.resolved_at`)}
    and ${inOrgSql(at, sql`t.org_id`)} and t.duplicate_of_id is null and t.merged_into_id is null
    and exists (select from affected a where a.ticket_id = t.id)`
