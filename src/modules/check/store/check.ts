import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { CheckValues, ThresholdValue } from '../contract.ts'
import type { FigureValue } from '../lifecycle.ts'
import type { CheckKind, CheckState } from '../words.ts'
import { lockDefinitions } from './dependency.ts'

type Named = { id: string; name: string }

/** A definition with how it stands. */
export interface CheckRow {
  id: string
  no: number
  name: string
  kind: CheckKind
  spec: Record<string, unknown>
  secrets: string | null
  intervalSeconds: number
  timeoutMs: number
  retries: number
  retrySeconds: number
  graceSeconds: number
  thresholds: ThresholdValue[]
  calendar: Named | null
  alerts: boolean
  alertWithin: boolean
  labels: Record<string, string>
  org: Named
  orgPath: string
  service: Named | null
  ci: Named | null
  group: Named | null
  probe: Named | null
  runbookArticle: Named | null
  runbookUrl: string
  enabled: boolean
  /** null: not paused; the year 9999: until it is resumed */
  pausedUntil: Date | null
  pauseReason: string
  hasToken: boolean
  recordedAt: Date
  version: number
  state: CheckState
  since: Date
  softState: CheckState
  attempt: number
  flapping: boolean
  lastAt: Date | null
  lastMs: number | null
  code: string
  params: Record<string, string | number>
  output: string
  figures: FigureValue[]
  raised: boolean
}

const named = (table: string): RawBuilder<unknown> =>
  sql`case when ${sql.ref(`${table}.id`)} is not null
    then json_build_object('id', ${sql.ref(`${table}.id`)}, 'name', ${sql.ref(`${table}.name`)}) end`

const columns = sql`c.id, c.no, c.name, c.kind, c.spec, c.secrets, c.interval_seconds as "intervalSeconds",
  c.timeout_ms as "timeoutMs", c.retries, c.retry_seconds as "retrySeconds", c.grace_seconds as "graceSeconds",
  c.thresholds, ${named('cal')} as calendar, c.alerts, c.alert_within as "alertWithin", c.labels,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath", ${named('v')} as service,
  ${named('i')} as ci, ${named('g')} as "group", ${named('b')} as probe,
  case when a.id is not null then json_build_object('id', a.id, 'name', (select title from article_version w
    where w.article_id = a.id and w.no = coalesce(a.live_no, a.last_no))) end as "runbookArticle",
  c.runbook_url as "runbookUrl", c.enabled, c.paused_until as "pausedUntil", c.pause_reason as "pauseReason",
  c.token_hash is not null as "hasToken", c.recorded_at as "recordedAt", c.version,
  s.state, s.since, s.soft_state as "softState", s.attempt, s.flapping, s.last_at as "lastAt", s.last_ms as "lastMs",
  s.code, s.params, s.output, s.figures, s.raised is not null as raised`
const joins = sql`join monitor_state s on s.check_id = c.id join org o on o.id = c.org_id
  left join calendar cal on cal.id = c.calendar_id left join service v on v.id = c.service_id
  left join ci i on i.id = c.ci_id left join support_group g on g.id = c.group_id
  left join monitor_probe b on b.id = c.probe_id left join article a on a.id = c.runbook_article_id`

/**
 * One check whoever may see it; with `lock` nobody changes it before the transaction ends. Others may go on to refer to it: the
 * writer of results must not wait for people.
 */
export async function findCheck(db: Db, id: string, lock = false): Promise<CheckRow | undefined> {
  const { rows } =
    await sql<CheckRow>`select ${columns} from monitor_check c ${joins} where c.id = ${id}::uuid
    ${lock ? sql`for no key update of c` : sql``}`.execute(db)
  return rows[0]
}

