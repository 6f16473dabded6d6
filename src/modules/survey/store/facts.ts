import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'

/** Runs that ended in the period; of anonymous ones those with answers enough to be told. */
const ended = (at: EvidenceQuery): RawBuilder<unknown> => sql`r.state <> 'open'
  and ${inPeriodSql(at, sql`r.closed_at`)} and ${inOrgSql(at, sql`r.org_id`)}`
const tellable = sql`(not r.anonymous
  or (select count(*) from questionnaire_sheet x where x.run_id = r.id) >= r.min_group)`

/** A case leads to its run, never to a person; its number says only how many there are. */
const head = (order: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  '/questionnaire-runs/' || r.id || '?case=' || row_number() over (partition by r.id order by ${order}) as id,
  r.number as label, false as imported, r.closed_at as at`

/** One case for each who was asked. */
export const asked = (at: FactQuery): CaseQuery => sql`
  select ${head(sql`i.answered`)}, i.answered as ok, r.title as note,
    case when r.anonymous then r.org_id else coalesce(i.cohort_id, r.org_id) end as by_org
  from questionnaire_run r join questionnaire_invite i on i.run_id = r.id where ${ended(at)}`

/**
 * One case for each grade that was given: question, or row of a matrix. Of anonymous runs the org is the one that asked: parts
 * with few answers would tell.
 */
const graded = (at: FactQuery): RawBuilder<unknown> => sql`
  select r.id, r.number, r.closed_at, g.grade, g.service_id, r.title,
    case when r.anonymous then r.org_id else coalesce(s.cohort_id, r.org_id) end as org_id
  from questionnaire_run r
  join questionnaire_version v on v.questionnaire_id = r.questionnaire_id and v.no = r.version_no
  join questionnaire_sheet s on s.run_id = r.id
  cross join jsonb_array_elements(v.questions) q
  cross join lateral (
    select (s.answers ->> (q ->> 'key'))::int as grade, null::uuid as service_id
    where q ->> 'type' in ('grade', 'scale')
    union all
    select (s.answers -> (q ->> 'key') ->> (w ->> 'key'))::int, (w ->> 'serviceId')::uuid
    from jsonb_array_elements(q -> 'rows') w where q ->> 'type' = 'matrix') g
  where ${ended(at)} and ${tellable} and g.grade is not null
    ${at.serviceId ? sql`and g.service_id = ${at.serviceId}` : sql``}`

export const satisfied = (at: FactQuery): CaseQuery => sql`
  select ${head(sql`r.grade`)}, r.grade >= 3 as ok, r.grade::text as note, r.org_id as by_org, r.service_id as by_service
  from (${graded(at)}) r`

/** The net promoter score is the mean of 100 for each promoter, −100 for each detractor and 0 for the others. */
export const recommended = (at: FactQuery): CaseQuery => sql`
  select ${head(sql`p.point`)}, null::boolean as ok, p.point::text as note, r.org_id as by_org,
    case when p.point >= 9 then 100 when p.point <= 6 then -100 else 0 end as value
  from questionnaire_run r
  join questionnaire_version v on v.questionnaire_id = r.questionnaire_id and v.no = r.version_no
  join questionnaire_sheet s on s.run_id = r.id
  cross join jsonb_array_elements(v.questions) q
  cross join lateral (select (s.answers ->> (q ->> 'key'))::int as point where q ->> 'type' = 'nps') p
  where ${ended(at)} and ${tellable} and p.point is not null`

/** For clauses: runs whose end by the calendar lies in the period; half of those asked have answered. */
export const runsDue = (at: EvidenceQuery): CaseQuery => sql`
  select r.id, r.number as label, false as imported, r.due_at as at, n.answered || '/' || n.asked as note,
    case when r.state <> 'open' or r.due_at < now() then r.state <> 'open' and 2 * n.answered >= n.asked end as ok
  from questionnaire_run r
  cross join lateral (select count(*) as asked, count(*) filter (where i.answered) as answered
    from questionnaire_invite i where i.run_id = r.id) n
  where ${inPeriodSql(at, sql`r.due_at`)} and ${inOrgSql(at, sql`r.org_id`)}`

/** For clauses: questionnaires in use, with grades to give, that were asked within the year before the end of the period. */
export const templates = (at: EvidenceQuery): CaseQuery => sql`
  select q.id, q.title as label, false as imported, l.last as at, q.version_no::text as note,
    coalesce(l.last > ${at.to}::timestamptz - interval '1 year', false) and exists (
      select from jsonb_array_elements(v.questions) x where x ->> 'type' in ('grade', 'scale', 'matrix')) as ok
  from questionnaire q
  join questionnaire_version v on v.questionnaire_id = q.id and v.no = q.version_no
  left join lateral (select max(r.opened_at) as last from questionnaire_run r
    where r.questionnaire_id = q.id and r.opened_at < ${at.to}) l on true
  where q.active and ${inOrgSql(at, sql`q.org_id`)}`
