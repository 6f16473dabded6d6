/** Items on incidents and changes: which they are, what hangs on them, what that speaks for. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { AppEvent } from '#kernel/manifest.ts'
import { can, systemActor, type Actor } from '#kernel/permission/index.ts'
import { accessChange, titlesOf } from '#modules/change/index.ts'
import { accessGoingOn, accessIncident, may } from '#modules/incident/index.ts'
import { visibleTickets } from '#modules/ticket/index.ts'
import { impactOf } from './graph.ts'
import { accessCi, visibleCis } from './policy.ts'
import { readCis } from './store/ci.ts'
import * as store from './store/tickets.ts'
import type * as contract from './ticket-contract.ts'
import { maxLevels } from './words.ts'

type Answer = Output<typeof contract.incidentCis.list>
type Kind = 'incident' | 'change'

interface Found {
  kind: Kind
  id: string
  number: string
  orgId: string
  mayEdit: boolean
}

/** @throws incident.not_found, change.not_found (404) */
async function access(db: Db, actor: Actor, kind: Kind, id: string): Promise<Found> {
  if (kind === 'incident') {
    const row = await accessIncident(db, actor, id)
    return { kind, id, number: row.number, orgId: row.org.id, mayEdit: may(actor, row, 'edit') }
  }
  const row = await accessChange(db, actor, id)
  const over = ['closed', 'rejected', 'cancelled'].includes(row.state)
  return { kind, id, number: row.number, orgId: row.org.id, mayEdit: !over && can(actor, 'change.request') }
}

/** How far the suggestion looks, and how many failing items it counts. */
const suggested = { levels: maxLevels, limit: 1 }

async function answer(db: Db, actor: Actor, found: Found): Promise<Answer> {
  const paths = visibleCis(actor)
  const items = await store.itemsOn(db, paths, visibleTickets(actor), found.id)
  return { items, mayEdit: found.mayEdit, suggestion: await suggestion(db, paths, items) }
}

async function suggestion(
  db: Db,
  paths: readonly string[],
  items: readonly store.OnTicketRow[],
): Promise<Answer['suggestion']> {
  const live = items.filter((one) => one.lifecycle !== 'retired').map((one) => one.id)
  if (live.length === 0) return null
  const impact = await impactOf(db, paths, live, suggested)
  const named = (effect: 'down' | 'impaired') =>
    impact.services.filter((one) => one.effect === effect).map(({ id, name }) => ({ id, name }))
  const { grade, affected } = impact.suggestion
  return { grade, down: named('down'), impaired: named('impaired'), affected, group: commonGroup(items) }
}

/** The group of most of the items; the first one of those that are equal. */
function commonGroup(items: readonly store.OnTicketRow[]): { id: string; name: string } | null {
  const counts = new Map<string, { id: string; name: string; n: number }>()
  for (const { groupId: id, groupName: name } of items)
    if (id && name) counts.set(id, { id, name, n: (counts.get(id)?.n ?? 0) + 1 })
  const best = [...counts.values()].toSorted((a, b) => b.n - a.n)[0]
  return best ? { id: best.id, name: best.name } : null
}

function editable(found: Found): void {
  if (!found.mayEdit) throw new AppError('ci.ticket_not_yours', { status: 403 })
}

async function add(tx: Tx, actor: Actor, kind: Kind, id: string, ciIds: readonly string[]): Promise<Answer> {
  const found = await access(tx, actor, kind, id)
  editable(found)
  const rows = await readCis(tx, visibleCis(actor), ciIds)
  const usable = new Set(rows.filter((row) => row.lifecycle !== 'retired').map((row) => row.id))
  const wrong = ciIds.findIndex((one) => !usable.has(one))
  if (wrong >= 0) throw new AppError('ci.unknown_reference', { status: 422, field: `ciIds.${wrong}` })
  const fresh = await store.putOnTicket(tx, id, ciIds, actor.id)
  await told(tx, actor, found, 'ci.add-to-ticket', fresh)
  return answer(tx, actor, found)
}

async function remove(tx: Tx, actor: Actor, kind: Kind, id: string, ciId: string): Promise<Answer> {
  const found = await access(tx, actor, kind, id)
  editable(found)
  if (!(await store.takeOffTicket(tx, id, ciId))) throw notFound('ci')
  await told(tx, actor, found, 'ci.remove-from-ticket', [ciId])
  return answer(tx, actor, found)
}

async function told(
  tx: Tx,
  actor: Actor,
  { kind, id, orgId, number }: Omit<Found, 'mayEdit'>,
  action: 'ci.add-to-ticket' | 'ci.remove-from-ticket' | 'ci.follow-merge',
  ciIds: readonly string[],
): Promise<void> {
  await audit(tx, actor, { action, entity: kind, entityId: id, orgId, after: { number, ciIds } })
  await emit(tx, { type: 'ci.on-ticket', entity: kind, entityId: id })
}

/**
 * The verbs behind `ticketCis` of the contract, for one kind of ticket.
 * @throws incident.not_found, change.not_found, ci.not_found (404); ci.ticket_not_yours (403); ci.unknown_reference (422)
 */
function verbsOf(kind: Kind) {
  type Of = typeof contract.incidentCis
  return {
    list: async (db: Db, actor: Actor, input: Input<Of['list']>): Promise<Answer> =>
      answer(db, actor, await access(db, actor, kind, input.id)),
    add: (tx: Tx, actor: Actor, input: Input<Of['add']>): Promise<Answer> =>
      add(tx, actor, kind, input.id, input.ciIds),
    remove: (tx: Tx, actor: Actor, input: Input<Of['remove']>): Promise<Answer> =>
      remove(tx, actor, kind, input.id, input.ciId),
  }
}
export const incidentVerbs = verbsOf('incident')
export const changeVerbs = verbsOf('change')

/** An incident was merged into another: its items stand on the one where it goes on. */
export async function followMerge(tx: Tx, event: AppEvent): Promise<void> {
  const actor = systemActor('ci', event.id)
  const into = await accessGoingOn(tx, actor, event.entityId)
  const ciIds = await store.moveToTicket(tx, event.entityId, into.id)
  if (ciIds.length > 0)
    await told(tx, actor, { kind: 'incident', ...into, orgId: into.org.id }, 'ci.follow-merge', ciIds)
}

/** @throws ci.not_found (404) */
export async function ciTicketsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.ciTickets>,
): Promise<Output<typeof contract.ciTickets>> {
  const row = await accessCi(db, actor, input.id)
  const rows = await store.ticketsOf(db, visibleTickets(actor), ['change'], row.id)
  const titles = await titlesOf(
    db,
    actor,
    rows.filter((one) => one.kind === 'change').map((one) => one.id),
  )
  return { items: rows.filter((one) => one.kind !== 'change' || titles.has(one.id)) }
}
