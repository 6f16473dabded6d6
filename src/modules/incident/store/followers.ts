import { sql } from 'kysely'
import type { Tx } from '#kernel/db/index.ts'

export interface Followed {
  number: string
  title: string
  recordedAt: Date
  /** who joined or watches, without the requester, whose own words it holds */
  personIds: string[]
}

/**
 * Who follows an incident. Locks the ticket first, so that of two who join at the same time the second sees the first.
 * @returns undefined when there is no such ticket
 */
export async function followersOf(tx: Tx, ticketId: string): Promise<Followed | undefined> {
  // two statements: what the second one reads is as new as the row that the first one waited for
  await sql`select id from ticket where id = ${ticketId} for no key update`.execute(tx)
  const { rows } = await sql<Followed>`
    select t.number, t.title, t.recorded_at as "recordedAt", array(
      select a.person_id from affected a where a.ticket_id = t.id and a.person_id is distinct from t.requester_id
        and a.person_id is not null
      union
      select w.person_id from watcher w where w.ticket_id = t.id and w.person_id is distinct from t.requester_id
    ) as "personIds"
    from ticket t where t.id = ${ticketId}`.execute(tx)
  return rows[0]
}
