import { sql } from 'kysely'
import { inOrgSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

const active = (at: EvidenceQuery) =>
  sql`from service s where s.active and ${inOrgSql(at, sql`s.owner_org_id`)}`
const head = sql`s.id, s.name as label, false as imported, s.recorded_at as at`

export const providers = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, (s.group_id is not null or s.vendor_org_id is not null) as ok, null as note ${active(at)}`

export const protection = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, s.protection_grade is not null as ok, s.protection_grade::text as note ${active(at)}`

export const promises = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, (s.agreement_id is not null
    or exists (select from agreement a where a.active and a.is_default)) as ok, null as note ${active(at)}`
