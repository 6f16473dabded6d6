import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Locale } from '#kernel/permission/index.ts'

/** Active people who have this address. Several share one where an office has one mailbox. */
export async function peopleOf(
  db: Db,
  address: string,
): Promise<{ id: string; login: string; name: string }[]> {
  const { rows } = await sql<{ id: string; login: string; name: string }>`
    select id, login, name from person where lower(email) = ${address} and kind = 'person' and state = 'active'
    order by id limit 3`.execute(db)
  return rows
}

/** The ticket or the complaint of the nearest of these Message-IDs of mails that were taken in; the last is the nearest. */
export async function recordOfMails(
  db: Db,
  kind: 'ticket' | 'complaint',
  messageIds: readonly string[],
): Promise<string | undefined> {
  if (messageIds.length === 0) return undefined
  const id = sql.ref(`m.${kind}_id`)
  const { rows } = await sql<{ id: string }>`
    select ${id} as id from unnest(${[...messageIds]}::text[]) with ordinality as x(message_id, n)
    join mail m on m.message_id = x.message_id and ${id} is not null
    order by x.n desc, m.id limit 1`.execute(db)
  return rows[0]?.id
}

export interface Contact {
  address: string
  name: string
  personId: string | null
  /** answers are in it */
  locale: Locale
  /** of the mailbox that the conversation goes through */
  mailboxAddress: string
  /** the newest mail from there */
  messageId: string | null
  refs: string[]
}

/** What a letter to somebody needs: of a row `c` that names person, mailbox and mail. */
export const contactColumns = sql`c.address, c.name, c.person_id as "personId", b.address as "mailboxAddress",
  coalesce((select p.locale from person p where p.id = c.person_id), 'zh-CN') as locale,
  m.message_id as "messageId", m.refs`
export const contactSources = sql`join mailbox b on b.id = c.mailbox_id join mail m on m.id = c.mail_id`

/** Who takes part in a ticket by mail. */
export async function contactsOf(db: Db, ticketId: string): Promise<Contact[]> {
  const { rows } = await sql<Contact>`
    select ${contactColumns} from mail_contact c ${contactSources}
    where c.ticket_id = ${ticketId} order by c.address limit 100`.execute(db)
  return rows
}

export async function isContact(db: Db, ticketId: string, address: string): Promise<boolean> {
  const row = await db
    .selectFrom('mail_contact')
    .select('address')
    .where('ticket_id', '=', ticketId)
    .where('address', '=', address)
    .executeTakeFirst()
  return row !== undefined
}

export async function putContact(
  tx: Tx,
  c: {
    ticketId: string
    address: string
    name: string
    personId: string | null
    mailboxId: string
    mailId: string
  },
): Promise<void> {
  await tx
    .insertInto('mail_contact')
    .values({
      ticket_id: c.ticketId,
      address: c.address,
      name: c.name,
      person_id: c.personId,
      mailbox_id: c.mailboxId,
      mail_id: c.mailId,
    })
    .onConflict((o) =>
      o
        .columns(['ticket_id', 'address'])
        .doUpdateSet({ mailbox_id: c.mailboxId, mail_id: c.mailId, person_id: c.personId }),
    )
    .execute()
}

/** A comment, as an answer by mail needs it. */
export async function readComment(
  db: Db,
  ticketId: string,
  entryId: number,
): Promise<{ body: string; actorId: string | null; actorName: string; public: boolean } | undefined> {
  const { rows } = await sql<{ body: string; actorId: string | null; actorName: string; public: boolean }>`
    select body, actor_id as "actorId", actor_name as "actorName", public from timeline_entry
    where ticket_id = ${ticketId} and id = ${entryId} and kind = 'comment'`.execute(db)
  return rows[0]
}
