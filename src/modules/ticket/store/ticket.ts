import { sql } from 'kysely'
import type { Insertable, Updateable } from 'kysely'
import { insertRows, type DB, type Db, type Tx } from '#kernel/db/index.ts'

export type NewTicket = Insertable<DB['ticket']>
export type TicketPatch = Updateable<DB['ticket']>

export interface FirstEntry {
  actorId: string | null
  actorName: string
  data: Record<string, unknown>
  affectedId: string
}

/**
 * Inserts a ticket with its first timeline entry and its requester as affected: plain insertions, which become one statement
 * with those that are started beside them. Creation is the hot path, and a statement costs more than its rows.
 */
export async function insertTicket(tx: Tx, row: NewTicket, first: FirstEntry): Promise<void> {
  const move = {
    ticket_id: row.id,
    kind: 'move',
    public: true,
    actor_id: first.actorId,
    actor_name: first.actorName,
    data: JSON.stringify(first.data),
    occurred_at: row.occurred_at,
    origin: row.origin ?? 'live',
  }
  const affected = {
    id: first.affectedId,
    ticket_id: row.id,
    person_id: row.requester_id ?? null,
    caller_name: row.caller_name ?? null,
    caller_phone: row.caller_phone ?? null,
    via: 'requester',
  }
  const somebody = row.requester_id != null || row.caller_name != null
  await Promise.all([
    insertRows(tx, 'ticket', [row]),
    insertRows(tx, 'timeline_entry', [move]),
    insertRows(tx, 'affected', somebody ? [affected] : []),
  ])
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
