import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'

/**
 * Published shifts that have begun: somebody was on it as duty when it began. A roster published, or a name entered, after
 * that is not counted: the first later change tells who was on it before.
 */
export const covered = (at: FactQuery): CaseQuery => sql`
  select s.roster_id || ':' || s.id as id, t.name || ' ' || s.day || ' ' || s.name as label, false as imported,
    s.starts_at as at,
    r.published_at <= s.starts_at and coalesce(
      (select cardinality(c.before_ids) > 0 from duty_change c
        where c.shift_id = s.id and c.role = 'duty' and c.recorded_at > s.starts_at order by c.id limit 1),
      exists (select from duty_assignment a where a.shift_id = s.id and a.role = 'duty')) as ok,
    (select count(*) from duty_assignment a where a.shift_id = s.id)::text as note,
    t.org_id as by_org, s.team_id as "by_duty-team", s.kind as "by_day-kind"
  from duty_shift s join duty_roster r on r.id = s.roster_id join duty_team t on t.id = s.team_id
  where r.state = 'published' and s.phase <> 'dropped' and s.starts_at <= now()
    and ${inPeriodSql(at, sql`s.starts_at`)} and ${inOrgSql(at, sql`t.org_id`)}`
