import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'

const vendor = sql`case c.about when 'vendor' then c.about_org_id else s.vendor_org_id end`
const head = sql`c.id, c.number as label, false as imported, c.recorded_at as at, c.org_id as by_org,
  c.service_id as by_service, ${vendor} as by_vendor, c.kind as "by_complaint-kind", c.about as "by_complaint-about", c.channel as "by_complaint-channel",
  c.state as note`
const from = sql`complaint c left join service s on s.id = c.service_id`

const those = (at: FactQuery): RawBuilder<unknown> => {
  const parts = [inPeriodSql(at, sql`c.recorded_at`), inOrgSql(at, sql`c.org_id`)]
  if (at.serviceId) parts.push(sql`c.service_id = ${at.serviceId}`)
  if (at.vendorId)
    parts.push(sql`${vendor} in (select o.id from org o join org v on v.id = ${at.vendorId}
      where o.path like v.path || '%')`)
  return sql.join(parts, sql` and `)
}

export const received = (at: FactQuery): CaseQuery => sql`
  select ${head}, null::boolean as ok from ${from} where ${those(at)}`

const acknowledgedInTime = sql`case when c.acknowledged_at is not null then c.acknowledged_at <= c.ack_due_at
  when c.state <> 'withdrawn' and c.ack_due_at < now() then false end`
const answeredInTime = sql`case when c.first_answered_at is not null then c.first_answered_at <= c.first_answer_due_at
  when c.state <> 'withdrawn' and c.first_answer_due_at < now() then false end`

/** Acknowledged by the deadline, or not by now; withdrawn ones that nobody had acknowledged are left out. */
export const acknowledged = (at: FactQuery): CaseQuery => sql`
  select ${head}, ${acknowledgedInTime} as ok from ${from} where ${those(at)}`

/** The first answer by its deadline, or none by now. */
export const answered = (at: FactQuery): CaseQuery => sql`
  select ${head}, ${answeredInTime} as ok from ${from} where ${those(at)}`

/** What complainants say of the last answer; those who have said nothing are left out. */
export const satisfied = (at: FactQuery): CaseQuery => sql`
  select ${head}, c.satisfied as ok from ${from} where ${those(at)}`

/** For clauses: complaints and suggestions whose answer was due in the period. */
export const answersDue = (at: EvidenceQuery): CaseQuery => sql`
  select c.id, c.number as label, false as imported, c.first_answer_due_at as at, ${answeredInTime} as ok,
    c.state as note
  from complaint c where c.kind <> 'praise' and ${inPeriodSql(at, sql`c.first_answer_due_at`)}
    and ${inOrgSql(at, sql`c.org_id`)}`
