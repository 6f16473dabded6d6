import { newId, type Tx } from '#kernel/db/index.ts'
import { insertNotifications } from './store/notifications.ts'

export interface Notice {
  /** Person ids; repetitions, machines and accounts that are not active are passed over. */
  to: Iterable<string>
  /** Translation key with its room: `incident:notify.assigned`. */
  textKey: string
  /** Values the text interpolates. A value `t:<room>:<key>` is itself translated (`t:sla:metric.response`). */
  params?: Record<string, string | number>
  /** The record's page is `/<entity>s/<entityId>`. */
  entity: string
  entityId: string
  /** A person gets one notification per key, however often the same thing is told. */
  dedupeKey: string
}

/**
 * Tells people something: in the page, by mail, or not at all, as each of them prefers. One statement in the
 * caller's transaction; repeated with the same key it does nothing. Mail leaves later, by a job.
 */
export async function notify(tx: Tx, notice: Notice): Promise<void> {
  const to = [...new Set(notice.to)]
  if (to.length === 0) return
  await insertNotifications(tx, {
    ids: to.map(() => newId()),
    to,
    textKey: notice.textKey,
    params: notice.params ?? {},
    entity: notice.entity,
    entityId: notice.entityId,
    dedupeKey: notice.dedupeKey,
    eventId: newId(),
  })
}
