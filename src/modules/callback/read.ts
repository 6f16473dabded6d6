import { defaultCalendar, type CompiledCalendar } from '#kernel/calendar/index.ts'
import type { Db } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, idOfCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessTicket, contactsOf } from '#modules/ticket/index.ts'
import { mayHandle, visibleCallbacks } from './access.ts'
import type * as contract from './contract.ts'
import { worksAt } from './hours.ts'
import { callbacksOf, findCallback, listCallbackRows, type CallbackRow } from './store/read.ts'

/** A call-back as this actor sees it, with what they may do with it now. */
function present(actor: Actor, calendar: CompiledCalendar, row: CallbackRow): contract.CallbackRecord {
  const { ticketOwnerId: _, orgId: __, orgPath: ___, ...rest } = row
  const may = row.state === 'open' && mayHandle(actor, row)
  return {
    ...rest,
    outsideHours: !worksAt(calendar, row.dueAt),
    abilities: may ? ['record', 'move', 'cancel'] : [],
  }
}

/**
 * What a move answers with.
 * @param before as it was: all that is left for somebody who has just handed it on and sees nothing else of the ticket
 */
export async function presentCallback(
  db: Db,
  actor: Actor,
  id: string,
  before?: CallbackRow,
): Promise<contract.CallbackRecord> {
  const calendar = await defaultCalendar(db)
  const row = (await findCallback(db, visibleCallbacks(actor), id)) ?? before
  if (!row) throw notFound('callback')
  return present(actor, calendar, row)
}

/** @throws http.bad_cursor (422) */
export async function listCallbacksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listCallbacks>,
): Promise<Output<typeof contract.listCallbacks>> {
  const rows = await listCallbackRows(db, visibleCallbacks(actor), {
    which: input.which,
    mine: input.mine,
    after: positionOf(input.cursor),
    limit: input.limit + 1,
  })
  const calendar = await defaultCalendar(db)
  const cut = page(rows, input.limit, (row) => [(row.endedAt ?? row.dueAt).toISOString(), row.id])
  return { ...cut, items: cut.items.map((row) => present(actor, calendar, row)) }
}

function positionOf(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null
  const [at, id] = decodeCursor(cursor, 2)
  if (Number.isNaN(Date.parse(String(at)))) throw badCursor()
  return { at: String(at), id: idOfCursor(id) }
}

/** @throws ticket.not_found (404): missing, invisible, or nothing of it is the caller's to know */
export async function callbacksOfTicketVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.callbacksOfTicket>,
): Promise<Output<typeof contract.callbacksOfTicket>> {
  const { ticket } = await accessTicket(db, actor, input.id)
  const who = visibleCallbacks(actor)
  // a reporter among the staff sees the ticket, not what those who work on it arrange
  const rows = ticket.seesInternal ? await callbacksOf(db, who, ticket.id) : []
  const calendar = await defaultCalendar(db)
  const contacts = ticket.mayWork ? await contactsOf(db, ticket.id) : []
  const given = ticket.contactPhone
  return {
    items: rows.map((row) => present(actor, calendar, row)),
    mayAdd: ticket.mayWork,
    // the number given for this ticket goes before the one in the directory
    contacts: contacts.map((one, i) => (i === 0 && given ? { ...one, phone: given } : one)),
  }
}
