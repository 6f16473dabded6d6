import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Visibility } from '../visible.ts'

/** Visibility as SQL on the ticket `t`. */
export function visibleSql(v: Visibility): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  const any: RawBuilder<unknown>[] = []
  if (v.groupIds.length > 0) any.push(sql`t.group_id = any(${[...v.groupIds]}::uuid[])`)
  if (v.personId) {
    any.push(sql`t.owner_id = ${v.personId}`, sql`t.requester_id = ${v.personId}`)
    any.push(sql`exists (select from affected a where a.ticket_id = t.id and a.person_id = ${v.personId})`)
    any.push(sql`exists (select from watcher x where x.ticket_id = t.id and x.person_id = ${v.personId})`)
  }
  if (v.orgPaths.length > 0)
    any.push(
      sql`t.org_id in (select id from org where path like any(${v.orgPaths.map((p) => `${p}%`)}::text[]))`,
    )
  return any.length > 0 ? sql`(${sql.join(any, sql` or `)})` : sql`false`
}

/** `column` is one of the ids. A single one is said as an equality: then an index on (column, id) keeps its order. */
export function oneOf(column: string, ids: readonly string[]): RawBuilder<unknown> {
  return ids.length === 1
    ? sql`${sql.raw(column)} = ${ids[0]}::uuid`
    : sql`${sql.raw(column)} = any(${[...ids]}::uuid[])`
}

/** One reason to see a ticket `t`. */
export interface Reason {
  visible: RawBuilder<unknown>
  /**
   * What one person has to do with: few enough to be fetched and sorted. Asked for the first of them in an order other
   * than that of ids, the planner would walk through all tickets in that order.
   */
  own: boolean
}

/**
 * Visibility as alternatives, each of which an index can serve; what passes any of them is visible. The orgs come by
 * their ids, because the planner knows how many tickets an org has and nothing about a path.
 */
export async function visibleReasons(db: Db, v: Visibility): Promise<Reason[]> {
  if (v.everything) return [{ visible: sql`true`, own: false }]
  const any: Reason[] = []
  if (v.orgPaths.length > 0)
    any.push({ visible: oneOf('t.org_id', await orgIdsBelow(db, v.orgPaths)), own: false })
  if (v.groupIds.length > 0) any.push({ visible: oneOf('t.group_id', v.groupIds), own: false })
  const own = [
    sql`t.owner_id = ${v.personId}`,
    sql`t.requester_id = ${v.personId}`,
    sql`t.id in (select a.ticket_id from affected a where a.person_id = ${v.personId})`,
    sql`t.id in (select x.ticket_id from watcher x where x.person_id = ${v.personId})`,
  ]
  if (v.personId) any.push(...own.map((visible) => ({ visible, own: true })))
  return any.length > 0 ? any : [{ visible: sql`false`, own: true }]
}

async function orgIdsBelow(db: Db, paths: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from org where path like any(${paths.map((p) => `${p}%`)}::text[])`.execute(db)
  return rows.map((r) => r.id)
}
