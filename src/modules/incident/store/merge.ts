import { sql } from 'kysely'
import type { Tx } from '#kernel/db/index.ts'

/** Locks both in the order of their ids: of two that merge each into the other, the second finds the first done. */
export async function lockBoth(tx: Tx, a: string, b: string): Promise<void> {
  await sql`select id from ticket where id in (${a}, ${b}) order by id for update`.execute(tx)
}

export interface MovedEntry {
  id: number
  kind: string
  body: string
  public: boolean
  recordedAt: Date
}

/** Hands comments and attachments of the story over; each says where it came from. */
export async function moveEntries(
  tx: Tx,
  from: { id: string; number: string },
  toId: string,
): Promise<MovedEntry[]> {
  const mark = JSON.stringify({ mergedFrom: { id: from.id, number: from.number } })
  const { rows } = await sql<MovedEntry>`
    update timeline_entry set ticket_id = ${toId}, data = data || ${mark}::jsonb
    where ticket_id = ${from.id} and kind in ('comment', 'attachment')
    returning id, kind, body, public, recorded_at as "recordedAt"`.execute(tx)
  return rows
}

/** Hands over work logs and watchers, and lets what referred to the one refer to the other. */
export async function moveReferences(tx: Tx, fromId: string, toId: string): Promise<void> {
  await sql`update work_log set ticket_id = ${toId} where ticket_id = ${fromId}`.execute(tx)
  await sql`insert into watcher (ticket_id, person_id)
    select ${toId}, person_id from watcher where ticket_id = ${fromId} on conflict do nothing`.execute(tx)
  await sql`update ticket set duplicate_of_id = ${toId} where duplicate_of_id = ${fromId}`.execute(tx)
  await sql`update ticket set parent_id = case when id = ${toId} then null else ${toId}::uuid end
    where parent_id = ${fromId}`.execute(tx)
  // a number leads to where it goes on in one step
  await sql`update ticket set merged_into_id = ${toId} where merged_into_id = ${fromId}`.execute(tx)
}
