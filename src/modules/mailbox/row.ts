import type { Tx } from '#kernel/db/index.ts'
import { attachFile, listFiles, removeFile, type ReceivedFile } from '#kernel/files/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import type { ReadMail } from './parse/read-mail.ts'
import type { MailboxRow } from './store/mailbox.ts'

/** A mail that lies in a mailbox and was not taken in. */
export interface Waiting {
  uid: number
  uidValidity: number
  /** bytes */
  size: number
}

/** A mail whose source lies in the file store. */
export interface Received extends Waiting {
  mailboxId: string
  id: string
  source: ReceivedFile
  /** it has a row already and waited for a person */
  again?: true
}

/** The source belongs to the mail from now on. */
export async function keepSource(tx: Tx, received: Pick<Received, 'id' | 'source'>): Promise<void> {
  await attachFile(tx, systemActor('mailbox'), received.source, { entity: 'mail', entityId: received.id })
}

/** What the mail itself says, as the table keeps it. */
export function factsOf(read: ReadMail<ReceivedFile>) {
  const { head } = read
  return {
    messageId: head.messageId,
    refs: head.references.slice(-20),
    fingerprint: read.fingerprint,
    sender: head.from?.address ?? null,
    senderName: head.from?.name ?? '',
    subject: head.subject,
    sentAt: head.sentAt,
    words: read.text,
    lost: read.lost,
  }
}

/** A row of which nothing is known but its place. */
export function blank(mailbox: MailboxRow, mail: Waiting & { id: string }) {
  return {
    id: mail.id,
    mailboxId: mailbox.id,
    uidValidity: mail.uidValidity,
    uid: mail.uid,
    size: mail.size,
    messageId: null,
    refs: [],
    fingerprint: null,
    sender: null,
    senderName: '',
    personId: null,
    subject: '',
    sentAt: null,
    words: '',
    lost: [],
    reason: null,
    detail: null,
    ticketId: null,
  }
}

/** The source is not needed any more: all of the mail is on its ticket, or a person does not want it. */
export async function dropSource(tx: Tx, actor: Actor, mailId: string): Promise<void> {
  const files = (await listFiles(tx, 'mail', [mailId])).get(mailId) ?? []
  for (const { id } of files) await removeFile(tx, actor, id, { entity: 'mail', entityId: mailId })
}
