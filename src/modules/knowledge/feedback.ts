import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { notify } from '#kernel/notify/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { visibleIncidents } from '#modules/incident/index.ts'
import { accessArticle, seesHistory } from './policy.ts'
import { present } from './present.ts'
import { addView, putVote, votesOf } from './store/feedback.ts'
import { countPublished, countReuse } from './store/links.ts'
import type * as contract from './ticket-contract.ts'
import { visibleArticles } from './visible.ts'

/**
 * A reader says whether it helped; a later vote replaces the earlier. The owner hears of what was wrong with it.
 * @throws knowledge.not_found (404); knowledge.not_published (409); knowledge.own_vote (403) for its authors
 */
export async function voteVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.voteArticle>,
): Promise<Output<typeof contract.voteArticle>> {
  const row = await accessArticle(tx, actor, input.id)
  if (!row.seesLive) throw new AppError('knowledge.not_published', { status: 409 })
  if (actor.id === null || row.authorIds.includes(actor.id))
    throw new AppError('knowledge.own_vote', { status: 403 })
  const { useful, remark } = input
  await putVote(tx, { articleId: row.id, personId: actor.id, useful, remark, no: row.no })
  await audit(tx, actor, {
    action: 'knowledge.vote',
    entity: 'article',
    entityId: row.id,
    orgId: row.orgId,
    before: row.myVote ? { ...row.myVote } : null,
    after: { useful, remark, no: row.no },
  })
  if (!useful && remark !== '')
    await notify(tx, {
      to: [row.owner.id].filter((id) => id !== actor.id),
      textKey: 'knowledge:notify.remark',
      params: { number: row.number, title: row.title, actor: actor.name },
      entity: 'article',
      entityId: row.id,
      dedupeKey: `knowledge.remark:${row.id}:${row.no}:${actor.id}`,
    })
  return present(tx, actor, await accessArticle(tx, actor, row.id))
}

/** What readers said, for those who write. @throws knowledge.not_found (404) */
export async function listVotesVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.listVotes>,
): Promise<Output<typeof contract.listVotes>> {
  const row = await accessArticle(db, actor, input.id)
  if (!seesHistory(actor, row)) throw notFound('knowledge')
  return { items: await votesOf(db, row.id) }
}

/** Drafts are not counted: only what readers see. @throws knowledge.not_found (404) */
export async function countViewVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.countView>,
): Promise<Output<typeof contract.countView>> {
  const row = await accessArticle(tx, actor, input.id, 'live')
  return { views: await addView(tx, row.id) }
}

/** How much of what was solved was solved with an article at hand. */
export async function getFiguresVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getFigures>,
): Promise<Output<typeof contract.getFigures>> {
  const [reuse, published] = await Promise.all([
    countReuse(db, visibleIncidents(actor), input.days),
    countPublished(db, visibleArticles(actor)),
  ])
  return { ...reuse, ...published }
}
