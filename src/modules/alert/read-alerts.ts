import type { Db } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { badCursor, decodeCursor, idOfCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessIncident } from '#modules/incident/index.ts'
import type * as contract from './contract.ts'
import { countsOfIncident, listRows, rowsOfIncident, type After, type AlertRow } from './store/list.ts'
import { rowsBetween, type Happening } from './store/between.ts'
import { visibleAlerts } from './visible.ts'

const keyOf = (row: AlertRow): string[] => [row.sortKey, row.id]

/** @throws http.bad_cursor (422) also for values that are no instant and no id: they would reach the database */
function afterOf(cursor: string | undefined): After {
  if (cursor === undefined) return undefined
  const [at, id] = decodeCursor(cursor, 2)
  if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at)) throw badCursor()
  return [at, idOfCursor(id)]
}

/** Alerts that pass the filters and that the actor may see, by keyset pages, last come first. */
export async function listAlertsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listAlerts>,
): Promise<Output<typeof contract.listAlerts>> {
  const { limit, cursor, ...filter } = input
  const rows = await listRows(db, visibleAlerts(actor), filter, { limit, after: afterOf(cursor) })
  return page(rows, limit, keyOf)
}

/** @throws alert.not_found (404): missing or invisible */
export async function getAlertVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getAlert>,
): Promise<Output<typeof contract.getAlert>> {
  const [row] = await listRows(db, visibleAlerts(actor), { id: input.id }, { limit: 1 })
  if (!row) throw notFound('alert')
  return row
}

/** The alerts of an incident that the actor may see. @throws incident.not_found (404) */
export async function incidentAlertsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.incidentAlerts>,
): Promise<Output<typeof contract.incidentAlerts>> {
  const { id } = await accessIncident(db, actor, input.id)
  const rows = await rowsOfIncident(db, id, { limit: input.limit, after: afterOf(input.cursor) })
  return { ...page(rows, input.limit, keyOf), ...(await countsOfIncident(db, id)) }
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
