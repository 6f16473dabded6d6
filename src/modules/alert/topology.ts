/** What configuration items tell about alerts. The room of items makes itself known; without it alerts go by labels. */
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'

export interface ItemFacts {
  name: string
  orgId: string
  groupId: string | null
  /** services that are down without it */
  serviceIds: readonly string[]
}

export interface Topology {
  /** Facts of the items that there are. */
  factsOf: (db: Db, ids: readonly string[]) => Promise<ReadonlyMap<string, ItemFacts>>
  /** For each item those without which it fails for certain (no redundancy between), the nearest first. */
  upstreamOf: (db: Db, ids: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>
  /** Names the items on an incident. */
  putOnIncident: (tx: Tx, actor: Actor, ticketId: string, ciIds: readonly string[]) => Promise<void>
}

let known: Topology = {
  factsOf: () => Promise.resolve(new Map()),
  upstreamOf: () => Promise.resolve(new Map()),
  putOnIncident: () => Promise.resolve(),
}

/** Makes the topology known; called in the room's `setUp`. */
export function registerTopology(topology: Topology): void {
  known = topology
}

export const topology = (): Topology => known
