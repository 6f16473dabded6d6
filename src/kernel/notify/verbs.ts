import { newId, type Db, type Tx } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import { decodeIdCursor, page } from '#kernel/http/cursor.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Actor } from '#kernel/permission/actor.ts'
import type {
  countNotifications,
  listNotifications,
  readAllNotifications,
  readNotification,
} from './contract.ts'
import { pathOf, renderText } from './render.ts'
import * as store from './store/notifications.ts'

/** Everything about notifications is about the person who asks; the program itself has none. */
export function self(actor: Actor): string {
  if (actor.id === null) throw notFound('notify')
  return actor.id
}

function view(actor: Actor, row: store.NotificationRow): Output<typeof readNotification> {
  return {
    id: row.id,
    text: renderText(actor.locale, row.text_key, row.params),
    textKey: row.text_key,
    entity: row.entity,
    entityId: row.entity_id,
    path: pathOf(row.entity, row.entity_id),
    recordedAt: row.recorded_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  }
}

/** The actor's own notifications. @throws http.bad_cursor (422) */
export async function listNotificationsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof listNotifications>,
): Promise<Output<typeof listNotifications>> {
  const before = decodeIdCursor(input.cursor) ?? null
  const rows = await store.selectNotifications(db, self(actor), {
    unread: input.unread ?? false,
    before,
    limit: input.limit + 1,
  })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return { items: items.map((row) => view(actor, row)), nextCursor }
}

/** Unread notifications of the actor, counted up to 1000. */
export async function countNotificationsVerb(
  db: Db,
  actor: Actor,
): Promise<Output<typeof countNotifications>> {
  return { unread: await store.countUnread(db, self(actor)) }
}

/** @throws notify.not_found (404) when the notification is not the actor's */
export async function readNotificationVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof readNotification>,
): Promise<Output<typeof readNotification>> {
  const row = await store.markRead(tx, self(actor), input.id)
  if (!row) throw notFound('notify')
  await store.announceRead(tx, self(actor), newId())
  return view(actor, row)
}

export async function readAllNotificationsVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof readAllNotifications>,
): Promise<Output<typeof readAllNotifications>> {
  const read = await store.markAllRead(tx, self(actor), input.upTo)
  if (read > 0) await store.announceRead(tx, self(actor), newId())
  return { read }
}
