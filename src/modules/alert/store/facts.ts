import { sql, type RawBuilder } from 'kysely'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

/** Minutes in which somebody is to see to a grave alert; what ends by itself before needs nobody. */
export const ackMinutes = 15

const head = sql`e.id::text as id, a.name as label, false as imported, e.recorded_at as at, a.org_id as by_org,
  a.service_id as by_service, a.group_id as by_group, w.vendor_id as by_vendor, a.source as by_source,
  coalesce(e.data->>'severity', a.severity) as by_severity`
const from = sql`from alert_event e join alert a on a.id = e.alert_id
  left join ${vendorGroupsSql} w on w.group_id = a.group_id`
const begun = (at: FactQuery): RawBuilder<unknown> => sql`e.kind = 'began'
  and ${inPeriodSql(at, sql`e.recorded_at`)}
  and ${inSubjectSql(at, { org: sql`a.org_id`, service: sql`a.service_id`, group: sql`a.group_id` })}`

/** Each beginning of an alert. */
export const raised = (at: FactQuery): CaseQuery => sql`
  select ${head}, null::boolean as ok, e.data->>'severity' as note ${from} where ${begun(at)}`

const until = sql`e.recorded_at + make_interval(mins => ${ackMinutes}::int)`
const followed = (kinds: string[]): RawBuilder<unknown> => sql`exists (
  select from alert_event x where x.alert_id = e.alert_id and x.kind = any (${kinds}::text[])
    and x.recorded_at >= e.recorded_at and x.recorded_at <= ${until})`
const seenTo = sql`(${followed(['acknowledged', 'assigned', 'linked'])} or coalesce(i.responded_at <= ${until}, false))`
const over = followed(['ended', 'closed', 'recovered-by-rule', 'silenced'])

/**
 * Grave ones that lasted: a person acknowledged it, or took up its incident, in time. What rules or silences kept quiet
 * asks nobody.
 */
export const acknowledged = (at: FactQuery): CaseQuery => sql`
  select ${head}, case when ${seenTo} then true when ${until} < now() then false end as ok,
    e.data->>'severity' as note
  ${from} left join incident i on i.ticket_id = (e.data->>'ticketId')::uuid
  where ${begun(at)} and e.data->>'severity' in ('critical', 'warning')
    and coalesce(e.data->>'outcome', '') not in ('dropped', 'inhibited', 'quiet', 'flapping')
    and (${seenTo} or not ${over})`
