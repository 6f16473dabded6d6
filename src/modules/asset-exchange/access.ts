import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { Department, State } from './lifecycle.ts'
import { lockRun, selectRuns, type RunRow } from './store/run.ts'

/** The only way to a run. @throws asset-exchange.not_found (404): missing or invisible */
export async function accessRun(db: Db, actor: Actor, id: string): Promise<RunRow> {
  const [row] = await selectRuns(db, scopeOf(actor, 'asset-exchange.read'), { id, limit: 1 })
  if (!row) throw notFound('asset-exchange')
  return row
}

/**
 * A run locked for a move. @throws asset-exchange.not_found (404), asset-exchange.not_allowed (403),
 * asset-exchange.version_stale (412), asset-exchange.not_now (409)
 */
export async function lockedRun(
  tx: Tx,
  actor: Actor,
  at: { id: string; version: number },
  permission: 'asset-exchange.run' | 'asset-exchange.decide',
  ...states: State[]
): Promise<RunRow> {
  await lockRun(tx, at.id, 'update')
  const run = await accessRun(tx, actor, at.id)
  if (!inScope(actor, permission, run.orgPath))
    throw new AppError('asset-exchange.not_allowed', { status: 403 })
  if (run.version !== at.version)
    throw new AppError('asset-exchange.version_stale', { status: 412, params: { version: run.version } })
  demandState(run, ...states)
  return run
}

/** @throws asset-exchange.not_now (409) */
export function demandState(run: { state: State }, ...states: State[]): void {
  if (!states.includes(run.state))
    throw new AppError('asset-exchange.not_now', { status: 409, field: 'state' })
}

/** Departments for which an actor decides on assets below an org: each is who writes that group of the asset ledger there. */
export function departmentsAt(actor: Actor, orgPath: string): Department[] {
  if (!inScope(actor, 'asset-exchange.decide', orgPath)) return []
  return [
    ...(inScope(actor, 'asset.keep', orgPath) ? (['asset'] as const) : []),
    ...(inScope(actor, 'asset.finance', orgPath) ? (['finance'] as const) : []),
  ]
}

/** What every change leaves behind. */
export async function leave(
  tx: Tx,
  actor: Actor,
  run: { id: string; org: { id: string } },
  action: string,
  data: { before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await Promise.all([
    audit(tx, actor, {
      action: `asset-exchange.${action}`,
      entity: 'asset-exchange',
      entityId: run.id,
      orgId: run.org.id,
      ...data,
    }),
    emit(tx, { type: `asset-exchange.${action}`, entity: 'asset-exchange', entityId: run.id }),
  ])
}
