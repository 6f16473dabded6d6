import { z } from 'zod'
import { attachEndpoint, downloadEndpoint, FileInfo } from '#kernel/files/contract.ts'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Item } from './contract.ts'
import { entryResults, planKinds, states } from './lifecycle.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const day = z.iso.date()

export const Round = z.object({
  id: z.uuid(),
  number: z.string(),
  plan: named,
  kind: z.enum(planKinds),
  org: named,
  group: named.nullable(),
  state: z.enum(states),
  plannedAt: when.nullable(),
  dueBy: when,
  startedAt: when.nullable(),
  endedAt: when.nullable(),
  /** who carries it out, or ended it */
  person: named.nullable(),
  /** not ended in time, whatever came of it later */
  late: z.boolean(),
  abnormal: z.int(),
  done: z.int(),
  entries: z.int(),
  version: z.int(),
})
export type RoundLine = z.input<typeof Round>

export const Entry = Item.extend({
  itemId: z.uuid(),
  result: z.enum(entryResults).nullable(),
  number: z.number().nullable(),
  text: z.string().nullable(),
  note: z.string().nullable(),
  scanned: z.boolean(),
  recordedBy: z.string().nullable(),
  recordedAt: when.nullable(),
  /** what was read the time before */
  before: z.object({ number: z.number().nullable(), text: z.string().nullable(), at: when }).nullable(),
  photos: z.array(FileInfo),
  incident: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  notice: z.object({ id: z.uuid(), number: z.string() }).nullable(),
  version: z.int(),
})
export type EntryRecord = z.input<typeof Entry>

export const RoundRecord = Round.omit({ entries: true }).extend({
  entries: z.array(Entry),
  scan: z.boolean(),
  remark: z.string().nullable(),
  skipReason: z.string().nullable(),
  abilities: z.array(z.enum(['start', 'record', 'finish', 'skip'])),
})

export const listRounds = endpoint({
  name: 'round.list',
  method: 'GET',
  path: '/rounds',
  permission: 'round.read',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(states).optional(),
    /** those that can be carried out, of the caller's groups or begun by the caller */
    mine: z.stringbool().optional(),
    late: z.stringbool().optional(),
    abnormal: z.stringbool().optional(),
    planId: z.uuid().optional(),
    /** days on which they were planned, both included */
    from: day.optional(),
    to: day.optional(),
  }),
  response: pageOf(Round),
  summary: 'Inspection rounds 巡检记录',
})
export const getRound = endpoint({
  name: 'round.get',
  method: 'GET',
  path: '/rounds/{id}',
  permission: 'round.read',
  params: idParams,
  response: RoundRecord,
  summary: 'A round with what was read 查看巡检记录',
})
/** What a label at a place leads to. */
export const findPoint = endpoint({
  name: 'round.point',
  method: 'GET',
  path: '/round-points/{code}',
  permission: 'round.read',
  params: z.strictObject({ code: z.string().regex(/^[A-Za-z0-9-]{2,40}$/, 'round:error.bad_code') }),
  response: z.object({
    items: z.array(z.object({ plan: named, name: z.string(), place: z.string().nullable() })),
    /** rounds with this place that can be carried out now, the most urgent first */
    rounds: z.array(Round),
  }),
  summary: 'What is to do at a place 扫描巡检点',
})
export const startUnplanned = endpoint({
  name: 'round.start-unplanned',
  method: 'POST',
  path: '/round-plans/{id}/rounds',
  permission: 'round.carry-out',
  params: idParams,
  response: RoundRecord,
  status: 201,
  idempotent: true,
  summary: 'Go a round that is not due 临时巡检',
})
export const startRound = endpoint({
  name: 'round.start',
  method: 'POST',
  path: '/rounds/{id}/moves/start',
  permission: 'round.carry-out',
  params: idParams,
  response: RoundRecord,
  ifMatch: true,
  summary: 'Begin a round 开始巡检',
})
export const recordEntry = endpoint({
  name: 'round.record',
  method: 'PUT',
  path: '/rounds/{id}/entries/{entryId}',
  permission: 'round.carry-out',
  params: z.strictObject({ id: z.uuid(), entryId: z.uuid() }),
  body: z.strictObject({
    number: z.number().min(-1e9).max(1e9).nullable().default(null),
    text: text(2000).nullable().default(null),
    /** only of a text item, which says nothing by itself */
    abnormal: z.boolean().default(false),
    /** not looked at; the note says why */
    skipped: z.boolean().default(false),
    note: text(1000).nullable().default(null),
    /** read from the label */
    code: text(40).optional(),
  }),
  response: Entry,
  ifMatch: true,
  summary: 'Record what was read 记录巡检项',
})
export const attachPhoto = attachEndpoint({
  name: 'round.attach',
  path: '/round-entries/{id}/attachments',
  permission: 'round.carry-out',
})
export const downloadPhoto = downloadEndpoint({
  name: 'round.download',
  path: '/round-entries/{id}/attachments',
  permission: 'round.read',
})
export const finishRound = endpoint({
  name: 'round.finish',
  method: 'POST',
  path: '/rounds/{id}/moves/finish',
  permission: 'round.carry-out',
  params: idParams,
  body: z.strictObject({ remark: text(2000).nullable().default(null) }),
  response: RoundRecord,
  ifMatch: true,
  summary: 'End a round; opens what abnormal readings ask for 完成巡检',
})
export const skipRound = endpoint({
  name: 'round.skip',
  method: 'POST',
  path: '/rounds/{id}/moves/skip',
  permission: 'round.manage',
  params: idParams,
  body: z.strictObject({ reason: text(500, 2) }),
  response: RoundRecord,
  ifMatch: true,
  summary: 'Leave a round out, with a reason 免检',
})
export const printRound = endpoint({
  name: 'round.print',
  method: 'GET',
  path: '/rounds/{id}/sheet',
  permission: 'round.read',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'Sheet of a round, as PDF 打印巡检单',
})

const period = {
  from: day,
  to: day,
  planId: z.uuid().optional(),
}
const count = z.int().min(0)
export const reportRounds = endpoint({
  name: 'round.report',
  method: 'GET',
  path: '/round-report',
  permission: 'round.read',
  query: z.strictObject(period),
  response: z.object({
    plans: z.array(
      z.object({
        plan: named,
        kind: z.enum(planKinds),
        planned: count,
        /** ended within its time */
        inTime: count,
        late: count,
        /** not done to this day */
        missed: count,
        skipped: count,
        /** still within its time */
        open: count,
        unplanned: count,
        readings: count,
        abnormal: count,
        incidents: count,
        notices: count,
      }),
    ),
  }),
  summary: 'Rounds of a period by plan 巡检统计',
})
export const exportReadings = endpoint({
  name: 'round.export',
  method: 'GET',
  path: '/round-readings',
  permission: 'round.read',
  query: z.strictObject(period),
  response: z.unknown(),
  download: true,
  summary: 'Readings of a period, as a sheet 导出巡检读数',
})
/** Numbers of an item over time. */
export const itemTrend = endpoint({
  name: 'round.trend',
  method: 'GET',
  path: '/round-items/{id}/readings',
  permission: 'round.read',
  params: idParams,
  response: z.object({
    name: z.string(),
    unit: z.string().nullable(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    /** the last 500, oldest first */
    points: z.array(z.object({ at: when, number: z.number(), result: z.enum(entryResults) })),
  }),
  summary: 'Readings of an item over time 读数趋势',
})
