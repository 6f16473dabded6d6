import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { grades } from '#modules/incident/words.ts'
import { channelKinds, runStates, targets } from './lifecycle.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const ids = z.array(z.uuid()).max(50).default([])

export const StepBody = z.strictObject({
  after: z.int().min(0).max(43_200),
  to: z.array(z.enum(targets)).min(1).max(targets.length),
  personIds: ids,
  groupIds: ids,
  notice: z.boolean().default(true),
  channelIds: z.array(z.uuid()).max(10).default([]),
  every: z.int().min(0).max(1440).default(0),
  times: z.int().min(0).max(50).default(0),
})
const policyFields = {
  name: text(100, 2),
  orgId: z.uuid(),
  serviceId: z.uuid().nullable().default(null),
  priorities: z.array(z.int().min(1).max(4)).max(4).default([]),
  grades: z.array(z.enum(grades)).max(4).default([]),
  position: z.int().min(1).max(9999).default(100),
  calendarId: z.uuid().nullable().default(null),
  receipt: z.boolean().default(false),
  active: z.boolean().default(true),
  steps: z.array(StepBody).min(1).max(10),
}
const PolicyBody = z.strictObject(policyFields)
export type PolicyBody = z.output<typeof PolicyBody>
export const Policy = z.object({
  id: z.uuid(),
  name: z.string(),
  org: named,
  service: named.nullable(),
  priorities: z.array(z.int()),
  grades: z.array(z.enum(grades)),
  position: z.int(),
  calendar: named.nullable(),
  receipt: z.boolean(),
  active: z.boolean(),
  steps: z.array(StepBody),
  /** names of people, groups and channels that its steps name */
  names: z.array(named),
  version: z.int(),
  abilities: z.array(z.enum(['edit'])),
})

export const listPolicies = endpoint({
  name: 'escalation.policies',
  method: 'GET',
  path: '/escalation-policies',
  permission: 'escalation.read',
  response: z.object({ items: z.array(Policy) }),
  summary: 'Escalation policies 升级策略',
})
export const getPolicy = endpoint({
  name: 'escalation.policy',
  method: 'GET',
  path: '/escalation-policies/{id}',
  permission: 'escalation.read',
  params: idParams,
  response: Policy,
  summary: 'An escalation policy 查看升级策略',
})
export const createPolicy = endpoint({
  name: 'escalation.create-policy',
  method: 'POST',
  path: '/escalation-policies',
  permission: 'escalation.manage',
  body: PolicyBody,
  response: Policy,
  status: 201,
  idempotent: true,
  summary: 'Make an escalation policy 新建升级策略',
})
export const editPolicy = endpoint({
  name: 'escalation.edit-policy',
  method: 'PUT',
  path: '/escalation-policies/{id}',
  permission: 'escalation.manage',
  params: idParams,
  body: PolicyBody,
  response: Policy,
  ifMatch: true,
  summary: 'Change an escalation policy; runs that go on keep the old one 修改升级策略',
})

const ChannelBody = z.strictObject({
  name: text(100, 2),
  orgId: z.uuid(),
  kind: z.enum(channelKinds),
  url: text(1000, 8),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,60}$/), text(500)).default({}),
  /** of im, sms and voice: a template */
  body: text(8000).nullable().default(null),
  expect: text(200).nullable().default(null),
  /** absent: stays as it is */
  secret: z.string().min(8).max(500).optional(),
  timeoutSeconds: z.int().min(1).max(30).default(10),
  active: z.boolean().default(true),
})
export type ChannelBody = z.output<typeof ChannelBody>
export const Channel = z.object({
  id: z.uuid(),
  name: z.string(),
  org: named,
  kind: z.enum(channelKinds),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  expect: z.string().nullable(),
  hasSecret: z.boolean(),
  timeoutSeconds: z.int(),
  active: z.boolean(),
  version: z.int(),
})
// address and headers of a channel may tell how a gateway is reached: only who manages them sees them
export const listChannels = endpoint({
  name: 'escalation.channels',
  method: 'GET',
  path: '/escalation-channels',
  permission: 'escalation.manage',
  response: z.object({ items: z.array(Channel) }),
  summary: 'Channels of escalation 升级通知渠道',
})
export const createChannel = endpoint({
  name: 'escalation.create-channel',
  method: 'POST',
  path: '/escalation-channels',
  permission: 'escalation.manage',
  body: ChannelBody,
  response: Channel,
  status: 201,
  idempotent: true,
  summary: 'Add a channel 新建渠道',
})
export const editChannel = endpoint({
  name: 'escalation.edit-channel',
  method: 'PUT',
  path: '/escalation-channels/{id}',
  permission: 'escalation.manage',
  params: idParams,
  body: ChannelBody,
  response: Channel,
  ifMatch: true,
  summary: 'Change a channel 修改渠道',
})
export const testChannel = endpoint({
  name: 'escalation.test-channel',
  method: 'POST',
  path: '/escalation-channels/{id}/moves/test',
  permission: 'escalation.manage',
  params: idParams,
  response: z.object({ ok: z.boolean(), result: z.string() }),
  // no connection is held while the gateway takes its time
  ownTransaction: true,
  summary: 'Send a test to oneself 发送测试',
})

export const Run = z.object({
  id: z.uuid(),
  policy: named,
  incident: z.object({ id: z.uuid(), number: z.string(), title: z.string(), priority: z.int() }),
  state: z.enum(runStates),
  receipt: z.boolean(),
  startedAt: when,
  endedAt: when.nullable(),
  endedBy: named.nullable(),
  endReason: z.enum(['receipt', 'taken-up', 'over']).nullable(),
  steps: z.array(
    z.object({
      step: z.int(),
      to: z.array(z.enum(targets)),
      dueAt: when,
      firedAt: when.nullable(),
      outcome: z.enum(['told', 'nobody']).nullable(),
      repeated: z.int(),
    }),
  ),
  abilities: z.array(z.enum(['receive'])),
})
export const Told = z.object({
  id: z.uuid(),
  step: z.int(),
  repeat: z.int(),
  person: named,
  channel: z.string().nullable(),
  state: z.enum(['pending', 'sent', 'failed', 'dropped']),
  attempts: z.int(),
  result: z.string().nullable(),
  at: when,
})
export const RunRecord = Run.extend({
  deliveries: z.array(Told),
  receipts: z.array(z.object({ person: named, at: when })),
})
export const listRuns = endpoint({
  name: 'escalation.runs',
  method: 'GET',
  path: '/escalation-runs',
  permission: 'escalation.read',
  query: z.strictObject({ ...pageQuery, state: z.enum(runStates).optional() }),
  response: pageOf(Run),
  summary: 'Escalations 升级记录',
})
export const getRun = endpoint({
  name: 'escalation.run',
  method: 'GET',
  path: '/escalation-runs/{id}',
  permission: 'escalation.read',
  params: idParams,
  response: RunRecord,
  summary: 'An escalation with what was told 查看升级记录',
})
export const incidentRuns = endpoint({
  name: 'escalation.of-incident',
  method: 'GET',
  path: '/incidents/{id}/escalations',
  permission: 'escalation.read',
  params: idParams,
  response: z.object({ items: z.array(RunRecord) }),
  summary: 'Escalations of an incident 事件的升级记录',
})
// no If-Match: every step changes a run, and who confirms means the run whatever became of it meanwhile
export const receiveRun = endpoint({
  name: 'escalation.receive',
  method: 'POST',
  path: '/escalation-runs/{id}/moves/receive',
  permission: 'escalation.receive',
  params: idParams,
  response: RunRecord,
  summary: 'Confirm: I have received it 确认收到',
})
