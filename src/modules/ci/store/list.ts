import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { HealthFigure } from '../contract.ts'
import type { Lifecycle, LiveState } from '../words.ts'
import { ciColumns, ciJoins, type CiRow } from './ci.ts'

export interface CiFilter {
  /** what a text search has found */
  ids?: readonly string[] | undefined
  classIds?: readonly string[] | undefined
  groupId?: string | undefined
  serviceId?: string | undefined
  lifecycles: readonly Lifecycle[]
  liveState?: LiveState | undefined
  attribute?: Record<string, unknown>[] | undefined
  health?: { figure: HealthFigure; stale: readonly StaleRule[] } | undefined
}

/** After so many days without confirmation an item of these classes is stale. */
export interface StaleRule {
  classIds: readonly string[]
  days: number
}

/** Numbers of the orgs whose path lies below one of the prefixes; null: all of them. */
export async function orgsBelow(db: Db, paths: readonly string[]): Promise<string[] | null> {
  if (paths.includes('/')) return null
  const { rows } = await sql<{ id: string; all: boolean }>`select id, false as all from org
    where path like any(${paths.map((one) => `${one}%`)}::text[])`.execute(db)
  const whole = await sql<{ n: number }>`select count(*) as n from org`.execute(db)
  // most readers see the whole unit: without the list the planner finds its way better
  return rows.length === whole.rows[0]!.n ? null : rows.map((row) => row.id)
}

/** Items of the orgs that pass the filter, the newest first. */
export async function selectCis(
  db: Db,
  orgIds: readonly string[] | null,
  filter: CiFilter,
  window: { before?: string | undefined; limit: number },
): Promise<CiRow[]> {
  const conditions: RawBuilder<unknown>[] = conditionsOf(filter)
  if (orgIds) conditions.push(sql`c.org_id = any(${[...orgIds]}::uuid[])`)
  if (window.before) conditions.push(sql`c.id < ${window.before}::uuid`)
  const { rows } = await sql<CiRow>`select ${ciColumns} from ci c ${ciJoins}
    where ${sql.join(conditions, sql` and `)} order by c.id desc limit ${window.limit}`.execute(db)
  return rows
}

function conditionsOf(f: CiFilter): RawBuilder<unknown>[] {
  const all: RawBuilder<unknown>[] = [sql`c.lifecycle = any(${[...f.lifecycles]}::text[])`]
  if (f.ids) all.push(sql`c.id = any(${[...f.ids]}::uuid[])`)
  if (f.classIds) all.push(sql`c.class_id = any(${[...f.classIds]}::uuid[])`)
  if (f.groupId) all.push(sql`c.group_id = ${f.groupId}`)
  if (f.liveState) all.push(sql`c.live_state = ${f.liveState}`)
  if (f.serviceId)
    all.push(sql`exists (select from ci_service l where l.ci_id = c.id and l.service_id = ${f.serviceId})`)
  if (f.attribute)
    all.push(
      sql`(${sql.join(
        f.attribute.map((one) => sql`c.attributes @> ${JSON.stringify(one)}::jsonb`),
        sql` or `,
      )})`,
    )
  if (f.health) all.push(healthSql(f.health.figure, f.health.stale))
  return all
}

/** A figure of health as a condition on `c`; lists and counts both use it. */
export function healthSql(figure: HealthFigure, stale: readonly StaleRule[]): RawBuilder<unknown> {
  if (figure === 'incomplete') return sql`c.gaps <> '{}'`
  if (figure === 'conflict')
    return sql`exists (select from ci_conflict k where k.ci_id = c.id and not k.settled)`
  if (figure === 'lonely')
    return sql`not exists (select from ci_relation r where r.source_id = c.id and r.ended_at is null)
      and not exists (select from ci_relation r where r.target_id = c.id and r.ended_at is null)`
  if (figure === 'stale')
    return sql`(${sql.join(
      stale.map(
        (rule) => sql`c.confirmed_at < now() - make_interval(days => ${rule.days}::int)
          and c.class_id = any(${[...rule.classIds]}::uuid[])`,
      ),
      sql` or `,
    )})`
  return sql`exists (select from ci_identity i join ci_identity j on j.field = i.field and j.value = i.value
      and j.ci_id <> i.ci_id join ci d on d.id = j.ci_id
    where i.ci_id = c.id and d.class_id = c.class_id and d.lifecycle <> 'retired')`
}

/** Whether any item is registered. */
export async function anyCi(db: Db): Promise<boolean> {
  const { rows } = await sql`select from ci limit 1`.execute(db)
  return rows.length > 0
}
