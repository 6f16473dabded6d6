import { sql, type RawBuilder } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { CiSummary } from '../contract.ts'
import type { Lifecycle } from '../words.ts'

type Named = { id: string; name: string }

export interface CiRow {
  id: string
  classId: string
  code: string
  name: string
  org: Named
  orgPath: string
  owner: Named | null
  group: Named | null
  location: string
  description: string
  lifecycle: Lifecycle
  liveState: CiSummary['liveState']
  liveStateAt: Date | null
  attributes: Record<string, unknown>
  gaps: string[]
  source: string
  recordedAt: Date
  confirmedAt: Date
  version: number
}

/** What a verb writes. */
export interface CiValues {
  classId: string
  code: string
  name: string
  orgId: string
  ownerId: string | null
  groupId: string | null
  location: string
  description: string
  lifecycle: Lifecycle
  attributes: Record<string, unknown>
  gaps: readonly string[]
}

export const ciColumns = sql`c.id, c.class_id as "classId", c.code, c.name,
  json_build_object('id', o.id, 'name', o.name) as org, o.path as "orgPath",
  case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as owner,
  case when g.id is not null then json_build_object('id', g.id, 'name', g.name) end as "group",
  c.location, c.description, c.lifecycle, c.live_state as "liveState", c.live_state_at as "liveStateAt",
  c.attributes, c.gaps, c.source, c.recorded_at as "recordedAt", c.confirmed_at as "confirmedAt", c.version`
export const ciJoins = sql`join org o on o.id = c.org_id left join person p on p.id = c.owner_id
  left join support_group g on g.id = c.group_id`

/** Whether an org path lies below one of the paths. */
export function below(path: RawBuilder<unknown>, paths: readonly string[]): RawBuilder<unknown> {
  if (paths.includes('/')) return sql`true`
  return sql`${path} like any(${paths.map((one) => `${one}%`)}::text[])`
}

/** One item whoever may see it; with `lock` nobody changes it before the transaction ends. */
export async function readCi(db: Db, id: string, lock = false): Promise<CiRow | undefined> {
  const { rows } = await sql<CiRow>`select ${ciColumns} from ci c ${ciJoins}
    where c.id = ${id} ${lock ? sql`for update of c` : sql``}`.execute(db)
  return rows[0]
}

/** Those of the ids that lie below the paths. */
export async function readCis(db: Db, paths: readonly string[], ids: readonly string[]): Promise<CiRow[]> {
  const { rows } = await sql<CiRow>`select ${ciColumns} from ci c ${ciJoins}
    where c.id = any(${[...ids]}::uuid[]) and ${below(sql`o.path`, paths)} order by c.id`.execute(db)
  return rows
}

/** The next free number for a code that nobody gave. */
export async function nextCode(tx: Tx): Promise<string> {
  const { rows } = await sql<{ n: number }>`select nextval('ci_code_number') as n`.execute(tx)
  return `CI-${String(rows[0]!.n).padStart(6, '0')}`
}

export async function insertCi(
  tx: Tx,
  v: CiValues & { source: string; recordedBy: string | null },
): Promise<string> {
  const id = newId()
  await sql`insert into ci (id, class_id, code, name, org_id, owner_id, group_id, location, description, lifecycle,
      attributes, gaps, source, recorded_by)
    values (${id}, ${v.classId}, ${v.code}, ${v.name}, ${v.orgId}, ${v.ownerId}::uuid, ${v.groupId}::uuid,
      ${v.location}, ${v.description}, ${v.lifecycle}, ${JSON.stringify(v.attributes)}::jsonb,
      ${[...v.gaps]}::text[], ${v.source}, ${v.recordedBy}::uuid)`.execute(tx)
  return id
}

