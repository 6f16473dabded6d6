import { sql } from 'kysely'
import { inOrgSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Licences in use: not run out, not used more often than bought, with a keeper who is there. */
export const valid = (at: EvidenceQuery): CaseQuery => sql`
  select l.id, l.number || ' ' || l.product as label, l.origin = 'import' as imported, l.created_at as at,
    (coalesce(l.valid_to >= current_date, true) and coalesce(l.used <= l.quantity, true)
      and exists (select from person p where p.id = l.keeper and p.state = 'active')) as ok,
    coalesce(l.used, 0) || '/' || l.quantity as note
  from software_licence l where l.state = 'in-use' and ${inOrgSql(at, sql`l.org_id`)}`
