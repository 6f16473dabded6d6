import { can, scopeOf, type Actor } from '#kernel/permission/index.ts'

/** What an actor may see of problems, for the store to turn into SQL; list, record, links and search all use it. */
export interface Visibility {
  everything: boolean
  /** org paths below which every problem is visible */
  orgPaths: readonly string[]
  groupIds: readonly string[]
  personId: string | null
}

/** The centre's people see what lies in their scope; everyone sees what is the own, the own group's, or has a task for him. */
export function visibleProblems(actor: Actor): Visibility {
  const orgPaths = scopeOf(actor, 'problem.read-scope')
  const reads = can(actor, 'problem.read')
  return {
    // the org tree has one root, the unit: a scope of depth one is everything
    everything: actor.kind === 'system' || orgPaths.some((path) => path.split('/').length <= 3),
    orgPaths,
    groupIds: reads ? actor.groupIds : [],
    personId: reads ? actor.id : null,
  }
}
