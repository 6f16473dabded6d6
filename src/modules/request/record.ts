import { audit } from '#kernel/audit/index.ts'
import type { Tx } from '#kernel/db/index.ts'
import { emit } from '#kernel/events/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { addTimeline } from '#modules/ticket/index.ts'
import type { FullRequest, LineRow, TaskRow } from './store/read.ts'

/** Keeps a move in the timeline (public: the requester sees every step) and in the audit, and tells the pages. */
export async function recordMove(
  tx: Tx,
  actor: Actor,
  move: {
    move: string
    row: FullRequest
    line?: LineRow
    task?: TaskRow
    body?: string
    data?: Record<string, unknown>
    at: Date
  },
): Promise<void> {
  const { row, line, task } = move
  const about = {
    ...(line ? { line: line.no, item: line.name, itemEn: line.nameEn } : {}),
    ...(task ? { task: task.name, taskEn: task.nameEn } : {}),
  }
  await addTimeline(tx, {
    ticketId: row.id,
    kind: 'move',
    public: true,
    actorId: actor.id,
    actorName: actor.name,
    body: move.body ?? '',
    data: { move: move.move, ...about, ...move.data },
    occurredAt: move.at,
  })
  await audit(tx, actor, {
    action: `request.${move.move}`,
    entity: 'request',
    entityId: row.id,
    orgId: row.org.id,
    before: {
      state: row.state,
      ...(line ? { line: { no: line.no, state: line.state, approval: line.approval } } : {}),
      ...(task
        ? { task: { no: task.no, state: task.state, ownerId: task.owner?.id, groupId: task.group?.id } }
        : {}),
    },
    after: { ...about, ...move.data, reason: move.body ?? '' },
  })
  await emit(tx, { type: 'request.changed', entity: 'request', entityId: row.id, data: { move: move.move } })
}
