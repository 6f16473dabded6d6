import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** Any of the kinds, each by its own condition on the ticket `t`; nothing of a kind that is not named. */
export function ofKinds(
  kinds: readonly { kind: string; visible: RawBuilder<unknown> }[],
): RawBuilder<unknown> {
  if (kinds.length === 0) return sql`false`
  return sql`(${sql.join(
    kinds.map(({ kind, visible }) => sql`(t.kind = ${kind} and ${visible})`),
    sql` or `,
  )})`
}

export interface ContactRow {
  id: string | null
  name: string
  phone: string
}

/** Whom one could call about a ticket, its requester first; an empty number where none is known. */
export async function contactsOf(db: Db, ticketId: string): Promise<ContactRow[]> {
  const { rows } = await sql<ContactRow>`
    select p.id, p.name, coalesce(p.phone, '') as phone
    from ticket t join person p on p.id = t.requester_id where t.id = ${ticketId}
    union all
    (select a.person_id, coalesce(p.name, a.caller_name, ''), coalesce(p.phone, a.caller_phone, '')
    from affected a join ticket t on t.id = a.ticket_id left join person p on p.id = a.person_id
    where a.ticket_id = ${ticketId} and a.person_id is distinct from t.requester_id
      or a.ticket_id = ${ticketId} and a.person_id is null
    order by a.recorded_at limit 50)`.execute(db)
  return rows.filter((row) => row.name !== '')
}

/** Titles of the tickets `t` that pass the condition, by id. */
export async function titlesOf(
  db: Db,
  visible: RawBuilder<unknown>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; title: string }>`
    select t.id, t.title from ticket t where t.id = any (${[...ids]}::uuid[]) and ${visible}`.execute(db)
  return new Map(rows.map((row) => [row.id, row.title]))
}
