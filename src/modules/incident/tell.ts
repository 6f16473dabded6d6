import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'

export interface News {
  /** what happened: `assigned`; the event is `incident.assigned`, the text `incident:notify.assigned` */
  what: string
  incident: { id: string; number: string; title: string; version: number }
  /** person ids to notify; the actor is never told of what he did himself */
  to?: (string | null | undefined)[]
  data?: Record<string, unknown>
  params?: Record<string, string | number>
  /** distinguishes repeated news of one kind; default the incident's version */
  once?: string
}

/** Tells the rest of the program and the people concerned. Imported history tells nobody anything. */
export async function tell(tx: Tx, actor: Actor, news: News): Promise<void> {
  if (actor.origin === 'import') return
  const to = [...new Set((news.to ?? []).filter((id): id is string => !!id && id !== actor.id))]
  const { incident } = news
  const told = emit(tx, {
    type: `incident.${news.what}`,
    entity: 'incident',
    entityId: incident.id,
    data: { number: incident.number, ...news.data },
  })
  if (to.length === 0) return told
  const notified = notify(tx, {
    to,
    textKey: `incident:notify.${news.what}`,
    params: { number: incident.number, title: incident.title, actor: spokenName(actor), ...news.params },
    entity: 'incident',
    entityId: incident.id,
    dedupeKey: `${news.what}:${incident.id}:${news.once ?? incident.version}`,
  })
  await Promise.all([told, notified])
}
