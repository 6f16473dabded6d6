import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { checkStates, historyLevels } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

export const Transition = z.object({
  id: z.number(),
  at: when,
  /** when the first of the results in a row was had that led to it */
  beganAt: when,
  from: z.enum(checkStates),
  to: z.enum(checkStates),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  output: z.string(),
})
export type TransitionView = z.output<typeof Transition>

export const listTransitions = endpoint({
  name: 'check.list-transitions',
  method: 'GET',
  path: '/checks/{id}/transitions',
  permission: 'check.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(Transition),
  summary: 'Changes of state, the newest first 状态变化',
})

/** From when to when, at most three years; both needed. */
const span = { from: instant, to: instant }

/** Spans of one state each, without gaps from `from` to `to` (or now). */
export const getTimeline = endpoint({
  name: 'check.timeline',
  method: 'GET',
  path: '/checks/{id}/timeline',
  permission: 'check.read',
  params: idParams,
  query: z.strictObject(span),
  response: z.object({ spans: z.array(z.object({ from: when, to: when, state: z.enum(checkStates) })) }),
  summary: 'Timeline of states 状态时间线',
})

/**
 * Figures of one series. Of raw detail `n` is 1 and min, avg, max and the percentiles are the value. Percentiles of
 * roll-ups are those of their histogram: right to 5 %.
 */
export const Point = z.object({
  at: when,
  /** results */
  n: z.number(),
  /** null: none of them brought a value (nothing answered) */
  min: z.number().nullable(),
  avg: z.number().nullable(),
  max: z.number().nullable(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  /** results that were not ok */
  bad: z.number(),
})

export const getHistory = endpoint({
  name: 'check.history',
  method: 'GET',
  path: '/checks/{id}/history',
  permission: 'check.read',
  params: idParams,
  query: z.strictObject({
    ...span,
    series: text(100).default('ms'),
    /** default: the finest that is kept and gives no more than 1,500 points */
    level: z.enum(historyLevels).optional(),
  }),
  response: z.object({
    level: z.enum(historyLevels),
    unit: z.string(),
    points: z.array(Point),
    /** of the whole span; null where there is nothing */
    total: Point.omit({ at: true }).nullable(),
  }),
  summary: 'Figures over time 历史数据',
})

/**
 * Seconds of service time in each state. `ratio` = time up ÷ (time up + time down): ok and warning are up, critical is
 * down; unknown, unreachable, pending and paused count as neither. Null where neither was.
 */
const seconds = {
  serviceSeconds: z.number(),
  upSeconds: z.number(),
  downSeconds: z.number(),
  otherSeconds: z.number(),
  ratio: z.number().nullable(),
}
export const Availability = z.object({
  from: when,
  to: when,
  ...seconds,
  /** how often it went down within service time */
  outages: z.number(),
  months: z.array(z.object({ month: z.string(), ...seconds })),
})
export type AvailabilityView = z.output<typeof Availability>

export const getAvailability = endpoint({
  name: 'check.availability',
  method: 'GET',
  path: '/checks/{id}/availability',
  permission: 'check.read',
  params: idParams,
  query: z.strictObject(span),
  response: Availability,
  summary: 'Availability of a check within service hours 监控项可用率',
})
/** A service is down while one of its checks is (by the hours of the service's calendar, else of every second). */
export const serviceAvailability = endpoint({
  name: 'check.service-availability',
  method: 'GET',
  path: '/check-availability/services/{id}',
  permission: 'check.read',
  params: idParams,
  query: z.strictObject(span),
  response: Availability.extend({ service: Ref, checks: z.number() }),
  summary: 'Availability of a service within service hours 信息系统可用率',
})

export const HistorySetting = z.object({
  rawDays: z.number(),
  fineDays: z.number(),
  hourlyDays: z.number(),
  version: z.number(),
})
export const getHistorySetting = endpoint({
  name: 'check.get-setting',
  method: 'GET',
  path: '/check-setting',
  permission: 'check.read',
  response: HistorySetting,
  summary: 'How long history is kept 历史数据保留期',
})
export const putHistorySetting = endpoint({
  name: 'check.put-setting',
  method: 'PUT',
  path: '/check-setting',
  permission: 'check.configure',
  body: z.strictObject({
    rawDays: z.int().min(1).max(90),
    fineDays: z.int().min(7).max(400),
    hourlyDays: z.int().min(30).max(3660),
  }),
  response: HistorySetting,
  ifMatch: true,
  summary: 'Set how long history is kept 设置历史数据保留期',
})
