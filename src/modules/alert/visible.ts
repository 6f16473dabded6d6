import { scopeOf, type Actor } from '#kernel/permission/index.ts'

/** What an actor may see of alerts; `everything` needs no filter, otherwise any of the rest suffices. */
export interface Visibility {
  everything: boolean
  /** org paths below which every alert is visible: the org is the service's owner, else the receiving account's */
  orgPaths: readonly string[]
  /** alerts of incidents of one's groups, and of one's own */
  groupIds: readonly string[]
  personId: string | null
}

/**
 * People see the alerts of the orgs in their scope, and those of the incidents they work on.
 * @param permission whose scope counts; handling reaches no further than seeing
 */
export function visibleAlerts(
  actor: Actor,
  permission: 'alert.read' | 'alert.handle' = 'alert.read',
): Visibility {
  const orgPaths = scopeOf(actor, permission)
  return {
    // the org tree has one root, the unit: a scope of depth one is everything
    everything: orgPaths.some((path) => path.split('/').length <= 3),
    orgPaths,
    groupIds: actor.groupIds,
    personId: actor.id,
  }
}
