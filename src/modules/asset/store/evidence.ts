import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

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

/** What is in use is a configuration item, too. */
export const withCi = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, exists (select from asset_cis l where l.record_id = a.id) as ok, c.code as note
  ${there(at)} and a.state = 'in-use' and c.code ~ '^A0?201'`

/** Somebody who is there answers for what is in use. */
export const kept = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, exists (select from person p where p.id = coalesce(a.borrower, a.custodian) and p.state = 'active') as ok,
    null as note ${there(at)} and a.state = 'in-use'`

/** What stands in a machine room is kept by somebody of a support group of the unit itself. */
export const inRooms = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, exists (select from person p join org o on o.id = p.org_id
      join support_group_member m on m.person_id = p.id
      where p.id = a.custodian and p.state = 'active' and o.kind <> 'vendor') as ok, a.location as note
  ${there(at)} and a.state = 'in-use' and a.location ~* '机房|机柜|machine room|rack'`

/** Fields that finance fills, as the ledger names them. */
const financial = ['value', 'acquisition', 'acquiredOn', 'funds', 'voucher', 'cardNumber']

/** Edits of financial fields in the period: by somebody with the role of finance. */
export const byFinance = (at: EvidenceQuery): CaseQuery => sql`
  select a.id, a.number || ' ' || a.name as label, false as imported, e.at,
    exists (select from person_role r join role k on k.id = r.role_id
      where r.person_id = e.by_id and k.key = 'finance') as ok, null as note
  from ledger_entry e join asset a on a.id = e.record_id
  where e.ledger = 'asset' and e.what = 'edit' and ${inPeriodSql(at, sql`e.at`)} and ${inOrgSql(at, sql`a.org_id`)}
    and exists (select from jsonb_array_elements(e.changes) c where c ->> 'field' = any (${financial}::text[]))`

/** Somebody is asset keeper, and the ledger was written to in the period. */
export const keepers = (at: EvidenceQuery): CaseQuery => sql`
  select k.id, k.id as label, false as imported, k.at, k.at is not null as ok, null as note from (
    select 'asset-keeper' as id, max(p.recorded_at) as at from person p join person_role r on r.person_id = p.id
      join role k on k.id = r.role_id where k.key = 'asset-keeper' and p.state = 'active'
    union all
    select 'ledger', max(e.at) from ledger_entry e
      where e.ledger = 'asset' and e.what in ('create', 'edit', 'move') and ${inPeriodSql(at, sql`e.at`)}) k`

/** It is said of every asset whether it is made in the country. */
export const domestic = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, a.domestic is not null as ok, a.domestic::text as note ${there(at)}`
