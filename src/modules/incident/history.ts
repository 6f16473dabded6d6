import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimelines } from '#modules/ticket/index.ts'

/** An update of the source that changed neither state nor group: when, and which values it had. */
export interface HistoryEntry {
  occurredAt: string
  changes: Record<string, string>
}

/**
 * Keeps updates of imported history in the timeline, all with one statement and one audit entry. Only imports write
 * history.
 */
export async function addHistory(
  tx: Tx,
  actor: Actor,
  input: { id: string; entries: readonly HistoryEntry[] },
): Promise<void> {
  if (actor.origin !== 'import') throw new Error('only an import writes history')
  if (input.entries.length === 0) return
  await Promise.all([
    addTimelines(
      tx,
      input.entries.map((e) => ({
        ticketId: input.id,
        kind: 'change',
        public: false,
        actorId: actor.id,
        actorName: actor.name,
        data: { source: e.changes },
        occurredAt: new Date(e.occurredAt),
        origin: 'import',
      })),
    ),
    audit(tx, actor, {
      action: 'incident.history',
      entity: 'incident',
      entityId: input.id,
      origin: 'import',
      after: { entries: input.entries.length },
    }),
  ])
}
