import { say } from '#kernel/http/index.ts'
import { can, systemActor, type Actor } from '#kernel/permission/index.ts'
import {
  addComment,
  addOutsideComment,
  fileOnly,
  keepAttachment,
  readIncident,
  reopenIncident,
} from '#modules/incident/index.ts'
import { titleOf } from './parse/texts.ts'
import { newWords } from './rules/quote.ts'
import type { Case } from './settle.ts'
import type { Sender } from './who.ts'

/** Longest text of a ticket and of a comment, in characters; the mail's row keeps all of it. */
const longest = 20_000

/** Opens a ticket from a mail. @returns its id */
export async function openTicket(one: Case, linked: boolean): Promise<string> {
  const { tx, mailbox, read, sender, thread } = one
  const person = sender.kind === 'person' ? sender.actor : undefined
  const title = titleOf(read.head.subject)
  const id = await fileOnly(tx, systemActor('mailbox'), {
    title:
      title.length >= 2 ? title : say('zh-CN', 'mailbox:noSubject', { name: nameOf(sender) }).slice(0, 200),
    // a new ticket needs what was forwarded or quoted; only an answer repeats what is there
    description: bounded(linked ? newWords(read.text).words : read.text, one),
    impact: 'medium',
    urgency: 'medium',
    type: 'fault',
    channel: 'mail',
    ...(person ? { requesterId: person.id! } : { caller: { name: nameOf(sender) }, orgId: mailbox.org.id }),
    ...(mailbox.service && mailbox.serviceActive ? { serviceId: mailbox.service.id } : {}),
    ...(linked && thread ? { parentId: thread.ticketId } : {}),
  })
  await attachAll(one, id, person && can(person, 'incident.comment') ? person : spokesman(sender))
  return id
}

/** Brings a mail's new words to the ticket it belongs to. @returns the ticket's id */
export async function landComment(one: Case, reopen: boolean): Promise<string> {
  const { tx, read, sender, thread } = one
  const id = thread!.ticketId
  const asPerson = sender.kind === 'person' && thread!.byAccount ? sender.actor : undefined
  const body = bounded(newWords(read.text).words, one) || say('zh-CN', 'mailbox:noWords')
  if (asPerson) await addComment(tx, asPerson, { id, body, public: true })
  else await addOutsideComment(tx, spokesman(sender), { id, body })
  await attachAll(one, id, asPerson ?? spokesman(sender))
  if (!reopen) return id
  const row = await readIncident(tx, id, null)
  const actor = asPerson && can(asPerson, 'incident.reopen') ? asPerson : spokesman(sender)
  await reopenIncident(tx, actor, { id, version: row!.version, reason: say('zh-CN', 'mailbox:reopened') })
  return id
}

async function attachAll({ tx, read }: Case, id: string, actor: Actor): Promise<void> {
  for (const received of read.files) await keepAttachment(tx, actor, { id, received })
}

/** The program, speaking for somebody who has no account. */
export function spokesman(sender: Sender): Actor {
  return { ...systemActor('mailbox'), name: nameOf(sender) }
}

/** `王某 <wang@x.cn>`, as staff see who it was; never a room's own name. */
export function nameOf(sender: Sender): string {
  if (sender.kind === 'none') return say('zh-CN', 'mailbox:nobody')
  if (sender.kind === 'person') return sender.name
  const { name, address } = sender
  return name === '' || name === address
    ? `<${address}>`.slice(0, 100)
    : `${[...name].slice(0, Math.max(10, 96 - address.length)).join('')} <${address}>`.slice(0, 100)
}

/** The text within its limit, followed by what of the mail could not be kept here. */
function bounded(text: string, { read }: Case): string {
  const notes = read.lost.map((part) =>
    say('zh-CN', 'mailbox:lostPart', {
      name: part.name.slice(0, 200),
      why: say('zh-CN', `mailbox:lostReason.${part.reason.split('.').at(-1)}`, {}, part.reason),
    }),
  )
  const tail = notes.length > 0 ? `\n\n${notes.slice(0, 20).join('\n')}` : ''
  const room = longest - tail.length - 100
  const whole = text.length <= room && !read.cut
  const shown = whole ? text : `${text.slice(0, room).toWellFormed()}\n\n${say('zh-CN', 'mailbox:cut')}`
  return `${shown}${tail}`.trim()
}
