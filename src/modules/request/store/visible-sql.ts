import { sql, type RawBuilder } from 'kysely'
import type { Visibility } from '../visible.ts'

/** Visibility as SQL on the ticket `t`. */
export function visibleSql(v: Visibility): RawBuilder<unknown> {
  if (v.everything) return sql`true`
  const any: RawBuilder<unknown>[] = []
  if (v.personId) {
    any.push(sql`t.requester_id = ${v.personId}::uuid`, sql`t.created_by = ${v.personId}::uuid`)
    any.push(
      sql`exists (select from request_task x where x.ticket_id = t.id and x.owner_id = ${v.personId}::uuid)`,
    )
  }
  if (v.groupIds.length > 0)
    any.push(
      sql`exists (select from request_task x where x.ticket_id = t.id and x.group_id = any(${[...v.groupIds]}::uuid[]))`,
    )
  if (v.orgPaths.length > 0)
    any.push(
      sql`t.org_id in (select id from org where path like any(${v.orgPaths.map((p) => `${p}%`)}::text[]))`,
    )
  return any.length > 0 ? sql`(${sql.join(any, sql` or `)})` : sql`false`
}
