/** Trends that propose problems, and what a fix saved. */
import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Problem } from './contract.ts'

export const proposalStates = ['open', 'accepted', 'dismissed', 'expired'] as const
const ref = z.object({ id: z.string(), name: z.string() }).nullable()

const Proposal = z.object({
  id: z.string(),
  state: z.enum(proposalStates),
  service: ref,
  category: ref,
  /** words that their titles share; none: one information system and category */
  words: z.array(z.string()),
  count: z.number(),
  /** so many there were in as many days before */
  formerAverage: z.number(),
  windowFrom: when,
  windowTo: when,
  foundAt: when,
  updatedAt: when,
  decidedBy: z.string().nullable(),
  decidedAt: when.nullable(),
  reason: z.string().nullable(),
  /** dismissed, it comes again when there are twice as many */
  dismissedCount: z.number().nullable(),
  problem: z.object({ id: z.string(), number: z.string() }).nullable(),
  /** the newest ten that the reader may see */
  incidents: z.array(z.object({ id: z.string(), number: z.string(), title: z.string(), occurredAt: when })),
  version: z.number(),
})

export const listProposals = endpoint({
  name: 'problem.proposals',
  method: 'GET',
  path: '/problem-proposals',
  permission: 'problem.manage',
  query: z.strictObject({ ...pageQuery, state: z.enum(proposalStates).optional() }),
  response: pageOf(Proposal),
  summary: 'Problems that trends propose 问题建议',
})
export const acceptProposal = endpoint({
  name: 'problem.accept-proposal',
  method: 'POST',
  path: '/problem-proposals/{id}/moves/accept',
  permission: 'problem.manage',
  params: idParams,
  body: z.strictObject({ title: text(200, 2), ownerId: z.uuid().nullable().default(null) }),
  response: Problem,
  ifMatch: true,
  summary: 'Open the problem with its incidents 采纳建议',
})
export const dismissProposal = endpoint({
  name: 'problem.dismiss-proposal',
  method: 'POST',
  path: '/problem-proposals/{id}/moves/dismiss',
  permission: 'problem.manage',
  params: idParams,
  body: z.strictObject({ reason: text(2000, 2) }),
  response: Proposal,
  ifMatch: true,
  summary: 'Dismiss; it comes again when there are twice as many 忽略建议',
})
export const lookForTrends = endpoint({
  name: 'problem.look',
  method: 'POST',
  path: '/problem-proposals/look',
  permission: 'problem.manage',
  response: z.object({
    created: z.number(),
    reopened: z.number(),
    refreshed: z.number(),
    /** open ones whose trend was not seen for long */
    expired: z.number(),
    /** incidents looked at */
    looked: z.number(),
  }),
  summary: 'Look for trends now 立即查找',
})

const settingFields = {
  enabled: z.boolean(),
  minCount: z.int().min(2).max(1000),
  windowDays: z.int().min(1).max(90),
  formerDays: z.int().min(1).max(730),
  factor: z.number().min(1).max(20).multipleOf(0.1),
  /** an open proposal goes when its trend was not seen for so many days */
  expireDays: z.int().min(1).max(365),
}
export const getSetting = endpoint({
  name: 'problem.setting',
  method: 'GET',
  path: '/problem-setting',
  permission: 'problem.manage',
  response: z.object({ ...settingFields, version: z.number() }),
  summary: 'When trends propose a problem 趋势设置',
})
export const putSetting = endpoint({
  name: 'problem.put-setting',
  method: 'PUT',
  path: '/problem-setting',
  permission: 'problem.manage',
  body: z.strictObject(settingFields),
  response: getSetting.response,
  ifMatch: true,
  summary: 'Change when trends propose a problem 修改趋势设置',
})

const Side = z.object({
  days: z.number(),
  incidents: z.number(),
  perMonth: z.number(),
  /** minutes from begin to restoration, of those that were restored */
  downtimeMinutes: z.number(),
  workMinutes: z.number(),
})
export const getSavings = endpoint({
  name: 'problem.savings',
  method: 'GET',
  path: '/problems/{id}/savings',
  permission: 'problem.read',
  params: idParams,
  response: z.object({
    fixedAt: when.nullable(),
    /** by what incidents count as the same: beside those that are linked */
    rule: z.enum(['symptoms', 'category', 'linked']),
    before: Side.nullable(),
    after: Side.nullable(),
    /** per month; null before the fix and in the first week after it */
    saved: z
      .object({ incidents: z.number(), downtimeMinutes: z.number(), workMinutes: z.number() })
      .nullable(),
  }),
  summary: 'Incidents, downtime and work before and after the fix 成效',
})
