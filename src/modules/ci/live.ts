/** How items are now, by their checks and open alerts: what the caller may see of both, else what was last said of them. */
import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { openAlertsOfItems } from '#modules/alert/index.ts'
import type * as contract from './graph-contract.ts'
import { accessCi } from './policy.ts'
import { liveFrom, type CheckCounts, type LiveState } from './words.ts'

/** Counts of an item's checks that the actor may see, by item. */
export type CheckSource = (db: Db, actor: Actor, ids: readonly string[]) => Promise<Map<string, CheckCounts>>

let checksOf: CheckSource = () => Promise.resolve(new Map())

/** Told by the room that watches items. */
export function registerCheckSource(source: CheckSource): void {
  checksOf = source
}

type Now = NonNullable<Output<typeof contract.getGraph>['nodes'][number]['now']>

/** How items are now; those without checks and open alerts in sight are not in it. Two statements, however many items. */
async function nowOf(
  db: Db,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, Now & { state: LiveState | null }>> {
  const [checks, alerts] = await Promise.all([checksOf(db, actor, ids), openAlertsOfItems(db, actor, ids)])
  const known = new Set([...checks.keys(), ...alerts.keys()])
  return new Map(
    [...known].map((id) => {
      const watched = checks.get(id) ?? { down: 0, impaired: 0, unknown: 0, well: 0 }
      const open = alerts.get(id) ?? { critical: 0, warning: 0, other: 0 }
      const { down, impaired, unknown, well } = watched
      const bad = down + impaired + unknown
      const now = {
        checks: bad + well,
        bad,
        alerts: open.critical + open.warning + open.other,
        critical: open.critical,
      }
      return [id, { ...now, state: liveFrom(watched, open) }] as const
    }),
  )
}

interface Drawn {
  id: string
  visible: boolean
  liveState: LiveState
}

/** Nodes of a picture with how they are now; of those that the caller may not see nothing is told. */
export async function withNow<T extends Drawn>(
  db: Db,
  actor: Actor,
  nodes: readonly T[],
): Promise<(T & { now: Now | null })[]> {
  const now = await nowOf(
    db,
    actor,
    nodes.filter((node) => node.visible).map((node) => node.id),
  )
  return nodes.map((node) => {
    const { state = null, ...counts } = now.get(node.id) ?? {}
    return {
      ...node,
      liveState: state ?? node.liveState,
      now: now.has(node.id) ? (counts as Now) : null,
    }
  })
}

/** @throws ci.not_found (404) */
export async function getLiveVerb(
  db: Db,
  actor: Actor,
  { id }: { id: string },
): Promise<Output<typeof contract.getLive>> {
  const { liveState } = await accessCi(db, actor, id)
  const [node] = await withNow(db, actor, [{ id, visible: true, liveState }])
  return { state: node!.liveState, stored: liveState, now: node!.now }
}
