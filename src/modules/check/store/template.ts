import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { PatternValues } from '../template-contract.ts'
import type { ActiveKind } from '../words.ts'

type Named = { id: string; name: string }

export interface TemplateRow {
  id: string
  name: string
  description: string
  org: Named
  orgPath: string
  classIds: string[]
  kind: ActiveKind
  pattern: PatternValues
  secrets: string | null
  active: boolean
  appliedVersion: number | null
  recordedAt: Date
  version: number
}

/** With how it stands: counted over all its items, so only where somebody looks. */
export interface CountedTemplate extends TemplateRow {
  figures: { checks: number; overridden: number; problems: number; declined: number; behind: number }
}

/** What a template has come to at an item. */
export interface LinkRow {
  ciId: string
  checkId: string | null
  applied: Record<string, unknown> | null
  problem: TemplateProblem | null
  templateVersion: number
}

export interface TemplateProblem {
  code: string
  params: Record<string, string>
}

export interface TemplateValues {
  name: string
  description: string
  orgId: string
  classIds: readonly string[]
  kind: ActiveKind
  pattern: PatternValues
  active: boolean
}

/** The settings of a check as templates keep them, see `settingsOf`: compared with what was applied they tell drift. */
const present = sql`jsonb_build_object('name', c.name, 'spec', c.spec, 'intervalSeconds', c.interval_seconds,
  'timeoutMs', c.timeout_ms, 'retries', c.retries, 'retrySeconds', c.retry_seconds, 'thresholds', c.thresholds,
  'calendarId', c.calendar_id, 'alerts', c.alerts, 'alertWithin', c.alert_within, 'labels', c.labels,
  'orgId', c.org_id, 'serviceId', c.service_id, 'groupId', c.group_id,
  'runbookArticleId', c.runbook_article_id, 'runbookUrl', c.runbook_url, 'probeId', c.probe_id,
  'enabled', c.enabled)`

const columns = sql`t.id, t.name, t.description, json_build_object('id', o.id, 'name', o.name) as org,
  o.path as "orgPath", t.kind, t.pattern, t.secrets, t.active,
  t.applied_version as "appliedVersion", t.recorded_at as "recordedAt", t.version,
  array(select class_id from monitor_template_class k where k.template_id = t.id order by class_id) as "classIds"`
const counted = sql`${columns},
  (select json_build_object('checks', count(l.check_id), 'overridden', count(*) filter (where l.applied is distinct
      from ${present} and l.check_id is not null),
      'problems', count(*) filter (where l.problem is not null),
      'declined', count(*) filter (where l.check_id is null and l.problem is null),
      'behind', count(*) filter (where l.template_version < t.version))
    from monitor_template_check l left join monitor_check c on c.id = l.check_id
    where l.template_id = t.id) as figures`

const below = (paths: readonly string[]): RawBuilder<unknown> =>
  paths.includes('/') ? sql`true` : sql`o.path like any(${paths.map((one) => `${one}%`)}::text[])`

