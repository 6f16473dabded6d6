import { can, scopeOf, type Actor } from '#kernel/permission/index.ts'

/** Which norms an actor may see: those of the orgs of his roles, and those that hold for his own org. */
export interface Visibility {
  everything: boolean
  orgPaths: readonly string[]
  /** path of the actor's own org; null where he may not read norms */
  ownPath: string | null
}

export const everything: Visibility = { everything: true, orgPaths: [], ownPath: null }

export function visibleNorms(actor: Actor): Visibility {
  if (actor.kind === 'system') return everything
  const reads = can(actor, 'norm.read')
  return { everything: false, orgPaths: scopeOf(actor, 'norm.read'), ownPath: reads ? actor.orgPath : null }
}
