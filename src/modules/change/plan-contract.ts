/** What is planned and set up around changes: calendar, freezes, templates, flows of approval, figures. */
import { z } from 'zod'
import { Approver } from '#kernel/approval/definition-contract.ts'
import { endpoint, idParams, instant, text, when } from '#kernel/http/endpoint.ts'
import { ChangeLine, FreezePeriod } from './contract.ts'
import { flowKeys } from './words.ts'

const ref = z.object({ id: z.string(), name: z.string() })
/** A stretch of at most half a year. */
const range = z.strictObject({ from: instant, to: instant })

export const getCalendar = endpoint({
  name: 'change.calendar',
  method: 'GET',
  path: '/change-calendar',
  permission: 'change.read',
  query: range,
  response: z.object({ changes: z.array(ChangeLine), freezes: z.array(FreezePeriod) }),
  summary: 'Changes and freezes of a stretch of time, at most 190 days and 1000 changes 变更日历',
})
export const getFigures = endpoint({
  name: 'change.figures',
  method: 'GET',
  path: '/change-figures',
  permission: 'change.read',
  query: range,
  response: z.object({
    /** authorised changes that ended in the period (reviewed), by result */
    closed: z.number(),
    successful: z.number(),
    partly: z.number(),
    failed: z.number(),
    emergency: z.number(),
    /** found in the period */
    unauthorised: z.number(),
    /** begun outside their window by leave */
    outside: z.number(),
    /** incidents linked as caused by changes that were recorded in the period */
    caused: z.number(),
  }),
  summary: 'How changes went 变更统计',
})

export const Freeze = z.object({
  id: z.string(),
  name: z.string(),
  reason: z.string(),
  startsAt: when,
  endsAt: when,
  services: z.array(ref),
  active: z.boolean(),
  version: z.number(),
})
const freezeBody = {
  name: text(100, 2),
  reason: text(2000, 2),
  startsAt: instant,
  endsAt: instant,
  /** none: all */
  serviceIds: z.array(z.uuid()).max(100),
}
export const listFreezes = endpoint({
  name: 'change.freezes',
  method: 'GET',
  path: '/change-freezes',
  permission: 'change.read',
  response: z.object({ items: z.array(Freeze) }),
  summary: 'Freezes kept by hand, the latest first 封网期',
})
export const createFreeze = endpoint({
  name: 'change.create-freeze',
  method: 'POST',
  path: '/change-freezes',
  permission: 'change.manage',
  body: z.strictObject({ ...freezeBody, serviceIds: freezeBody.serviceIds.default([]) }),
  response: Freeze,
  status: 201,
  idempotent: true,
  summary: 'Declare a freeze 新增封网期',
})
export const editFreeze = endpoint({
  name: 'change.edit-freeze',
  method: 'PATCH',
  path: '/change-freezes/{id}',
  permission: 'change.manage',
  params: idParams,
  body: z.strictObject({ ...freezeBody, active: z.boolean() }).partial(),
  response: Freeze,
  ifMatch: true,
  summary: 'Change or lift a freeze 修改封网期',
})

