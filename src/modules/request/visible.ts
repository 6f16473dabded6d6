import { scopeOf, type Actor } from '#kernel/permission/index.ts'

/** What an actor may see of requests, for the store to turn into SQL; lists, search and figures use it. */
export interface Visibility {
  everything: boolean
  orgPaths: readonly string[]
  groupIds: readonly string[]
  personId: string | null
}

/** The centre's people see what lies in their scope; everyone what they asked for, filed, or have a task of. */
export function visibleRequests(actor: Actor): Visibility {
  const orgPaths = scopeOf(actor, 'request.read-scope')
  return {
    everything: actor.kind === 'system' || orgPaths.some((path) => path.split('/').length <= 3),
    orgPaths,
    groupIds: actor.groupIds,
    personId: actor.id,
  }
}
