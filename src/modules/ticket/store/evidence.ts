import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** The processes that the platform carries out, and whether anything went through each in the period. */
export const processes = (at: EvidenceQuery): CaseQuery => sql`
  select k.kind as id, k.kind as label, false as imported, x.at, x.at is not null as ok, null as note
  from unnest(array['incident', 'request', 'problem', 'change']) as k (kind)
  left join lateral (
    select max(t.recorded_at) as at from ticket t where t.kind = k.kind and t.origin = 'live'
      and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}) x on true`
