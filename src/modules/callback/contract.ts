import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { callbackStates, stepKinds, verdicts } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

export const Callback = z.object({
  id: z.string(),
  /** `visible`: the caller may open it, too; who was given a call-back sees the call-back in any case */
  ticket: z.object({
    id: z.string(),
    kind: z.string(),
    number: z.string(),
    title: z.string(),
    visible: z.boolean(),
  }),
  reason: z.string(),
  contact: z.object({ id: z.string().nullable(), name: z.string(), phone: z.string() }),
  owner: Ref.nullable(),
  group: Ref.nullable(),
  dueAt: when,
  overdue: z.boolean(),
  /** the unit does not work at that time */
  outsideHours: z.boolean(),
  state: z.enum(callbackStates),
  verdict: z.enum(verdicts).nullable(),
  endedAt: when.nullable(),
  createdBy: Ref.nullable(),
  recordedAt: when,
  /** the oldest first */
  steps: z.array(
    z.object({
      what: z.enum(stepKinds),
      note: z.string(),
      calledAt: when.nullable(),
      nextAt: when.nullable(),
      by: z.string(),
      recordedAt: when,
    }),
  ),
  version: z.number(),
  abilities: z.array(z.enum(['record', 'move', 'cancel'])),
})
export type CallbackRecord = z.input<typeof Callback>

export const listCallbacks = endpoint({
  name: 'callback.list',
  method: 'GET',
  path: '/scheduled-callbacks',
  permission: 'callback.do',
  query: z.strictObject({
    /** what is due now, all that is open (the nearest first), or what is over (the last first) */
    which: z.enum(['due', 'open', 'over']).default('open'),
    /** only what is the caller's or a group's of the caller */
    mine: z
      .enum(['true', 'false'])
      .transform((v) => v === 'true')
      .default(false),
    ...pageQuery,
  }),
  response: pageOf(Callback),
  summary: 'Scheduled call-backs 预约回访列表',
})

/** Also whom to call, as far as the ticket knows; for those who may add one. */
export const callbacksOfTicket = endpoint({
  name: 'callback.of-ticket',
  method: 'GET',
  path: '/tickets/{id}/scheduled-callbacks',
  permission: 'callback.do',
  params: idParams,
  response: z.object({
    items: z.array(Callback),
    mayAdd: z.boolean(),
    contacts: z.array(z.object({ id: z.string().nullable(), name: z.string(), phone: z.string() })),
  }),
  summary: 'Call-backs scheduled for a ticket 工单的预约回访',
})

const Doer = { ownerId: z.uuid().optional(), groupId: z.uuid().optional() }

/** Exactly one of `ownerId` and `groupId`; neither: the caller does it. */
export const scheduleCallback = endpoint({
  name: 'callback.schedule',
  method: 'POST',
  path: '/tickets/{id}/scheduled-callbacks',
  permission: 'callback.do',
  params: idParams,
  body: z.strictObject({
    at: instant,
    contactName: text(100, 1),
    contactPhone: text(40, 3),
    contactId: z.uuid().optional(),
    reason: text(2000, 2),
    ...Doer,
  }),
  response: Callback,
  status: 201,
  idempotent: true,
  summary: 'Schedule a call-back 预约回访',
})

/** Not reached without `nextAt`: given up. */
export const recordCallback = endpoint({
  name: 'callback.record',
  method: 'POST',
  path: '/scheduled-callbacks/{id}/moves/record',
  permission: 'callback.do',
  params: idParams,
  body: z.strictObject({
    reached: z.boolean(),
    verdict: z.enum(verdicts).optional(),
    note: text(2000, 2),
    nextAt: instant.optional(),
    /** when it was called, if not now */
    calledAt: instant.optional(),
  }),
  response: Callback,
  ifMatch: true,
  summary: 'Record what came of a call 登记回访结果',
})

export const moveCallback = endpoint({
  name: 'callback.move',
  method: 'POST',
  path: '/scheduled-callbacks/{id}/moves/move',
  permission: 'callback.do',
  params: idParams,
  body: z.strictObject({ at: instant.optional(), ...Doer, reason: text(2000, 2) }),
  response: Callback,
  ifMatch: true,
  summary: 'Another time or other hands 改约',
})

export const cancelCallback = endpoint({
  name: 'callback.cancel',
  method: 'POST',
  path: '/scheduled-callbacks/{id}/moves/cancel',
  permission: 'callback.do',
  params: idParams,
  body: z.strictObject({ reason: text(2000, 2) }),
  response: Callback,
  ifMatch: true,
  summary: 'Cancel a scheduled call-back 取消预约回访',
})

export const checkCallbackTime = endpoint({
  name: 'callback.check-time',
  method: 'GET',
  path: '/callback-time',
  permission: 'callback.do',
  query: z.strictObject({ at: instant }),
  response: z.object({
    working: z.boolean(),
    /** the next moment at which the unit works, where it does not */
    nextAt: when.nullable(),
  }),
  summary: 'Whether the unit works at that time 是否工作时间',
})
