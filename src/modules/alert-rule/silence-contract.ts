import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Matcher, Matchers } from './matcher-contract.ts'
import { dayKinds, silenceStates } from './words.ts'

const Person = z.object({ id: z.string(), name: z.string() }).nullable()

export const Silence = z.object({
  id: z.string(),
  matchers: z.array(Matcher),
  reason: z.string(),
  startsAt: when,
  endsAt: when,
  createdBy: Person,
  createdAt: when,
  /** before its time */
  endedAt: when.nullable(),
  endedBy: Person,
  state: z.enum(silenceStates),
  /** the caller may end it */
  mayEnd: z.boolean(),
})
export type SilenceRecord = z.input<typeof Silence>

export const listSilences = endpoint({
  name: 'alert-rule.silences',
  method: 'GET',
  path: '/alert-silences',
  permission: 'alert-rule.read',
  query: z.strictObject({ ...pageQuery, state: z.enum(silenceStates).default('active') }),
  response: pageOf(Silence),
  summary: 'Silences that reach what one sees 告警静默',
})

export const createSilence = endpoint({
  name: 'alert-rule.silence',
  method: 'POST',
  path: '/alert-silences',
  permission: 'alert-rule.silence',
  body: z
    .strictObject({
      matchers: Matchers,
      reason: text(500, 2),
      /** default: now */
      startsAt: instant.optional(),
      /** a year ahead at most; or so many minutes from its beginning */
      endsAt: instant.optional(),
      minutes: z.int().min(1).max(527_040).optional(),
    })
    .refine((s) => (s.endsAt === undefined) !== (s.minutes === undefined), {
      path: ['endsAt'],
      message: 'alert-rule:error.silence_end',
    }),
  response: Silence,
  status: 201,
  idempotent: true,
  summary: 'Silence alerts for a time 静默告警',
})

export const endSilence = endpoint({
  name: 'alert-rule.end-silence',
  method: 'POST',
  path: '/alert-silences/{id}/moves/end',
  permission: 'alert-rule.silence',
  params: idParams,
  response: Silence,
  summary: 'End a silence now 提前结束静默',
})

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'alert-rule:error.clock')
const span = { begin: clock, minutes: z.int().min(1).max(2880) }

/** Recurring ones are by the unit's clock; `days` by its calendar, make-up days and holidays included. */
export const Schedule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('once'), from: instant, to: instant }),
  z.strictObject({
    every: z.literal('weekly'),
    /** 1 Monday … 7 Sunday */
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
    days: z.enum(dayKinds).default('any'),
    ...span,
  }),
  z.strictObject({
    every: z.literal('monthly'),
    /** 31: the last day of shorter months */
    day: z.int().min(1).max(31),
    ...span,
  }),
])
export type Schedule = z.output<typeof Schedule>

const windowBody = {
  name: text(100),
  reason: text(500, 2),
  matchers: Matchers,
  schedule: Schedule,
  enabled: z.boolean().default(true),
}

export const Window = z.object({
  id: z.string(),
  name: z.string(),
  reason: z.string(),
  matchers: z.array(Matcher),
  schedule: Schedule,
  enabled: z.boolean(),
  createdBy: Person,
  version: z.number(),
  /** the occurrence under way or coming; null: never again */
  next: z.object({ from: when, to: when, now: z.boolean() }).nullable(),
})
export type WindowRecord = z.input<typeof Window>

export const listWindows = endpoint({
  name: 'alert-rule.windows',
  method: 'GET',
  path: '/alert-windows',
  permission: 'alert-rule.read',
  query: z.strictObject({}),
  response: z.object({ items: z.array(Window) }),
  summary: 'Maintenance windows that reach what one sees; at most 500 维护窗口',
})

export const createWindow = endpoint({
  name: 'alert-rule.create-window',
  method: 'POST',
  path: '/alert-windows',
  permission: 'alert-rule.configure',
  body: z.strictObject(windowBody),
  response: Window,
  status: 201,
  idempotent: true,
  summary: 'Add a maintenance window 新增维护窗口',
})

export const updateWindow = endpoint({
  name: 'alert-rule.update-window',
  method: 'PUT',
  path: '/alert-windows/{id}',
  permission: 'alert-rule.configure',
  params: idParams,
  body: z.strictObject(windowBody),
  response: Window,
  ifMatch: true,
  summary: 'Change a maintenance window 修改维护窗口',
})

export const removeWindow = endpoint({
  name: 'alert-rule.remove-window',
  method: 'DELETE',
  path: '/alert-windows/{id}',
  permission: 'alert-rule.configure',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Take a maintenance window away 删除维护窗口',
})
