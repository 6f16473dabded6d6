import { sql } from 'kysely'
import { inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Seals of the period: each names the hash of the one before it, and they are numbered without a gap. */
export const chained = (at: EvidenceQuery): CaseQuery => sql`
  select s.seq::text as id, '#' || s.seq as label, false as imported, s.sealed_at as at,
    s.seq = 1 or exists (select from audit_seal p where p.seq = s.seq - 1 and p.hash = s.prev_hash) as ok,
    s.entry_count::text as note
  from audit_seal s where ${inPeriodSql(at, sql`s.sealed_at`)}`

/** Every entry older than ten minutes is under a seal: one case, the oldest that is not. */
export const sealed = (): CaseQuery => sql`
  select 'unsealed' as id, 'unsealed' as label, false as imported, now() as at,
    not exists (select from audit_entry e where e.recorded_at < now() - interval '10 minutes'
      and e.recorded_at > now() - interval '2 days'
      and e.id > coalesce((select max(s.last_id) from audit_seal s), 0)) as ok, null as note`
