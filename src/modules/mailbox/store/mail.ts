import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Lost } from '../parse/part.ts'
import type { Outcome } from '../words.ts'

export interface NewMail {
  id: string
  mailboxId: string
  uidValidity: number
  uid: number
  messageId: string | null
  refs: string[]
  fingerprint: string | null
  sender: string | null
  senderName: string
  personId: string | null
  subject: string
  sentAt: Date | null
  size: number
  words: string
  lost: Lost[]
  outcome: Outcome
  reason: string | null
  detail: string | null
  ticketId: string | null
  complaintId?: string | null
}

/** Writes what became of a mail, or writes it anew for one that waited (same id). */
export async function putMail(tx: Tx, m: NewMail): Promise<void> {
  const settled = m.outcome === 'quarantined' ? sql`null` : sql`now()`
  await sql`
    insert into mail (id, mailbox_id, uid_validity, uid, message_id, refs, fingerprint, sender, sender_name, person_id,
      subject, sent_at, size, words, lost, outcome, reason, detail, ticket_id, complaint_id,
      settled_at)
    values (${m.id}, ${m.mailboxId}, ${m.uidValidity}, ${m.uid}, ${m.messageId}, ${m.refs}::text[], ${m.fingerprint},
      ${m.sender}, ${m.senderName}, ${m.personId}, ${m.subject.slice(0, 1000)}, ${m.sentAt}, ${m.size}, ${m.words},
      ${JSON.stringify(m.lost)}::jsonb, ${m.outcome}, ${m.reason}, ${m.detail?.slice(0, 1000) ?? null}, ${m.ticketId},
      ${m.complaintId ?? null}, ${settled})
    on conflict (id) do update set message_id = excluded.message_id, refs = excluded.refs,
      fingerprint = excluded.fingerprint, sender = excluded.sender, sender_name = excluded.sender_name,
      person_id = excluded.person_id, subject = excluded.subject, sent_at = excluded.sent_at, words = excluded.words,
      lost = excluded.lost, outcome = excluded.outcome, reason = excluded.reason, detail = excluded.detail,
      ticket_id = excluded.ticket_id, complaint_id = excluded.complaint_id, settled_at = excluded.settled_at, version = mail.version + 1`.execute(
    tx,
  )
}

/** Whether a mail needs nothing: its place is accounted for, or (`again`) it does not wait for a person any more. */
export async function isSettled(
  tx: Tx,
  mail: { id: string; mailboxId: string; uidValidity: number; uid: number; again?: true },
): Promise<boolean> {
  const row = await tx
    .selectFrom('mail')
    .select(['id', 'outcome'])
    .where('mailbox_id', '=', mail.mailboxId)
    .where('uid_validity', '=', mail.uidValidity)
    .where('uid', '=', mail.uid)
    .forUpdate()
    .executeTakeFirst()
  return mail.again ? row?.outcome !== 'quarantined' : row !== undefined
}

/** The same mail, taken in from another place or under another UID. */
export async function findTwin(
  tx: Tx,
  fingerprint: string,
  exceptId: string,
): Promise<{ id: string; ticketId: string | null; complaintId: string | null } | undefined> {
  return tx
    .selectFrom('mail')
    .select(['id', 'ticket_id as ticketId', 'complaint_id as complaintId'])
    .where('fingerprint', '=', fingerprint)
    .where('outcome', '!=', 'duplicate')
    .where('id', '!=', exceptId)
    .executeTakeFirst()
}

