import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimeline } from '#modules/ticket/index.ts'

/**
 * Keeps an update of imported history that changed neither state nor group: which values the source had.
 * Only imports write history.
 */
export async function addHistory(
  tx: Tx,
  actor: Actor,
  input: { id: string; occurredAt: string; changes: Record<string, string> },
): Promise<void> {
  if (actor.origin !== 'import') throw new Error('only an import writes history')
  await addTimeline(tx, {
    ticketId: input.id,
    kind: 'change',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    data: { source: input.changes },
    occurredAt: new Date(input.occurredAt),
    origin: 'import',
  })
  await audit(tx, actor, {
    action: 'incident.history',
    entity: 'incident',
    entityId: input.id,
    origin: 'import',
    after: { columns: Object.keys(input.changes) },
  })
}
