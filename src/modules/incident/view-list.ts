import { z } from 'zod'
import { invalidInput, say } from '#kernel/http/index.ts'
import type { Actor, Locale } from '#kernel/permission/index.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import type { ListQuery, ViewableList } from '#kernel/view/index.ts'
import { incidentFilters, incidentSorts, type IncidentLineRecord } from './contract.ts'
import { listIncidents } from './read-incidents.ts'

const Query = z.strictObject({ ...incidentFilters, sort: z.enum(incidentSorts).default('-recordedAt') })

function parse(query: ListQuery, locale: Locale): z.output<typeof Query> {
  const { data, error } = Query.safeParse(query)
  if (error) throw invalidInput(error, locale)
  return data
}

type Text = (key: string) => string
type Column = [title: string, value: (line: IncidentLineRecord, t: Text) => string | null]

const at = (time: unknown): string | null => (time ? inUnitZone(new Date(time as string)) : null)

/** What the list shows, in its order; titles are words of the pages. */
const columns: Column[] = [
  ['ui.field.number', (line) => line.number],
  ['ui.field.title', (line) => line.title],
  ['ui.field.type', (line, t) => t(`type.${line.type}`)],
  ['ui.field.state', (line, t) => t(`state.${line.state}`)],
  ['ui.field.priority', (line, t) => `P${line.priority} ${t(`priority.${line.priority}`)}`],
  ['ui.field.grade', (line, t) => t(`grade.${line.grade}`)],
  ['ui.field.channel', (line, t) => t(`channel.${line.channel}`)],
  ['ui.field.requester', (line) => line.requester?.name ?? line.callerName],
  ['ui.field.org', (line) => line.org?.name ?? null],
  ['ui.field.service', (line) => line.service?.name ?? null],
  ['ui.field.category', (line) => line.category?.name ?? null],
  ['ui.field.group', (line) => line.group?.name ?? null],
  ['ui.field.owner', (line) => line.owner?.name ?? null],
  ['ui.field.occurredAt', (line) => at(line.occurredAt)],
  ['ui.field.recordedAt', (line) => at(line.recordedAt)],
  ['ui.field.resolvedAt', (line) => at(line.resolvedAt)],
  ['ui.field.closedAt', (line) => at(line.closedAt)],
]

const textOf =
  (actor: Actor): Text =>
  (key) =>
    say(actor.locale, `incident:${key}`)

/** The incident list, as views and exports know it: the verb of the list itself answers. */
export const incidentList: ViewableList = {
  list: 'incidents',
  permission: 'incident.read',
  check: (query, locale) => void parse(query, locale),
  ids: async (db, actor, query, limit) => {
    const { items } = await listIncidents(db, actor, { ...parse(query, actor.locale), limit })
    return items.map((line) => ({ id: line.id, label: `${line.number} ${line.title}` }))
  },
  header: (actor) => columns.map(([title]) => textOf(actor)(title)),
  rows: async function* (db, actor, query) {
    const t = textOf(actor)
    let cursor: string | undefined
    do {
      const page = await listIncidents(db, actor, {
        ...parse(query, actor.locale),
        limit: 200,
        ...(cursor ? { cursor } : {}),
      })
      yield page.items.map((line) => columns.map(([, value]) => value(line, t)))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
  },
}
