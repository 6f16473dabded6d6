/** Who may see and change what discovery has: the org subtrees of the permissions. */
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { inScope, scopeOf, type Actor } from '#kernel/permission/index.ts'
import { findDevice, type DeviceRow } from './store/device.ts'
import { findRun, type RunRow } from './store/run.ts'
import { findTarget, type TargetRow } from './store/target.ts'

/** Org paths below which the actor sees targets, runs and devices. */
export const visibleDiscovery = (actor: Actor): readonly string[] => scopeOf(actor, 'discovery.read')

const stale = (version: number) =>
  new AppError('discovery.version_stale', { status: 412, params: { version } })

/**
 * A target to be changed, locked.
 * @param version as the caller knows it; none: whichever it is
 * @throws discovery.not_found (404); discovery.version_stale (412)
 */
export async function lockTarget(tx: Tx, actor: Actor, id: string, version?: number): Promise<TargetRow> {
  const row = await findTarget(tx, id, true)
  if (!row || !inScope(actor, 'discovery.manage', row.orgPath)) throw notFound('discovery')
  if (version !== undefined && row.version !== version) throw stale(row.version)
  return row
}

/** @throws discovery.not_found (404) */
export async function accessRun(db: Db, actor: Actor, id: string): Promise<RunRow> {
  const row = await findRun(db, id)
  if (!row || !inScope(actor, 'discovery.read', row.orgPath)) throw notFound('discovery')
  return row
}

/** @throws discovery.not_found (404); discovery.version_stale (412) */
export async function lockRun(tx: Tx, actor: Actor, id: string, version: number): Promise<RunRow> {
  const row = await findRun(tx, id, true)
  if (!row || !inScope(actor, 'discovery.manage', row.orgPath)) throw notFound('discovery')
  if (row.version !== version) throw stale(row.version)
  return row
}

/** @throws discovery.not_found (404) */
export async function accessDevice(db: Db, actor: Actor, id: string): Promise<DeviceRow> {
  const row = await findDevice(db, id)
  if (!row || !inScope(actor, 'discovery.read', row.orgPath)) throw notFound('discovery')
  return row
}

/** @throws discovery.not_found (404); discovery.version_stale (412) */
export async function lockDevice(tx: Tx, actor: Actor, id: string, version: number): Promise<DeviceRow> {
  const row = await findDevice(tx, id, true)
  if (!row || !inScope(actor, 'discovery.decide', row.orgPath)) throw notFound('discovery')
  if (row.version !== version) throw stale(row.version)
  return row
}
