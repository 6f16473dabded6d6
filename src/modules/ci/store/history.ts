import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface Happening {
  entity: 'ci' | 'relation' | 'redundancy' | 'service'
  entityId: string
  ciId: string
  otherId?: string | null
  action: string
  actorId: string | null
  actorName: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** Writes what was and what is, under the lock of the row that changed. */
export async function insertHistory(tx: Tx, h: Happening): Promise<void> {
  await sql`insert into ci_history (entity, entity_id, ci_id, other_id, action, actor_id, actor_name, before, after)
    values (${h.entity}, ${h.entityId}, ${h.ciId}, ${h.otherId ?? null}::uuid, ${h.action}, ${h.actorId}::uuid,
      ${h.actorName}, ${h.before ? JSON.stringify(h.before) : null}::jsonb,
      ${h.after ? JSON.stringify(h.after) : null}::jsonb)`.execute(tx)
}

export interface HistoryRow {
  id: number
  entity: Happening['entity']
  entityId: string
  ciId: string
  otherId: string | null
  action: string
  actorName: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  recordedAt: Date
}

/** Changes of an item and of what hangs on it, newest first. */
export async function selectHistory(
  db: Db,
  ciId: string,
  window: { before?: number | undefined; limit: number },
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select id, entity, entity_id as "entityId", ci_id as "ciId", other_id as "otherId", action,
      actor_name as "actorName", before, after, recorded_at as "recordedAt"
    from ci_history where (ci_id = ${ciId} or other_id = ${ciId})
      and (${window.before ?? null}::bigint is null or id < ${window.before ?? null}::bigint)
    order by id desc limit ${window.limit}`.execute(db)
  return rows
}
