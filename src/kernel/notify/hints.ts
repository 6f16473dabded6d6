import type { LiveEvent } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/actor.ts'

/** What an open page learns: something of this kind has changed. The content is read through the API, under its rules. */
export interface Hint {
  type: string
  entity: string
  id: string
}

/**
 * The hints of a batch that one person gets: events that name the person, and changes of records of a kind
 * that the person may read. An event addressed to others by name about a kind one may not read stays unseen.
 */
export function hintsFor(actor: Actor, events: readonly LiveEvent[]): Hint[] {
  const hints: Hint[] = []
  for (const { type, entity, id, to } of events) {
    const named = actor.id !== null && (to?.includes(actor.id) ?? false)
    // notifications are personal: nobody else's page has anything to read anew
    const readable = entity !== 'notification' && mayRead(actor, entity)
    if (named || readable) hints.push({ type, entity, id })
  }
  return hints
}

/** `*` stands for a burst too large to be told one by one: everybody reads anew what is on the page. */
function mayRead(actor: Actor, entity: string): boolean {
  return entity === '*' || actor.permissions.has(`${entity}.read`)
}
