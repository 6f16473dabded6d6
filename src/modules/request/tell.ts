import type { Tx } from '#kernel/db/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { spokenName, type Actor } from '#kernel/permission/index.ts'

/** Tells people what a step means for them; text `request:notify.<what>`. Nobody is told of what he did himself. */
export async function tell(
  tx: Tx,
  actor: Actor,
  news: {
    what: string
    request: { id: string; number: string; title: string }
    to: readonly (string | null | undefined)[]
    params?: Record<string, string | number>
    /** distinguishes repeated news of one kind */
    once: string
  },
): Promise<void> {
  const to = [...new Set(news.to.filter((id): id is string => !!id && id !== actor.id))]
  if (to.length === 0) return
  const { id, number, title } = news.request
  await notify(tx, {
    to,
    textKey: `request:notify.${news.what}`,
    params: { number, title, actor: spokenName(actor), ...news.params },
    entity: 'request',
    entityId: id,
    dedupeKey: `request.${news.what}:${id}:${news.once}`,
  })
}
