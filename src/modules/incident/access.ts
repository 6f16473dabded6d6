import type { Db, Tx } from '#kernel/db/index.ts'
import { notFound, AppError } from '#kernel/errors/index.ts'
import { scopeOf, type Actor } from '#kernel/permission/index.ts'
import type { Ability } from './contract.ts'
import { demandAbility } from './policy.ts'
import { readIncident, type IncidentRow } from './store/read.ts'

/** Whether this row passes the filter of `visibleIncidents`; the same sentence, said of one row. */
function isVisible(actor: Actor, row: IncidentRow): boolean {
  if (actor.kind === 'system') return true
  if (scopeOf(actor, 'incident.read-scope').some((path) => row.orgPath.startsWith(path))) return true
  if (row.group && actor.groupIds.includes(row.group.id)) return true
  return (
    actor.id !== null &&
    (row.owner?.id === actor.id || row.requester?.id === actor.id || row.iAmAffected || row.watching)
  )
}

/** An incident that another one is to refer to; undefined when it is missing or invisible. */
export async function findVisible(db: Db | Tx, actor: Actor, id: string): Promise<IncidentRow | undefined> {
  const row = await readIncident(db, id, actor.id)
  return row && isVisible(actor, row) ? row : undefined
}

/**
 * The only way to obtain an incident.
 * @param ability the right that is needed on it; none: to see it
 * @throws incident.not_found (404) when it is missing or invisible; incident.not_allowed (403) without the right
 */
export async function accessIncident(
  db: Db | Tx,
  actor: Actor,
  id: string,
  ability?: Ability,
): Promise<IncidentRow> {
  const row = await readIncident(db, id, actor.id)
  if (!row || !isVisible(actor, row)) throw notFound('incident')
  if (ability) demandAbility(actor, row, ability)
  return row
}

/**
 * As `accessIncident`, with the row locked for a change and its version compared.
 * @throws incident.version_stale (412) when it was changed since `version`
 */
export async function lockIncident(
  tx: Tx,
  actor: Actor,
  id: string,
  ability: Ability,
  version: number | undefined,
): Promise<IncidentRow> {
  const row = await readIncident(tx, id, actor.id, true)
  if (!row || !isVisible(actor, row)) throw notFound('incident')
  demandAbility(actor, row, ability)
  if (version !== undefined && row.version !== version)
    throw new AppError('incident.version_stale', { status: 412, params: { version: row.version } })
  return row
}

/**
 * As `accessIncident`, for words and files that come for an incident: one that was merged goes on in another, and there
 * they belong.
 * @throws incident.not_found (404), incident.not_allowed (403)
 */
export async function accessGoingOn(
  db: Db | Tx,
  actor: Actor,
  id: string,
  ability?: Ability,
): Promise<IncidentRow> {
  const row = await accessIncident(db, actor, id)
  if (row.mergedInto) return accessIncident(db, actor, row.mergedInto.id, ability)
  if (ability) demandAbility(actor, row, ability)
  return row
}
