import { sql, type RawBuilder } from 'kysely'
import { inOrgSql, type CaseQuery, type EvidenceQuery } from '#kernel/evidence/index.ts'

/** Checks that are switched on. */
const on = (at: EvidenceQuery) => sql`c.enabled and c.paused_until is null and ${inOrgSql(at, sql`c.org_id`)}`

/** Classes of configuration items with all below them, by the keys that are shipped. */
const classes = (keys: readonly string[]) => sql`(
  with recursive k as (
    select id from ci_class where key = any (${[...keys]}::text[])
    union select x.id from ci_class x join k on x.parent_id = k.id)
  select id from k)`

/** Which checks: those that watch items of some classes. */
export const ofClasses = (...keys: string[]): RawBuilder<unknown> =>
  sql`exists (select from ci i where i.id = c.ci_id and i.class_id in ${classes(keys)})`

/** Systems in use, and network devices in use: a check that is switched on watches them. */
export const systemsCovered = (at: EvidenceQuery): CaseQuery => sql`
  select s.id::text as id, s.name as label, false as imported, s.recorded_at as at,
    exists (select from monitor_check c where c.enabled and c.paused_until is null and (c.service_id = s.id
      or c.ci_id in (select l.ci_id from ci_service l where l.service_id = s.id))) as ok, null as note
  from service s where s.active and ${inOrgSql(at, sql`s.owner_org_id`)}
  union all ${watched(at, ['network-device'])}`

const watched = (at: EvidenceQuery, keys: readonly string[]) => sql`
  select '/cis/' || i.id, i.code || ' ' || i.name, false, i.recorded_at,
    exists (select from monitor_check c where c.ci_id = i.id and c.enabled and c.paused_until is null), i.location
  from ci i where i.lifecycle = 'in-use' and i.class_id in ${classes(keys)} and ${inOrgSql(at, sql`i.org_id`)}`

/** Servers in use: a check that is switched on watches them. */
export const hostsCovered = (at: EvidenceQuery): CaseQuery => sql`
  select w.id, w.label, w.imported, w.at, w.ok, w.note
  from (${watched(at, ['host', 'virtual-machine'])}) w (id, label, imported, at, ok, note)`

/**
 * Checks that were on the whole period: an hour counts that has figures. What the history has forgotten cannot be judged,
 * nor what was paused meanwhile or is asked less than twice an hour.
 */
export const unbroken = (at: EvidenceQuery, which: RawBuilder<unknown> = sql`true`): CaseQuery => sql`
  select c.id, c.name as label, false as imported, c.recorded_at as at,
    case when h.due > 0 then had.n >= h.due * 0.99 end as ok, had.n || '/' || h.due || ' h' as note
  from monitor_check c cross join monitor_setting m
  cross join lateral (
    select date_trunc('hour', greatest(${at.from}::timestamptz, c.recorded_at + interval '1 hour',
        now() - make_interval(days => m.fine_days))) as begins,
      -- the last two hours may still be waiting to be rolled up
      date_trunc('hour', least(${at.to}::timestamptz, now() - interval '2 hours')) as ends) p
  cross join lateral (
    select greatest(0, extract(epoch from p.ends - p.begins) / 3600)::int as due) h
  cross join lateral (
    select count(*)::int as n from (
      select distinct r.at from monitor_series s join monitor_rollup r on r.series = s.no and r.level = 300
      where s.check_id = c.id and r.at >= p.begins and r.at < p.ends) x) had
  where ${on(at)} and c.interval_seconds <= 1800 and c.recorded_at < ${at.to} and ${which}
    and not exists (select from monitor_transition t where t.check_id = c.id and 'paused' in (t.from_state, t.to_state)
      and t.at >= ${at.from} and t.at < ${at.to})`

/** Who watches is there: processes that ask, remote probes, sources of alerts that deliver. */
export const tools = (at: EvidenceQuery): CaseQuery => sql`
  select w.id::text as id, w.name as label, false as imported, w.beat_at as at, w.beat_at > now() - interval '2 minutes' as ok,
    null as note from monitor_worker w where ${at.orgPath.split('/').length <= 3}::boolean
  union all
  select p.id::text, p.name, false, p.seen_at, p.silent_since is null and p.seen_at > now() - interval '10 minutes', p.address
  from monitor_probe p where p.active and ${inOrgSql(at, sql`p.org_id`)}
  union all
  select a.id::text, a.name, false, s.last_at,
    s.last_at > now() - interval '7 days' and coalesce(s.error_at < s.last_at, true), a.kind
  from alert_source a left join alert_source_state s on s.source_id = a.id
  where a.active and ${inOrgSql(at, sql`a.org_id`)}`

/** It is said what is watched, that it raises something, and which group is told. Timeout and retries are always there. */
export const policies = (at: EvidenceQuery): CaseQuery => sql`
  select c.id, c.name as label, false as imported, c.recorded_at as at,
    (c.alerts and c.group_id is not null and (c.service_id is not null or c.ci_id is not null)) as ok, c.kind as note
  from monitor_check c where ${on(at)}`

