/** What other rooms ask about changes. */
import type { Db } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { findIdByNumber } from '#modules/incident/index.ts'
import { listRows } from './store/read.ts'
import { visibleChanges } from './visible.ts'

/** The id of the ticket of that number; whether it is a visible change is for `accessChange` to say. @throws change.not_found (404) */
export async function findChangeByNumber(db: Db, number: string): Promise<string> {
  const id = await findIdByNumber(db, number)
  if (!id) throw notFound('change')
  return id
}

/** Titles of those of the changes that the actor may see, by id. */
export async function titlesOf(
  db: Db,
  actor: Actor,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await listRows(db, visibleChanges(actor), { ids }, { limit: ids.length })
  return new Map(rows.map((row) => [row.id, row.title]))
}
