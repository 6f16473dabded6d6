import { audit } from '#kernel/audit/index.ts'
import { dbNow, type Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimeline, touchTicket } from '#modules/ticket/index.ts'
import { accessIncident } from './access.ts'
import { tell } from './tell.ts'

/**
 * Keeps in the timeline, for those who work on the incident, what happened to it elsewhere (a mail came back); its
 * owner is told. `once` distinguishes repeated news.
 * @param input.data of the room that tells, below a key of its own
 * @throws incident.not_found (404)
 */
export async function keepNotice(
  tx: Tx,
  actor: Actor,
  input: { id: string; body: string; data: Record<string, unknown>; once: string },
): Promise<void> {
  const row = await accessIncident(tx, actor, input.id)
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'notice',
    public: false,
    actorId: actor.id,
    actorName: actor.name,
    body: input.body,
    data: input.data,
    occurredAt: await dbNow(tx),
  })
  await touchTicket(tx, row.id)
  await audit(tx, actor, {
    action: 'incident.notice',
    entity: 'incident',
    entityId: row.id,
    orgId: row.org.id,
    after: input.data,
  })
  await tell(tx, actor, { what: 'noticed', incident: row, to: [row.owner?.id], once: input.once })
}
