import { emit } from '#kernel/events/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'
import { watchersOf } from '#modules/ticket/index.ts'

/** What people are told; the texts are `change:notify.<what>`, the event is `change.<what>`. */
export type News =
  | 'created'
  | 'submitted'
  | 'assessed'
  | 'sent-back'
  | 'scheduled'
  | 'returned'
  | 'rejected'
  | 'voided'
  | 'started'
  | 'implemented'
  | 'failed'
  | 'backed-out'
  | 'closed'
  | 'cancelled'
  | 'confirm'
  | 'ratify-overdue'
  | 'ratify-returned'
  | 'changed'

const texts: Partial<Record<News, string>> = {
  submitted: 'change:notify.submitted',
  'sent-back': 'change:notify.sent-back',
  scheduled: 'change:notify.scheduled',
  returned: 'change:notify.returned',
  rejected: 'change:notify.rejected',
  voided: 'change:notify.voided',
  started: 'change:notify.started',
  implemented: 'change:notify.implemented',
  failed: 'change:notify.failed',
  'backed-out': 'change:notify.backed-out',
  closed: 'change:notify.closed',
  cancelled: 'change:notify.cancelled',
  confirm: 'change:notify.confirm',
  'ratify-overdue': 'change:notify.ratify-overdue',
  'ratify-returned': 'change:notify.ratify-returned',
}

/** Tells the rest of the program, open pages, and the people named; the actor is not told of what he did himself. */
export async function tell(
  tx: Tx,
  actor: Actor,
  news: {
    what: News
    change: { id: string; number: string; title: string; version: number }
    to?: readonly (string | null | undefined)[]
    data?: Record<string, unknown>
  },
): Promise<void> {
  const { what, change } = news
  await emit(tx, {
    type: `change.${what}`,
    entity: 'change',
    entityId: change.id,
    data: { number: change.number, ...news.data },
  })
  const textKey = texts[what]
  const to = [...new Set((news.to ?? []).filter((id): id is string => !!id && id !== actor.id))]
  if (!textKey) return
  const say = (people: readonly string[], key: string): Promise<void> =>
    notify(tx, {
      to: people,
      textKey: key,
      params: { number: change.number, title: change.title, actor: spokenName(actor) },
      entity: 'change',
      entityId: change.id,
      dedupeKey: `change.${what}:${change.id}:${change.version}`,
    })
  if (to.length > 0) await say(to, textKey)
  // who watches it looks himself what became of it: the words for those who work on it would ask something of him
  const watchers = (await watchersOf(tx, change.id)).filter((id) => id !== actor.id && !to.includes(id))
  if (watchers.length > 0) await say(watchers, 'change:notify.watched')
}
