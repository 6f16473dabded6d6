import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { RuleBody } from '../contract.ts'
import type { Kind } from '../words.ts'

export interface StoredRule {
  id: string
  name: string
  enabled: boolean
  body: RuleBody
  version: number
  updatedAt: Date
  updatedBy: string | null
}

const order = sql`array_position(array['enrich', 'inhibit', 'decide', 'recover'], kind), position, alert_rule.id`
const columns = sql`alert_rule.id, alert_rule.name, enabled, body, version, updated_at as "updatedAt",
  (select p.name from person p where p.id = updated_by) as "updatedBy"`

/** All rules in the order in which they work. @param lock so that nobody else changes them until the end */
export async function selectRules(db: Db, lock = false): Promise<StoredRule[]> {
  const { rows } = await sql<StoredRule>`
    select ${columns} from alert_rule order by ${order} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows
}

export async function selectRule(db: Db, id: string): Promise<StoredRule | undefined> {
  const { rows } =
    await sql<StoredRule>`select ${columns} from alert_rule where alert_rule.id = ${id}`.execute(db)
  return rows[0]
}

interface Draft {
  name: string
  enabled: boolean
  body: RuleBody
}

/** Adds a rule behind those of its kind, and its first version. */
export async function insertRule(tx: Tx, draft: Draft, by: string | null): Promise<string> {
  const id = newId()
  await sql`insert into alert_rule (id, kind, position, name, enabled, body, updated_by)
    values (${id}, ${draft.body.kind}, (select coalesce(max(position), 0) + 1 from alert_rule where kind = ${draft.body.kind}),
      ${draft.name}, ${draft.enabled}, ${JSON.stringify(draft.body)}, ${by})`.execute(tx)
  await keepVersion(tx, id)
  return id
}

/** Adds a rule that ships, unless it was there once. */
export async function shipRule(tx: Tx, rule: Draft & { id: string }): Promise<void> {
  const { rows } = await sql`
    insert into alert_rule (id, kind, position, name, enabled, body)
    select ${rule.id}::uuid, ${rule.body.kind}, (select coalesce(max(position), 0) + 1 from alert_rule where kind = ${rule.body.kind}),
      ${rule.name}, ${rule.enabled}, ${JSON.stringify(rule.body)}::jsonb
    where not exists (select from alert_rule_version v where v.rule_id = ${rule.id}::uuid) returning id`.execute(
    tx,
  )
  if (rows.length > 0) await keepVersion(tx, rule.id)
}

/** @returns false when it was changed since `version` */
export async function writeRule(
  tx: Tx,
  id: string,
  version: number,
  draft: Draft,
  by: string | null,
): Promise<boolean> {
  const { rows } = await sql`update alert_rule set name = ${draft.name}, enabled = ${draft.enabled},
      body = ${JSON.stringify(draft.body)}, version = version + 1, updated_at = now(), updated_by = ${by}
    where id = ${id} and version = ${version} returning id`.execute(tx)
  if (rows.length > 0) await keepVersion(tx, id)
  return rows.length > 0
}

/** @returns false when it was changed since `version` */
export async function deleteRule(tx: Tx, id: string, version: number, by: string | null): Promise<boolean> {
  const { rows } = await sql`
    with gone as (delete from alert_rule where id = ${id} and version = ${version} returning *)
    insert into alert_rule_version (rule_id, version, kind, name, enabled, body, deleted, saved_by)
    select id, version + 1, kind, name, false, body, true, ${by}::uuid from gone returning rule_id`.execute(
    tx,
  )
  return rows.length > 0
}

export async function writeOrder(tx: Tx, kind: Kind, ids: readonly string[]): Promise<void> {
  await sql`update alert_rule r set position = x.n from unnest(${[...ids]}::uuid[]) with ordinality as x(id, n)
    where r.id = x.id and r.kind = ${kind}`.execute(tx)
}

async function keepVersion(tx: Tx, id: string): Promise<void> {
  await sql`insert into alert_rule_version (rule_id, version, kind, name, enabled, body, saved_by)
    select id, version, kind, name, enabled, body, updated_by from alert_rule where id = ${id}`.execute(tx)
}

export interface VersionRow extends Draft {
  version: number
  deleted: boolean
  savedAt: Date
  savedBy: string | null
}

export async function selectVersions(db: Db, id: string, limit: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.version, v.name, v.enabled, v.body, v.deleted, v.saved_at as "savedAt",
      (select p.name from person p where p.id = v.saved_by) as "savedBy"
    from alert_rule_version v where v.rule_id = ${id} order by v.version desc limit ${limit}`.execute(db)
  return rows
}

/** Names of services, items and groups by their ids. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from service where id = any(${[...ids]}::uuid[])
    union all select id, name from ci where id = any(${[...ids]}::uuid[])
    union all select id, name from support_group where id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}
