import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Db, type Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeNumberCursor, page } from '#kernel/http/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimeline, timelineOf, touchTicket } from '#modules/ticket/index.ts'
import { accessRequest, isRequester, notAllowed, requestAbilitiesOf, seesInternal } from './access.ts'
import type * as contract from './contract.ts'
import { indexComment } from './search.ts'
import { tell } from './tell.ts'

/** The story of a request; internal words for those who work on it only. */
export async function getTimelineVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getTimeline>,
): Promise<Output<typeof contract.getTimeline>> {
  const row = await accessRequest(db, actor, input.id)
  const after = decodeNumberCursor(input.cursor)
  const rows = await timelineOf(db, row.id, {
    internal: seesInternal(actor, row),
    after,
    limit: input.limit,
    order: input.order,
  })
  return page(rows, input.limit, (one) => [one.id])
}

/** Adds words for everybody who sees the request, or for those who work on it. @throws request.not_allowed (403) */
export async function addCommentVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addComment>,
): Promise<Output<typeof contract.addComment>> {
  const row = await accessRequest(tx, actor, input.id)
  const needed = input.public ? 'comment' : 'comment-internal'
  if (!requestAbilitiesOf(actor, row).includes(needed)) throw notAllowed()
  const entry = await addTimeline(tx, {
    ticketId: row.id,
    kind: 'comment',
    public: input.public,
    actorId: actor.id,
    actorName: actor.name,
    body: input.body,
    occurredAt: await dbNow(tx),
  })
  await touchTicket(tx, row.id)
  await indexComment(tx, row, entry)
  await audit(tx, actor, {
    action: 'request.comment',
    entity: 'request',
    entityId: row.id,
    orgId: row.org.id,
    after: { entryId: entry.id, public: input.public, characters: input.body.length },
  })
  await emit(tx, { type: 'request.commented', entity: 'request', entityId: row.id })
  const owners = row.lines.flatMap((line) =>
    line.tasks.filter((task) => task.state !== 'waiting').map((task) => task.owner?.id),
  )
  await tell(tx, actor, {
    what: 'commented',
    request: row,
    to: isRequester(actor, row) || !input.public ? owners : [row.requester.id, ...owners],
    once: String(entry.id),
  })
  return entry
}
