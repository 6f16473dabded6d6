import { sql } from 'kysely'
import { inOrgSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Agreements that hold: signed, not run out, saying what and how many, with the signed paper. */
export const inForce = (at: EvidenceQuery): CaseQuery => sql`
  select a.id, a.number || ' ' || a.subject as label, a.origin = 'import' as imported, a.created_at as at,
    (a.signed_on is not null and a.ends_on >= current_date and a.quantity is not null
      and exists (select from custody_agreement_file f where f.record_id = a.id)) as ok,
    to_char(a.ends_on, 'YYYY-MM-DD') as note
  from custody_agreement a where a.state = 'in-force' and ${inOrgSql(at, sql`a.org_id`)}`
