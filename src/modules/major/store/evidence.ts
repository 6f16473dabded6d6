import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

const major = (at: EvidenceQuery) => sql`
  from ticket t join incident i on i.ticket_id = t.id left join major_record r on r.ticket_id = t.id
  where t.kind = 'incident' and i.type = 'fault' and i.grade = 'major' and i.grade_confirmed
    and t.state <> 'cancelled' and t.duplicate_of_id is null
    and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}`
const head = sql`t.id, t.number as label, (t.origin = 'import') as imported, t.recorded_at as at`
const calls = sql`(select count(distinct coalesce(c.group_id::text, c.role_key)) from major_call c
  where c.ticket_id = t.id and c.called_at <= coalesce(t.resolved_at, now()))`

/** At least two groups or roles were told while it lasted. */
export const reported = (at: EvidenceQuery): CaseQuery => sql`
  select ${head}, case when ${calls} >= 2 then true when not t.open then false end as ok, ${calls}::text as note
  ${major(at)}`

/** Somebody was told, and what was found was written down on the bridge. */
export const worked = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    case when ${calls} >= 1 and exists (select from major_log l where l.ticket_id = t.id and l.kind = 'finding')
      then true when not t.open then false end as ok, ${calls}::text as note
  ${major(at)}`

/** The review was confirmed by another within thirty days after restoration. */
export const reviewed = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    case when v.state = 'confirmed' then v.confirmed_at <= t.resolved_at + interval '30 days'
      when t.resolved_at < now() - interval '30 days' then false end as ok,
    coalesce(v.state, '-') as note
  from ticket t join incident i on i.ticket_id = t.id left join major_review v on v.ticket_id = t.id
  where t.kind = 'incident' and i.type = 'fault' and i.grade = 'major' and i.grade_confirmed
    and t.state in ('resolved', 'closed') and t.duplicate_of_id is null
    and ${inPeriodSql(at, sql`t.resolved_at`)} and ${inOrgSql(at, sql`t.org_id`)}`
