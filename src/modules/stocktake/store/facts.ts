import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'

/** Lines of stocktakes that were closed in the period: found as the book says. */
export const agreed = (at: FactQuery): CaseQuery => sql`
  select s.id || ':' || l.id as id, s.number || ' ' || l.name as label, false as imported, s.closed_at as at,
    l.result = 'found' as ok, l.result as note, s.org_id as by_org, s.id as by_stocktake,
    l.result as "by_count-result"
  from stocktake s join stocktake_line l on l.stocktake_id = s.id
  where s.state = 'closed' and ${inPeriodSql(at, sql`s.closed_at`)} and ${inOrgSql(at, sql`s.org_id`)}`
