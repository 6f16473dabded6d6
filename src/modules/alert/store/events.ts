import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { EventKind } from '../words.ts'

export interface NewEvent {
  alertId: string
  kind: EventKind
  data?: object
}

/** Notes what happened to alerts. */
export async function insertEvents(
  tx: Tx,
  actor: Pick<Actor, 'id' | 'name'>,
  events: readonly NewEvent[],
): Promise<void> {
  if (events.length === 0) return
  await sql`insert into alert_event (alert_id, kind, data, actor_id, actor_name)
    select x.alert, x.kind, coalesce(x.data, '{}'), ${actor.id}::uuid, ${actor.name}
    from jsonb_to_recordset(${JSON.stringify(
      events.map(({ alertId, kind, data }) => ({ alert: alertId, kind, data })),
    )}::jsonb) as x(alert uuid, kind text, data jsonb)`.execute(tx)
}

export interface EventRow {
  id: number
  kind: EventKind
  data: Record<string, unknown>
  actorName: string | null
  at: Date
}

/** The newest first; `before`: an id. */
export async function eventsOf(
  db: Db,
  alertId: string,
  options: { limit: number; before?: number | undefined },
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select id, kind, data, actor_name as "actorName", recorded_at as at from alert_event
    where alert_id = ${alertId} ${options.before === undefined ? sql`` : sql`and id < ${options.before}`}
    order by id desc limit ${options.limit + 1}`.execute(db)
  return rows
}
