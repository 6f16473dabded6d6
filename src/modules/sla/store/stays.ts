import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Stay } from '../stays.ts'

/** The stays of a ticket that have rows, the earliest first. */
export async function readStays(db: Db, ticketId: string): Promise<Stay[]> {
  const rows = await db
    .selectFrom('group_stay')
    .select(['id', 'group_id', 'began_at', 'ended_at', 'ended_by'])
    .where('ticket_id', '=', ticketId)
    .orderBy('began_at')
    // of two that begin in the same instant the one that has ended was first
    .orderBy(sql`ended_at nulls last`)
    .orderBy('id')
    .execute()
  return rows.map((r) => ({
    id: r.id,
    groupId: r.group_id,
    beganAt: r.began_at.getTime(),
    endedAt: r.ended_at?.getTime() ?? null,
    endedBy: r.ended_by,
  }))
}

/** Writes what differs: ended stays first, for only one may be open. */
export async function saveStays(
  tx: Tx,
  ticketId: string,
  before: readonly Stay[],
  after: readonly Stay[],
): Promise<void> {
  for (const stay of after) {
    const old = before.find((b) => b.id === stay.id)
    if (old && old.endedAt === stay.endedAt) continue
    const ended_at = stay.endedAt === null ? null : new Date(stay.endedAt)
    if (old)
      await tx
        .updateTable('group_stay')
        .set({ ended_at, ended_by: stay.endedBy })
        .where('id', '=', stay.id)
        .execute()
    else
      await tx
        .insertInto('group_stay')
        .values({
          id: stay.id,
          ticket_id: ticketId,
          group_id: stay.groupId,
          began_at: new Date(stay.beganAt),
          ended_at,
          ended_by: stay.endedBy,
        })
        .execute()
  }
}

/** Names of groups, by id. */
export async function groupNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('support_group')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .execute()
  return new Map(rows.map((r) => [r.id, r.name]))
}
