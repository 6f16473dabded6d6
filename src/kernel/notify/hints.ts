import type { LiveEvent } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/actor.ts'

/** What an open page learns: something of this kind has changed. The content is read through the API, under its rules. */
export interface Hint {
  type: string
  entity: string
  id: string
}

const readers = new Map<string, string>()

/** Says which permission reads the records of a kind, where it is not `<entity>.read`: a room may keep several kinds. */
export function registerReader(entity: string, permission: string): void {
  readers.set(entity, permission)
}

/**
 * The hints of a batch that one person gets: events that name the person, and changes of records of a kind
 * that the person may read. Which record it is learns only who is named or reads that kind throughout a scope
 * (`<entity>.read-scope`); the others learn that something changed, once per batch, and read anew what is theirs.
 */
export function hintsFor(actor: Actor, events: readonly LiveEvent[]): Hint[] {
  const hints = new Map<string, Hint>()
  for (const { type, entity, id, to } of events) {
    const named = actor.id !== null && (to?.includes(actor.id) ?? false)
    // notifications are personal: nobody else's page has anything to read anew
    const readable = entity !== 'notification' && mayRead(actor, entity)
    if (!named && !readable) continue
    const shown = named || actor.permissions.has(`${entity}.read-scope`) ? id : '*'
    hints.set(`${type} ${entity} ${shown}`, { type, entity, id: shown })
  }
  return [...hints.values()]
}

/** `*` stands for a burst too large to be told one by one: everybody reads anew what is on the page. */
function mayRead(actor: Actor, entity: string): boolean {
  return entity === '*' || actor.permissions.has(readers.get(entity) ?? `${entity}.read`)
}
