import type { Tx } from '#kernel/db/index.ts'
import type { ReceivedFile } from '#kernel/files/index.ts'
import { loopMark, mailHost } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { acknowledge, rejectStranger } from './answer.ts'
import {
  answerComplainant,
  complainantSender,
  findComplaintThread,
  hearComplaint,
  openComplaint,
  type ComplaintThread,
} from './complaints.ts'
import type { Settings } from './environment.ts'
import { noteBounce, sentMailOf } from './bounced.ts'
import { landComment, openTicket } from './land.ts'
import type { ReadMail } from './parse/read-mail.ts'
import { blank, dropSource, factsOf, keepSource, type Received } from './row.ts'
import { automaticReason } from './rules/automatic.ts'
import { readBounce } from './rules/bounce.ts'
import { decide, type Decision } from './rules/decide.ts'
import { routed } from './route-mail.ts'
import { movePosition, ownAddresses, readState, type MailboxRow } from './store/mailbox.ts'
import { findTwin, isSettled, putMail, recentOf, type NewMail } from './store/mail.ts'
import { putContact } from './store/thread.ts'
import { findThread, senderOf, type Sender, type Thread } from './who.ts'

/** All that the settling of one mail looks at. */
export interface Case {
  tx: Tx
  settings: Settings
  mailbox: MailboxRow
  received: Received
  read: ReadMail<ReceivedFile>
  sender: Sender
  thread: Thread | undefined
  /** in a mailbox for complaints, instead of a ticket */
  complaint?: ComplaintThread | undefined
}

/** What was done with a mail, as its row keeps it. */
type Done = Pick<NewMail, 'outcome'> &
  Partial<Pick<NewMail, 'reason' | 'detail' | 'ticketId' | 'complaintId'>>

/**
 * Settles a mail: what becomes of it, its row, and its place in the mailbox, all in the caller's transaction. A mail
 * that is known by its place or by its content changes nothing again.
 * @param anyway a person wants it taken in whatever the rules say
 * @throws what the rooms refuse that it goes to (AppError): the caller sets it aside
 */
export async function settle(
  tx: Tx,
  settings: Settings,
  mailbox: MailboxRow,
  received: Received,
  read: ReadMail<ReceivedFile>,
  anyway: boolean,
): Promise<void> {
  // one mail of a mailbox at a time, even where two processes believe that it is their turn
  await readState(tx, mailbox.id, true)
  if (await isSettled(tx, received)) return
  const base: NewMail = { ...blank(mailbox, received), ...factsOf(read), outcome: 'duplicate' }
  const twin = await findTwin(tx, read.fingerprint, received.id)
  if (twin) {
    await finish(tx, received, { ...base, ticketId: twin.ticketId, complaintId: twin.complaintId })
    return
  }
  const one = await caseOf(tx, settings, mailbox, received, read)
  const { sender } = one
  const decision = await judge(one, anyway)
  const confidential = mailbox.purpose === 'complaints'
  const taker = anyway || confidential || !mayRoute(decision) ? undefined : await routed(tx, routedMail(one))
  const done: Done =
    taker === undefined ? await carryOut(one, decision) : { outcome: 'alerted', detail: taker }
  await finish(tx, received, {
    ...base,
    personId: sender.kind === 'person' ? sender.actor.id : null,
    ...done,
  })
  if (done.outcome !== 'opened' && done.outcome !== 'commented') return
  if (done.complaintId) return answerComplainant(one, done.complaintId, done.outcome === 'opened')
  await answerable(one, done.ticketId!)
  if (done.outcome === 'opened') await acknowledge(one, done.ticketId!)
}

async function caseOf(
  tx: Tx,
  settings: Settings,
  mailbox: MailboxRow,
  received: Received,
  read: ReadMail<ReceivedFile>,
): Promise<Case> {
  const base = { tx, settings, mailbox, received, read }
  if (mailbox.purpose === 'complaints') {
    const sender = await complainantSender(tx, read.head.from)
    const complaint = await findComplaintThread(tx, sender, read.head)
    return { ...base, sender, thread: undefined, complaint }
  }
  const sender = await senderOf(tx, read.head.from)
  return { ...base, sender, thread: await findThread(tx, sender, read.head) }
}

