import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { occurredSql, type Range } from './scope.ts'

/** Requests `t` that the actor may see, and that the filters of the page name. */
export interface RequestScope {
  visible: RawBuilder<unknown>
  orgId?: string | undefined
  serviceId?: string | undefined
}

/** What the requesters of the range said: an answer, `asked` (not yet) or `expired`. */
export async function countRequestAnswers(
  db: Db,
  s: RequestScope,
  range: Range,
): Promise<{ said: string; count: number; imported: number }[]> {
  const { rows } = await sql<{ said: string; count: number; imported: number }>`
    select coalesce(r.answer, r.state) as said, count(*)::int as count,
      count(*) filter (where t.origin = 'import')::int as imported
    from ticket t join survey_result r on r.ticket_id = t.id
    where t.kind = 'request' and ${occurredSql(range)} and ${s.visible}
      ${s.serviceId ? sql`and t.service_id = ${s.serviceId}` : sql``}
      ${
        s.orgId
          ? sql`and t.org_id in (select x.id from org x, org y where y.id = ${s.orgId} and x.path like y.path || '%')`
          : sql``
      }
    group by 1`.execute(db)
  return rows
}