/** Systems that are watched have a figure with bounds among what is measured of them. */
export const figuresSet = (at: EvidenceQuery): CaseQuery => sql`
  select s.id::text as id, s.name as label, false as imported, s.recorded_at as at,
    bool_or(c.thresholds <> '[]') as ok, count(*) filter (where c.thresholds <> '[]') || '/' || count(*) as note
  from service s join monitor_check c on c.service_id = s.id
    or c.ci_id in (select l.ci_id from ci_service l where l.service_id = s.id)
  where s.active and c.enabled and c.paused_until is null and ${inOrgSql(at, sql`s.owner_org_id`)}
  group by s.id`

/** Base, applications, performance: each is watched by something that has told of itself within a day. */
export const areas = (at: EvidenceQuery): CaseQuery => sql`
  select a.label as id, a.label, false as imported, a.at, a.at is not null as ok, null as note from (
    select 'environment' as label, max(s.last_at) as at from ${fresh(at)} and ${ofClasses('facility', 'host', 'network-device')}
    union all select 'application', max(s.last_at) from ${fresh(at)} and c.service_id is not null
    union all select 'performance', max(s.last_at) from ${fresh(at)} and c.thresholds <> '[]') a`
const fresh = (at: EvidenceQuery) => sql`monitor_check c join monitor_state s on s.check_id = c.id
  where ${on(at)} and s.last_at > now() - interval '1 day'`

/** Spans of a check within the period in which it was known to be down: by what changed in it, and the last change before. */
const down = (at: EvidenceQuery) => sql`
  select t.check_id, tstzrange(greatest(t.at, ${at.from}), least(t.until, ${at.to})) as span from (
    select x.check_id, x.at, x.to_state, lead(x.at, 1, now()) over (partition by x.check_id order by x.at, x.id) as until
    from monitor_check c cross join lateral (
      (select t.* from monitor_transition t where t.check_id = c.id and t.at < ${at.from}
        order by t.at desc, t.id desc limit 1)
      union all
      select t.* from monitor_transition t where t.check_id = c.id and t.at >= ${at.from} and t.at < ${at.to}) x) t
  where t.to_state = 'critical' and t.until > ${at.from} and t.until > t.at`

const length = (spans: RawBuilder<unknown>) =>
  sql`coalesce((select sum(extract(epoch from upper(u) - lower(u))) from unnest(${spans}) u), 0)`
const ended = (at: EvidenceQuery) => sql`least(${at.to}::timestamptz, now())`

/** Checks that have told of themselves in the period: up for at least 99 % of it. */
export const available = (at: EvidenceQuery): CaseQuery => sql`
  with d as (select check_id, range_agg(span) as spans from (${down(at)}) s group by check_id)
  select c.id, c.name as label, false as imported, s.last_at as at,
    ${length(sql`d.spans`)} <= 0.01 * extract(epoch from ${ended(at)} - b.begins) as ok,
    round(${length(sql`d.spans`)} / 60) || ' min' as note
  from monitor_check c join monitor_state s on s.check_id = c.id left join d on d.check_id = c.id
  cross join lateral (select greatest(${at.from}::timestamptz, c.recorded_at) as begins) b
  where ${on(at)} and s.last_at >= ${at.from} and b.begins < ${ended(at)}`

/** Systems of grade 3 and above that are watched: down outside of changes for at most 0.5 % of the period. */
export const keySystems = (at: EvidenceQuery): CaseQuery => sql`
  with d as (
    select c.service_id, range_agg(s.span) as spans from (${down(at)}) s join monitor_check c on c.id = s.check_id
    where c.service_id is not null group by c.service_id),
  planned as (
    select x.service_id, range_agg(tstzrange(g.begun_at, g.implemented_at)) as spans
    from change g join change_service x on x.change_id = g.ticket_id
    where g.approved_digest is not null and not g.unauthorised and g.implemented_at > g.begun_at
      and g.begun_at < ${at.to} and g.implemented_at > ${at.from} group by x.service_id)
  select s.id::text as id, s.name as label, false as imported, null::timestamptz as at,
    ${length(sql`o.spans`)} <= 0.005 * extract(epoch from ${ended(at)} - ${at.from}::timestamptz) as ok,
    round(${length(sql`o.spans`)} / 60) || ' min' as note
  from service s left join d on d.service_id = s.id left join planned p on p.service_id = s.id
  cross join lateral (select d.spans - coalesce(p.spans, '{}'::tstzmultirange) as spans) o
  where s.active and s.protection_grade >= 3 and ${at.from}::timestamptz < ${ended(at)}
    and ${inOrgSql(at, sql`s.owner_org_id`)}
    and exists (select from monitor_check c join monitor_state n on n.check_id = c.id
      where c.service_id = s.id and ${on(at)} and n.last_at >= ${at.from})`
