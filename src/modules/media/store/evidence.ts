import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

const head = sql`m.id, m.number || ' ' || m.name as label, m.origin = 'import' as imported`
const kept = sql`exists (select from person p where p.id = m.keeper and p.state = 'active')`

/** Secret media that are there: numbered by their makers, with a keeper, in their place or issued and not overdue. */
export const registered = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, m.created_at as at,
    (m.serial is not null and ${kept} and case m.state when 'issued' then m.holder is not null and m.due_back >= current_date
      when 'lost' then false else m.place is not null end) as ok,
    m.classification as note
  from storage_medium m
  where m.classification in ('confidential', 'secret', 'top-secret') and m.state <> 'destroyed'
    and ${inOrgSql(at, sql`m.org_id`)}`

/** When a move was written down, and by whom. */
const moved = (move: string) => sql`(select e.at, e.by_id from ledger_entry e
  where e.record_id = m.id and e.ledger = 'storage-medium' and e.what = 'move' and e.move = ${move} order by e.id desc limit 1)`

/** Destroyed in the period: proposed before by somebody else, with method, certificate and a witness who is a third person. */
export const destroyed = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, d.at,
    (p.at < d.at and p.by_id is distinct from m.destroyed_by and m.method is not null
      and m.witness is not null and m.witness <> m.destroyed_by
      and exists (select from storage_medium_certificate f where f.record_id = m.id)) is true as ok,
    m.method as note
  from storage_medium m left join lateral ${moved('destroy')} e on true left join lateral ${moved('propose')} p on true
  cross join lateral (select coalesce(e.at, m.destroyed_on::timestamptz) as at) d
  where m.state = 'destroyed' and ${inPeriodSql(at, sql`d.at`)} and ${inOrgSql(at, sql`m.org_id`)}`

/** Media for copies: tapes, and those that say so. Capacity, place and keeper are known. */
export const backups = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, m.created_at as at, (m.capacity is not null and ${kept} and coalesce(m.place, m.purpose) is not null) as ok,
    m.capacity || ' GB' as note
  from storage_medium m
  where m.state in ('in-stock', 'issued')
    and (m.kind = 'tape' or m.name ~* '备份|backup' or coalesce(m.content, '') ~* '备份|backup')
    and ${inOrgSql(at, sql`m.org_id`)}`

/** Media issued in the period: for a purpose, till a day, and back by then. */
export const issued = (at: EvidenceQuery): CaseQuery => sql`
  with e as (
    select x.*, lead(x.at) over (partition by x.record_id order by x.id) as back from ledger_entry x
    where x.ledger = 'storage-medium' and x.what = 'move' and x.at >= ${at.from})
  select ${head}, e.at,
    case when e.back is not null then e.back < e.due + 1
      when e.due + 1 < now() then false end as ok,
    to_char(e.due, 'YYYY-MM-DD') as note
  from (select e.*, (select c ->> 'after' from jsonb_array_elements(e.changes) c where c ->> 'field' = 'dueBack')::date as due
    from e) e join storage_medium m on m.id = e.record_id
  where e.move = 'issue' and ${inPeriodSql(at, sql`e.at`)} and ${inOrgSql(at, sql`m.org_id`)}`
