import type { Db } from '../db/index.ts'
import type { Actor } from '../permission/actor.ts'

/** What the records of a room are called, for lists that know no more of a record than where its page is. */
export interface RecordTitles {
  /** beginnings of the paths of their pages, an id follows: `/incidents/`; an id on the way is a star */
  pages: readonly string[]
  /** titles by id, all in one query; what the actor may not see, or what has none, is not there */
  titles: (db: Db, actor: Actor, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

const byPage = new Map<string, RecordTitles>()

/** Makes known to this process how the records of a room are called; a page registered again replaces the former. */
export function registerTitles(given: readonly RecordTitles[] = []): void {
  for (const one of given) for (const page of one.pages) byPage.set(page, one)
}

const idIn = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** The page and the id of a record's path; what follows the id (a place in the page, a case of the record) does not matter. */
function placeOf(path: string): { page: string; id: string } | null {
  const found = [...path.split(/[?#:]/)[0]!.matchAll(idIn)].at(-1)
  return found ? { page: path.slice(0, found.index).replaceAll(idIn, '*'), id: found[0] } : null
}

/**
 * The titles of records by the paths of their pages, as far as the actor may see them: one query for each kind of record,
 * however many there are.
 */
export async function titlesOfPaths(
  db: Db,
  actor: Actor,
  paths: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const places = [...new Set(paths)].flatMap((path) => {
    const place = path === null ? null : placeOf(path)
    const room = place ? byPage.get(place.page) : undefined
    return path !== null && place && room ? [{ path, id: place.id, room }] : []
  })
  const found = new Map<string, string>()
  for (const [room, own] of Map.groupBy(places, (one) => one.room)) {
    const titles = await room.titles(db, actor, [...new Set(own.map((one) => one.id))])
    for (const { path, id } of own) {
      const title = titles.get(id)?.trim()
      if (title) found.set(path, title)
    }
  }
  return found
}
