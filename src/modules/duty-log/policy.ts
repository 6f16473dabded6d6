import type { Db } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { movesOf } from './lifecycle.ts'
import { selectLogs, type LogRow, type Sight } from './store/log.ts'

/** Whose logs an actor sees: of the orgs in scope, and of the teams in which the actor stands duty. */
export const visibleLogs = (actor: Actor): Sight => ({
  paths: scopeOf(actor, 'duty-log.read'),
  personId: actor.id,
})

export function abilitiesOf(actor: Actor, row: LogRow): string[] {
  return movesOf(row.state, row.signedBy?.id ?? null, actor.id, {
    onIt: row.people.some((one) => one.id === actor.id),
    onNext: row.next.some((one) => one.id === actor.id),
    manages: inScope(actor, 'duty-log.manage', row.orgPath),
  })
}

/** The only way to a log. @throws duty-log.not_found (404): missing or invisible */
export async function accessLog(db: Db, actor: Actor, id: string, lock = false): Promise<LogRow> {
  const [row] = await selectLogs(db, visibleLogs(actor), { id, lock, limit: 1 })
  if (!row) throw notFound('duty-log')
  return row
}

/**
 * A log for a move, locked.
 * @throws duty-log.not_found (404), duty-log.not_now (409): of another state; duty-log.not_yours (403), duty-log.version_stale (412)
 */
export async function logFor(
  tx: Db,
  actor: Actor,
  at: { id: string; version?: number },
  move: 'write' | 'sign' | 'take-over',
): Promise<LogRow> {
  const row = await accessLog(tx, actor, at.id, true)
  const state = move === 'take-over' ? 'signed' : 'open'
  if (row.state !== state) throw new AppError('duty-log.not_now', { status: 409, field: 'state' })
  if (!abilitiesOf(actor, row).includes(move)) throw new AppError('duty-log.not_yours', { status: 403 })
  if (at.version !== undefined) demandVersion(row, at.version)
  return row
}

/** @throws duty-log.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('duty-log.version_stale', { status: 412, params: { version: row.version } })
}
