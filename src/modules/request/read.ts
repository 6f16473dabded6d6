import type { Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, decodeIdCursor, idOfCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessRequest, taskAbilitiesOf } from './access.ts'
import type * as contract from './contract.ts'
import { present } from './present.ts'
import { findRequests } from './search.ts'
import { selectFigures } from './store/figures.ts'
import { queueSql, selectQueue, selectRequests } from './store/read.ts'
import { visibleRequests } from './visible.ts'

const mostFound = 1000

/** Requests the caller may see, the newest first. @throws http.bad_cursor (422) */
export async function listRequestsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listRequests>,
): Promise<Output<typeof contract.listRequests>> {
  const { q, mine, open, state, itemId, orgId, occurredFrom, occurredTo, satisfaction, limit } = input
  const before = decodeIdCursor(input.cursor) ?? null
  const ids = q ? await findRequests(db, actor, q, mostFound) : undefined
  if (ids?.length === 0 || (mine && actor.id === null)) return { items: [], nextCursor: null }
  const requesterId = mine ? actor.id! : undefined
  const rows = await selectRequests(db, visibleRequests(actor), {
    ...{ ids, requesterId, open, state, itemId, orgId, occurredFrom, occurredTo, satisfaction, before },
    limit: limit + 1,
  })
  return page(rows, limit, (row) => [row.id])
}

/** @throws request.not_found (404) */
export async function getRequestVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getRequest>,
): Promise<Output<typeof contract.getRequest>> {
  return present(db, actor, await accessRequest(db, actor, input.id))
}

/** Open tasks of a queue, the nearest due first. @throws http.bad_cursor (422) */
export async function listTasksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listTasks>,
): Promise<Output<typeof contract.listTasks>> {
  const cursor = input.cursor === undefined ? null : decodeCursor(input.cursor, 2)
  const after = cursor && { due: String(cursor[0]), id: idOfCursor(cursor[1]) }
  const rows = await selectQueue(db, queueSql(input.queue, visibleRequests(actor)), after, input.limit + 1)
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.dueKey, row.id])
  return {
    items: items.map((row) => ({ ...row, abilities: taskAbilitiesOf(actor, row, row.line, row) })),
    nextCursor,
  }
}

/** Time to fulfil per item, of the requests the caller may see. */
export async function getFiguresVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getFigures>,
): Promise<Output<typeof contract.getFigures>> {
  return { items: await selectFigures(db, visibleRequests(actor), input.days) }
}
