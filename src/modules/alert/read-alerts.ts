import type { Db } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, decodeNumberCursor, idOfCursor, page } from '#kernel/http/index.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import type * as consoleContract from './console-contract.ts'
import type * as contract from './contract.ts'
import { allSilencers } from './silence.ts'
import { rowsBetween, type Happening } from './store/between.ts'
import { eventsOf } from './store/events.ts'
import * as store from './store/list.ts'
import { begunByHour, openByItem, openByService, type OpenAlerts } from './store/open.ts'
import { heldAll } from './store/silenced.ts'
import { visibleAlerts } from './visible.ts'

const keyOf = (row: store.AlertRow): string[] => [row.sortKey, row.id]
const mostGroups = 200

/** @throws http.bad_cursor (422) also for values that are no instant and no id: they would reach the database */
function afterOf(cursor: string | undefined): store.After {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(cursor, 2)
  if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at)) throw badCursor()
  return [at, idOfCursor(id)]
}

function filterOf(
  actor: Actor,
  { owner, ...filter }: Omit<Input<typeof contract.listAlerts>, 'limit' | 'cursor'>,
): store.AlertFilter {
  if (owner === undefined) return filter
  return { ...filter, ownerId: owner === 'me' ? actor.id : owner === 'none' ? null : owner }
}

/** Alerts that pass the filters and that the actor may see, by keyset pages, those that began last first. */
export async function listAlertsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAlerts>,
): Promise<Output<typeof contract.listAlerts>> {
  const { limit, cursor, ...filter } = input
  const rows = await store.listRows(db, visibleAlerts(actor), filterOf(actor, filter), {
    limit,
    after: afterOf(cursor),
  })
  return page(rows, limit, keyOf)
}

/** How many of them there are by service, item, name or state. */
export async function groupAlertsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof consoleContract.groupAlerts>,
): Promise<Output<typeof consoleContract.groupAlerts>> {
  const { by, ...filter } = input
  return { items: await store.groupRows(db, visibleAlerts(actor), filterOf(actor, filter), by, mostGroups) }
}

/** @throws alert.not_found (404): missing or invisible */
export async function getAlertVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getAlert>,
): Promise<Output<typeof contract.getAlert>> {
  const row = await store.rowById(db, visibleAlerts(actor), input.id)
  if (!row) throw notFound('alert')
  return row
}

/** @throws alert.not_found (404): missing or invisible */
export async function alertEventsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof consoleContract.alertEvents>,
): Promise<Output<typeof consoleContract.alertEvents>> {
  await getAlertVerb(db, actor, input)
  const before = decodeNumberCursor(input.cursor)
  const rows = await eventsOf(db, input.id, { limit: input.limit, before })
  return page(rows, input.limit, (row) => [row.id])
}

/** What keeps alerts quiet now. */
export async function keepersVerb(db: Db, actor: Actor): Promise<Output<typeof consoleContract.keepersNow>> {
  const held = await heldAll(db)
  const work: Output<typeof consoleContract.keepersNow>['work'] = []
  for (const { entity, underWay } of allSilencers())
    for (const one of (await underWay?.(db, actor)) ?? [])
      work.push({ entity, ...one, held: held.get(one.id) ?? 0 })
  return { work, held: Object.fromEntries(held) }
}

/** The alerts of an incident that the actor may see. @throws incident.not_found (404) */
export async function incidentAlertsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.incidentAlerts>,
): Promise<Output<typeof contract.incidentAlerts>> {
  const { id } = await accessIncident(db, actor, input.id)
  const rows = await store.rowsOfIncident(db, id, { limit: input.limit, after: afterOf(input.cursor) })
  return { ...page(rows, input.limit, keyOf), ...(await store.countsOfIncident(db, id)) }
}

/**
 * What fired or recovered from `from` until before `to`, of what the actor may see: for logs of a shift. Oldest first,
 * at most 1,000.
 */
export async function alertsBetween(
  db: Db,
  actor: Actor,
  period: { from: Date; to: Date },
): Promise<Happening[]> {
  return rowsBetween(db, visibleAlerts(actor), period)
}

/** How many alerts fire unquieted by service, and how many began in each hour of a period; of what the actor may see. */
export async function alertLoad(
  db: Db,
  actor: Actor,
  period: { from: Date; to: Date },
): Promise<{ open: OpenAlerts[]; hours: { at: Date; count: number }[] }> {
  const visible = visibleAlerts(actor)
  const [open, hours] = await Promise.all([openByService(db, visible), begunByHour(db, visible, period)])
  return { open, hours }
}

/** Alerts that fire unquieted on items, as far as the actor may see alerts; items without any are not in it. */
export async function openAlertsOfItems(
  db: Db,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, { critical: number; warning: number; other: number }>> {
  if (ids.length === 0 || !can(actor, 'alert.read')) return new Map()
  return openByItem(db, visibleAlerts(actor), ids)
}
