import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** What is verified by its deadline, or not by now; what is not due yet is not decided. */
const inTime = sql`case when r.verified_at is not null then r.verified_at <= r.due_at
  when r.due_at < now() then false end`
const columns: RawBuilder<unknown> = sql`r.id, r.number as label, false as imported, r.due_at as at, ${inTime} as ok,
  r.state as note`

/** What was to be put right by a day of the period. */
export const due = (at: EvidenceQuery): CaseQuery => sql`
  select ${columns}, r.org_id as by_org, r.source as "by_rectification-source" from rectification r
  where ${inPeriodSql(at, sql`r.due_at`)} and ${inOrgSql(at, sql`r.org_id`)}`
