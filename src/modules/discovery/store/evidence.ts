import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Devices that answered in the period: known as items, or somebody decided about them within a week of when they were first seen. */
export const registered = (at: EvidenceQuery): CaseQuery => sql`
  select d.id, d.address || ' ' || d.name as label, false as imported, d.seen_at as at,
    case when d.ci_id is not null or d.state in ('accepted', 'rejected') then true
      when d.first_seen_at < now() - interval '7 days' then false end as ok, d.state as note
  from discovery_device d
  where ${inPeriodSql(at, sql`d.seen_at`)} and ${inOrgSql(at, sql`d.org_id`)}`
