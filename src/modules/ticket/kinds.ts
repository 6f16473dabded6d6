import type { RawBuilder } from 'kysely'
import type { Db, Tx } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Actor } from '#kernel/permission/index.ts'

/** A ticket as far as what all kinds share needs to know it. */
export interface TicketAccess {
  id: string
  number: string
  title: string
  orgId: string
  open: boolean
  /** person who has it, told where a task has nobody */
  ownerId: string | null
  /** the caller works on it: adds and changes tasks */
  mayWork: boolean
  /** the caller reads what those who work on it keep among themselves */
  seesInternal: boolean
  /** number that its requester gave for this ticket, where it differs from the person's */
  contactPhone?: string | null
}

/** What a kind of tickets tells this room: access to a ticket is the kind's to decide. */
export interface TicketKind {
  kind: string
  /** @throws <kind>.not_found (404) when it is missing or invisible */
  access: (db: Db, actor: Actor, id: string) => Promise<TicketAccess>
  /** Which tickets `t` of this kind a caller may see: the condition of its own lists, for lists of several kinds. */
  visible: (actor: Actor) => RawBuilder<unknown>
  /** Lets a person who got a task of it, or is to call about it, see the ticket. */
  follow: (tx: Tx, id: string, personId: string) => Promise<void>
  /** It has tasks of its own making, and none of this room's. */
  ownTasks?: true
}

const kinds = new Map<string, TicketKind>()

/** Makes a kind known; called in the room's `setUp` (again for the same kind: replaces it). */
export function registerTicketKind(kind: TicketKind): void {
  kinds.set(kind.kind, kind)
}

export const ticketKinds = (): TicketKind[] => [...kinds.values()]

/** @throws ticket.not_found (404) for a kind whose room is not part of the program */
export function ticketKind(kind: string): TicketKind {
  const known = kinds.get(kind)
  if (!known) throw notFound('ticket')
  return known
}
