/** Alerts of a service on which somebody works open no incident; those that still fire afterwards do. */
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Placed } from './place.ts'
import {
  insertSilenced,
  markReleased,
  quietAmong,
  silencedRows,
  type Keeper,
  type SilencedRow,
} from './store/silenced.ts'

/** A room that keeps alerts quiet while it works on their services. */
export interface Silencer {
  /** entity of the records that do, such as `change` */
  entity: string
  /**
   * Which of these services are worked on now, and by which record (id). Their rows must stay as they are until the
   * transaction ends: else an alert is kept quiet for a record that has released its alerts a moment ago.
   */
  covers: (tx: Tx, serviceIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

const silencers = new Map<string, Silencer>()

/** Makes a silencer known; called in the room's `setUp` (again for the same entity: replaces it). */
export function registerSilencer(silencer: Silencer): void {
  silencers.set(silencer.entity, silencer)
}

/**
 * Which of the alerts that fire are kept quiet, and by what: those that began while their service is worked on, and
 * those that are quiet already. What fired before the work began goes on as it did.
 */
export async function quietNow(tx: Tx, alerts: readonly Placed[]): Promise<ReadonlyMap<string, Keeper>> {
  const out = new Map<string, Keeper>()
  const serviceIds = [...new Set(alerts.flatMap((a) => (a.fired && a.service ? [a.service.id] : [])))]
  if (serviceIds.length === 0) return out
  for (const { entity, covers } of silencers.values()) {
    const byService = await covers(tx, serviceIds)
    if (byService.size === 0) continue
    const covered = alerts.filter((a) => a.fired && a.service && byService.has(a.service.id))
    const already = await quietAmong(
      tx,
      covered.map((a) => a.id),
    )
    for (const alert of covered)
      if (alert.known?.status !== 'firing' || already.has(alert.id))
        out.set(alert.id, { entity, id: byService.get(alert.service!.id)! })
  }
  return out
}

/** Remembers what is kept quiet, when the alerts themselves are written. */
export async function rememberQuiet(tx: Tx, quiet: ReadonlyMap<string, Keeper>): Promise<void> {
  if (quiet.size > 0)
    await insertSilenced(
      tx,
      [...quiet].map(([alertId, by]) => ({ alertId, by })),
    )
}

/**
 * The work is over: what it kept quiet and still fires is brought to an incident by the next turn of the processing job.
 * @returns how many alerts were released
 */
export async function releaseSilenced(tx: Tx, by: Keeper): Promise<number> {
  return markReleased(tx, by)
}

/** The alerts that a record keeps or kept quiet; who may see the record may see them. */
export async function silencedBy(db: Db, by: Keeper): Promise<SilencedRow[]> {
  return silencedRows(db, by)
}
