import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { decisions, kinds, sources, states } from './lifecycle.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const day = z.iso.date()

export const DutyLog = z.object({
  id: z.uuid(),
  team: named,
  org: named,
  day: z.string(),
  shift: z.string(),
  startsAt: when,
  endsAt: when,
  state: z.enum(states),
  /** not signed in time, or not yet */
  missed: z.boolean(),
  /** who stands it, the leading cadre first */
  people: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.string() })),
  signedBy: named.nullable(),
  signedAt: when.nullable(),
  takenBy: named.nullable(),
  takenAt: when.nullable(),
  lines: z.int(),
  unfinished: z.int(),
  version: z.int(),
})
export const LogLine = z.object({
  id: z.uuid(),
  kind: z.enum(kinds),
  text: z.string(),
  source: z.enum(sources),
  entity: z.string().nullable(),
  entityId: z.uuid().nullable(),
  number: z.string().nullable(),
  occurredAt: when,
  decision: z.enum(decisions).nullable(),
  decisionNote: z.string().nullable(),
  writtenBy: z.string().nullable(),
  version: z.int(),
})
export const LogRecord = DutyLog.omit({ lines: true }).extend({
  lines: z.array(LogLine),
  summary: z.string().nullable(),
  /** who stands the shift after it */
  next: z.array(z.object({ id: z.uuid(), name: z.string() })),
  abilities: z.array(z.enum(['write', 'sign', 'take-over'])),
})

export const listLogs = endpoint({
  name: 'duty-log.list',
  method: 'GET',
  path: '/duty-logs',
  permission: 'duty-log.read',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(states).optional(),
    missed: z.stringbool().optional(),
    teamId: z.uuid().optional(),
    from: day.optional(),
    to: day.optional(),
    /** in the summary, or in a line */
    q: z.string().trim().max(100).optional(),
  }),
  response: pageOf(DutyLog),
  summary: 'Duty logs 值班日志',
})
/** The log of the shift that runs now, or of the last one, of the teams one stands duty in. */
export const myLog = endpoint({
  name: 'duty-log.mine',
  method: 'GET',
  path: '/duty-logs/mine',
  permission: 'duty-log.read',
  response: z.object({ items: z.array(DutyLog) }),
  summary: 'Logs that wait for me 待我填写或接班的日志',
})
export const getLog = endpoint({
  name: 'duty-log.get',
  method: 'GET',
  path: '/duty-logs/{id}',
  permission: 'duty-log.read',
  params: idParams,
  response: LogRecord,
  summary: 'A duty log 查看值班日志',
})
export const prefillLog = endpoint({
  name: 'duty-log.prefill',
  method: 'POST',
  path: '/duty-logs/{id}/moves/prefill',
  permission: 'duty-log.write',
  params: idParams,
  response: LogRecord,
  ifMatch: true,
  summary: 'Fill in what happened since 自动填入本班情况',
})
const line = { kind: z.enum(kinds), text: text(2000, 1) }
export const addLine = endpoint({
  name: 'duty-log.add-line',
  method: 'POST',
  path: '/duty-logs/{id}/lines',
  permission: 'duty-log.write',
  params: idParams,
  body: z.strictObject({ ...line, occurredAt: z.iso.datetime({ offset: true }).optional() }),
  response: LogLine,
  status: 201,
  idempotent: true,
  summary: 'Write a line 记一条',
})
const lineParams = z.strictObject({ id: z.uuid(), lineId: z.uuid() })
export const editLine = endpoint({
  name: 'duty-log.edit-line',
  method: 'PUT',
  path: '/duty-logs/{id}/lines/{lineId}',
  permission: 'duty-log.write',
  params: lineParams,
  body: z.strictObject(line),
  response: LogLine,
  ifMatch: true,
  summary: 'Change a line 修改一条',
})
export const removeLine = endpoint({
  name: 'duty-log.remove-line',
  method: 'DELETE',
  path: '/duty-logs/{id}/lines/{lineId}',
  permission: 'duty-log.write',
  params: lineParams,
  response: z.object({ id: z.uuid() }),
  ifMatch: true,
  summary: 'Take a line out 删除一条',
})
export const signLog = endpoint({
  name: 'duty-log.sign',
  method: 'POST',
  path: '/duty-logs/{id}/moves/sign',
  permission: 'duty-log.write',
  params: idParams,
  body: z.strictObject({ summary: text(4000).nullable().default(null) }),
  response: LogRecord,
  ifMatch: true,
  summary: 'Sign the log: nothing in it changes any more 签字交班',
})
export const takeOver = endpoint({
  name: 'duty-log.take-over',
  method: 'POST',
  path: '/duty-logs/{id}/moves/take-over',
  permission: 'duty-log.write',
  params: idParams,
  body: z.strictObject({
    /** every unfinished line, once */
    lines: z
      .array(
        z.strictObject({
          id: z.uuid(),
          decision: z.enum(decisions),
          note: text(500).nullable().default(null),
        }),
      )
      .max(1000),
  }),
  response: LogRecord,
  ifMatch: true,
  summary: 'Take over from the shift before, each unfinished item by itself 接班',
})
export const printLogs = endpoint({
  name: 'duty-log.print',
  method: 'GET',
  path: '/duty-teams/{id}/logs/print',
  permission: 'duty-log.read',
  params: idParams,
  query: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'duty-log:error.bad_month') }),
  response: z.unknown(),
  download: true,
  summary: 'Logs of a month, as PDF 打印当月值班日志',
})
