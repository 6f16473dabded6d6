import type { RawBuilder } from 'kysely'
import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { RecordTitles } from '#kernel/evidence/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { ticketKind, ticketKinds, type TicketAccess, type TicketKind } from './kinds.ts'
import { kindOf } from './store/tasks.ts'
import { ofKinds, titlesOf } from './store/visible.ts'

export interface FoundTicket {
  kind: TicketKind
  ticket: TicketAccess
}

/**
 * A ticket of whatever kind, for rooms that serve all kinds.
 * @param locked against a move of it at the same time
 * @throws ticket.not_found (404): missing, invisible, or of a kind that nobody registered
 */
export async function accessTicket(
  db: Db,
  actor: Actor,
  ticketId: string,
  locked = false,
): Promise<FoundTicket> {
  const name = await kindOf(db, ticketId, locked)
  if (name === undefined) throw notFound('ticket')
  const kind = ticketKind(name)
  try {
    return { kind, ticket: await kind.access(db, actor, ticketId) }
  } catch (error) {
    // one answer for every kind: which of them it was is nobody's to learn
    if (error instanceof AppError && error.status === 404) throw notFound('ticket')
    throw error
  }
}

/** Which tickets `t` a caller may see, of all kinds: what the list of each kind shows. */
export function visibleTickets(actor: Actor): RawBuilder<unknown> {
  return ofKinds(ticketKinds().map(({ kind, visible }) => ({ kind, visible: visible(actor) })))
}

/** What tickets of all kinds are called, for those who see them; other rooms have pages that are about a ticket, too. */
export const ticketTitles: RecordTitles['titles'] = (db, actor, ids) =>
  titlesOf(db, visibleTickets(actor), ids)

/** Pages of tickets are named after their kinds. */
export const recordTitles: readonly RecordTitles[] = [
  { pages: ['/incidents/', '/requests/', '/changes/', '/problems/'], titles: ticketTitles },
]
