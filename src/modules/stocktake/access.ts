import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { emit } from '#kernel/events/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { State } from './lifecycle.ts'
import { membersOf, selectCampaigns, shareCampaign, type CampaignRow } from './store/campaign.ts'
import { selectLines, type LineRow } from './store/line.ts'

/** Whose stocktakes an actor sees: those of the orgs in the scope of the role, and those in whose teams he is. */
export const visibleStocktakes = (actor: Actor) => ({
  paths: scopeOf(actor, 'stocktake.read'),
  personId: actor.id,
})

/** The only way to a stocktake. @throws stocktake.not_found (404): missing or invisible */
export async function accessStocktake(
  db: Db,
  actor: Actor,
  id: string,
  options: { lock?: boolean } = {},
): Promise<CampaignRow> {
  const [row] = await selectCampaigns(db, visibleStocktakes(actor), { id, limit: 1, ...options })
  if (!row) throw notFound('stocktake')
  return row
}

/** @throws stocktake.not_now (409) */
export function demandState(row: { state: State }, ...states: State[]): void {
  if (!states.includes(row.state)) throw new AppError('stocktake.not_now', { status: 409, field: 'state' })
}

/** @throws stocktake.version_stale (412) */
export function demandVersion(row: { version: number }, version: number): void {
  if (row.version !== version)
    throw new AppError('stocktake.version_stale', { status: 412, params: { version: row.version } })
}

/** Departments whose team a person is in. */
export async function departmentsOf(db: Db, actor: Actor, id: string) {
  const members = await membersOf(db, id)
  return members.filter((one) => one.person.id === actor.id).map((one) => one.department)
}

/** Who counts and explains is in one of the teams. @throws stocktake.not_in_team (403) */
export async function demandTeam(db: Db, actor: Actor, id: string): Promise<void> {
  if ((await departmentsOf(db, actor, id)).length === 0)
    throw new AppError('stocktake.not_in_team', { status: 403 })
}

/**
 * A line with its stocktake, both locked, the state and the line's version checked.
 * @throws stocktake.not_found (404), stocktake.not_now (409), stocktake.version_stale (412)
 */
export async function lockLine(
  tx: Tx,
  actor: Actor,
  at: { id: string; lineId: string; version: number },
  ...states: State[]
): Promise<{ stocktake: CampaignRow; line: LineRow }> {
  await shareCampaign(tx, at.id)
  const [line] = await selectLines(tx, at.id, { id: at.lineId, lock: true, limit: 1 })
  const stocktake = await accessStocktake(tx, actor, at.id)
  if (!line) throw notFound('stocktake')
  demandState(stocktake, ...states)
  demandVersion(line, at.version)
  return { stocktake, line }
}

/** What every change leaves behind. */
export async function leave(
  tx: Tx,
  actor: Actor,
  stocktake: { id: string; org: { id: string } },
  action: string,
  data: { before?: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await Promise.all([
    audit(tx, actor, {
      action: `stocktake.${action}`,
      entity: 'stocktake',
      entityId: stocktake.id,
      orgId: stocktake.org.id,
      ...data,
    }),
    emit(tx, { type: `stocktake.${action}`, entity: 'stocktake', entityId: stocktake.id }),
  ])
}