/** Templates of the orgs, the newest first. */
export async function selectTemplates(
  db: Db,
  paths: readonly string[],
  window: { q?: string | undefined; before?: string | undefined; limit: number },
): Promise<CountedTemplate[]> {
  const like = `%${(window.q ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } =
    await sql<CountedTemplate>`select ${counted} from monitor_template t join org o on o.id = t.org_id
    where ${below(paths)} and t.name ilike ${like}
      and ${window.before ? sql`t.id < ${window.before}::uuid` : sql`true`}
    order by t.id desc limit ${window.limit}`.execute(db)
  return rows
}

/** A template with how it stands. */
export async function findCounted(db: Db, id: string): Promise<CountedTemplate | undefined> {
  const { rows } =
    await sql<CountedTemplate>`select ${counted} from monitor_template t join org o on o.id = t.org_id
    where t.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** @param lock `write`: nobody else uses it meanwhile; `read`: nobody changes it meanwhile */
export async function findTemplate(
  db: Db,
  id: string,
  lock?: 'write' | 'read',
): Promise<TemplateRow | undefined> {
  const how = lock === 'write' ? sql`for update of t` : lock === 'read' ? sql`for share of t` : sql``
  const { rows } =
    await sql<TemplateRow>`select ${columns} from monitor_template t join org o on o.id = t.org_id
    where t.id = ${id}::uuid ${how}`.execute(db)
  return rows[0]
}

/**
 * Templates that stand at an item already, or should: active ones of the org's line with one of the classes. Nobody
 * changes them before the transaction ends.
 */
export async function templatesOfCi(
  tx: Tx,
  ci: { id: string; orgPath: string; line: readonly string[] },
): Promise<TemplateRow[]> {
  const { rows } =
    await sql<TemplateRow>`select ${columns} from monitor_template t join org o on o.id = t.org_id
    where exists (select from monitor_template_check l where l.template_id = t.id and l.ci_id = ${ci.id}::uuid)
      -- one that has never been applied waits for somebody to do so
      or (t.active and t.applied_version is not null and ${ci.orgPath} like o.path || '%'
        and exists (select from monitor_template_class k
          where k.template_id = t.id and k.class_id = any(${[...ci.line]}::uuid[])))
    order by t.id for share of t`.execute(tx)
  return rows
}

export async function insertTemplate(
  tx: Tx,
  v: TemplateValues,
  by: string | null,
  seal: (id: string) => string | null,
): Promise<string> {
  const id = newId()
  await sql`insert into monitor_template (id, name, description, org_id, kind, pattern, secrets, active, created_by)
    values (${id}, ${v.name}, ${v.description}, ${v.orgId}, ${v.kind}, ${JSON.stringify(v.pattern)}::jsonb, ${seal(id)},
      ${v.active}, ${by}::uuid)`.execute(tx)
  await putClasses(tx, id, v.classIds)
  return id
}

export async function updateTemplate(
  tx: Tx,
  id: string,
  v: TemplateValues,
  secrets: string | null,
): Promise<void> {
  await sql`update monitor_template set name = ${v.name}, description = ${v.description}, org_id = ${v.orgId},
      kind = ${v.kind}, pattern = ${JSON.stringify(v.pattern)}::jsonb, secrets = ${secrets}, active = ${v.active},
      version = version + 1
    where id = ${id}::uuid`.execute(tx)
  await putClasses(tx, id, v.classIds)
}

async function putClasses(tx: Tx, id: string, classIds: readonly string[]): Promise<void> {
  await sql`delete from monitor_template_class where template_id = ${id}::uuid`.execute(tx)
  await sql`insert into monitor_template_class (template_id, class_id)
    select distinct ${id}::uuid, x from unnest(${[...classIds]}::uuid[]) x`.execute(tx)
}

/** Remembers that this version has been applied. */
export async function markApplied(tx: Tx, id: string, version: number): Promise<void> {
  await sql`update monitor_template set applied_version = ${version} where id = ${id}::uuid`.execute(tx)
}

/** With what it has come to; its checks stay. */
export async function removeTemplate(tx: Tx, id: string): Promise<void> {
  await sql`delete from monitor_template where id = ${id}::uuid`.execute(tx)
}

const link = sql`l.ci_id as "ciId", l.check_id as "checkId", l.applied, l.problem,
  l.template_version as "templateVersion"`

/** How the template stands at the items, as far as it does. */
export async function linksOf(
  db: Db,
  templateId: string,
  ciIds: readonly string[],
): Promise<Map<string, LinkRow>> {
  const { rows } = await sql<LinkRow>`select ${link} from monitor_template_check l
    where l.template_id = ${templateId}::uuid and l.ci_id = any(${[...ciIds]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.ciId, row]))
}

/** Items at which an older version stands; after a whole application those that the template no longer means. */
export async function ciIdsBehind(
  db: Db,
  templateId: string,
  version: number,
  window: { after?: string | undefined; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select ci_id as id from monitor_template_check
    where template_id = ${templateId}::uuid and template_version < ${version}
      and ${window.after ? sql`ci_id > ${window.after}::uuid` : sql`true`}
    order by ci_id limit ${window.limit}`.execute(db)
  return rows.map((row) => row.id)
}

/** One application at a time at each of the items, in an order that lets nobody wait for each other. */
export async function lockCis(tx: Tx, ciIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(7241, hashtext(x::text))
    from (select unnest(${[...ciIds].sort()}::uuid[]) x order by 1) s`.execute(tx)
}

/** Writes what has become of the template at items; a problem leaves what was applied before. */
export async function putLinks(
  tx: Tx,
  templateId: string,
  version: number,
  links: readonly {
    ciId: string
    checkId: string | null
    applied: Record<string, unknown> | null
    problem: TemplateProblem | null
  }[],
): Promise<void> {
  if (links.length === 0) return
  await sql`insert into monitor_template_check as l (template_id, ci_id, check_id, applied, problem, template_version)
    select ${templateId}::uuid, x."ciId", x."checkId", x.applied, x.problem, ${version}
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
      as x("ciId" uuid, "checkId" uuid, applied jsonb, problem jsonb)
    on conflict (template_id, ci_id) do update set check_id = excluded.check_id, applied = excluded.applied,
      problem = excluded.problem, template_version = excluded.template_version, applied_at = now()`.execute(
    tx,
  )
}

export interface LinkLine {
  ci: { id: string; name: string; code: string }
  check: Named | null
  applied: Record<string, unknown> | null
  current: Record<string, unknown> | null
  problem: TemplateProblem | null
  behind: boolean
  appliedAt: Date
}

const only = {
  overridden: sql`l.check_id is not null and l.applied is distinct from ${present}`,
  problems: sql`l.problem is not null`,
  declined: sql`l.check_id is null and l.problem is null`,
  behind: sql`l.template_version < t.version`,
}

/** Items at which the template stands, by the item. */
export async function selectLinks(
  db: Db,
  templateId: string,
  window: { only?: keyof typeof only | undefined; after?: string | undefined; limit: number },
): Promise<LinkLine[]> {
  const { rows } =
    await sql<LinkLine>`select json_build_object('id', i.id, 'name', i.name, 'code', i.code) as ci,
      case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as "check",
      l.applied, case when c.id is not null then ${present} end as current, l.problem,
      l.template_version < t.version as behind, l.applied_at as "appliedAt"
    from monitor_template_check l join monitor_template t on t.id = l.template_id join ci i on i.id = l.ci_id
      left join monitor_check c on c.id = l.check_id
    where l.template_id = ${templateId}::uuid and ${window.only ? only[window.only] : sql`true`}
      and ${window.after ? sql`l.ci_id > ${window.after}::uuid` : sql`true`}
    order by l.ci_id limit ${window.limit}`.execute(db)
  return rows
}

/** The template of a check, with what was applied and what the check says now. */
export async function templateOf(
  db: Db,
  checkId: string,
): Promise<
  | { template: Named; ciId: string; applied: Record<string, unknown>; current: Record<string, unknown> }
  | undefined
> {
  const { rows } = await sql<{
    template: Named
    ciId: string
    applied: Record<string, unknown>
    current: Record<string, unknown>
  }>`select json_build_object('id', t.id, 'name', t.name) as template, l.ci_id as "ciId",
      coalesce(l.applied, '{}') as applied, ${present} as current
    from monitor_template_check l join monitor_template t on t.id = l.template_id
      join monitor_check c on c.id = l.check_id
    where l.check_id = ${checkId}::uuid`.execute(db)
  return rows[0]
}

/** Ids of the checks that a template has made and that are still there, in the order of their numbers. */
export async function checksOfTemplate(db: Db, templateId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select c.id from monitor_template_check l
    join monitor_check c on c.id = l.check_id where l.template_id = ${templateId}::uuid order by c.no limit ${limit}`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

/** Names of what a pattern refers to. */
export async function namesOfPattern(
  db: Db,
  pattern: PatternValues,
): Promise<{
  calendar: Named | null
  group: Named | null
  probe: Named | null
  runbookArticle: Named | null
}> {
  const named = (table: string, id: string | null) =>
    sql`(select json_build_object('id', x.id, 'name', x.name) from ${sql.table(table)} x where x.id = ${id}::uuid)`
  const { rows } = await sql<{
    calendar: Named | null
    group: Named | null
    probe: Named | null
    runbookArticle: Named | null
  }>`select ${named('calendar', pattern.calendarId)} as calendar, ${named('support_group', pattern.groupId)} as "group",
      ${named('monitor_probe', pattern.probeId)} as probe,
      (select json_build_object('id', a.id, 'name', w.title) from article a join article_version w
        on w.article_id = a.id and w.no = coalesce(a.live_no, a.last_no)
        where a.id = ${pattern.runbookArticleId}::uuid) as "runbookArticle"`.execute(db)
  return rows[0]!
}
