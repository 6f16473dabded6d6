import { createHash } from 'node:crypto'
import pg from 'pg'

/** Statements named at a time; lists of varying length make many texts, and each costs memory on the server. */
const most = 400
/** Texts whose coming is counted before they have a name. */
const mostSeen = 5000
const seen = new Map<string, number>()
/** In the order of use, the longest unused first. */
const names = new Map<string, string>()

/**
 * A name for a text that has come at least three times: what runs once is not worth preparing. Names go by use, not by first
 * come: the start alone brings several hundred statements three times, and what runs all day must still get its own. A text
 * that lost its name gets the same one again (it is its digest), so a connection that still has it prepared uses it.
 */
export function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known) {
    names.delete(text)
    names.set(text, known)
    return known
  }
  const count = (seen.get(text) ?? 0) + 1
  if (count < 3) {
    if (seen.size > mostSeen) seen.clear()
    seen.set(text, count)
    return undefined
  }
  seen.delete(text)
  if (names.size >= most) names.delete(names.keys().next().value!)
  const name = createHash('sha1').update(text).digest('base64url')
  names.set(text, name)
  return name
}

interface Wire {
  connection: { stream: { cork: () => void; uncork: () => void } }
}

/**
 * A client for many small statements. It prepares those it sees again and again: parsing and planning a read of an
 * incident (a dozen joins) costs PostgreSQL more than running it. And what is sent in one turn of the event loop goes
 * out in one write: a write per statement was a third of the server's time while creating incidents.
 */
export class NamedClient extends pg.Client {
  private corked = false

  // the overloads of pg.Client.query are many; only the form that Kysely uses is touched
  override query(...args: unknown[]): never {
    this.gather()
    const [text, values] = args as [unknown, unknown]
    if (typeof text === 'string' && Array.isArray(values) && args.length === 2) {
      const name = nameOf(text)
      if (name) return super.query({ name, text, values } as never) as never
    }
    return super.query(...(args as [never])) as never
  }

  private gather(): void {
    if (this.corked) return
    const { stream } = (this as unknown as Wire).connection
    this.corked = true
    stream.cork()
    // runs when all microtasks of this turn have: the statements that were started together have been written by then
    process.nextTick(() => {
      this.corked = false
      stream.uncork()
    })
  }
}
