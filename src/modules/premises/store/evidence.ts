import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/**
 * People who were let into machine rooms in the period: approved before, as the ledger wrote it down, let in by
 * somebody on record, and out again within a day of what was planned.
 */
export const approved = (at: EvidenceQuery): CaseQuery => sql`
  select v.id, v.number || ' ' || v.machine_room as label, v.origin = 'import' as imported, v.entered_at as at,
    case when a.at is null or a.at > v.entered_at or v.admitted_by is null then false
      when v.left_at is not null then v.left_at <= v.planned_to + interval '1 day'
      when now() > v.planned_to + interval '1 day' then false end as ok,
    v.state as note
  from room_visit v
  left join lateral (select min(e.at) as at from ledger_entry e
    where e.record_id = v.id and e.ledger = 'room-visit' and e.what = 'move' and e.to_state = 'approved') a on true
  where v.entered_at is not null and ${inPeriodSql(at, sql`v.entered_at`)} and ${inOrgSql(at, sql`v.org_id`)}`
