import { sql } from 'kysely'
import { inOrgSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Assets that are there: neither still planned nor gone. */
const there = (at: EvidenceQuery) => sql`from asset a join asset_class c on c.id = a.asset_class
  where a.state not in ('planned', 'purchased', 'disposed', 'cancelled') and ${inOrgSql(at, sql`a.org_id`)}`
const head = sql`a.id, a.number || ' ' || a.name as label, a.origin = 'import' as imported, a.created_at as at`

/** Somebody answers for it, or it lies in store; where it is, and how many there are. */
export const basicFilled = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, (a.location is not null and a.quantity is not null
    and (a.custodian is not null or a.borrower is not null or a.state <> 'in-use')) as ok, null as note ${there(at)}`

/** What it is technically (or which configuration items it is), its condition, and who helps when it fails. */
export const operationFilled = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, ((a.technical is not null or exists (select from asset_cis l where l.record_id = a.id))
    and a.condition is not null and (a.vendor is not null or a.support_level is not null)) as ok,
    a.condition as note ${there(at)}`

export const financialFilled = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, (a.value is not null and a.acquisition is not null and a.acquired_on is not null) as ok,
    a.card_number as note ${there(at)}`

/** Filed under a class that is in use and whose name is certain. */
export const classified = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, (c.active and not c.doubtful) as ok, c.code as note ${there(at)}`
