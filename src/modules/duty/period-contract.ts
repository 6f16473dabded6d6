import { z } from 'zod'
import { endpoint, idParams, text } from '#kernel/http/endpoint.ts'
import { Ref, clock, day } from './team-contract.ts'
import { levels } from './words.ts'

const facts = {
  name: text(100, 2),
  level: z.enum(levels),
  fromDay: day,
  /** included; at most a year */
  toDay: day,
  /** in it every hour is to be covered */
  fullCover: z.boolean().default(false),
  /** people on duty on each shift at least; 0: as the rotations say */
  leastDuty: z.int().min(0).max(20).default(0),
  /** a leading cadre 带班领导 on each shift */
  needsLeader: z.boolean().default(false),
  /** what else is asked for, in words */
  rules: text(4000, 0).default(''),
  /** when zero reports 零报告 are due, 17:00; null: at the time of who reports */
  reportBy: clock.nullable().default(null),
}
/** `orgIds` and `teamIds` say for whom it is; neither: for all below `orgId`, whose period it is. */
const PeriodBody = z.strictObject({
  orgId: z.uuid(),
  ...facts,
  orgIds: z.array(z.uuid()).max(100).default([]),
  teamIds: z.array(z.uuid()).max(100).default([]),
})

export const Period = z.object({
  id: z.string(),
  ...facts,
  org: Ref,
  orgs: z.array(Ref),
  teams: z.array(Ref),
  calledOff: z.boolean(),
  mayEdit: z.boolean(),
  version: z.number(),
})
export type PeriodRecord = z.output<typeof Period>

/** What a calendar shows of a period. */
export const PeriodLine = Period.pick({
  id: true,
  name: true,
  level: true,
  fromDay: true,
  toDay: true,
  rules: true,
})

export const listPeriods = endpoint({
  name: 'duty.periods',
  method: 'GET',
  path: '/duty-periods',
  permission: 'duty.read',
  query: z.strictObject({ which: z.enum(['ahead', 'over']).default('ahead') }),
  response: z.object({ items: z.array(Period), mayCreate: z.boolean() }),
  summary: 'Guarantee periods 重保时段',
})
export const getPeriod = endpoint({
  name: 'duty.period',
  method: 'GET',
  path: '/duty-periods/{id}',
  permission: 'duty.read',
  params: idParams,
  response: Period,
  summary: 'A guarantee period 查看重保时段',
})
export const createPeriod = endpoint({
  name: 'duty.create-period',
  method: 'POST',
  path: '/duty-periods',
  permission: 'duty.manage',
  body: PeriodBody,
  response: Period,
  status: 201,
  idempotent: true,
  summary: 'Name a guarantee period 设定重保时段',
})
export const editPeriod = endpoint({
  name: 'duty.edit-period',
  method: 'PUT',
  path: '/duty-periods/{id}',
  permission: 'duty.manage',
  params: idParams,
  body: PeriodBody.omit({ orgId: true }),
  response: Period,
  ifMatch: true,
  summary: 'Change a guarantee period 修改重保时段',
})
export const callOffPeriod = endpoint({
  name: 'duty.call-off-period',
  method: 'POST',
  path: '/duty-periods/{id}/moves/call-off',
  permission: 'duty.manage',
  params: idParams,
  response: Period,
  ifMatch: true,
  summary: 'Call a guarantee period off 取消重保时段',
})
