/** Mails of a mailbox for complaints: they become complaints, and their senders are written to about them. */
import type { Tx } from '#kernel/db/index.ts'
import { say } from '#kernel/http/index.ts'
import type { AppEvent, Reaction } from '#kernel/manifest.ts'
import { findSentMail, sendMail, withdrawNotices } from '#kernel/notify/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import {
  fileByMail,
  findComplaintByNumber,
  hearByMail,
  keepFiles,
  readMailed,
  type MailedComplaint,
} from '#modules/complaint/index.ts'
import { settingsOfProcess, type Settings } from './environment.ts'
import { nameOf, spokesman } from './land.ts'
import type { Address, Head } from './parse/head.ts'
import { titleOf } from './parse/texts.ts'
import { complaintNumbersIn, kindOf } from './rules/complaint.ts'
import { newWords, replyMark } from './rules/quote.ts'
import type { Case } from './settle.ts'
import { complainantOf, putComplainant } from './store/complainant.ts'
import { recordOfMails, type Contact } from './store/thread.ts'
import { senderOf, type Sender } from './who.ts'

/** Longest text of a complaint, in characters. */
const longest = 5000

/** The complaint that a mail refers to, and what the sender is to it. */
export interface ComplaintThread {
  complaintId: string
  number: string
  state: 'open' | 'resolved' | 'ended'
  participant: boolean
  affected: boolean
}

/** Who wrote it: in a mailbox for complaints those may file who may complain. */
export async function complainantSender(tx: Tx, from: Address | null): Promise<Sender> {
  const sender = await senderOf(tx, from)
  return sender.kind === 'person' ? { ...sender, mayFile: can(sender.actor, 'complaint.file') } : sender
}

/** By the mails that it refers to, else by a number in its subject; whose complaint it is decides, not who knows the number. */
export async function findComplaintThread(
  tx: Tx,
  sender: Sender,
  head: Head,
): Promise<ComplaintThread | undefined> {
  const sent = await findSentMail(tx, head.references.toReversed())
  const ours = sent?.entity === 'complaint' || sent?.entity === 'my-complaint' ? sent.entityId : undefined
  let id = ours ?? (await recordOfMails(tx, 'complaint', head.references))
  for (const number of id ? [] : complaintNumbersIn(head.subject))
    id ??= await findComplaintByNumber(tx, number)
  if (!id) return undefined
  const { number, state, personId } = await readMailed(tx, id)
  const contact = await complainantOf(tx, id)
  const own =
    (sender.kind === 'person' && sender.actor.id === personId) ||
    (sender.kind !== 'none' && contact?.address === sender.address)
  return { complaintId: id, number, state, participant: own, affected: own }
}

/** @returns the complaint's id */
export async function openComplaint(one: Case, linked: boolean): Promise<string> {
  const { tx, mailbox, read, sender, complaint } = one
  const person = sender.kind === 'person' ? sender.actor : null
  const title = titleOf(read.head.subject).slice(0, 100).toWellFormed()
  const about =
    linked && complaint ? `${say('zh-CN', 'mailbox:complaintBefore', { number: complaint.number })}\n\n` : ''
  const { id } = await fileByMail(tx, spokesman(sender), {
    orgId: mailbox.org.id,
    serviceId: mailbox.service && mailbox.serviceActive ? mailbox.service.id : null,
    person: person && { id: person.id!, orgId: person.orgId },
    contactName: nameOf(sender),
    kind: kindOf(read.head.subject),
    title:
      title.length >= 2 ? title : say('zh-CN', 'mailbox:noSubject', { name: nameOf(sender) }).slice(0, 100),
    body: about + wordsOf(one, linked ? newWords(read.text).words : read.text),
  })
  await keepFiles(tx, person ?? spokesman(sender), id, read.files)
  return id
}

/** @returns the complaint's id */
export async function hearComplaint(one: Case, reopen: boolean): Promise<string> {
  const { tx, read, sender, complaint } = one
  const id = complaint!.complaintId
  const actor: Actor = sender.kind === 'person' ? sender.actor : spokesman(sender)
  await hearByMail(tx, actor, { id, note: wordsOf(one, newWords(read.text).words), reopen })
  await keepFiles(tx, actor, id, read.files)
  return id
}

