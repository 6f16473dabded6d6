import { sql } from 'kysely'
import { inOrgSql, inPeriodSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Classes with all below them, by their shipped keys or by words that the unit uses for its own ones. */
const classes = (keys: readonly string[], words: string | null) => sql`(
  with recursive k as (
    select id from ci_class where key = any (${[...keys]}::text[]) or name ~ ${words} or name_en ~* ${words}
    union select x.id from ci_class x join k on x.parent_id = k.id)
  select id from k)`
const head = sql`i.id, i.code || ' ' || i.name as label, false as imported, i.recorded_at as at`
const used = (at: EvidenceQuery) => sql`i.lifecycle = 'in-use' and ${inOrgSql(at, sql`i.org_id`)}`

/** Items in use of some classes: a person or a group answers for each. */
export const answeredFor = (
  at: EvidenceQuery,
  keys: readonly string[],
  words: string | null,
): CaseQuery => sql`
  select ${head},
    (exists (select from person p where p.id = i.owner_id and p.state = 'active')
      or exists (select from support_group g where g.id = i.group_id and g.active)) as ok, null as note
  from ci i where ${used(at)} and i.class_id in ${classes(keys, words)}`

/** Kinds of facilities of which there must be items. */
const kinds: readonly (readonly [label: string, keys: readonly string[]])[] = [
  ['host', ['host', 'virtual-machine', 'network-device']],
  ['storage', ['storage']],
  ['system software', ['software-instance']],
  ['application', ['information-system', 'application']],
  ['line', ['link']],
]

/** Each kind of facility, and how many items of it are in use. */
export const facilityKinds = (at: EvidenceQuery): CaseQuery => sql`
  select k.label as id, k.label, false as imported, max(i.recorded_at) as at, count(i.id) > 0 as ok,
    count(i.id)::text as note
  from (${sql.join(
    kinds.map(
      ([label, keys]) =>
        sql`select ${label}::text as label, array(select id from ${classes(keys, null)} x) as ids`,
    ),
    sql` union all `,
  )}) k
  left join ci i on i.class_id = any (k.ids) and ${used(at)}
  group by k.label`

/**
 * Changes of the lifecycle of items that were in use before or are since, made in the period: a change that was approved
 * was at work on the item. History never changes and is stamped when it is written.
 */
export const byChange = (at: EvidenceQuery): CaseQuery => sql`
  select i.id, i.code || ' ' || i.name as label, false as imported, h.recorded_at as at,
    exists (select from ci_ticket x join change g on g.ticket_id = x.ticket_id
      where x.ci_id = i.id and g.approved_digest is not null and not g.unauthorised and g.begun_at <= h.recorded_at
        and coalesce(g.implemented_at, now()) + interval '3 days' >= h.recorded_at) as ok,
    concat(h.before ->> 'lifecycle', ' > ', h.after ->> 'lifecycle') as note
  from ci_history h join ci i on i.id = h.entity_id
  where h.entity = 'ci' and ${inPeriodSql(at, sql`h.recorded_at`)} and ${inOrgSql(at, sql`i.org_id`)}
    and h.before ->> 'lifecycle' <> h.after ->> 'lifecycle'
    and 'in-use' in (h.before ->> 'lifecycle', h.after ->> 'lifecycle')`

/** Grave faults and changes of the period that have ended: the items they were about are named. */
export const ticketsLinked = (at: EvidenceQuery): CaseQuery => sql`
  select '/' || t.kind || 's/' || t.id as id, t.number as label, t.origin = 'import' as imported, t.recorded_at as at,
    exists (select from ci_ticket x where x.ticket_id = t.id) as ok, t.kind as note
  from ticket t
  where not t.open and t.state <> 'cancelled' and ${inPeriodSql(at, sql`t.occurred_at`)} and ${inOrgSql(at, sql`t.org_id`)}
    and (t.kind = 'change' or t.kind = 'incident' and exists (select from incident i
      where i.ticket_id = t.id and i.type = 'fault' and i.grade in ('major', 'serious')))`

/** Servers and network devices in use: in a rack or a machine room, by relation or by their place. */
export const inRoom = (at: EvidenceQuery): CaseQuery => sql`
  select ${head},
    (i.location ~ '机房|机柜' or i.location ~* 'machine room|data cent|rack'
      or exists (select from ci_relation r join ci c on c.id = r.source_id
        where r.target_id = i.id and r.type = 'contains' and r.ended_at is null
          and c.class_id in ${classes(['machine-room', 'rack'], null)})) as ok, nullif(i.location, '') as note
  from ci i where ${used(at)} and i.class_id in ${classes(['host', 'network-device'], null)}`
