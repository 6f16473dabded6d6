import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Releases that went live in the period had these items of the gate confirmed by a second person before. */
export const itemsConfirmed = (at: EvidenceQuery, keys: readonly string[]): CaseQuery => sql`
  select r.id, r.number as label, false as imported, r.live_at as at,
    (select count(*) = ${keys.length} from release_item i
      where i.release_id = r.id and i.key = any (${[...keys]}::text[]) and i.confirmed_at <= r.live_at) as ok,
    r.version_name as note
  from release r
  where r.state = 'live' and ${inPeriodSql(at, sql`r.live_at`)} and ${inOrgSql(at, sql`r.org_id`)}`

/** Releases that went live were carried out by a change that had been begun with leave. */
export const byChange = (at: EvidenceQuery): CaseQuery => sql`
  select r.id, r.number as label, false as imported, r.live_at as at,
    exists (select from release_change x join change c on c.ticket_id = x.change_id
      where x.release_id = r.id and c.approved_digest is not null and c.begun_at <= r.live_at) as ok,
    r.version_name as note
  from release r
  where r.state = 'live' and ${inPeriodSql(at, sql`r.live_at`)} and ${inOrgSql(at, sql`r.org_id`)}`

/** Information systems in use whose present version is known. */
export const versions = (at: EvidenceQuery): CaseQuery => sql`
  select s.id, s.name as label, false as imported, x.live_at as at, x.version_name is not null as ok,
    x.version_name as note
  from service s
  left join lateral (select r.version_name, r.live_at from release r
    where r.service_id = s.id and r.state = 'live' order by r.live_at desc limit 1) x on true
  where s.active and ${inOrgSql(at, sql`s.owner_org_id`)}`
