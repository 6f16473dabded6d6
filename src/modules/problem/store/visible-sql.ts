import { sql, type RawBuilder } from 'kysely'
import type { Visibility } from '../visible.ts'

/** Visibility as SQL on the ticket `t`. */
export function visibleSql(v: Visibility): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  const any: RawBuilder<unknown>[] = []
  if (v.groupIds.length > 0) any.push(sql`t.group_id = any(${[...v.groupIds]}::uuid[])`)
  if (v.personId) {
    any.push(sql`${v.personId}::uuid in (t.owner_id, t.requester_id)`)
    any.push(
      sql`exists (select from watcher x where x.ticket_id = t.id and x.person_id = ${v.personId}::uuid)`,
    )
  }
  if (v.orgPaths.length > 0)
    any.push(
      sql`t.org_id in (select id from org where path like any(${v.orgPaths.map((p) => `${p}%`)}::text[]))`,
    )
  return any.length > 0 ? sql`(${sql.join(any, sql` or `)})` : sql`false`
}
