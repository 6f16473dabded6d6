import { scopeOf, type Actor } from '#kernel/permission/index.ts'

/**
 * What an actor may see of incidents, for the store to turn into SQL. Lists, search, export and charts all use it.
 * `everything` needs no filter; otherwise any of the rest suffices.
 */
export interface Visibility {
  everything: boolean
  /** org paths below which everything is visible */
  orgPaths: readonly string[]
  groupIds: readonly string[]
  personId: string | null
}

/**
 * The centre's people see what lies in their scope; everyone sees what they reported, joined, watch, own, or what
 * is their group's.
 */
export function visibleIncidents(actor: Actor): Visibility {
  const orgPaths = scopeOf(actor, 'incident.read-scope')
  return {
    // the org tree has one root, the unit: a scope of depth one is everything
    everything: orgPaths.some((path) => path.split('/').length <= 3),
    orgPaths,
    groupIds: actor.groupIds,
    personId: actor.id,
  }
}
