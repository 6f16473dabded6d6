import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { inScope, type Actor } from '#kernel/permission/index.ts'
import { visibleTickets } from '#modules/ticket/index.ts'
import { findCallback, type CallbackRow, type Looker } from './store/read.ts'

/** Whoever sees the ticket sees its call-backs; and whoever was given a call sees that one. */
export function visibleCallbacks(actor: Actor): Looker {
  return { visible: visibleTickets(actor), personId: actor.id, groupIds: actor.groupIds }
}

/** Who calls, who asked for it, whose ticket it is, and who leads the desk there. */
export function mayHandle(actor: Actor, row: CallbackRow): boolean {
  if (inScope(actor, 'callback.lead', row.orgPath)) return true
  if (row.group && actor.groupIds.includes(row.group.id)) return true
  return (
    actor.id !== null &&
    (row.owner?.id === actor.id || row.createdBy?.id === actor.id || row.ticketOwnerId === actor.id)
  )
}

/**
 * An open call-back for a move: locked, its version compared.
 * @throws callback.not_found (404), callback.not_allowed (403), callback.over (409), callback.version_stale (412)
 */
export async function lockCallback(
  tx: Db,
  actor: Actor,
  input: { id: string; version: number },
): Promise<CallbackRow> {
  const row = await findCallback(tx, visibleCallbacks(actor), input.id, true)
  if (!row) throw notFound('callback')
  if (!mayHandle(actor, row)) throw new AppError('callback.not_allowed', { status: 403 })
  if (row.state !== 'open') throw new AppError('callback.over', { status: 409 })
  if (row.version !== input.version)
    throw new AppError('callback.version_stale', { status: 412, params: { version: row.version } })
  return row
}
