import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

const head = sql`t.id, t.number as label, (t.origin = 'import') as imported, c.begun_at as at`

/** Changes that were begun in the period. */
const begun = (at: EvidenceQuery): RawBuilder<unknown> => sql`
  from change c join ticket t on t.id = c.ticket_id
  where ${inPeriodSql(at, sql`c.begun_at`)} and ${inOrgSql(at, sql`t.org_id`)}`

/**
 * Let through before the first touch: the approval of exactly this content had ended, or its template was approved, or an
 * emergency was let begin and signed afterwards in time. What was found out later was not.
 */
export const approved = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, coalesce(c.begun_at, t.recorded_at) as at,
    case
      when c.unauthorised then false
      when c.approved_digest is null then false
      when c.kind = 'emergency' and c.let_begin_at is not null then
        case when c.ratified = 'done' then c.let_begin_at <= c.begun_at and c.ratified_at <= c.ratify_by
          when c.ratified = 'refused' or c.ratify_by < now() then false end
      when c.kind = 'standard' then exists (select from change_template m
        where m.id = c.template_id and m.approved_at <= c.begun_at)
      when c.approval_id is null then true
      else exists (select from approval_result a
        where a.id = c.approval_id and a.state = 'approved' and a.ended_at <= c.begun_at)
    end as ok, c.kind as note
  from change c join ticket t on t.id = c.ticket_id
  where ${inPeriodSql(at, sql`coalesce(c.begun_at, case when c.unauthorised then t.recorded_at end)`)}
    and ${inOrgSql(at, sql`t.org_id`)}`

export const tested = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, c.test_proof <> '' as ok, c.kind as note ${begun(at)}`

export const riskStated = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, c.impact <> '' and c.back_out <> '' and c.risk is not null as ok, c.risk as note ${begun(at)}`

/** What needed a second person was confirmed by one who had not begun it; decided when it was done. */
export const twoPersons = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    case when c.confirmed_by is not null then c.confirmed_by <> c.begun_by
      when t.state in ('implemented', 'backed-out', 'closed') then false end as ok, c.risk as note
  ${begun(at)} and (c.second_id is not null or c.risk = 'high')`

/** Files that a change edits were copied before it was carried out. */
export const copied = (at: EvidenceQuery): CaseQuery => sql`
  select t.id, t.number as label, (t.origin = 'import') as imported, c.begun_at as at,
    case when f.copied_at is not null then f.copied_at <= coalesce(c.implemented_at, now())
      when c.implemented_at is not null then false end as ok, null as note
  from change c join ticket t on t.id = c.ticket_id join change_file f on f.change_id = c.ticket_id
  where ${inPeriodSql(at, sql`c.begun_at`)} and ${inOrgSql(at, sql`t.org_id`)} and c.edits_config`

/** Closed with a review by somebody who did not do the work. */
export const reviewed = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    case when t.state = 'closed' then coalesce(c.review, '') <> '' and c.reviewed_by is distinct from c.begun_by
      when c.implemented_at < now() - interval '30 days' then false end as ok, c.result as note
  ${begun(at)} and c.implemented_at is not null`
