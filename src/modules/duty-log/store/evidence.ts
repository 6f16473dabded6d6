import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

const head = sql`l.id, to_char(l.day, 'YYYY-MM-DD') || ' ' || t.name || ' ' || l.shift_name as label, false as imported`

/** Signed logs of shifts of the period: each of the five kinds of entries is there, or the summary says how the shift was. */
export const columns = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, l.signed_at as at,
    (coalesce(l.summary, '') <> '' or x.kinds = 5) and x.kinds > 0 as ok, x.kinds || '/5' as note
  from duty_log l join duty_team t on t.id = l.team_id
  cross join lateral (select count(distinct kind) as kinds from duty_log_line n where n.log_id = l.id) x
  where l.signed_at is not null and ${inPeriodSql(at, sql`l.ends_at`)} and ${inOrgSql(at, sql`l.org_id`)}`

/** Unfinished work of logs of the period: a day after the signature it was decided on or stands in another log. */
export const carried = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, l.signed_at as at,
    case when n.decision is not null or exists (select from duty_log_line c where c.carried_from = n.id) then true
      when l.signed_at < now() - interval '1 day' then false end as ok, coalesce(n.decision, n.number) as note
  from duty_log l join duty_team t on t.id = l.team_id join duty_log_line n on n.log_id = l.id
  where l.signed_at is not null and n.kind = 'unfinished' and ${inPeriodSql(at, sql`l.ends_at`)}
    and ${inOrgSql(at, sql`l.org_id`)}`
