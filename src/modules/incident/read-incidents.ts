import type { Db } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { accessIncident } from './access.ts'
import type * as contract from './contract.ts'
import { presentIncident, presentLines } from './present.ts'
import { findIncidents, incidentsLike } from './search.ts'
import type * as story from './story-contract.ts'
import { knownRows, listRows, precedentRows } from './store/list.ts'
import { findIdByNumber } from './store/read.ts'
import { visibleIncidents } from './visible.ts'

/** Search looks at so many of the newest hits; more than that nobody pages through. */
const newestHits = 1000

/** One incident, as the actor may see it. @throws incident.not_found */
export async function getIncident(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getIncident>,
): Promise<Output<typeof contract.getIncident>> {
  return presentIncident(db, actor, await accessIncident(db, actor, input.id))
}

/** Incidents that pass the filters and that the actor may see, by keyset pages. */
export async function listIncidents(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listIncidents>,
): Promise<Output<typeof contract.listIncidents>> {
  const { limit, cursor, sort, q, ...filter } = input
  const v = visibleIncidents(actor)
  const ids = q ? await idsFor(db, actor, q) : undefined
  if (ids?.length === 0) return { items: [], nextCursor: null }
  const after = cursor === undefined ? undefined : decodeCursor(cursor, 2)
  const rows = await listRows(db, v, { ...filter, ids }, { limit, sort, after })
  const { items, nextCursor } = page(rows, limit, (r) => [r.sortKey, r.id])
  return { items: await presentLines(db, actor, items), nextCursor }
}

/** A number exactly, else words anywhere. */
async function idsFor(db: Db, actor: Actor, q: string): Promise<string[]> {
  if (/^[A-Za-z]{2,5}-\d{8}-\d+$/.test(q)) {
    const id = await findIdByNumber(db, q.toUpperCase())
    return id ? [id] : []
  }
  return findIncidents(db, actor, visibleIncidents(actor), q, newestHits)
}

/** Open incidents that a report may repeat: of the service, or alike in words. Minimal facts, for requesters too. */
export async function similarIncidents(
  db: Db,
  actor: Actor,
  input: Input<typeof story.similarIncidents>,
): Promise<Output<typeof story.similarIncidents>> {
  const v = visibleIncidents(actor)
  const ids = input.q && input.q.length >= 2 ? await findIncidents(db, actor, v, input.q, 200) : undefined
  return { items: await knownRows(db, v, { serviceId: input.serviceId, ids }) }
}

/** Precedents looked at, of which those not solved, or not for these eyes, fall away; and as many as are of use. */
const looked = 40
const shown = 5

/** Solved incidents like a text, the most alike first: who solved them and how. */
export async function incidentPrecedents(
  db: Db,
  actor: Actor,
  input: Input<typeof story.incidentPrecedents>,
): Promise<Output<typeof story.incidentPrecedents>> {
  const v = visibleIncidents(actor)
  const ids = await incidentsLike(db, v, input.q, looked)
  return { items: ids.length === 0 ? [] : await precedentRows(db, v, ids, shown) }
}
