/** Items on incidents and changes: which they are, what hangs on them, what that speaks for. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { accessChange, titlesOf } from '#modules/change/index.ts'
import { accessIncident, may } from '#modules/incident/index.ts'
import { visibleTickets } from '#modules/ticket/index.ts'
import { impactOf } from './graph.ts'
import { accessCi, visibleCis } from './policy.ts'
import { readCis } from './store/ci.ts'
import * as store from './store/tickets.ts'
import type * as contract from './ticket-contract.ts'
import { maxLevels } from './words.ts'

type Answer = Output<typeof contract.incidentCis>
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
  { kind, id, orgId, number }: Found,
  action: 'ci.add-to-ticket' | 'ci.remove-from-ticket',
  ciIds: readonly string[],
): Promise<void> {
  await audit(tx, actor, { action, entity: kind, entityId: id, orgId, after: { number, ciIds } })
  await emit(tx, { type: 'ci.on-ticket', entity: kind, entityId: id })
}

/** @throws incident.not_found (404) */
export async function incidentCisVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.incidentCis>,
): Promise<Answer> {
  return answer(db, actor, await access(db, actor, 'incident', input.id))
}

/** @throws incident.not_found (404); ci.ticket_not_yours (403); ci.unknown_reference (422) */
export function addIncidentCisVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addIncidentCis>,
): Promise<Answer> {
  return add(tx, actor, 'incident', input.id, input.ciIds)
}

/** @throws incident.not_found, ci.not_found (404); ci.ticket_not_yours (403) */
export function removeIncidentCiVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.removeIncidentCi>,
): Promise<Answer> {
  return remove(tx, actor, 'incident', input.id, input.ciId)
}

/** @throws change.not_found (404) */
export async function changeCisVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.changeCis>,
): Promise<Answer> {
  return answer(db, actor, await access(db, actor, 'change', input.id))
}

/** @throws change.not_found (404); ci.ticket_not_yours (403); ci.unknown_reference (422) */
export function addChangeCisVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addChangeCis>,
): Promise<Answer> {
  return add(tx, actor, 'change', input.id, input.ciIds)
}

/** @throws change.not_found, ci.not_found (404); ci.ticket_not_yours (403) */
export function removeChangeCiVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.removeChangeCi>,
): Promise<Answer> {
  return remove(tx, actor, 'change', input.id, input.ciId)
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
