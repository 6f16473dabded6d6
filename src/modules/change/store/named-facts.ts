import { sql, type RawBuilder } from 'kysely'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

const head = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  t.id, t.number as label, (t.origin = 'import') as imported, ${at} as at, t.org_id as by_org, t.group_id as by_group,
  w.vendor_id as by_vendor, c.kind as "by_change-kind", c.risk as by_risk, c.result as by_result`
const from = sql`from ticket t join change c on c.ticket_id = t.id
  left join ${vendorGroupsSql} w on w.group_id = t.group_id`

/** A change may be about several services: it is one case of each. */
const whose = (at: FactQuery): RawBuilder<unknown> => sql`t.kind = 'change'
  and ${inSubjectSql(at, { org: sql`t.org_id`, group: sql`t.group_id` })}
  and ${
    at.serviceId
      ? sql`exists (select from change_service x where x.change_id = t.id and x.service_id = ${at.serviceId})`
      : sql`true`
  }`

/** Authorised changes that ended in the period. */
const closed = (at: FactQuery): RawBuilder<unknown> =>
  sql`${whose(at)} and t.state = 'closed' and not c.unauthorised and ${inPeriodSql(at, sql`t.closed_at`)}`
const closedHead = head(sql`t.closed_at`)

export const made = (at: FactQuery): CaseQuery => sql`
  select ${closedHead}, null::boolean as ok, c.result as note ${from} where ${closed(at)}`

export const succeeded = (at: FactQuery): CaseQuery => sql`
  select ${closedHead}, c.result = 'successful' as ok, c.result as note ${from} where ${closed(at)}`

export const emergency = (at: FactQuery): CaseQuery => sql`
  select ${closedHead}, c.kind = 'emergency' as ok, c.kind as note ${from} where ${closed(at)}`

/** By the time it was recorded: nobody says by himself when he did what he must not do. */
export const unauthorised = (at: FactQuery): CaseQuery => sql`
  select ${head(sql`t.recorded_at`)}, null::boolean as ok, t.state as note ${from}
  where ${whose(at)} and c.unauthorised and ${inPeriodSql(at, sql`t.recorded_at`)}`

/** Begun in the period and carried out: reviewed by somebody who had not done it; after thirty days it was not. */
export const reviewed = (at: FactQuery): CaseQuery => sql`
  select ${head(sql`c.begun_at`)},
    case when t.state = 'closed' then coalesce(c.review, '') <> '' and c.reviewed_by is distinct from c.begun_by
      when c.implemented_at < now() - interval '30 days' then false end as ok, c.result as note
  ${from} where ${whose(at)} and c.implemented_at is not null and ${inPeriodSql(at, sql`c.begun_at`)}`

/** A window begins in the period, and the change is still to be carried out or under way; drafts say nothing yet. */
export const planned = (at: FactQuery): CaseQuery => sql`
  select ${head(sql`c.starts_at`)}, null::boolean as ok, t.state as note ${from}
  where ${whose(at)} and t.state in ('assessing', 'awaiting', 'returned', 'scheduled', 'in-progress', 'failed')
    and ${inPeriodSql(at, sql`c.starts_at`)}`
