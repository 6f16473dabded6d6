import type { Db } from '../db/index.ts'
import { notFound } from '../errors/index.ts'
import { can, type Actor, type Locale } from '../permission/index.ts'

/** Filters and sort, by the names of the list's own query. */
export type ListQuery = Record<string, string>

/** A list of which views can be saved and exports made. All of it is asked as the caller: nobody sees more by a view. */
export interface ViewableList {
  list: string
  permission: string
  /** @throws AppError (422) for what is no query of the list */
  check: (query: ListQuery, locale: Locale) => void
  /** The first of what the actor finds by the query, in its order. */
  ids: (db: Db, actor: Actor, query: ListQuery, limit: number) => Promise<{ id: string; label: string }[]>
  /** Titles of the columns, in the actor's language. */
  header: (actor: Actor) => string[]
  /** The rows, page by page. */
  rows: (db: Db, actor: Actor, query: ListQuery) => AsyncIterable<(string | number | null)[][]>
}

const lists = new Map<string, ViewableList>()

/** Makes a list known; called in the room's `setUp` (again for the same list: replaces it). */
export function registerList(list: ViewableList): void {
  lists.set(list.list, list)
}

/** @throws view.not_found (404) for a list that is not known or not the actor's to see */
export function listOf(actor: Actor, name: string): ViewableList {
  const list = lists.get(name)
  if (!list || !can(actor, list.permission)) throw notFound('view')
  return list
}
