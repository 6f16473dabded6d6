import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** Both kinds of mail go through the same states. */
export type MailTable = 'notification' | 'outgoing_mail'
import type { Locale } from '#kernel/permission/actor.ts'

export interface DueMail {
  id: string
  text_key: string
  params: Record<string, string | number>
  entity: string
  entity_id: string
  recorded_at: Date
  email: string
  name: string
  locale: Locale
  attempts: number
}

/**
 * Claims up to `limit` mails in a statement of its own: whatever happens afterwards, no other process and no
 * later start takes them again as long as they stand at `sending`.
 */
export async function claimMails(db: Db, limit: number): Promise<DueMail[]> {
  const { rows } = await sql<DueMail>`
    with claimed as (
      update notification set mail = 'sending', mail_attempts = mail_attempts + 1, mail_at = now()
      where id in (
        select id from notification where mail = 'due' and (mail_at is null or mail_at <= now())
        order by mail_at nulls first, id limit ${limit} for update skip locked)
      returning *)
    select c.id, c.text_key, c.params, c.entity, c.entity_id, c.recorded_at, coalesce(p.email, '') as email, p.name,
      p.locale, c.mail_attempts as attempts
    from claimed c join person p on p.id = c.person_id order by c.id`.execute(db)
  return rows
}

export async function mailSent(db: Db, table: MailTable, id: string): Promise<void> {
  await sql`update ${sql.table(table)} set mail = 'sent', mail_at = now(), mail_error = null where id = ${id}`.execute(
    db,
  )
}

export async function mailFailed(db: Db, table: MailTable, id: string, error: string): Promise<void> {
  await sql`update ${sql.table(table)} set mail = 'failed', mail_at = now(), mail_error = ${error.slice(0, 1000)} where id = ${id}`.execute(
    db,
  )
}

export async function mailAgainIn(
  db: Db,
  table: MailTable,
  id: string,
  seconds: number,
  error: string,
): Promise<void> {
  await sql`update ${sql.table(table)} set mail = 'due', mail_at = now() + ${seconds} * interval '1 second',
    mail_error = ${error.slice(0, 1000)} where id = ${id}`.execute(db)
}

/** Mails whose sender died in the act: nobody knows whether the server has them. */
export async function abandonMails(db: Db, table: MailTable, olderThanSeconds: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set mail = 'failed', mail_error = 'interrupted while sending; not sent again, it may have arrived'
    where mail = 'sending' and mail_at < now() - ${olderThanSeconds} * interval '1 second'`.execute(db)
  return Number(numAffectedRows ?? 0)
}

/** Without a mail server nothing is due: switching one on later must not send the old news of months. */
export async function dropDueMails(db: Db, table: MailTable): Promise<void> {
  await sql`update ${sql.table(table)} set mail = 'none', mail_at = null where mail in ('due', 'held')`.execute(
    db,
  )
}
