import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import { contactColumns, contactSources, type Contact } from './thread.ts'

/** Who complained by mail; undefined for a complaint that came another way. */
export async function complainantOf(db: Db, complaintId: string): Promise<Contact | undefined> {
  const { rows } = await sql<Contact>`
    select ${contactColumns} from mail_complainant c ${contactSources}
    where c.complaint_id = ${complaintId}`.execute(db)
  return rows[0]
}

export async function putComplainant(
  tx: Tx,
  c: {
    complaintId: string
    address: string
    name: string
    personId: string | null
    mailboxId: string
    mailId: string
  },
): Promise<void> {
  await sql`
    insert into mail_complainant (complaint_id, address, name, person_id, mailbox_id, mail_id)
    values (${c.complaintId}, ${c.address}, ${c.name}, ${c.personId}, ${c.mailboxId}, ${c.mailId})
    on conflict (complaint_id) do update set address = excluded.address, name = excluded.name,
      person_id = excluded.person_id, mailbox_id = excluded.mailbox_id, mail_id = excluded.mail_id`.execute(
    tx,
  )
}
