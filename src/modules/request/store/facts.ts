import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { inPeriodSql, type CaseQuery } from '#kernel/evidence/index.ts'
import { inSubjectSql, vendorGroupsSql, type FactQuery } from '#kernel/fact/index.ts'

const head = sql`t.number as label, (t.origin = 'import') as imported, t.occurred_at as at, t.org_id as by_org,
  t.service_id as by_service, t.group_id as by_group, w.vendor_id as by_vendor, t.channel as by_channel`
const vendors = sql`left join ${vendorGroupsSql} w on w.group_id = t.group_id`
const those = (at: FactQuery): RawBuilder<unknown> => sql`t.kind = 'request'
  and ${inPeriodSql(at, sql`t.occurred_at`)}
  and ${inSubjectSql(at, { org: sql`t.org_id`, service: sql`t.service_id`, group: sql`t.group_id` })}`

export const filed = (at: FactQuery): CaseQuery => sql`
  select t.id, ${head}, null::boolean as ok, t.state as note from ticket t ${vendors} where ${those(at)}`

/** Lines that were delivered and had a due time, as the figures of the room count them. */
export const doneInTime = (at: FactQuery): CaseQuery => sql`
  select t.id || ':' || l.id as id, ${head}, l.item_id as by_item, l.ended_at <= l.due_at as ok, l.state as note
  from request_line l join ticket t on t.id = l.ticket_id ${vendors}
  where l.state = 'done' and l.due_at is not null and ${those(at)}`

/** Names of items, as they were asked with last. */
export async function itemNames(
  db: Db,
  ids: readonly string[],
  locale: 'zh-CN' | 'en',
): Promise<Map<string, string>> {
  const name = locale === 'en' ? sql`name_en` : sql`name`
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct on (item_id) item_id as id, ${name} as name from request_line
    where item_id = any (${[...ids]}::uuid[]) order by item_id, id desc`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}
