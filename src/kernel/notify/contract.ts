import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery } from '#kernel/http/endpoint.ts'

/** One notification of the person who asks, with its text in their language. */
export const Notification = z.object({
  id: z.uuid(),
  text: z.string(),
  /** Translation key the text was made from; what preferences are kept by. */
  textKey: z.string(),
  entity: z.string(),
  entityId: z.string(),
  /** Path of the page that shows the record. */
  path: z.string(),
  recordedAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
})

const flag = z.enum(['true', 'false']).transform((v) => v === 'true')

export const listNotifications = endpoint({
  name: 'notify.list',
  method: 'GET',
  path: '/notifications',
  permission: 'signed-in',
  query: z.strictObject({ unread: flag.optional(), ...pageQuery }),
  response: pageOf(Notification),
  summary: 'My notifications, newest first 我的通知',
})

export const countNotifications = endpoint({
  name: 'notify.count',
  method: 'GET',
  path: '/notifications/count',
  permission: 'signed-in',
  response: z.object({ unread: z.int() }),
  summary: 'How many of my notifications are unread 未读通知数',
})

export const readNotification = endpoint({
  name: 'notify.read',
  method: 'POST',
  path: '/notifications/{id}/read',
  permission: 'signed-in',
  params: idParams,
  response: Notification,
  // having seen a notice changes nothing but the reader's own bell
  audited: false,
  summary: 'Mark one of my notifications as read 标记已读',
})

export const readAllNotifications = endpoint({
  name: 'notify.readAll',
  method: 'POST',
  path: '/notifications/read-all',
  permission: 'signed-in',
  // the newest one the person has seen: what arrives meanwhile stays unread
  body: z.strictObject({ upTo: z.uuid().optional() }),
  response: z.object({ read: z.int() }),
  // having seen notices changes nothing but the reader's own bell
  audited: false,
  summary: 'Mark my notifications as read 全部已读',
})

const Preference = z.strictObject({
  /** A text key, or `*` for every event that has no entry of its own. */
  event: z.string().min(1).max(100),
  page: z.boolean(),
  mail: z.boolean(),
  /** when the mail goes: at once, or put together every hour or once a day */
  digest: z.enum(['now', 'hourly', 'daily']).default('now'),
})

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** When mail waits. Local times of the unit, `HH:MM`. */
export const Rhythm = z.strictObject({
  /** mail waits from … to …, over midnight when need be; null: no quiet hours */
  quiet: z.strictObject({ from: Clock, to: Clock }).nullable(),
  /** days off by the unit's default calendar are quiet as a whole */
  daysOff: z.boolean(),
  /** urgent events are sent all the same */
  urgentPierces: z.boolean(),
  /** when the digest of a day goes */
  dailyAt: Clock,
})

const Preferences = z.object({
  items: z.array(Preference),
  /** Events that exist, with a readable name. */
  events: z.array(z.object({ event: z.string(), room: z.string(), label: z.string(), urgent: z.boolean() })),
  rhythm: Rhythm,
  /** Where mail goes; null: the person has no address, so none can be sent. */
  email: z.string().nullable(),
})

export const getPreferences = endpoint({
  name: 'notify.preferences',
  method: 'GET',
  path: '/me/notification-preferences',
  permission: 'signed-in',
  response: Preferences,
  summary: 'What I am told in the page and by mail 通知设置',
})

export const putPreferences = endpoint({
  name: 'notify.setPreferences',
  method: 'PUT',
  path: '/me/notification-preferences',
  permission: 'signed-in',
  body: z.strictObject({ items: z.array(Preference).max(500) }),
  response: Preferences,
  summary: 'Change what I am told in the page and by mail 修改通知设置',
})

export const putRhythm = endpoint({
  name: 'notify.setRhythm',
  method: 'PUT',
  path: '/me/notification-rhythm',
  permission: 'signed-in',
  body: Rhythm,
  response: Preferences,
  summary: 'Change my quiet hours and the time of my digests 修改免打扰和汇总时间',
})