/** Small numbers of checks, by their ids: whoever changes several goes by them, as the writer of results does. */
export async function numbersOf(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; no: number }>`select id, no from monitor_check
    where id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.no]))
}

export interface CheckFilter {
  q?: string | undefined
  state?: readonly CheckState[] | undefined
  kind?: readonly CheckKind[] | undefined
  orgId?: string | undefined
  serviceId?: string | undefined
  ciId?: string | undefined
  groupId?: string | undefined
  probeId?: string | undefined
  vendorId?: string | undefined
  /** classes of the item */
  classIds?: readonly string[] | undefined
  ciIds?: readonly string[] | undefined
  labels?: Readonly<Record<string, string>> | undefined
}

function conditions(paths: readonly string[], f: CheckFilter): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = []
  if (!paths.includes('/')) all.push(sql`o.path like any(${paths.map((one) => `${one}%`)}::text[])`)
  if (f.q) {
    const like = `%${f.q.replaceAll(/[\\%_]/g, '\\$&')}%`
    all.push(sql`(c.name ilike ${like} or c.spec::text ilike ${like})`)
  }
  if (f.state && f.state.length > 0) all.push(sql`s.state = any(${[...f.state]}::text[])`)
  if (f.kind && f.kind.length > 0) all.push(sql`c.kind = any(${[...f.kind]}::text[])`)
  if (f.orgId) all.push(sql`o.path like (select path from org where id = ${f.orgId}::uuid) || '%'`)
  if (f.serviceId) all.push(sql`c.service_id = ${f.serviceId}::uuid`)
  if (f.ciId) all.push(sql`c.ci_id = ${f.ciId}::uuid`)
  if (f.groupId) all.push(sql`c.group_id = ${f.groupId}::uuid`)
  if (f.probeId) all.push(sql`c.probe_id = ${f.probeId}::uuid`)
  if (f.vendorId)
    all.push(sql`c.service_id in (select id from service where vendor_org_id = ${f.vendorId}::uuid)`)
  if (f.classIds)
    all.push(sql`c.ci_id in (select id from ci where class_id = any(${[...f.classIds]}::uuid[]))`)
  if (f.ciIds) all.push(sql`c.ci_id = any(${[...f.ciIds]}::uuid[])`)
  if (f.labels) all.push(sql`c.labels @> ${JSON.stringify(f.labels)}::jsonb`)
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `)
}

/** Checks of the orgs that pass the filter, the newest first. */
export async function selectChecks(
  db: Db,
  paths: readonly string[],
  filter: CheckFilter,
  window: { before?: string | undefined; limit: number },
): Promise<CheckRow[]> {
  const { rows } = await sql<CheckRow>`select ${columns} from monitor_check c ${joins}
    where ${conditions(paths, filter)} and ${window.before ? sql`c.id < ${window.before}::uuid` : sql`true`}
    order by c.id desc limit ${window.limit}`.execute(db)
  return rows
}

export async function countByState(
  db: Db,
  paths: readonly string[],
  filter: CheckFilter,
): Promise<{ state: CheckState; n: number }[]> {
  const { rows } = await sql<{
    state: CheckState
    n: number
  }>`select s.state, count(*)::int as n from monitor_check c
    join monitor_state s on s.check_id = c.id join org o on o.id = c.org_id
    where ${conditions(paths, filter)} group by s.state`.execute(db)
  return rows
}

