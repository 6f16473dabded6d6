import { sql, type RawBuilder } from 'kysely'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, type FactQuery } from '#kernel/fact/index.ts'

/**
 * Imported incidents of the period in which the source opened them, judged by a column of the source's own last row.
 * `?` is what the source does not know.
 */
const bySource = (at: FactQuery, column: string, ok: RawBuilder<unknown>): CaseQuery => sql`
  select t.id, s.source_number as label, true as imported, t.occurred_at as at, ${ok} as ok,
    ${sql.lit(column)} || ' = ' || (s.data->>${column}) as note, t.org_id as by_org, t.service_id as by_service,
    t.group_id as by_group, nullif(s.data->>'priority', '?') as "by_source-priority"
  from incident_source s join ticket t on t.id = s.ticket_id
  where s.system = 'servicenow' and ${inPeriodSql(at, sql`t.occurred_at`)}
    and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`

const counter = (column: string): RawBuilder<unknown> =>
  sql`case when s.data->>${column} ~ '^[0-9]{1,9}$' then (s.data->>${column})::int > 0 end`

export const breached = (at: FactQuery): CaseQuery =>
  bySource(
    at,
    'made_sla',
    sql`case lower(trim(s.data->>'made_sla')) when 'false' then true when 'true' then false end`,
  )
export const reassigned = (at: FactQuery): CaseQuery =>
  bySource(at, 'reassignment_count', counter('reassignment_count'))
export const reopened = (at: FactQuery): CaseQuery => bySource(at, 'reopen_count', counter('reopen_count'))
