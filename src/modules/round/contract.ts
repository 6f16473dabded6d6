import { z } from 'zod'
import { Rule } from '#kernel/calendar/recurrence-contract.ts'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { consequences, itemKinds, photoRules, planKinds } from './lifecycle.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'calendar:error.bad_clock')
const named = z.object({ id: z.uuid(), name: z.string() })
const bound = z.number().min(-1e9).max(1e9).nullable().default(null)
const words = z.array(text(50, 1)).max(20).default([])

/** One thing to look at. */
export const ItemBody = z.strictObject({
  /** of an item that is kept; without it, a new one */
  id: z.uuid().optional(),
  name: text(100, 1),
  place: text(100).nullable().default(null),
  /** what its label says: letters, digits, hyphens */
  code: z
    .string()
    .regex(/^[A-Za-z0-9-]{2,40}$/, 'round:error.bad_code')
    .nullable()
    .default(null),
  hint: text(500).nullable().default(null),
  kind: z.enum(itemKinds),
  unit: text(20).nullable().default(null),
  /** of a number, inclusive */
  low: bound,
  high: bound,
  /** of a choice, and which of them are normal */
  choices: words,
  normal: words,
  photo: z.enum(photoRules).default('never'),
  onAbnormal: z.enum(consequences).default('note'),
})
export const Item = z.object({
  id: z.uuid(),
  name: z.string(),
  place: z.string().nullable(),
  code: z.string().nullable(),
  hint: z.string().nullable(),
  kind: z.enum(itemKinds),
  unit: z.string().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  choices: z.array(z.string()),
  normal: z.array(z.string()),
  photo: z.enum(photoRules),
  onAbnormal: z.enum(consequences),
})

export const Plan = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(planKinds),
  org: named,
  group: named.nullable(),
  rule: Rule,
  moreTimes: z.array(z.string()),
  graceMinutes: z.int(),
  scan: z.boolean(),
  answerable: named.nullable(),
  noticeDays: z.int(),
  remark: z.string().nullable(),
  active: z.boolean(),
  nextAt: when.nullable(),
  items: z.int(),
  /** the last one that came to an end or was missed */
  last: z.object({ id: z.uuid(), number: z.string(), state: z.string(), at: when }).nullable(),
  version: z.int(),
  abilities: z.array(z.enum(['edit', 'start'])),
})
export const PlanRecord = Plan.omit({ items: true }).extend({
  items: z.array(Item),
  /** the next three */
  upcoming: z.array(when),
})

export const listPlans = endpoint({
  name: 'round.plans',
  method: 'GET',
  path: '/round-plans',
  permission: 'round.read',
  response: z.object({ items: z.array(Plan) }),
  summary: 'Inspection plans 巡检计划',
})
export const getPlan = endpoint({
  name: 'round.plan',
  method: 'GET',
  path: '/round-plans/{id}',
  permission: 'round.read',
  params: idParams,
  response: PlanRecord,
  summary: 'An inspection plan with its items 查看巡检计划',
})

const Body = z.strictObject({
  name: text(100, 2),
  kind: z.enum(planKinds),
  orgId: z.uuid(),
  groupId: z.uuid().nullable().default(null),
  rule: Rule,
  /** further times of the same day: the temperature twice a day */
  moreTimes: z.array(clock).max(23).default([]),
  /** minutes after its time within which it is in time */
  graceMinutes: z.int().min(5).max(129_600),
  scan: z.boolean().default(false),
  answerableId: z.uuid().nullable().default(null),
  noticeDays: z.int().min(1).max(365).default(15),
  remark: text(1000).nullable().default(null),
  active: z.boolean().default(true),
  items: z.array(ItemBody).min(1).max(200),
})
export type PlanBody = z.output<typeof Body>
export const createPlan = endpoint({
  name: 'round.create-plan',
  method: 'POST',
  path: '/round-plans',
  permission: 'round.manage',
  body: Body,
  response: PlanRecord,
  status: 201,
  idempotent: true,
  summary: 'Make an inspection plan 新建巡检计划',
})
export const editPlan = endpoint({
  name: 'round.edit-plan',
  method: 'PUT',
  path: '/round-plans/{id}',
  permission: 'round.manage',
  params: idParams,
  body: Body,
  response: PlanRecord,
  ifMatch: true,
  summary: 'Change an inspection plan 修改巡检计划',
})
export const planLabels = endpoint({
  name: 'round.labels',
  method: 'GET',
  path: '/round-plans/{id}/labels',
  permission: 'round.read',
  params: idParams,
  query: z.strictObject({
    /** where a label leads when no public address is set: that of the browser */
    base: z
      .url({ protocol: /^https?$/ })
      .max(200)
      .transform((text) => new URL(text).origin),
  }),
  response: z.unknown(),
  download: true,
  summary: 'Labels of the places of a plan 打印巡检点标签',
})
