import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import type { Outcome } from '../words.ts'

/** A message as it came. */
export interface NewMessage {
  outcome: Outcome
  peer: string
  raw: string
  detail: string
  alerts: number
}

export interface MessageRow extends NewMessage {
  id: number
  recordedAt: Date
}

/** Messages that are kept of a source. */
const kept = 100

export async function insertMessages(
  db: Db,
  sourceId: string,
  messages: readonly NewMessage[],
): Promise<void> {
  if (messages.length === 0) return
  await sql`insert into alert_source_message (source_id, outcome, peer, raw, detail, alerts)
    select ${sourceId}, x->>'outcome', x->>'peer', x->>'raw', x->>'detail', (x->>'alerts')::int
    from jsonb_array_elements(${JSON.stringify(messages)}::jsonb) x`.execute(db)
}

/** The last messages, newest first. */
export async function lastMessages(db: Db, sourceId: string, limit: number): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select id, recorded_at as "recordedAt", outcome, peer, raw, detail, alerts from alert_source_message
    where source_id = ${sourceId} order by id desc limit ${limit}`.execute(db)
  return rows
}

/** Keeps the newest of every source. */
export async function dropOldMessages(db: Db): Promise<void> {
  await sql`delete from alert_source_message m using (
      select s.id as source_id, (select x.id from alert_source_message x where x.source_id = s.id
        order by x.id desc offset ${kept} limit 1) as last from alert_source s
    ) o where m.source_id = o.source_id and m.id <= o.last`.execute(db)
}
