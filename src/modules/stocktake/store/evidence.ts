import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Stocktakes of everything that were closed in the period: signed by three people for what was counted, before their budget year. */
export const signed = (at: EvidenceQuery): CaseQuery => sql`
  select s.id, s.number as label, false as imported, s.closed_at as at,
    (s.class_path is null and s.closed_at < make_date(s.budget_year, 1, 1)::timestamptz
      and not exists (select from stocktake_line l where l.stocktake_id = s.id and l.asset_id is not null and l.counted_at is null)
      and (select count(distinct g.person_id) = 3 from stocktake_signature g
        where g.stocktake_id = s.id and g.digest = s.digest)) as ok,
    s.budget_year::text as note
  from stocktake s
  where s.state = 'closed' and ${inPeriodSql(at, sql`s.closed_at`)} and ${inOrgSql(at, sql`s.org_id`)}`
