import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Grave alerts first seen in the period that lasted a quarter of an hour: an incident was made, or a change kept them quiet. */
export const followed = (at: EvidenceQuery): CaseQuery => sql`
  select a.id, a.name as label, false as imported, a.first_at as at,
    a.ticket_id is not null or exists (select from alert_of_ticket x where x.alert_id = a.id)
      or exists (select from alert_silenced s where s.alert_id = a.id) as ok, a.severity as note
  from alert a
  where a.severity in ('critical', 'warning') and coalesce(a.ends_at, now()) >= a.starts_at + interval '15 minutes'
    and ${inPeriodSql(at, sql`a.first_at`)} and ${inOrgSql(at, sql`a.org_id`)}`
