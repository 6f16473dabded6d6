import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Comparisons with the finance bureau that were begun in the period: signed within thirty days, with a decision on every difference. */
export const settled = (at: EvidenceQuery): CaseQuery => sql`
  select x.id, x.number as label, false as imported, x.recorded_at as at,
    case when x.state = 'signed' then g.at <= x.recorded_at + interval '30 days'
        and not exists (select from asset_exchange_row r where r.run_id = x.id and r.open_fields <> '{}')
      when x.recorded_at < now() - interval '30 days' then false end as ok, x.state as note
  from asset_exchange x
  left join lateral (select max(s.signed_at) as at from asset_exchange_signature s where s.run_id = x.id) g on true
  where x.state not in ('refused', 'cancelled') and ${inPeriodSql(at, sql`x.recorded_at`)} and ${inOrgSql(at, sql`x.org_id`)}`
