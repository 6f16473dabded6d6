import { z } from 'zod'
import type { Db } from '../db/index.ts'
import type { EndpointDef, Input } from '../http/endpoint.ts'
import { invalidInput } from '../http/problem.ts'
import { say } from '../http/texts.ts'
import type { Actor, Locale } from '../permission/index.ts'
import { inUnitZone } from '../settings/index.ts'
import type { ListQuery, ViewableList } from './lists.ts'

type Text = (key: string) => string
/** Title (a key of some room's texts) and what a line has there. */
export type ListColumn<Line> = [
  title: string,
  value: (line: Line, t: Text, locale: Locale) => string | number | null,
]

/** Instants as lists show them: wall clock of the unit. */
export const listTime = (at: unknown): string | null => (at ? inUnitZone(new Date(at as string)) : null)

/**
 * A list as views and exports know it, made of its endpoint: a view's query is the endpoint's but for paging, and the
 * verb of the list itself answers, so that nobody sees more by a view or an export.
 * @param of.list its name, and its page: `problems` is shown at `/problems`
 * @param of.permission who may open that page
 */
export function endpointList<E extends EndpointDef, Line extends { id: string }>(of: {
  list: string
  permission: string
  endpoint: E
  verb: (db: Db, actor: Actor, input: Input<E>) => Promise<{ items: Line[]; nextCursor: string | null }>
  label: (line: Line) => string
  columns: readonly ListColumn<Line>[]
}): ViewableList {
  const shape = { ...(of.endpoint.query as z.ZodObject).shape }
  delete shape['limit']
  delete shape['cursor']
  const Query = z.strictObject(shape)
  const parse = (query: ListQuery, locale: Locale): Record<string, unknown> => {
    const { data, error } = Query.safeParse(query)
    if (error) throw invalidInput(error, locale)
    return data
  }
  const read = (db: Db, actor: Actor, query: ListQuery, paging: { limit: number; cursor?: string }) =>
    of.verb(db, actor, { ...parse(query, actor.locale), ...paging } as unknown as Input<E>)
  const textOf =
    (actor: Actor): Text =>
    (key) =>
      say(actor.locale, key)
  return {
    list: of.list,
    permission: of.permission,
    check: (query, locale) => void parse(query, locale),
    ids: async (db, actor, query, limit) =>
      (await read(db, actor, query, { limit })).items.map((line) => ({ id: line.id, label: of.label(line) })),
    header: (actor) => of.columns.map(([title]) => say(actor.locale, title)),
    rows: async function* (db, actor, query) {
      const t = textOf(actor)
      let cursor: string | undefined
      do {
        const page = await read(db, actor, query, { limit: 200, ...(cursor ? { cursor } : {}) })
        yield page.items.map((line) => of.columns.map(([, value]) => value(line, t, actor.locale)))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
    },
  }
}