/** What no other room is asked about: what is about our own mails, and what people say in a thread. */
function mayRoute(decision: Decision): boolean {
  if (decision.kind === 'bounce' || decision.kind === 'comment') return false
  return (
    decision.kind !== 'ignore' ||
    !['own_address', 'loop', 'null_sender', 'bounce_unmatched', 'delayed'].includes(decision.reason)
  )
}

const routedMail = ({ mailbox, received, read }: Case) => ({
  mailboxId: mailbox.id,
  mailId: received.id,
  from: read.head.from?.address ?? '',
  fromName: read.head.from?.name ?? '',
  subject: read.head.subject,
  text: read.text,
})

async function judge(one: Case, anyway: boolean): Promise<Decision> {
  const { tx, settings, mailbox, read, sender } = one
  const thread = one.complaint ?? one.thread
  const bounce = readBounce(read.head, read, mailHost(settings))
  const ours = bounce ? await sentMailOf(tx, bounce) : undefined
  const addresses = new Set(await ownAddresses(tx))
  const from = /[^\s<>]+@[^\s<>]+/.exec(settings.mailFrom ?? '')?.[0].toLowerCase()
  if (from) addresses.add(from)
  return decide(
    {
      automatic: automaticReason(read.head, { addresses, loopMark: loopMark(settings) }),
      bounce: bounce && { matched: ours !== undefined, delayed: bounce.delayed },
      sender: sender.kind === 'person' ? { kind: 'person', mayFile: sender.mayFile } : { kind: sender.kind },
      thread: thread
        ? { state: thread.state, participant: thread.participant, affected: thread.affected }
        : null,
      overLimit: sender.kind !== 'none' && (await recentOf(tx, sender.address)) >= mailbox.hourlyLimit,
      anyway,
    },
    mailbox,
  )
}

async function carryOut(one: Case, decision: Decision): Promise<Done> {
  const complains = one.mailbox.purpose === 'complaints'
  switch (decision.kind) {
    case 'ignore':
      return { outcome: 'ignored', reason: decision.reason }
    case 'quarantine':
      return { outcome: 'quarantined', reason: decision.reason }
    case 'reject':
      await rejectStranger(one)
      return { outcome: 'ignored', reason: 'unknown_sender' }
    case 'bounce':
      return { outcome: 'bounced', ...(await noteBounce(one)) }
    case 'comment':
      if (complains) return { outcome: 'commented', complaintId: await hearComplaint(one, decision.reopen) }
      return { outcome: 'commented', ticketId: await landComment(one, decision.reopen) }
    case 'open':
      if (complains) return { outcome: 'opened', complaintId: await openComplaint(one, decision.linked) }
      return { outcome: 'opened', ticketId: await openTicket(one, decision.linked) }
  }
}

/** Writes the row, keeps the source where a part of the mail is nowhere else, and accounts for the place. */
async function finish(tx: Tx, received: Received, row: NewMail): Promise<void> {
  // what was said is on the complaint, for those who may read it
  await putMail(tx, row.complaintId ? { ...row, subject: '', senderName: '', words: '', lost: [] } : row)
  const needed =
    row.outcome === 'quarantined' ||
    (row.lost.length > 0 && row.ticketId !== null && row.outcome !== 'duplicate')
  if (needed && !received.again) await keepSource(tx, received)
  if (!needed && received.again) await dropSource(tx, systemActor('mailbox'), received.id)
  await movePosition(tx, received.mailboxId, received.uidValidity, received.uid)
}

/** From now on answers go to the sender, and the sender's mails may land on the ticket. */
async function answerable({ tx, mailbox, received, sender }: Case, ticketId: string): Promise<void> {
  if (sender.kind === 'none') return
  await putContact(tx, {
    ticketId,
    address: sender.address,
    name: sender.name,
    personId: sender.kind === 'person' ? sender.actor.id : null,
    mailboxId: mailbox.id,
    mailId: received.id,
  })
}
