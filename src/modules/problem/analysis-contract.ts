/** Root-cause analyses: one shape per method, checked on the server and shown by the same names in the browser. */
import { z } from 'zod'
import { endpoint, instant, text, when } from '#kernel/http/endpoint.ts'
import { bones, type Bone } from './words.ts'

const line = text(500)

/** 五问法: each answer asks the next question; seven are enough for anybody. */
const FiveWhys = z.strictObject({
  question: line,
  whys: z
    .array(z.strictObject({ answer: line, evidence: text(500, 0).default('') }))
    .min(1)
    .max(7),
})

const Cause = z.strictObject({ text: line, likely: z.boolean().default(false) })
const bone = z.array(Cause).max(20).default([])

/** 鱼骨图: possible causes by people, machine, material, method, environment, measurement; at least one in all. */
const Fishbone = z
  .strictObject({
    effect: line,
    ...(Object.fromEntries(bones.map((name) => [name, bone])) as Record<Bone, typeof bone>),
  })
  .refine((given) => bones.some((name) => given[name].length > 0), { path: ['people'], message: 'required' })

/** 时间线分析: what happened when, and which of it was off. */
const TimelineAnalysis = z.strictObject({
  entries: z
    .array(z.strictObject({ at: instant, what: line, abnormal: z.boolean().default(false) }))
    .min(1)
    .max(100),
})

const Free = z.strictObject({ text: text(20_000) })

const conclusion = text(2000, 0).default('')
export const AnalysisBody = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('five-whys'), content: FiveWhys, conclusion }),
  z.strictObject({ method: z.literal('fishbone'), content: Fishbone, conclusion }),
  z.strictObject({ method: z.literal('timeline'), content: TimelineAnalysis, conclusion }),
  z.strictObject({ method: z.literal('free'), content: Free, conclusion }),
])
export type AnalysisGiven = z.output<typeof AnalysisBody>

const common = {
  id: z.string(),
  conclusion: z.string(),
  by: z.string().nullable(),
  updatedAt: when,
  version: z.number(),
}
/** As stored: content was checked when it was written. */
export const Analysis = z.discriminatedUnion('method', [
  z.object({ ...common, method: z.literal('five-whys'), content: FiveWhys }),
  z.object({ ...common, method: z.literal('fishbone'), content: Fishbone }),
  z.object({ ...common, method: z.literal('timeline'), content: TimelineAnalysis }),
  z.object({ ...common, method: z.literal('free'), content: Free }),
])
export type AnalysisRecord = z.output<typeof Analysis>

const params = z.strictObject({ id: z.uuid() })
const oneParams = z.strictObject({ id: z.uuid(), analysisId: z.uuid() })
const response = z.object({ items: z.array(Analysis) })

export const listAnalyses = endpoint({
  name: 'problem.analyses',
  method: 'GET',
  path: '/problems/{id}/analyses',
  permission: 'problem.read',
  params,
  response,
  summary: 'Root-cause analyses of a problem 根因分析',
})
export const addAnalysis = endpoint({
  name: 'problem.add-analysis',
  method: 'POST',
  path: '/problems/{id}/analyses',
  permission: 'problem.work',
  params,
  // a union in its own field: params and body are merged into one input
  body: z.strictObject({ analysis: AnalysisBody }),
  response: z.object({ id: z.string(), items: z.array(Analysis) }),
  status: 201,
  idempotent: true,
  summary: 'Add a root-cause analysis 新增根因分析',
})
export const editAnalysis = endpoint({
  name: 'problem.edit-analysis',
  method: 'PUT',
  path: '/problems/{id}/analyses/{analysisId}',
  permission: 'problem.work',
  params: oneParams,
  body: z.strictObject({ analysis: AnalysisBody }),
  response,
  ifMatch: true,
  summary: 'Rewrite a root-cause analysis; its method stays 修改根因分析',
})
export const dropAnalysis = endpoint({
  name: 'problem.drop-analysis',
  method: 'DELETE',
  path: '/problems/{id}/analyses/{analysisId}',
  permission: 'problem.work',
  params: oneParams,
  response,
  ifMatch: true,
  summary: 'Remove a root-cause analysis; the audit keeps what it said 删除根因分析',
})
