/**
 * Cases of rules of evidence. A result counts from the moment when it was approved, which the database wrote down; nothing here
 * goes by a date that somebody may choose. Evaluations are never imported.
 */
import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'
import { unitZone } from '#kernel/settings/index.ts'

/** A unit's or department's evaluation belongs to who is evaluated, a company's to who evaluates. */
const concerned = sql`case s.kind when 'vendor' then e.org_id else e.subject_id end`
const said = sql`e.number as label, false as imported, e.approved_at as at, e.from_day || ' – ' || e.to_day as note`
const head = sql`e.id, ${said}`
const tables = sql`evaluation e join org s on s.id = e.subject_id join org o on o.id = e.org_id
  join evaluation_scheme c on c.id = e.scheme_id`

type Kind = 'unit' | 'department' | 'vendor'
const approvedOf = (at: EvidenceQuery, ...kinds: Kind[]): RawBuilder<unknown> => sql`
  ${inPeriodSql(at, sql`e.approved_at`)} and s.kind = any(${kinds}::text[]) and ${inOrgSql(at, concerned)}`

/** Computed when its period was over, and before it was approved. */
const sound = (): RawBuilder<unknown> => sql`coalesce(e.computed_at <= e.approved_at
  and e.computed_at >= (e.to_day + 1)::timestamp at time zone ${unitZone()}, false)`

/** An item whose points went into the score. */
const scored = sql`i.weight is not null and coalesce(i.changed_points, i.points) is not null`

/** Schemes by which somebody of the org was evaluated or is being evaluated: what they consist of. */
export const systems = (at: EvidenceQuery): CaseQuery => sql`
  select c.id, c.name || ' v' || c.edition as label, false as imported, c.published_at as at, c.subject_kind as note,
    (select count(distinct n.dimension) filter (where i.weight is not null) = 3
        and bool_or(n.rule ->> 'sign' = 'deduct') and bool_or(n.rule ->> 'sign' = 'bonus') and bool_and(n.active)
      from evaluation_scheme_item i join evaluation_indicator n on n.id = i.indicator_id where i.scheme_id = c.id) is true
      and jsonb_array_length(c.grades) > 1 as ok
  from evaluation_scheme c
  where c.state = 'current' and exists (select from evaluation e join org s on s.id = e.subject_id
    where e.scheme_id = c.id and e.state not in ('draft', 'cancelled') and ${inOrgSql(at, concerned)})`

/** Results of units and departments: each of the three fields has points. */
export const dimensions = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, ${sound()} and (select count(distinct i.dimension) = 3 from evaluation_item i
    where i.evaluation_id = e.id and ${scored}) as ok
  from ${tables} where ${approvedOf(at, 'unit', 'department')}`

/** Results of companies: who evaluates had a result of its own for a time that overlaps, approved by the end of the period. */
export const bothParties = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, exists (select from evaluation u join org w on w.id = u.subject_id
    where u.approved_at < ${at.to} and u.from_day <= e.to_day and u.to_day >= e.from_day
      and (w.id = o.id or (w.kind = 'unit' and w.path like o.path || '%'))) as ok
  from ${tables} where ${approvedOf(at, 'vendor')}`

/** Items of results of companies: they name the contract or agreement that they come from. */
export const fromContracts = (at: EvidenceQuery): CaseQuery => sql`
  select '/evaluations/' || e.id || '#' || i.position as id, e.number || '-' || (i.position + 1) as label,
    false as imported, e.approved_at as at, null as note, coalesce(i.source ~* '合同|协议|contract|agreement', false) as ok
  from ${tables} join evaluation_item i on i.evaluation_id = e.id and i.weight is not null
  where ${approvedOf(at, 'vendor')}`

/** Final results of companies: there was one at mid-term for the same contract, approved before. */
export const midTerms = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, exists (select from evaluation m where m.period_kind = 'mid-term' and m.subject_id = e.subject_id
    and m.org_id = e.org_id and m.ground = e.ground and m.approved_at < e.approved_at) as ok
  from ${tables} where e.period_kind = 'final' and ${approvedOf(at, 'vendor')}`

/** Results of units and companies: somebody of a department that does no O&M work, nor for a company, gave scores. */
export const businessRaters = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, exists (select from evaluation_form f join person p on p.id = f.person_id join org h on h.id = p.org_id
    where f.evaluation_id = e.id and f.state = 'handed-in' and f.handed_in_at <= e.approved_at
      and not exists (select from support_group_member m where m.person_id = p.id)
      and not exists (select from org v where v.kind = 'vendor' and h.path like v.path || '%')) as ok
  from ${tables} where ${approvedOf(at, 'unit', 'vendor')}`

/** Results of companies: work that was recorded gave points, not opinions alone. */
export const byRecords = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, ${sound()} and exists (select from evaluation_item i where i.evaluation_id = e.id and ${scored}
    and i.dimension = 'delivery' and i.rule ->> 'kind' = 'formula'
    and exists (select from jsonb_array_elements(i.facts) f where (f ->> 'cases')::int > 0)) as ok
  from ${tables} where ${approvedOf(at, 'vendor')}`

/** Days within which what follows from a result is expected; before, it is not decided. */
const daysToFollow = 30
const within = sql`e.approved_at + ${sql.lit(`${daysToFollow} days`)}::interval`

/** Results: they were published in time. */
export const published = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, case when e.published_at is not null then e.published_at <= ${within} when now() > ${within} then false end as ok
  from ${tables} where ${approvedOf(at, 'unit', 'department', 'vendor')}`

const notified = (kind: 'commend' | 'criticise'): RawBuilder<unknown> => sql`
  case when exists (select from evaluation_notice n where n.evaluation_id = e.id and n.kind = ${kind} and n.issued_at <= ${within})
    then true when now() > ${within} then false end as ok`

/** Departments with the best grade: they were commended. */
export const commended = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, ${notified('commend')} from ${tables} where e.grade = 0 and ${approvedOf(at, 'department')}`

/** Whoever got the lowest grade: there was a notice of criticism. */
export const criticised = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, ${notified('criticise')} from ${tables}
  where e.grade = jsonb_array_length(c.grades) - 1 and ${approvedOf(at, 'unit', 'department', 'vendor')}`

/** Departments of the org that have people: each had a result approved in the period. */
export const departments = (at: EvidenceQuery): CaseQuery => sql`
  select '/evaluations?subjectKind=department#' || s.no as id, s.code as label, false as imported, r.at, r.number as note,
    r.at is not null as ok
  from org s left join lateral (select e.approved_at as at, e.number from evaluation e
    where e.subject_id = s.id and ${inPeriodSql(at, sql`e.approved_at`)} and ${sound()}
    order by e.approved_at desc limit 1) r on true
  where s.kind = 'department' and s.active and s.recorded_at < ${at.to} and ${inOrgSql(at, sql`s.id`)}
    and exists (select from person p where p.org_id = s.id and p.kind = 'person' and p.state = 'active')`
