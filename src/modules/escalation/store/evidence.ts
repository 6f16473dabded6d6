import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Escalations that began in the period: somebody confirmed or took the incident up before a third step had to tell. */
export const answered = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, t.origin = 'import' as imported, r.started_at as at,
    case when x.told > 2 then false when r.state <> 'open' then r.end_reason in ('receipt', 'taken-up') or x.told < 2
      when r.started_at < now() - interval '1 day' then false end as ok,
    x.told::text as note
  from escalation_run r join ticket t on t.id = r.ticket_id
  cross join lateral (select count(*) as told from escalation_step s where s.run_id = r.id and s.outcome = 'told') x
  where ${inPeriodSql(at, sql`r.started_at`)} and ${inOrgSql(at, sql`t.org_id`)}`
