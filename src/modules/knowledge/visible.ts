import { can, scopeOf, type Actor } from '#kernel/permission/index.ts'

/**
 * What an actor may see of articles, for the store to turn into SQL; list, search, suggestions, detail and
 * attachments all use it.
 */
export interface Visibility {
  /** the program itself */
  everything: boolean
  personId: string | null
  groupIds: readonly string[]
  /** org paths below which articles for the centre's people may be read */
  staffPaths: readonly string[]
  /** … in which the actor writes, and so sees drafts */
  writePaths: readonly string[]
  /** … in which the actor reviews, and so sees what is for other groups, too */
  reviewPaths: readonly string[]
  /** … whose sensitive articles the actor is cleared for */
  sensitivePaths: readonly string[]
}

/** The one answer to what an actor may see of knowledge. */
export function visibleArticles(actor: Actor): Visibility {
  return {
    everything: actor.kind === 'system',
    personId: can(actor, 'knowledge.write') ? actor.id : null,
    groupIds: actor.groupIds,
    staffPaths: scopeOf(actor, 'knowledge.read-staff'),
    writePaths: scopeOf(actor, 'knowledge.write'),
    reviewPaths: scopeOf(actor, 'knowledge.review'),
    sensitivePaths: scopeOf(actor, 'knowledge.read-sensitive'),
  }
}
