import { newId, type Db, type Tx } from '#kernel/db/index.ts'

export interface WorkLogRow {
  id: string
  person: { id: string; name: string }
  minutes: number
  note: string
  occurredAt: Date
  recordedAt: Date
}

export async function insertWorkLog(
  tx: Tx,
  row: { ticketId: string; personId: string; minutes: number; note: string; occurredAt: Date },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('work_log')
    .values({
      id,
      ticket_id: row.ticketId,
      person_id: row.personId,
      minutes: row.minutes,
      note: row.note,
      occurred_at: row.occurredAt,
    })
    .execute()
  return id
}

export async function workLogsOf(db: Db, ticketId: string): Promise<WorkLogRow[]> {
  const rows = await db
    .selectFrom('work_log as w')
    .innerJoin('person as p', 'p.id', 'w.person_id')
    .select(['w.id', 'p.id as personId', 'p.name', 'w.minutes', 'w.note', 'w.occurred_at', 'w.recorded_at'])
    .where('w.ticket_id', '=', ticketId)
    .orderBy('w.recorded_at')
    .execute()
  return rows.map((r) => ({
    id: r.id,
    person: { id: r.personId, name: r.name },
    minutes: r.minutes,
    note: r.note,
    occurredAt: r.occurred_at,
    recordedAt: r.recorded_at,
  }))
}
