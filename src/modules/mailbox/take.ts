import type { ImapFlow } from 'imapflow'
import { transaction } from '#kernel/db/index.ts'
import type { JobContext } from '#kernel/manifest.ts'
import { connectionsOf, type Connection, type Connections } from './connections.ts'
import { explainImap } from './imap.ts'
import type { Waiting } from './row.ts'
import { quarantineUnread, takeOne } from './take-one.ts'
import {
  countStuck,
  movePosition,
  readState,
  recordCheck,
  selectMailboxes,
  startValidity,
  type MailboxRow,
} from './store/mailbox.ts'

/** Without IDLE, or where its news was lost, a mailbox is looked at this often. */
const lookEveryMs = 60_000
/** A turn ends after this time, so that the process can end and others get theirs; the next one goes on. */
const turnMs = 20_000
/** How often a mail may fail in a row before it is set aside. */
const patience = 5
const atOnce = 4

/**
 * Takes new mail from all mailboxes in, each mail in a transaction of its own together with what becomes of it.
 * Runs in one process of the installation at a time; a mailbox that fails holds up no other.
 */
export async function takeMails(context: JobContext): Promise<void> {
  const connections = connectionsOf(context.settings)
  if (connections.closing) return
  const mailboxes = await selectMailboxes(context.db, { active: true })
  connections.keepOnly(new Set(mailboxes.map((mailbox) => mailbox.id)))
  const waiting = [...mailboxes]
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await look(context, connections, next)
    }),
  )
}

async function look(context: JobContext, connections: Connections, mailbox: MailboxRow): Promise<void> {
  if (connections.resting(mailbox.id)) return
  try {
    const connection = await connections.of(mailbox)
    if (!connection.news && Date.now() - connection.lookedAt < lookEveryMs) return
    // news that comes from here on is for the next look
    connection.news = false
    await takeNew(context, connections, connection, mailbox)
    connection.lookedAt = Date.now()
    connections.succeeded(mailbox.id)
    await recordCheck(context.db, mailbox.id, null)
  } catch (error) {
    connections.failed(mailbox.id)
    if (connections.closing) return
    const said = explainImap(error)
    if (mailbox.error === null)
      context.log('mailbox not read, will try again', { mailbox: mailbox.name, error: said })
    await recordCheck(context.db, mailbox.id, said || 'no answer')
  }
}

async function takeNew(
  context: JobContext,
  connections: Connections,
  connection: Connection,
  mailbox: MailboxRow,
): Promise<void> {
  const { client } = connection
  const opened = client.mailbox || (await client.mailboxOpen(mailbox.folder))
  const uidValidity = Number(opened.uidValidity)
  let state = await readState(context.db, mailbox.id)
  if (state.uidValidity !== uidValidity) {
    await startValidity(context.db, mailbox.id, uidValidity)
    state = await readState(context.db, mailbox.id)
  }
  const until = Date.now() + turnMs
  const taken: number[] = []
  try {
    for await (const mail of newMails(client, mailbox, state.lastUid, uidValidity)) {
      if (connections.closing || Date.now() > until) {
        connection.news = true
        return
      }
      if (mail.tooOld)
        await transaction(context.db, (tx) => movePosition(tx, mailbox.id, uidValidity, mail.uid))
      else await takePatiently(context, client, mailbox, mail)
      taken.push(mail.uid)
    }
  } finally {
    await markSeen(context, client, taken)
  }
}

/** Mails above the position in ascending order; a few hundred are asked for at a time. */
async function* newMails(
  client: ImapFlow,
  mailbox: MailboxRow,
  lastUid: number,
  uidValidity: number,
): AsyncGenerator<Waiting & { tooOld: boolean }> {
  const found = (await client.search({ uid: `${lastUid + 1}:*` }, { uid: true })) || []
  // `n:*` names the last mail even where that is older than n
  const uids = found.filter((uid) => uid > lastUid).toSorted((a, b) => a - b)
  for (let at = 0; at < uids.length; at += 200) {
    const part = uids.slice(at, at + 200)
    const facts = await client.fetchAll(
      part.join(','),
      { uid: true, size: true, internalDate: true },
      { uid: true },
    )
    for (const { uid, size = 0, internalDate } of facts.toSorted((a, b) => a.uid - b.uid)) {
      const arrived = internalDate === undefined ? undefined : new Date(internalDate)
      const tooOld = mailbox.since !== null && arrived !== undefined && arrived < mailbox.since
      yield { uid, uidValidity, size, tooOld }
    }
  }
}

/**
 * One mail; one that keeps failing is set aside with the reason, so that those behind it arrive.
 * @throws what it failed with, as long as there is patience: the look ends and begins anew later
 */
async function takePatiently(
  context: JobContext,
  client: ImapFlow,
  mailbox: MailboxRow,
  mail: Waiting,
): Promise<void> {
  try {
    await takeOne(context, client, mailbox, mail)
  } catch (error) {
    const times = await countStuck(context.db, mailbox.id, mail.uid)
    // a connection that breaks is more likely the network's fault than the mail's
    if (times < (client.usable ? patience : patience * 3)) throw error
    context.log('mail set aside: it could not be taken in', {
      mailbox: mailbox.name,
      uid: mail.uid,
      error: String(error),
    })
    await quarantineUnread(context, mailbox, mail, { reason: 'unreadable', detail: String(error) })
  }
}

/** Shows people who look into the mailbox what was taken in; nothing depends on it. */
async function markSeen(context: JobContext, client: ImapFlow, uids: readonly number[]): Promise<void> {
  if (uids.length === 0 || !client.usable) return
  try {
    for (let at = 0; at < uids.length; at += 500)
      await client.messageFlagsAdd(uids.slice(at, at + 500).join(','), ['\\Seen'], { uid: true })
  } catch (error) {
    context.log('mails could not be marked as seen', { error: explainImap(error) })
  }
}