export async function lookupNames(
  db: Db,
  paths: readonly string[],
  q: string,
  limit: number,
): Promise<Named[]> {
  const { rows } = await sql<Named>`select c.id, c.name from monitor_check c join org o on o.id = c.org_id
    where ${conditions(paths, { q: undefined })} and c.name ilike ${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`}
    order by c.name, c.id limit ${limit}`.execute(db)
  return rows
}

/** What is written of a definition. */
export type NewValues = Omit<CheckValues, 'secrets' | 'dependsOn'>

function valuesOf(v: NewValues) {
  return {
    name: v.name,
    kind: v.kind,
    spec: JSON.stringify(v.spec),
    interval_seconds: v.intervalSeconds,
    timeout_ms: v.timeoutMs,
    retries: v.retries,
    retry_seconds: v.retrySeconds,
    grace_seconds: v.graceSeconds,
    thresholds: JSON.stringify(v.thresholds),
    calendar_id: v.calendarId,
    alerts: v.alerts,
    alert_within: v.alertWithin,
    labels: JSON.stringify(v.labels),
    org_id: v.orgId,
    service_id: v.serviceId,
    ci_id: v.ciId,
    group_id: v.groupId,
    runbook_article_id: v.runbookArticleId,
    runbook_url: v.runbookUrl,
    probe_id: v.probeId,
    enabled: v.enabled,
  }
}

/** @param seal makes the sealed secrets of the check with this id */
export async function insertCheck(
  tx: Tx,
  values: NewValues,
  by: string | null,
  seal: (id: string) => string | null,
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('monitor_check')
    .values({ id, ...valuesOf(values), secrets: seal(id), created_by: by })
    .execute()
  return id
}

export async function updateCheck(
  tx: Tx,
  id: string,
  values: NewValues,
  secrets: string | null,
): Promise<void> {
  await tx
    .updateTable('monitor_check')
    .set({ ...valuesOf(values), secrets, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

/** Ends with it: dependencies, state, series. */
export async function removeCheck(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('monitor_check').where('id', '=', id).execute()
}

/** @param pause.until null: no pause */
export async function setPause(
  tx: Tx,
  id: string,
  pause: { until: Date | null; reason: string },
): Promise<void> {
  await sql`update monitor_check set paused_until = ${pause.until}, pause_reason = ${pause.reason},
    version = version + 1 where id = ${id}`.execute(tx)
}

export async function setAsked(tx: Tx, id: string): Promise<void> {
  await sql`update monitor_check set asked_at = clock_timestamp() where id = ${id}`.execute(tx)
}

export async function setTokenHash(tx: Tx, id: string, hash: Buffer): Promise<void> {
  await sql`update monitor_check set token_hash = ${hash}, version = version + 1 where id = ${id}`.execute(tx)
}

export async function findByToken(db: Db, hash: Buffer): Promise<{ id: string } | undefined> {
  const { rows } = await sql<{ id: string }>`select id from monitor_check where token_hash = ${hash}
    and enabled and kind = 'heartbeat'`.execute(db)
  return rows[0]
}

/**
 * Ends the pauses whose time has come. Looks first: an update of no row would count as a change of definitions all the same
 * (the trigger is of the statement), and every worker would read its share anew.
 */
export async function endDuePauses(tx: Tx, limit: number): Promise<{ id: string; enabled: boolean }[]> {
  const { rows: due } = await sql<{ id: string }>`select id from monitor_check
    where paused_until <= clock_timestamp() order by paused_until limit ${limit}`.execute(tx)
  if (due.length === 0) return []
  await lockDefinitions(tx)
  const { rows } = await sql<{ id: string; enabled: boolean }>`update monitor_check
    set paused_until = null, pause_reason = '', version = version + 1
    where id = any(${due.map((row) => row.id)}::uuid[]) and paused_until <= clock_timestamp() returning id, enabled`.execute(
    tx,
  )
  return rows
}

/** Which of what a definition names is there: by field, whether it is. */
export async function referencesThere(
  db: Db,
  v: Pick<NewValues, 'calendarId' | 'serviceId' | 'groupId' | 'runbookArticleId'>,
): Promise<Record<'calendarId' | 'serviceId' | 'groupId' | 'runbookArticleId', boolean>> {
  const there = (table: string, id: string | null) =>
    sql`(${id}::uuid is null or exists (select from ${sql.table(table)} where id = ${id}::uuid))`
  const { rows } = await sql<Record<'calendarId' | 'serviceId' | 'groupId' | 'runbookArticleId', boolean>>`
    select ${there('calendar', v.calendarId)} as "calendarId", ${there('service', v.serviceId)} as "serviceId",
      ${there('support_group', v.groupId)} as "groupId", ${there('article', v.runbookArticleId)} as "runbookArticleId"`.execute(
    db,
  )
  return rows[0]!
}

/** Org path of an item or a probe; undefined when it is not there (or no longer in use). */
export async function orgPathOf(
  db: Db,
  table: 'ci' | 'monitor_probe' | 'monitor_check',
  id: string,
): Promise<string | undefined> {
  const { rows } = await sql<{
    path: string
  }>`select o.path from ${sql.table(table)} t join org o on o.id = t.org_id
    where t.id = ${id}::uuid`.execute(db)
  return rows[0]?.path
}

/** How many checks of each kind are in which state, whoever may see them. */
export async function totals(db: Db): Promise<{ kind: string; state: CheckState; n: number }[]> {
  const { rows } = await sql<{ kind: string; state: CheckState; n: number }>`
    select c.kind, s.state, count(*)::int as n from monitor_check c join monitor_state s on s.check_id = c.id
    group by c.kind, s.state`.execute(db)
  return rows
}

/** States of checks, as few columns as can be. */
export async function selectStates(
  db: Db,
  paths: readonly string[],
  limit: number,
): Promise<
  { id: string; name: string; kind: string; service: string; state: CheckState; ms: number | null }[]
> {
  const { rows } = await sql<{
    id: string
    name: string
    kind: string
    service: string
    state: CheckState
    ms: number | null
  }>`select c.id, c.name, c.kind, coalesce(v.code, '') as service, s.state, s.last_ms as ms
    from monitor_check c join monitor_state s on s.check_id = c.id join org o on o.id = c.org_id
      left join service v on v.id = c.service_id
    where ${conditions(paths, {})} order by c.no limit ${limit}`.execute(db)
  return rows
}
