import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'

export interface OutgoingRow {
  id: string
  to_address: string
  to_name: string
  reply_to: string | null
  subject: string
  body: string
  message_id: string
  in_reply_to: string | null
  refs: string[]
  automatic: 'no' | 'auto-generated' | 'auto-replied'
  entity: string
  entity_id: string
  dedupe_key: string
}

/** @returns false when there is one of this key already */
export async function insertOutgoing(tx: Tx, row: OutgoingRow): Promise<boolean> {
  const made = await tx
    .insertInto('outgoing_mail')
    .values(row)
    .onConflict((c) => c.column('dedupe_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

/** As `claimMails`: committed as `sending` before the server hears of it. */
export async function claimOutgoing(
  db: Db,
): Promise<(OutgoingRow & { attempts: number; recorded_at: Date }) | undefined> {
  const { rows } = await sql<OutgoingRow & { attempts: number; recorded_at: Date }>`
    update outgoing_mail set mail = 'sending', mail_attempts = mail_attempts + 1, mail_at = now()
    where id in (
      select id from outgoing_mail where mail = 'due' and (mail_at is null or mail_at <= now())
      order by mail_at nulls first, id limit 1 for update skip locked)
    returning *, mail_attempts as attempts`.execute(db)
  return rows[0]
}

/** What was sent (or will be) about a record, in order. */
export async function selectOutgoing(db: Db, entity: string, entityId: string): Promise<SentMail[]> {
  const { rows } = await sql<SentMail>`
    select id, to_address as "toAddress", to_name as "toName", subject, body, automatic, mail as state,
      mail_error as error, recorded_at as "recordedAt", bounced_at as "bouncedAt"
    from outgoing_mail where entity = ${entity} and entity_id = ${entityId} order by id limit 500`.execute(db)
  return rows
}

export interface SentMail {
  id: string
  toAddress: string
  toName: string
  subject: string
  body: string
  automatic: 'no' | 'auto-generated' | 'auto-replied'
  state: 'none' | 'due' | 'sending' | 'sent' | 'failed'
  error: string | null
  recordedAt: Date
  bouncedAt: Date | null
}

/** What one of these Message-IDs was about: a mail of ours, of either table. The first id that is known wins. */
export async function findSentMail(
  db: Db,
  messageIds: readonly string[],
): Promise<{ id: string; entity: string; entityId: string; address: string; messageId: string } | undefined> {
  if (messageIds.length === 0) return undefined
  const { rows } = await sql<{
    id: string
    entity: string
    entityId: string
    address: string
    messageId: string
  }>`
    select o.id, o.entity, o.entity_id as "entityId", o.to_address as address, o.message_id as "messageId"
    from unnest(${[...messageIds]}::text[]) with ordinality as x(message_id, n)
    join outgoing_mail o on o.message_id = x.message_id order by x.n limit 1`.execute(db)
  if (rows[0]) return rows[0]
  const notices = messageIds.flatMap((id) => {
    const uuid = /^<notification-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/.exec(id)?.[1]
    return uuid ? [{ id, uuid }] : []
  })
  if (notices.length === 0) return undefined
  const found = await sql<{ id: string; entity: string; entityId: string; address: string }>`
    select n.id, n.entity, n.entity_id as "entityId", coalesce(p.email, p.login) as address
    from notification n join person p on p.id = n.person_id where n.id = any(${notices.map((n) => n.uuid)}::uuid[])
    limit 1`.execute(db)
  const notice = found.rows[0]
  return notice && { ...notice, messageId: notices.find((n) => n.uuid === notice.id)!.id }
}

/** @returns false when it was known to have come back, or is the mail of a notification */
export async function markBounced(tx: Tx, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update outgoing_mail set bounced_at = now() where id = ${id} and bounced_at is null`.execute(tx)
  return Number(numAffectedRows ?? 0) > 0
}

/**
 * A conversation's own mail says more than the news of it: what this person would be sent about the record by these
 * texts, and has not been yet, is not sent.
 */
export async function withdrawNotices(
  tx: Tx,
  about: { personId: string; entity: string; entityId: string; textKeys: readonly string[] },
): Promise<void> {
  await sql`update notification set mail = 'none', mail_at = null
    where person_id = ${about.personId} and mail in ('due', 'held') and entity = ${about.entity}
      and entity_id = ${about.entityId} and text_key = any(${[...about.textKeys]}::text[])`.execute(tx)
}
