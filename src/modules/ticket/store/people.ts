import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface AffectedRow {
  id: string
  personId: string | null
  personName: string | null
  callerName: string | null
  callerPhone: string | null
  via: 'requester' | 'joined' | 'duplicate'
  note: string
  recordedAt: Date
}

/** Adds somebody who suffers from the ticket; false when they are on the list already. */
export async function addAffected(
  tx: Tx,
  row: {
    ticketId: string
    personId: string | null
    callerName?: string | null
    callerPhone?: string | null
    via: AffectedRow['via']
    note?: string
  },
): Promise<boolean> {
  const added = await tx
    .insertInto('affected')
    .values({
      id: newId(),
      ticket_id: row.ticketId,
      person_id: row.personId,
      caller_name: row.callerName ?? null,
      caller_phone: row.callerPhone ?? null,
      via: row.via,
      note: row.note ?? '',
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

export async function affectedOf(db: Db, ticketId: string): Promise<AffectedRow[]> {
  const rows = await db
    .selectFrom('affected as a')
    .leftJoin('person as p', 'p.id', 'a.person_id')
    .select([
      'a.id',
      'a.person_id as personId',
      'p.name as personName',
      'a.caller_name as callerName',
      'a.caller_phone as callerPhone',
      'a.via',
      'a.note',
      'a.recorded_at as recordedAt',
    ])
    .where('a.ticket_id', '=', ticketId)
    .orderBy('a.recorded_at')
    .limit(2000)
    .execute()
  return rows as AffectedRow[]
}

export async function setWatcher(
  tx: Tx,
  ticketId: string,
  personId: string,
  watching: boolean,
): Promise<void> {
  if (watching)
    await tx
      .insertInto('watcher')
      .values({ ticket_id: ticketId, person_id: personId })
      .onConflict((c) => c.doNothing())
      .execute()
  else
    await tx
      .deleteFrom('watcher')
      .where('ticket_id', '=', ticketId)
      .where('person_id', '=', personId)
      .execute()
}

/** Person ids that follow a ticket. */
export async function watchersOf(db: Db, ticketId: string): Promise<string[]> {
  const rows = await db.selectFrom('watcher').select('person_id').where('ticket_id', '=', ticketId).execute()
  return rows.map((r) => r.person_id)
}
