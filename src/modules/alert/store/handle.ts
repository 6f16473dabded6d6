import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

type Ids = readonly string[]

export async function setAck(
  tx: Tx,
  ids: Ids,
  ack: { by: string | null; at: Date; until: Date | null },
): Promise<void> {
  await sql`update alert set acked_at = ${ack.at}, acked_by = ${ack.by}, ack_until = ${ack.until}
    where id = any(${[...ids]}::uuid[])`.execute(tx)
}

export async function clearAck(tx: Tx, ids: Ids): Promise<void> {
  await sql`update alert set acked_at = null, acked_by = null, ack_until = null
    where id = any(${[...ids]}::uuid[])`.execute(tx)
}

/** Ends acknowledgements that have run out. @returns those that still fire */
export async function expireAcks(tx: Tx, ids: Ids): Promise<string[]> {
  const { rows } = await sql<{ id: string; status: string }>`
    update alert set acked_at = null, acked_by = null, ack_until = null
    where id = any(${[...ids]}::uuid[]) and ack_until <= clock_timestamp() returning id, status`.execute(tx)
  return rows.filter((row) => row.status === 'firing').map((row) => row.id)
}

/** @param taken he took it himself, which answers it */
export async function setOwner(tx: Tx, ids: Ids, ownerId: string | null, taken: boolean): Promise<void> {
  await sql`update alert set owner_id = ${ownerId}, taken = ${taken}
    where id = any(${[...ids]}::uuid[])`.execute(tx)
}

/** Puts alerts to an incident by hand: no rule needs to do so any more. */
export async function setTicket(tx: Tx, ids: Ids, ticketId: string): Promise<void> {
  await sql`update alert set ticket_id = ${ticketId}, answer_by = null
    where id = any(${[...ids]}::uuid[])`.execute(tx)
}

export async function setClosed(tx: Tx, ids: Ids, by: string | null, reason: string): Promise<void> {
  await sql`update alert set closed_by = ${by}, close_reason = ${reason}
    where id = any(${[...ids]}::uuid[])`.execute(tx)
}

/** What flapped is judged anew. */
export async function stopFlapping(tx: Tx, ids: Ids): Promise<void> {
  await sql`update alert_silenced set released_at = clock_timestamp(), placed_at = clock_timestamp()
    where alert_id = any(${[...ids]}::uuid[]) and entity = 'flapping' and released_at is null`.execute(tx)
  await sql`update alert set changes = '{}' where id = any(${[...ids]}::uuid[])`.execute(tx)
}

/** Name of an active person who is in a support group; undefined for others. */
export async function memberName(db: Db, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select p.name from person p where p.id = ${personId} and p.state = 'active' and p.kind = 'person'
      and exists (select from support_group_member m where m.person_id = p.id)`.execute(db)
  return rows[0]?.name
}