/** Mails of a sender within the last hour, in all mailboxes. */
export async function recentOf(tx: Tx, sender: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from mail where sender = ${sender} and received_at > now() - interval '1 hour'
      and outcome in ('opened', 'commented', 'quarantined')`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Whether a stranger has been told within a day that his mail was not taken. */
export async function wasRejected(tx: Tx, sender: string): Promise<boolean> {
  const { rows } = await sql`select 1 from mail where sender = ${sender} and outcome = 'ignored'
    and reason = 'unknown_sender' and received_at > now() - interval '1 day' limit 1`.execute(tx)
  return rows.length > 0
}

export interface MailRow {
  id: string
  mailbox: { id: string; name: string }
  mailboxId: string
  uidValidity: number
  uid: number
  sender: string | null
  senderName: string
  subject: string
  sentAt: Date | null
  receivedAt: Date
  size: number
  words: string
  lost: Lost[]
  outcome: Outcome
  reason: string | null
  detail: string | null
  ticket: { id: string; number: string } | null
  orgPath: string
  /** the mailbox is for complaints */
  confidential: boolean
  /** it became one, or is about one */
  complaintId: string | null
  version: number
}

const columns: RawBuilder<unknown> = sql`m.id, json_build_object('id', b.id, 'name', b.name) as mailbox, m.mailbox_id as "mailboxId",
  m.uid_validity as "uidValidity", m.uid, m.sender, m.sender_name as "senderName", m.subject, m.sent_at as "sentAt",
  m.received_at as "receivedAt", m.size, m.outcome, m.reason, m.detail, m.version, o.path as "orgPath",
  b.purpose = 'complaints' as confidential, m.complaint_id as "complaintId",
  case when t.id is null then null else json_build_object('id', t.id, 'number', t.number) end as ticket`
const joins = sql`mail m join mailbox b on b.id = m.mailbox_id join org o on o.id = b.org_id left join ticket t on t.id = m.ticket_id`

export interface MailFilter {
  paths: readonly string[]
  /** of mailboxes for complaints: what waits there is for those who take complaints in */
  complaintPaths: readonly string[]
  outcome?: string | undefined
  mailboxId?: string | undefined
  sender?: string | undefined
  before: string | null
  limit: number
}

/** What became a complaint is to be read there alone, by those who deal with it. */
const shown = sql`m.complaint_id is null`

/** Mails of mailboxes of orgs below `paths`, newest first, without their words. */
export async function selectMails(db: Db, f: MailFilter): Promise<MailRow[]> {
  const { rows } = await sql<MailRow>`
    select ${columns}, '' as words, '[]'::jsonb as lost from ${joins}
    where ${shown} and exists (select from unnest(${[...f.paths]}::text[]) p where o.path like p || '%')
      and (b.purpose <> 'complaints' or exists (select from unnest(${[...f.complaintPaths]}::text[]) p where o.path like p || '%'))
      ${f.outcome === undefined ? sql`` : sql`and m.outcome = ${f.outcome}`}
      ${f.mailboxId === undefined ? sql`` : sql`and m.mailbox_id = ${f.mailboxId}`}
      ${f.sender === undefined ? sql`` : sql`and m.sender = ${f.sender.toLowerCase()}`}
      ${f.before === null ? sql`` : sql`and m.id < ${f.before}::uuid`}
    order by m.id desc limit ${f.limit}`.execute(db)
  return rows
}

/** @param lock for a transaction that settles it */
export async function findMail(db: Db, id: string, lock = false): Promise<MailRow | undefined> {
  const { rows } = await sql<MailRow>`
    select ${columns}, m.words, m.lost from ${joins} where m.id = ${id} ${lock ? sql`for update of m` : sql``}`.execute(
    db,
  )
  return rows[0]
}

export async function mailsOfTicket(db: Db, ticketId: string): Promise<MailRow[]> {
  const { rows } = await sql<MailRow>`
    select ${columns}, m.words, m.lost from ${joins} where m.ticket_id = ${ticketId} order by m.id limit 500`.execute(
    db,
  )
  return rows
}

export async function discard(tx: Tx, id: string, version: number, reason: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update mail set outcome = 'discarded', detail = ${reason}, settled_at = now(), version = version + 1
    where id = ${id} and version = ${version} and outcome = 'quarantined'`.execute(tx)
  return Number(numAffectedRows ?? 0) > 0
}