export const Template = z.object({
  id: z.string(),
  name: z.string(),
  risk: z.enum(['low', 'medium']),
  impact: z.string(),
  plan: z.string(),
  backOut: z.string(),
  testProof: z.string(),
  editsConfig: z.boolean(),
  minutes: z.number(),
  group: ref.nullable(),
  taskTitles: z.array(z.string()),
  active: z.boolean(),
  approvedBy: ref,
  approvedAt: when,
  version: z.number(),
})
const templateBody = {
  name: text(100, 2),
  risk: z.enum(['low', 'medium']),
  impact: text(20_000, 2),
  plan: text(20_000, 2),
  backOut: text(20_000, 2),
  testProof: text(20_000, 2),
  editsConfig: z.boolean(),
  minutes: z.int().min(5).max(2880),
  groupId: z.uuid().nullable(),
  taskTitles: z.array(text(200, 2)).max(50),
}
export const listTemplates = endpoint({
  name: 'change.templates',
  method: 'GET',
  path: '/change-templates',
  permission: 'change.read',
  query: z.strictObject({ active: z.stringbool().optional() }),
  response: z.object({ items: z.array(Template) }),
  summary: 'Templates of standard changes 标准变更模板',
})
export const createTemplate = endpoint({
  name: 'change.create-template',
  method: 'POST',
  path: '/change-templates',
  permission: 'change.manage',
  body: z.strictObject({
    ...templateBody,
    risk: templateBody.risk.default('low'),
    editsConfig: templateBody.editsConfig.default(false),
    minutes: templateBody.minutes.default(60),
    groupId: templateBody.groupId.default(null),
    taskTitles: templateBody.taskTitles.default([]),
  }),
  response: Template,
  status: 201,
  idempotent: true,
  summary: 'Approve a standard change once, as a template 新增标准变更模板',
})
export const editTemplate = endpoint({
  name: 'change.edit-template',
  method: 'PATCH',
  path: '/change-templates/{id}',
  permission: 'change.manage',
  params: idParams,
  body: z.strictObject({ ...templateBody, active: z.boolean() }).partial(),
  response: Template,
  ifMatch: true,
  summary: 'Change or retire a template; whoever does approves it anew 修改标准变更模板',
})

/** Beside the approvers of any approval: who leads the group that implements. */
export const FlowApprover = z.union([
  z.strictObject({ kind: z.literal('implementing-group-leader') }),
  Approver,
])
export type FlowApprover = z.infer<typeof FlowApprover>
export const FlowStep = z.strictObject({
  name: text(100),
  /** `all`: one of each role named signs 会签; `any` one of all 或签; `one` the one with least to sign */
  mode: z.enum(['one', 'all', 'any']),
  by: z.array(FlowApprover).min(1).max(10),
  /** working hours until the duty leader is asked as well */
  hours: z.int().min(1).max(500).nullable(),
})
export type FlowStep = z.infer<typeof FlowStep>
export const Flow = z.object({
  key: z.enum(flowKeys),
  steps: z.array(FlowStep),
  /** as shipped; nobody has changed it */
  shipped: z.boolean(),
  version: z.number(),
})
export const listFlows = endpoint({
  name: 'change.flows',
  method: 'GET',
  path: '/change-flows',
  permission: 'change.read',
  response: z.object({ items: z.array(Flow) }),
  summary: 'How changes of each kind and risk are approved 审批流程',
})
export const saveFlow = endpoint({
  name: 'change.save-flow',
  method: 'PUT',
  path: '/change-flows/{key}',
  permission: 'change.manage',
  params: z.strictObject({ key: z.enum(flowKeys) }),
  body: z.strictObject({ steps: z.array(FlowStep).max(10) }),
  response: Flow,
  ifMatch: true,
  summary: 'Change how a kind of change is approved 修改审批流程',
})

export const Setting = z.object({
  holidaysFreeze: z.boolean(),
  ratifyHours: z.number(),
  version: z.number(),
})
export const getSetting = endpoint({
  name: 'change.setting',
  method: 'GET',
  path: '/change-setting',
  permission: 'change.read',
  response: Setting,
  summary: 'Settings of changes 变更设置',
})
export const putSetting = endpoint({
  name: 'change.put-setting',
  method: 'PUT',
  path: '/change-setting',
  permission: 'change.manage',
  body: z.strictObject({ holidaysFreeze: z.boolean(), ratifyHours: z.int().min(1).max(720) }),
  response: Setting,
  ifMatch: true,
  summary: 'Change the settings of changes 修改变更设置',
})
export const lookupImplementers = endpoint({
  name: 'change.implementers',
  method: 'GET',
  path: '/change-implementers',
  permission: 'change.read',
  query: z.strictObject({ q: text(100, 0).default('') }),
  response: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), org: z.string() })) }),
  summary: 'People who may implement changes 实施人选择',
})
