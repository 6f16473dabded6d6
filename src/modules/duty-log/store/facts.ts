import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'
import { graceMinutes } from '../lifecycle.ts'

/**
 * Shifts of published rosters that ended in the period: their log was signed in time, as the platform recorded it. One
 * without a log was not; one whose roster was published after it is nobody's.
 */
export const written = (at: FactQuery): CaseQuery => sql`
  select case when l.id is null then '/duty-rosters/' || s.roster_id || ':' || s.id else l.id::text end as id,
    to_char(s.day, 'YYYY-MM-DD') || ' ' || t.name || ' ' || s.name as label, false as imported, s.ends_at as at,
    case when l.signed_at is not null then l.signed_at <= s.ends_at + make_interval(mins => ${graceMinutes}::int)
      when now() > s.ends_at + make_interval(mins => ${graceMinutes}::int) then false end as ok,
    case when l.signed_at is null then '-'
      else round(extract(epoch from l.signed_at - s.ends_at) / 60)::int || ' min' end as note, t.org_id as by_org, s.team_id as "by_duty-team"
  from duty_shift s join duty_roster r on r.id = s.roster_id join duty_team t on t.id = s.team_id
    left join duty_log l on l.shift_id = s.id
  where r.state = 'published' and s.phase <> 'dropped' and s.ends_at < now() and r.published_at <= s.ends_at
    and ${inPeriodSql(at, sql`s.ends_at`)} and ${inOrgSql(at, sql`t.org_id`)}`
