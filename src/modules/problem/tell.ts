import { emit } from '#kernel/events/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'

const texts = {
  assigned: 'problem:notify.assigned',
  resolved: 'problem:notify.resolved',
  reopened: 'problem:notify.reopened',
  closed: 'problem:notify.closed',
  cancelled: 'problem:notify.cancelled',
} as const

/**
 * Tells the rest of the program and open pages that a problem changed (event `problem.<what>`), and the people named with
 * the text `problem:notify.<what>` where there is one; the actor is not told of what he did himself.
 */
export async function tell(
  tx: Tx,
  actor: Actor,
  news: {
    what: string
    problem: { id: string; number: string; title: string; version: number }
    to?: readonly (string | null | undefined)[]
    data?: Record<string, unknown>
  },
): Promise<void> {
  const { what, problem } = news
  await emit(tx, {
    type: `problem.${what}`,
    entity: 'problem',
    entityId: problem.id,
    data: { number: problem.number, ...news.data },
  })
  const textKey = what in texts ? texts[what as keyof typeof texts] : undefined
  const to = [...new Set((news.to ?? []).filter((id): id is string => !!id && id !== actor.id))]
  if (!textKey || to.length === 0) return
  await notify(tx, {
    to,
    textKey,
    params: { number: problem.number, title: problem.title, actor: spokenName(actor) },
    entity: 'problem',
    entityId: problem.id,
    dedupeKey: `problem.${what}:${problem.id}:${problem.version}`,
  })
}