/** Writes the item, which the caller has locked and compared; whoever writes it has looked at it. */
export async function updateCi(tx: Tx, id: string, v: CiValues): Promise<void> {
  await sql`update ci set class_id = ${v.classId}, code = ${v.code}, name = ${v.name}, org_id = ${v.orgId},
      owner_id = ${v.ownerId}::uuid, group_id = ${v.groupId}::uuid, location = ${v.location},
      description = ${v.description}, lifecycle = ${v.lifecycle},
      attributes = ${JSON.stringify(v.attributes)}::jsonb, gaps = ${[...v.gaps]}::text[], confirmed_at = now(),
      version = version + 1
    where id = ${id}`.execute(tx)
}

export async function codeTaken(db: Db, code: string, exceptId: string | null): Promise<boolean> {
  const { rows } = await sql`select from ci where lower(code) = lower(${code})
    and id is distinct from ${exceptId}::uuid`.execute(db)
  return rows.length > 0
}

/** Ids that are not there, by what they should be: active people, active groups, orgs. */
export async function missingIds(
  db: Db,
  asked: { person: readonly string[]; group: readonly string[]; org: readonly string[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select x.id from unnest(${[...asked.person]}::uuid[]) x (id)
      where not exists (select from person where id = x.id and state = 'active')
    union all select x.id from unnest(${[...asked.group]}::uuid[]) x (id)
      where not exists (select from support_group where id = x.id and active)
    union all select x.id from unnest(${[...asked.org]}::uuid[]) x (id)
      where not exists (select from org where id = x.id and active)`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** Names of people and orgs by id. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {}
  const { rows } = await sql<Named>`select id, name from person where id = any(${[...ids]}::uuid[])
    union all select id, name from org where id = any(${[...ids]}::uuid[])`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.id, row.name]))
}

/** Replaces the rows of the identity index. */
export async function putIdentities(
  tx: Tx,
  id: string,
  values: readonly { field: string; value: string }[],
): Promise<void> {
  await sql`delete from ci_identity where ci_id = ${id}`.execute(tx)
  if (values.length > 0)
    await sql`insert into ci_identity (ci_id, field, value)
      select ${id}::uuid, x.field, x.value from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
        as x (field text, value text) on conflict do nothing`.execute(tx)
}

/** Says that items are as they are written. @returns those that were there */
export async function confirmRows(
  tx: Tx,
  paths: readonly string[],
  ids: readonly string[],
): Promise<{ id: string; orgId: string }[]> {
  const { rows } = await sql<{ id: string; orgId: string }>`update ci c set confirmed_at = now()
    from org o where o.id = c.org_id and c.id = any(${[...ids]}::uuid[]) and c.lifecycle <> 'retired'
      and ${below(sql`o.path`, paths)} returning c.id, c.org_id as "orgId"`.execute(tx)
  return rows
}

/** @returns false when it was so already: only the time it was said moves */
export async function writeLiveState(tx: Tx, id: string, state: string): Promise<boolean> {
  const { rows } = await sql<{ changed: boolean }>`update ci set live_state = ${state}, live_state_at = now()
    from (select id, live_state <> ${state} as changed from ci where id = ${id} for update) was
    where ci.id = was.id returning was.changed`.execute(tx)
  return rows[0]?.changed ?? false
}

export interface ServiceLink {
  id: string
  name: string
  code: string
  essential: boolean
}

export async function servicesOf(db: Db, ciId: string): Promise<ServiceLink[]> {
  const { rows } = await sql<ServiceLink>`select s.id, s.name, s.code, l.essential
    from ci_service l join service s on s.id = l.service_id where l.ci_id = ${ciId} order by s.name`.execute(
    db,
  )
  return rows
}

export async function replaceServices(
  tx: Tx,
  ciId: string,
  links: readonly { serviceId: string; essential: boolean }[],
): Promise<void> {
  await sql`delete from ci_service where ci_id = ${ciId}`.execute(tx)
  await sql`insert into ci_service (ci_id, service_id, essential)
    select ${ciId}::uuid, x."serviceId", x.essential from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
      as x ("serviceId" uuid, essential boolean)`.execute(tx)
}

/** A new version without a change of the row itself: something that belongs to it has changed. */
export async function bumpVersion(tx: Tx, id: string): Promise<void> {
  await sql`update ci set version = version + 1, confirmed_at = now() where id = ${id}`.execute(tx)
}
