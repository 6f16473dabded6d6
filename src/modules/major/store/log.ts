import { sql } from 'kysely'
import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import type { LogKind } from '../words.ts'
import { nameOf, type Ref } from './record.ts'

export type Via = 'hand' | 'call' | 'notice' | 'withdrawal'
export interface LogRow {
  id: string
  kind: LogKind
  body: string
  via: Via
  notified: string
  corrects: string | null
  corrected: boolean
  person: Ref
  occurredAt: Date
  recordedAt: Date
}

/** The log with the decisions of the incident, latest first. */
export async function selectLog(
  db: Db,
  ticketId: string,
  f: { id?: string; before?: { at: string; id: string } | null; limit: number },
): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`
    select e.id, e.kind, e.body, e.via, e.notified, e.corrects, ${nameOf('e.person_id')} as person,
      exists (select from major_log c where c.corrects = e.id) as corrected,
      e.occurred_at as "occurredAt", e.recorded_at as "recordedAt"
    from (
      select id, kind, body, via, notified, corrects, person_id, occurred_at, recorded_at from major_log
        where ticket_id = ${ticketId}
      union all
      select id, 'decision', decision, 'hand', notified, null, decided_by, occurred_at, recorded_at
        from incident_decision where ticket_id = ${ticketId}) e
    where (${f.id ?? null}::uuid is null or e.id = ${f.id ?? null})
      and (${f.before?.at ?? null}::timestamptz is null
        or (e.occurred_at, e.id) < (${f.before?.at ?? null}::timestamptz, ${f.before?.id ?? null}::uuid))
    order by e.occurred_at desc, e.id desc limit ${f.limit}`.execute(db)
  return rows
}

export async function insertLog(
  tx: Tx,
  row: {
    ticketId: string
    kind: LogKind
    body: string
    via: Via
    notified: string
    corrects: string | null
    personId: string
    occurredAt: Date
  },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('major_log')
    .values({
      id,
      ticket_id: row.ticketId,
      kind: row.kind,
      body: row.body,
      via: row.via,
      notified: row.notified,
      corrects: row.corrects,
      person_id: row.personId,
      occurred_at: row.occurredAt,
    })
    .execute()
  return id
}
