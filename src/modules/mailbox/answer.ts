import type { Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { sendMail, withdrawNotices } from '#kernel/notify/index.ts'
import { readIncident, type IncidentRow } from '#modules/incident/index.ts'
import { settingsOfProcess, type Settings } from './environment.ts'
import { replyMark } from './rules/quote.ts'
import type { Case } from './settle.ts'
import { wasRejected } from './store/mail.ts'
import { contactsOf, readComment, type Contact } from './store/thread.ts'

interface Letter {
  words: string
  automatic: 'no' | 'auto-generated' | 'auto-replied'
  dedupeKey: string
}

/** Queues a mail to somebody who takes part in a ticket by mail, in the thread of what they wrote. */
async function write(
  tx: Tx,
  settings: Settings,
  row: IncidentRow,
  to: Contact,
  letter: Letter,
): Promise<void> {
  const link = settings.publicUrl && to.personId ? [`${settings.publicUrl}/incidents/${row.id}`] : []
  await sendMail(tx, settings, {
    to: { name: to.name, address: to.address },
    replyTo: to.mailboxAddress,
    subject: `Re: ${row.title.slice(0, 200)} [${row.number}]`,
    body: [replyMark, letter.words, ...link, say(to.locale, 'mailbox:footer', { number: row.number })].join(
      '\n\n',
    ),
    about: row.number,
    inReplyTo: to.messageId,
    references: [...to.refs, ...(to.messageId ? [to.messageId] : [])],
    automatic: letter.automatic,
    entity: 'incident',
    entityId: row.id,
    dedupeKey: letter.dedupeKey,
  })
}

/** "We have got it", once per ticket. */
export async function acknowledge(one: Case, ticketId: string): Promise<void> {
  const { tx, settings, mailbox, sender } = one
  if (!mailbox.acknowledge || sender.kind === 'none') return
  const [row, contacts] = [await readIncident(tx, ticketId, null), await contactsOf(tx, ticketId)]
  const to = contacts.find(({ address }) => address === sender.address)
  if (!row || !to) return
  await write(tx, settings, row, to, {
    words: say(to.locale, 'mailbox:letter.received', { number: row.number, title: row.title }),
    automatic: 'auto-replied',
    dedupeKey: `ack:${ticketId}`,
  })
}

/** Tells a stranger, once a day, that this mailbox takes no mail from strangers. */
export async function rejectStranger({ tx, settings, mailbox, read, received, sender }: Case): Promise<void> {
  if (sender.kind === 'none' || (await wasRejected(tx, sender.address))) return
  await sendMail(tx, settings, {
    to: { name: sender.name, address: sender.address },
    subject: `Re: ${read.head.subject.slice(0, 200)}`,
    body: say('zh-CN', 'mailbox:letter.rejected', { mailbox: mailbox.name }),
    about: 'rejected',
    inReplyTo: read.head.messageId,
    references: read.head.messageId ? [read.head.messageId] : [],
    automatic: 'auto-replied',
    entity: 'mail',
    entityId: received.id,
    dedupeKey: `reject:${received.id}`,
  })
}

/** A public answer goes to those who take part by mail, whoever wrote it excepted. */
async function sendComment(tx: Tx, event: AppEvent): Promise<void> {
  const { entryId, public: shown } = event.data as { entryId?: number; public?: boolean }
  if (entryId === undefined || !shown) return
  const contacts = await contactsOf(tx, event.entityId)
  if (contacts.length === 0) return
  const comment = await readComment(tx, event.entityId, entryId)
  const row = await readIncident(tx, event.entityId, null)
  if (!comment?.public || !row) return
  for (const to of contacts) {
    const own =
      to.personId === null
        ? comment.actorId === null && comment.actorName.includes(to.address)
        : comment.actorId === to.personId
    if (own) continue
    await write(tx, settingsOfProcess(), row, to, {
      words: say(to.locale, 'mailbox:letter.comment', { name: comment.actorName, words: comment.body }),
      automatic: 'no',
      dedupeKey: `comment:${event.entityId}:${entryId}:${to.address}`,
    })
    await noNewsTwice(tx, row, to, 'commented')
  }
}

/** The restoration, with what was done. */
async function sendResolution(tx: Tx, event: AppEvent): Promise<void> {
  const contacts = await contactsOf(tx, event.entityId)
  const row = contacts.length > 0 ? await readIncident(tx, event.entityId, null) : undefined
  // reopened again before the event was worked off: there is nothing to tell
  if (row?.state !== 'resolved' && row?.state !== 'closed') return
  for (const to of contacts) {
    await write(tx, settingsOfProcess(), row, to, {
      words: say(to.locale, 'mailbox:letter.resolved', {
        number: row.number,
        title: row.title,
        words: row.resolution ?? '',
      }),
      automatic: 'auto-generated',
      dedupeKey: `resolved:${event.id}:${to.address}`,
    })
    await noNewsTwice(tx, row, to, 'resolved')
  }
}

/** What the conversation's mail says, the news by mail need not. */
async function noNewsTwice(tx: Tx, row: IncidentRow, to: Contact, what: string): Promise<void> {
  if (to.personId === null) return
  const textKeys = [`incident:notify.${what}`]
  await withdrawNotices(tx, { personId: to.personId, entity: 'incident', entityId: row.id, textKeys })
}

export const reactions: readonly Reaction[] = [
  { name: 'mailbox.send-comment', on: 'incident.commented', run: sendComment },
  { name: 'mailbox.send-resolution', on: 'incident.resolved', run: sendResolution },
]