/** The text within its limit, and what was attached and could not be kept: that is in the mailbox only. */
function wordsOf({ read, mailbox }: Case, text: string): string {
  const names = read.lost
    .slice(0, 20)
    .map(({ name, reason }) => {
      const why = say('zh-CN', `mailbox:lostReason.${reason.split('.').at(-1)}`, {}, reason)
      return `${name.slice(0, 200)}（${why}）`
    })
    .join('、')
  const tail =
    names === ''
      ? ''
      : `\n\n${say('zh-CN', 'mailbox:complaintFiles', { names: names.slice(0, 1000).toWellFormed(), mailbox: mailbox.name })}`
  const room = longest - 200 - tail.length
  const words = text.trim() || say('zh-CN', 'mailbox:noWords')
  const whole = words.length <= room && !read.cut
  const shown = whole
    ? words
    : `${words.slice(0, room).toWellFormed()}\n\n${say('zh-CN', 'mailbox:complaintCut', { mailbox: mailbox.name })}`
  return shown + tail
}

/** From now on answers go to the sender, and the sender's mails land on the complaint; a new one is acknowledged. */
export async function answerComplainant(one: Case, id: string, isNew: boolean): Promise<void> {
  const { tx, settings, mailbox, received, sender } = one
  if (sender.kind === 'none') return
  const personId = sender.kind === 'person' ? sender.actor.id : null
  const { address, name } = sender
  await putComplainant(tx, {
    complaintId: id,
    address,
    name,
    personId,
    mailboxId: mailbox.id,
    mailId: received.id,
  })
  if (!isNew || !mailbox.acknowledge) return
  const row = await readMailed(tx, id)
  await write(tx, settings, row, (await complainantOf(tx, id))!, {
    key: 'complaintReceived',
    params: { due: inUnitZone(row.answerDueAt).slice(0, 10) },
    automatic: 'auto-replied',
    dedupeKey: `complaint-ack:${id}`,
  })
}

interface Letter {
  key: 'complaintReceived' | 'complaintAccepted' | 'complaintAnswered'
  params: Record<string, string>
  automatic: 'no' | 'auto-generated' | 'auto-replied'
  dedupeKey: string
}

async function write(
  tx: Tx,
  settings: Settings,
  row: MailedComplaint,
  to: Contact,
  { key, params, automatic, dedupeKey }: Letter,
): Promise<void> {
  const { number, title } = row
  const link = settings.publicUrl && to.personId ? [`${settings.publicUrl}/my-complaints/${row.id}`] : []
  const words = say(to.locale, `mailbox:letter.${key}`, { number, title, ...params })
  await sendMail(tx, settings, {
    to: { name: to.name, address: to.address },
    replyTo: to.mailboxAddress,
    subject: `Re: ${title} [${number}]`,
    body: [replyMark, words, ...link, say(to.locale, 'mailbox:footer', { number })].join('\n\n'),
    about: number,
    inReplyTo: to.messageId,
    references: [...to.refs, ...(to.messageId ? [to.messageId] : [])],
    ...{ automatic, dedupeKey, entity: 'complaint', entityId: row.id },
  })
}

/** What becomes of it goes to the sender in the thread; the news by mail need not say it again. */
const tell =
  (key: 'complaintAccepted' | 'complaintAnswered', what: 'accepted' | 'answered') =>
  async (tx: Tx, event: AppEvent): Promise<void> => {
    const to = await complainantOf(tx, event.entityId)
    if (!to) return
    const row = await readMailed(tx, event.entityId)
    await write(tx, settingsOfProcess(), row, to, {
      key,
      params: { words: row.answer },
      automatic: key === 'complaintAnswered' ? 'no' : 'auto-generated',
      dedupeKey: `${key}:${event.id}`,
    })
    if (to.personId === null) return
    const textKeys = [`complaint:notify.${what}`]
    await withdrawNotices(tx, { personId: to.personId, entity: 'my-complaint', entityId: row.id, textKeys })
  }

export const complaintReactions: readonly Reaction[] = [
  { name: 'mailbox.complaint-accepted', on: 'complaint.accept', run: tell('complaintAccepted', 'accepted') },
  { name: 'mailbox.complaint-answered', on: 'complaint.answer', run: tell('complaintAnswered', 'answered') },
]
