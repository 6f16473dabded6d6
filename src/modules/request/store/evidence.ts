import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Lines of requests filed in the period: ended by their due time, or within thirty days where none is set. */
export const answered = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, t.recorded_at as at,
    case when l.ended_at is not null then l.ended_at <= coalesce(l.due_at, t.recorded_at + interval '30 days')
      when coalesce(l.due_at, t.recorded_at + interval '30 days') < now() then false end as ok, l.state as note
  from request_line l join ticket t on t.id = l.ticket_id
  where t.kind = 'request' and l.state not in ('withdrawn', 'cancelled')
    and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}`
