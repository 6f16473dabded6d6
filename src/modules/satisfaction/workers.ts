import type { Db } from '#kernel/db/index.ts'
import { timelineOf, workLogsOf } from '#modules/ticket/index.ts'

/**
 * Moves that are work on the matter itself. Filing, dispatching, confirming an arrival, reopening and closing are
 * the desk's part; a desk that may not call back whoever phoned it could never call anyone.
 */
const workMoves: ReadonlySet<unknown> = new Set([
  'take',
  'start',
  'hold',
  'resume',
  'request-onsite',
  'resolve',
  'escalate',
  'return',
])

const step = 500

/** Ids of the people who worked on a ticket: owner, whoever logged work, whoever moved it by working on it. */
export async function workersOf(db: Db, ticketId: string, ownerId: string | null): Promise<Set<string>> {
  const workers = new Set<string>(ownerId === null ? [] : [ownerId])
  for (const log of await workLogsOf(db, ticketId)) workers.add(log.person.id)
  let after: number | undefined
  for (;;) {
    const entries = await timelineOf(db, ticketId, { internal: true, after, limit: step })
    const part = entries.slice(0, step)
    for (const entry of part)
      if (entry.actorId !== null && isWork(entry.kind, entry.data)) workers.add(entry.actorId)
    if (entries.length <= step) return workers
    after = part.at(-1)!.id
  }
}

/** First-contact resolution is one entry: filed, and resolved with it. */
function isWork(kind: string, data: Record<string, unknown>): boolean {
  return (
    kind === 'move' && (workMoves.has(data['move']) || (data['move'] === 'file' && data['to'] === 'resolved'))
  )
}
