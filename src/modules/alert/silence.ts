/** Alerts of a service on which somebody works open no incident; those that still fire afterwards do. */
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { markReleased, silencedRows, type Keeper, type SilencedRow } from './store/silenced.ts'

/** Work under way, as the list of what keeps alerts quiet shows it. */
export interface Work {
  id: string
  title: string
  until: Date
  /** address of its page */
  path: string
}

/** A room that keeps alerts quiet while it works on their services. */
export interface Silencer {
  /** entity of the records that do, such as `change` */
  entity: string
  /**
   * Which of these services are worked on now, and by which record (id). Their rows must stay as they are until the
   * transaction ends: else an alert is kept quiet for a record that has released its alerts a moment ago.
   */
  covers: (tx: Tx, serviceIds: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** What is worked on now, of what the actor may see. */
  underWay?: (db: Db, actor: Actor) => Promise<Work[]>
}

const silencers = new Map<string, Silencer>()

/** Makes a silencer known; called in the room's `setUp` (again for the same entity: replaces it). */
export function registerSilencer(silencer: Silencer): void {
  silencers.set(silencer.entity, silencer)
}

export const allSilencers = (): readonly Silencer[] => [...silencers.values()]

/** Which services are worked on, and by what. */
export async function coveredBySilencers(
  tx: Tx,
  serviceIds: readonly string[],
): Promise<ReadonlyMap<string, Keeper>> {
  const out = new Map<string, Keeper>()
  if (serviceIds.length === 0) return out
  const distinct = [...new Set(serviceIds)]
  for (const { entity, covers } of silencers.values())
    for (const [serviceId, id] of await covers(tx, distinct)) out.set(serviceId, { entity, id })
  return out
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
