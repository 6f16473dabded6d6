import type { ImapFlow } from 'imapflow'
import type { Readable } from 'node:stream'
import { newId, transaction } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { readReceived, receiveSource, receiveUpload, type ReceivedFile } from '#kernel/files/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { readMail, type ReadMail } from './parse/read-mail.ts'
import { blank, factsOf, keepSource, type Received, type Waiting } from './row.ts'
import { settle } from './settle.ts'
import { movePosition, readState, type MailboxRow } from './store/mailbox.ts'
import { isSettled, putMail } from './store/mail.ts'
import type { QuarantineReason } from './words.ts'

type Db = JobContext['db']

/** Fetches one mail to the disk, takes it apart, and settles it in one transaction with its place in the mailbox. */
export async function takeOne(
  context: JobContext,
  client: ImapFlow,
  mailbox: MailboxRow,
  mail: Waiting,
): Promise<void> {
  const maxBytes = mailbox.maxMb * 2 ** 20
  if (mail.size > maxBytes) {
    const detail = `${Math.ceil(mail.size / 2 ** 20)} MB > ${mailbox.maxMb} MB`
    await quarantineUnread(context, mailbox, mail, { reason: 'too_large', detail })
    return
  }
  const source = await fetchSource(client, mail, maxBytes)
  // gone from the mailbox before it was read: there is nothing to take in, and nothing to keep
  if (!source) {
    await transaction(context.db, (tx) => movePosition(tx, mailbox.id, mail.uidValidity, mail.uid))
    return
  }
  await settleSource(context, mailbox, { id: newId(), mailboxId: mailbox.id, ...mail, source }, false)
}

async function fetchSource(
  client: ImapFlow,
  mail: Waiting,
  maxBytes: number,
): Promise<ReceivedFile | undefined> {
  const { content } = (await client.download(String(mail.uid), undefined, {
    uid: true,
    chunkSize: 1 << 20,
  })) as {
    content?: Readable
  }
  if (!content) return undefined
  return receiveSource(content, {
    name: `${mail.uid}.eml`,
    type: 'message/rfc822',
    maxBytes: maxBytes + 4096,
  })
}

/**
 * Takes the source apart and settles it. A mail that is no mail waits for a person with its source.
 * @param anyway a person wants it taken in whatever the rules say
 */
export async function settleSource(
  context: { db: Db; settings: JobContext['settings'] },
  mailbox: MailboxRow,
  received: Received,
  anyway: boolean,
): Promise<void> {
  let read: ReadMail<ReceivedFile>
  try {
    read = await readMail(await readReceived(received.source), keepFile)
  } catch (error) {
    if (error instanceof AppError) throw error
    await quarantineSource(context.db, mailbox, received, { reason: 'unreadable', detail: String(error) })
    return
  }
  try {
    await transaction(context.db, (tx) => settle(tx, context.settings, mailbox, received, read, anyway))
  } catch (error) {
    // a rule of another room refuses it: no later try changes that, a person may
    if (!(error instanceof AppError) || error.status >= 500) throw error
    await quarantineSource(context.db, mailbox, received, { reason: 'refused', detail: error.code }, read)
  }
}

const keepFile = (file: { name: string; type: string; stream: Readable }): Promise<ReceivedFile> =>
  receiveUpload({ fileName: file.name, declaredType: file.type, stream: file.stream })

interface Why {
  reason: QuarantineReason
  detail: string
}

/** Sets a mail aside with its source, and what is known of it. */
async function quarantineSource(
  db: Db,
  mailbox: MailboxRow,
  received: Received,
  why: Why,
  read?: ReadMail<ReceivedFile>,
): Promise<void> {
  await transaction(db, async (tx) => {
    await readState(tx, mailbox.id, true)
    if (await isSettled(tx, received)) return
    await putMail(tx, {
      ...blank(mailbox, received),
      ...(read ? factsOf(read) : {}),
      ...why,
      outcome: 'quarantined',
    })
    if (!received.again) await keepSource(tx, received)
    await movePosition(tx, mailbox.id, received.uidValidity, received.uid)
  })
}

/** Sets a mail aside that was not fetched: it stays in the mailbox. */
export async function quarantineUnread(
  context: JobContext,
  mailbox: MailboxRow,
  mail: Waiting,
  why: Why,
): Promise<void> {
  await transaction(context.db, async (tx) => {
    await readState(tx, mailbox.id, true)
    const place = { id: newId(), mailboxId: mailbox.id, ...mail }
    if (!(await isSettled(tx, place)))
      await putMail(tx, { ...blank(mailbox, place), ...why, outcome: 'quarantined' })
    await movePosition(tx, mailbox.id, mail.uidValidity, mail.uid)
  })
}
