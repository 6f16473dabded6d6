import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { TimerRow } from '#kernel/manifest.ts'
import { notify } from '#kernel/notify/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { isLegal } from './lifecycle.ts'
import { standingOf } from './policy.ts'
import { findArticle } from './store/read.ts'
import { patchArticle } from './store/write.ts'
import { visibleArticles } from './visible.ts'

/**
 * The day has come on which somebody must look at an article again: its owner is told. One whose next version is
 * being written is being looked at; it falls due when that is thrown away.
 */
export async function fallDue(tx: Tx, timer: TimerRow): Promise<void> {
  const actor = systemActor('knowledge', timer.key)
  const row = await findArticle(tx, visibleArticles(actor), timer.key, { lock: true })
  if (!row || row.liveNo === null) return
  if (isLegal(standingOf(row), 'fall-due')) {
    await patchArticle(tx, row.id, { state: 'due' })
    await audit(tx, actor, {
      action: 'knowledge.fall-due',
      entity: 'article',
      entityId: row.id,
      orgId: row.orgId,
      before: { state: row.state },
      after: { state: 'due' },
    })
    await emit(tx, { type: 'knowledge.due', entity: 'article', entityId: row.id })
  }
  await notify(tx, {
    to: [row.owner.id],
    textKey: 'knowledge:notify.due',
    params: { number: row.number, title: row.title },
    entity: 'article',
    entityId: row.id,
    dedupeKey: `knowledge.due:${row.id}:${timer.dueAt.toISOString()}`,
  })
}
