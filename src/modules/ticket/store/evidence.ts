import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** The processes that the platform carries out, and whether anything went through each in the period. */
export const processes = (at: EvidenceQuery): CaseQuery => sql`
  select k.kind as id, k.kind as label, false as imported, x.at, x.at is not null as ok, null as note
  from unnest(array['incident', 'request', 'problem', 'change']) as k (kind)
  left join lateral (
    select max(t.recorded_at) as at from ticket t where t.kind = k.kind and t.origin = 'live'
      and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}) x on true`

/** Days of the zone in the period on which somebody worked on a ticket, as timelines recorded it. */
export async function daysWorked(db: Db, at: EvidenceQuery, zone: string): Promise<Set<string>> {
  const { rows } = await sql<{ day: string }>`
    select distinct (e.recorded_at at time zone ${zone})::date::text as day
    from timeline_entry e join ticket t on t.id = e.ticket_id
    where e.actor_id is not null and e.origin = 'live' and t.origin = 'live'
      and ${inPeriodSql(at, sql`e.recorded_at`)} and ${inOrgSql(at, sql`t.org_id`)}`.execute(db)
  return new Set(rows.map((row) => row.day))
}
