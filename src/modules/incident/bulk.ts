import type { Kysely } from 'kysely'
import { isCollision, transaction, type DB, type Db, type Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { problemDocument, toAppError } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { bulkIncidents as contract } from './bulk-contract.ts'
import { editIncident } from './edit-incident.ts'
import { addWatcher } from './mentions.ts'
import { assignIncident } from './moves/assign.ts'
import { closeIncident } from './moves/end.ts'
import { holdIncident, takeIncident } from './moves/work.ts'
import { addComment } from './story.ts'

type Action = Input<typeof contract>['action']
type Item = Input<typeof contract>['items'][number]
type Result = Output<typeof contract>['items'][number]

/** One incident by its own verb: rights, rules, clocks, audit and news are those of the single one. */
async function act(tx: Tx, actor: Actor, item: Item, action: Action): Promise<unknown> {
  const { do: what, ...input } = action
  const on = { ...item, ...input }
  switch (what) {
    case 'assign':
      return assignIncident(tx, actor, on)
    case 'take':
      return takeIncident(tx, actor, on)
    case 'edit':
      return editIncident(tx, actor, on)
    case 'hold':
      return holdIncident(tx, actor, on as Item & Omit<Extract<Action, { do: 'hold' }>, 'do'>)
    case 'close':
      return closeIncident(tx, actor, on)
    case 'comment': {
      const { body, public: isPublic } = action as Extract<Action, { do: 'comment' }>
      return addComment(tx, actor, { id: item.id, body, public: isPublic })
    }
    case 'watch':
      return addWatcher(tx, actor, {
        id: item.id,
        personId: (action as Extract<Action, { do: 'watch' }>).personId,
      })
  }
}

async function attempt(db: Db, actor: Actor, item: Item, action: Action, left = 2): Promise<Result> {
  try {
    await transaction(db as Kysely<DB>, (tx) => act(tx, actor, item, action))
    return { id: item.id, outcome: 'done', code: null, message: null }
  } catch (error) {
    if (left > 0 && isCollision(error)) return attempt(db, actor, item, action, left - 1)
    const known = toAppError(error)
    const { status, code, detail, errors } = problemDocument(known, actor.locale, actor.traceId)
    // what is nobody's fault but ours is for those who run the server; the caller learns that it failed
    if (status >= 500) process.emitWarning(error as Error)
    const outcome = status === 412 ? 'stale' : status >= 500 ? 'failed' : 'refused'
    return { id: item.id, outcome, code, message: errors[0]?.message ?? detail }
  }
}

/**
 * Does the same to several incidents, one after the other. Never all or nothing: the answer says of each what became
 * of it.
 */
export async function bulkIncidents(
  db: Db,
  actor: Actor,
  input: Input<typeof contract>,
): Promise<Output<typeof contract>> {
  const items: Result[] = []
  for (const item of input.items) items.push(await attempt(db, actor, item, input.action))
  return { items }
}
