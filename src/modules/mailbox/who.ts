import type { Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { findSentMail } from '#kernel/notify/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { accessIncident, findIdByNumber, readIncident } from '#modules/incident/index.ts'
import type { Address, Head } from './parse/head.ts'
import { numbersIn } from './rules/decide.ts'
import { isContact, peopleOf, recordOfMails } from './store/thread.ts'

/** Who wrote a mail, as far as its address says. */
export type Sender =
  | { kind: 'none' }
  | { kind: 'stranger'; address: string; name: string }
  | { kind: 'person'; address: string; name: string; actor: Actor; mayFile: boolean }

/** The one active account of the address; an address that several share says who it is as little as an unknown one. */
export async function senderOf(tx: Tx, from: Address | null): Promise<Sender> {
  if (!from) return { kind: 'none' }
  const people = await peopleOf(tx, from.address)
  const stranger = { kind: 'stranger', address: from.address, name: from.name || from.address } as const
  if (people.length !== 1) return stranger
  const actor = await personActor(tx, people[0]!.login, 'mail')
  const mayFile = can(actor, 'incident.create')
  return { kind: 'person', address: from.address, name: actor.name, actor, mayFile }
}

/** The ticket that a mail refers to, and what the sender is to it. */
export interface Thread {
  ticketId: string
  state: 'open' | 'resolved' | 'ended'
  /** may write on it: by an account that sees it, or because the conversation is with this address */
  participant: boolean
  /** it is about this one: a word of theirs may open it again */
  affected: boolean
  /** the account may write on it by itself */
  byAccount: boolean
}

/**
 * By the Message-IDs that the mail refers to (of ours, else of the mails taken in), else by a number in its subject.
 * Our Message-IDs cannot be guessed, numbers can: what the mail may do there depends on the sender alone.
 */
export async function findThread(tx: Tx, sender: Sender, head: Head): Promise<Thread | undefined> {
  const sent = await findSentMail(tx, head.references.toReversed())
  const byMail =
    sent?.entity === 'incident' ? sent.entityId : await recordOfMails(tx, 'ticket', head.references)
  if (byMail) return relation(tx, sender, byMail)
  for (const number of numbersIn(head.subject)) {
    const id = await findIdByNumber(tx, number)
    if (id) return relation(tx, sender, id)
  }
  return undefined
}

async function relation(tx: Tx, sender: Sender, ticketId: string): Promise<Thread | undefined> {
  const row = await readIncident(tx, ticketId, sender.kind === 'person' ? sender.actor.id : null)
  if (!row) return undefined
  const contact = sender.kind !== 'none' && (await isContact(tx, ticketId, sender.address))
  const byAccount = sender.kind === 'person' && (await mayComment(tx, sender.actor, ticketId))
  const own = sender.kind === 'person' && (row.requester?.id === sender.actor.id || row.iAmAffected)
  // merged into another: the conversation goes on there
  if (row.mergedInto) {
    const there = await relation(tx, sender, row.mergedInto.id)
    return there && { ...there, participant: there.participant || contact }
  }
  return {
    ticketId,
    state: row.open ? 'open' : row.state === 'resolved' ? 'resolved' : 'ended',
    participant: contact || byAccount,
    // those who work on it write mail as well, and are in the conversation once they have
    affected: own || (contact && !(sender.kind === 'person' && can(sender.actor, 'incident.work'))),
    byAccount,
  }
}

async function mayComment(tx: Tx, actor: Actor, id: string): Promise<boolean> {
  try {
    await accessIncident(tx, actor, id, 'comment')
    return true
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return false
    throw error
  }
}
