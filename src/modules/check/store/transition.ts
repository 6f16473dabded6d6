import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { CheckState } from '../words.ts'

export interface TransitionRow {
  id: number
  at: Date
  beganAt: Date
  from: CheckState
  to: CheckState
  code: string
  params: Record<string, string | number>
  output: string
}

/** Changes of a check's hard state, the newest first. */
export async function selectTransitions(
  db: Db,
  checkId: string,
  window: { before: number | undefined; limit: number },
): Promise<TransitionRow[]> {
  const { rows } =
    await sql<TransitionRow>`select id, at, began_at as "beganAt", from_state as "from", to_state as "to",
      code, params, output
    from monitor_transition where check_id = ${checkId}::uuid
      and ${window.before === undefined ? sql`true` : sql`id < ${window.before}`}
    order by id desc limit ${window.limit}`.execute(db)
  return rows
}

export interface Turn {
  checkId: string
  at: Date
  to: CheckState
}

/** Changes of checks in a range, and the last one before it of each, in the order of their time. */
export async function turnsOf(db: Db, ids: readonly string[], from: Date, to: Date): Promise<Turn[]> {
  const { rows } = await sql<Turn>`
    select "checkId", at, "to" from (
      select t.check_id as "checkId", t.at, t.to_state as "to", t.id from monitor_transition t
      where t.check_id = any(${[...ids]}::uuid[]) and t.at > ${from} and t.at < ${to}
      union all
      select c.id, l.at, l.to_state, l.id from unnest(${[...ids]}::uuid[]) as c(id)
        cross join lateral (select at, to_state, id from monitor_transition t
          where t.check_id = c.id and t.at <= ${from} order by t.at desc, t.id desc limit 1) l
    ) x order by at, id`.execute(db)
  return rows
}

/** Checks of a service that say whether it is up. */
export async function checksOfService(
  db: Db,
  serviceId: string,
  paths: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select c.id from monitor_check c join org o on o.id = c.org_id
    where c.service_id = ${serviceId}::uuid
      and ${paths.includes('/') ? sql`true` : sql`o.path like any(${paths.map((p) => `${p}%`)}::text[])`}`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

export async function serviceBrief(
  db: Db,
  id: string,
): Promise<{ id: string; name: string; calendarId: string | null } | undefined> {
  const { rows } = await sql<{ id: string; name: string; calendarId: string | null }>`
    select id, name, calendar_id as "calendarId" from service where id = ${id}::uuid`.execute(db)
  return rows[0]
}
