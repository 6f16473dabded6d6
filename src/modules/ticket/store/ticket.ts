import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import { statement, type DB, type Db, type Tx } from '#kernel/db/index.ts'

export type NewTicket = Insertable<DB['ticket']>
export type TicketPatch = Updateable<DB['ticket']>

export interface FirstEntry {
  actorId: string | null
  actorName: string
  data: Record<string, unknown>
  affectedId: string
}

interface Times {
  recordedAt: Date
  updatedAt: Date
}

const inserts = new Map<string, (db: Db, values: readonly unknown[]) => Promise<Times[]>>()

/** The statement for a ticket that names these columns: one text per kind of ticket, built once. */
function insertOf(columns: readonly string[]): (db: Db, values: readonly unknown[]) => Promise<Times[]> {
  const key = columns.join()
  let known = inserts.get(key)
  if (known) return known
  const n = columns.length
  const given = columns.map((_, i) => `$${i + 1}`).join(', ')
  known = statement<Times>(`
    with t as (insert into ticket (${columns.join(', ')}) values (${given}) returning id, recorded_at, updated_at),
    e as (insert into timeline_entry (ticket_id, kind, public, actor_id, actor_name, data, occurred_at, origin)
      values ($${n + 1}, 'move', true, $${n + 2}, $${n + 3}, $${n + 4}, $${n + 5}, $${n + 6})),
    a as (insert into affected (id, ticket_id, person_id, caller_name, caller_phone, via)
      select $${n + 7}::uuid, t.id, $${n + 8}::uuid, $${n + 9}::text, $${n + 10}::text, 'requester'
      from t where $${n + 11}::boolean)
    select recorded_at as "recordedAt", updated_at as "updatedAt" from t`)
  inserts.set(key, known)
  return known
}

/**
 * Inserts a ticket with its first timeline entry and its requester as affected, in one statement:
 * creation is the hot path, and a round trip costs more than the rows.
 * @returns the times that the database gave it
 */
export async function insertTicket(tx: Tx, row: NewTicket, first: FirstEntry): Promise<Times> {
  const columns = Object.keys(row)
  const withRequester = row.requester_id != null || row.caller_name != null
  const [times] = await insertOf(columns)(tx, [
    ...columns.map((column) => row[column as keyof NewTicket]),
    ...[
      row.id,
      first.actorId,
      first.actorName,
      JSON.stringify(first.data),
      row.occurred_at,
      row.origin ?? 'live',
    ],
    ...[first.affectedId, row.requester_id ?? null, row.caller_name ?? null, row.caller_phone ?? null],
    withRequester,
  ])
  return times!
}

/**
 * Changes a ticket whose version is still `version`; counts the version up.
 * @returns false when somebody was faster
 */
export async function updateTicket(
  tx: Tx,
  id: string,
  version: number,
  patch: TicketPatch,
): Promise<boolean> {
  const row = await tx
    .updateTable('ticket')
    .set({ ...patch, version: version + 1, updated_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Sets the nearest due time alone: clocks move by themselves, people's edits do not clash with them. */
export async function setDue(tx: Tx, id: string, dueAt: Date | null): Promise<void> {
  await tx.updateTable('ticket').set({ due_at: dueAt }).where('id', '=', id).execute()
}

/** Marks that the ticket has news without changing what its version protects (comments, affected people). */
export async function touchTicket(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ updated_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
}

export async function duplicatesOf(
  db: Db,
  id: string,
): Promise<{ id: string; version: number; state: string }[]> {
  return db
    .selectFrom('ticket')
    .select(['id', 'version', 'state'])
    .where('duplicate_of_id', '=', id)
    .where('open', '=', true)
    .orderBy('id')
    .execute()
}
