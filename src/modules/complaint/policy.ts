import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import { can, inScope, scopeOf, systemActor, type Actor } from '#kernel/permission/index.ts'
import { workersOf } from '#modules/satisfaction/index.ts'
import { accessTicket } from '#modules/ticket/index.ts'
import type * as contract from './contract.ts'
import { may, replies, type Move, type Reply } from './lifecycle.ts'
import { selectComplaints, selectOwn, type ComplaintRow, type Sight } from './store/read.ts'

/** Complaints that an actor deals with; see store/read.ts. */
export const sightOf = (actor: Actor): Sight => ({
  paths: scopeOf(actor, 'complaint.intake'),
  personId: actor.id,
})

/** The only way to a complaint for those who deal with it. @throws complaint.not_found (404) */
export async function accessComplaint(db: Db, actor: Actor, id: string, lock = false): Promise<ComplaintRow> {
  const [row] = await selectComplaints(db, sightOf(actor), { id, lock, limit: 1 })
  if (!row) throw notFound('complaint')
  return row
}

/** The only way to a complaint for who made it, with an account. @throws complaint.not_found (404) */
export async function accessMine(db: Db, actor: Actor, id: string): Promise<ComplaintRow> {
  const [row] = actor.id === null ? [] : await selectOwn(db, actor.id, { id, limit: 1 })
  if (!row) throw notFound('complaint')
  return row
}

/**
 * Why somebody may have no part in dealing with it: complained about by name, worked on the ticket, works for the vendor
 * (of the service), leads the org. undefined: nothing speaks against it. Praise is nobody's own matter.
 */
export async function partOf(
  db: Db,
  row: ComplaintRow,
  who: { id: string; orgPath: string },
): Promise<'person' | 'ticket' | 'vendor' | 'leader' | undefined> {
  if (row.aboutPerson?.id === who.id) return 'person'
  if (row.kind === 'praise') return undefined
  if (row.about === 'org' && row.aboutOrg?.leaderId === who.id) return 'leader'
  const vendor = row.about === 'vendor' ? row.aboutOrg?.path : row.vendorPath
  if (vendor && who.orgPath.startsWith(vendor)) return 'vendor'
  if (!row.ticket) return undefined
  const { ticket } = await accessTicket(db, systemActor('complaint'), row.ticket.id)
  return (await workersOf(db, row.ticket.id, ticket.ownerId)).has(who.id) ? 'ticket' : undefined
}

/** Who a move is for, before the state is looked at. */
function holds(actor: Actor, row: ComplaintRow, move: Move): boolean {
  const takesIn = inScope(actor, 'complaint.intake', row.orgPath)
  const isHandler = actor.id !== null && row.handler?.id === actor.id
  if (move === 'accept' || move === 'assign') return takesIn
  if (move === 'answer') return isHandler && can(actor, 'complaint.handle')
  // who has answered does not ask how good the answer was
  if (move === 'call-back')
    return takesIn && !isHandler && row.personId !== actor.id && row.channel !== 'anonymous'
  if (move === 'supervise') return inScope(actor, 'complaint.supervise', row.orgPath)
  return false
}

/**
 * @throws complaint.not_found (404), complaint.not_yours (403), complaint.not_now (409), complaint.version_stale (412),
 * complaint.own_matter (403): the actor is a party to it
 */
export async function complaintFor(
  tx: Db,
  actor: Actor,
  at: { id: string; version: number },
  move: Move,
): Promise<ComplaintRow> {
  const row = await accessComplaint(tx, actor, at.id, true)
  if (!holds(actor, row, move)) throw new AppError('complaint.not_yours', { status: 403 })
  if (!may(move, row.state)) throw new AppError('complaint.not_now', { status: 409, field: 'state' })
  demandVersion(row, at.version)
  if (actor.id !== null && (await partOf(tx, row, { id: actor.id, orgPath: actor.orgPath })))
    throw new AppError('complaint.own_matter', { status: 403 })
  return row
}

/** @throws complaint.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('complaint.version_stale', { status: 412, params: { version: row.version } })
}

const entriesOf = (row: ComplaintRow, openOnly: boolean) =>
  row.entries
    .filter((one) => one.open || !openOnly)
    .map(({ open: _, ...one }) => ({ ...one, at: new Date(one.at) }))

export function present(actor: Actor, row: ComplaintRow): Output<typeof contract.getComplaint> {
  const { orgPath: _, personId: __, aboutOrg: ___, vendorPath: ____, ...rest } = row
  const all = ['accept', 'assign', 'answer', 'call-back', 'supervise'] as const
  return {
    ...rest,
    entries: entriesOf(row, false),
    abilities: all.filter((move) => may(move, row.state) && holds(actor, row, move)),
  }
}

/** What a complainant sees: what is done about it, and not by whom it is discussed. */
export function presentMine(row: ComplaintRow): Output<typeof contract.getMine> {
  return {
    ...row,
    entries: entriesOf(row, true).map((one) => ({ ...one, by: null })),
    abilities: replies.filter((reply: Reply) => may(reply, row.state)),
  }
}
