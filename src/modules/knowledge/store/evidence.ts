import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

const live = (at: EvidenceQuery, kind: RawBuilder<unknown>) => sql`
  from article a join article_version v on v.article_id = a.id and v.no = a.live_no
  where a.kind = ${kind} and ${inOrgSql(at, sql`a.org_id`)}`
const head = sql`a.id, a.number as label, false as imported`
const current = sql`(v.published_by is not null and a.review_due_at >= now())`

/** Articles that readers see: approved by somebody, and their review day has not passed. */
export const currentArticles = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, v.published_at as at, ${current} as ok, to_char(a.review_due_at, 'YYYY-MM-DD') as note
  ${live(at, sql`'article'`)}`

export const currentPlans = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, v.published_at as at, ${current} as ok, to_char(a.review_due_at, 'YYYY-MM-DD') as note
  ${live(at, sql`'emergency-plan'`)}`

/** Important systems (protection grade 3 and above): a plan in force is about them, or one about everything. */
export const plannedServices = (at: EvidenceQuery): CaseQuery => sql`
  select s.id, s.name as label, false as imported, s.recorded_at as at,
    exists (select ${live(at, sql`'emergency-plan'`)} and ${current}
      and (v.service_id = s.id or v.service_id is null)) as ok,
    s.protection_grade::text as note
  from service s where s.active and s.protection_grade >= 3 and ${inOrgSql(at, sql`s.owner_org_id`)}`

/** Drills planned for a day of the period: held, at the latest a month after, entered before they were held, with findings. */
export const drills = (at: EvidenceQuery): CaseQuery => sql`
  select a.id, a.number as label, false as imported, d.planned_on::timestamptz as at,
    case when d.state = 'held' then d.held_on <= d.planned_on + 30 and d.recorded_at::date <= d.held_on
        and d.findings <> ''
      when d.state = 'cancelled' or d.planned_on + 30 < now()::date then false end as ok,
    coalesce(to_char(d.held_on, 'YYYY-MM-DD'), d.state) as note
  from plan_drill d join article a on a.id = d.article_id
  where ${inPeriodSql(at, sql`d.planned_on::timestamptz`)} and ${inOrgSql(at, sql`a.org_id`)}`

/** Drills that were held name who took part. */
export const participants = (at: EvidenceQuery): CaseQuery => sql`
  select a.id, a.number as label, false as imported, d.held_on::timestamptz as at, d.participants <> '' as ok,
    to_char(d.held_on, 'YYYY-MM-DD') as note
  from plan_drill d join article a on a.id = d.article_id
  where d.state = 'held' and ${inPeriodSql(at, sql`d.held_on::timestamptz`)} and ${inOrgSql(at, sql`a.org_id`)}`

/** Versions published in the period: somebody of the service desk wrote at them. */
export const byDesk = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, v.published_at as at,
    exists (select from support_group_member m join support_group g on g.id = m.group_id
      where g.line = 1 and m.person_id = any (v.authors)) as ok, 'v' || v.no as note
  from article a join article_version v on v.article_id = a.id
  where a.kind = 'article' and ${inPeriodSql(at, sql`v.published_at`)} and ${inOrgSql(at, sql`a.org_id`)}`
