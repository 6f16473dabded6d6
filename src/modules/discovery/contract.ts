import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { deviceKinds, Inventory, Problem } from './inventory-contract.ts'
import { authProtocols, deviceStates, outcomes, privProtocols, runStates, securityLevels } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })
const secret = z.string().min(1).max(200)

/**
 * How devices are asked. Secrets go in and never come out: absent, the ones that are kept stay, as long as ranges, port
 * and user stay too.
 */
const Access = {
  port: z.int().min(1).max(65535).default(161),
  protocol: z.enum(['v2c', 'v3']),
  /** v2c */
  community: secret.optional(),
  /** v3 (RFC 3414) */
  user: text(32, 0).default(''),
  level: z.enum(securityLevels).default('authPriv'),
  authProtocol: z.enum(authProtocols).default('sha'),
  authSecret: secret.min(8).optional(),
  privProtocol: z.enum(privProtocols).default('aes'),
  privSecret: secret.min(8).optional(),
  context: text(32, 0).default(''),
}

/** What is in it is judged by range-contract.ts. */
const Entry = text(100)

export const TargetBody = z.strictObject({
  name: text(100),
  orgId: z.uuid(),
  /** `10.1.0.1`, `10.1.0.0/24`, `10.1.0.10-20`, `2001:db8::/120`; all together at most 4,096 addresses */
  ranges: z.array(Entry).min(1).max(200),
  ...Access,
  /** devices asked at once */
  concurrency: z.int().min(1).max(24).default(16),
  timeoutMs: z.int().min(100).max(30_000).default(2000),
  retries: z.int().min(0).max(5).default(1),
  /** for one device */
  deviceSeconds: z.int().min(1).max(600).default(60),
  /** for a run; what is left is told and can be continued */
  runMinutes: z.int().min(1).max(1440).default(60),
  /** null: by hand only */
  everyHours: z.int().min(1).max(720).nullable().default(null),
  active: z.boolean().default(true),
})

const RunBrief = z.object({
  id: z.string(),
  state: z.enum(runStates),
  total: z.number(),
  done: z.number(),
  found: z.number(),
  startedAt: when.nullable(),
  endedAt: when.nullable(),
})

export const Target = z.object({
  id: z.string(),
  name: z.string(),
  org: Ref,
  ranges: z.array(z.string()),
  addresses: z.number(),
  port: z.number(),
  protocol: z.enum(['v2c', 'v3']),
  user: z.string(),
  level: z.enum(securityLevels),
  authProtocol: z.enum(authProtocols),
  privProtocol: z.enum(privProtocols),
  context: z.string(),
  concurrency: z.number(),
  timeoutMs: z.number(),
  retries: z.number(),
  deviceSeconds: z.number(),
  runMinutes: z.number(),
  everyHours: z.number().nullable(),
  nextAt: when.nullable(),
  active: z.boolean(),
  version: z.number(),
  devices: z.number(),
  last: RunBrief.nullable(),
  abilities: z.array(z.enum(['manage'])),
})
export type TargetView = z.output<typeof Target>

export const listTargets = endpoint({
  name: 'discovery.list-targets',
  method: 'GET',
  path: '/discovery/targets',
  permission: 'discovery.read',
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(Target),
  summary: 'Targets of discovery 发现范围列表',
})
export const getTarget = endpoint({
  name: 'discovery.get-target',
  method: 'GET',
  path: '/discovery/targets/{id}',
  permission: 'discovery.read',
  params: idParams,
  response: Target,
  summary: 'A target of discovery 发现范围',
})
export const createTarget = endpoint({
  name: 'discovery.create-target',
  method: 'POST',
  path: '/discovery/targets',
  permission: 'discovery.manage',
  body: TargetBody,
  response: Target,
  status: 201,
  idempotent: true,
  summary: 'Add a target 新增发现范围',
})
export const editTarget = endpoint({
  name: 'discovery.edit-target',
  method: 'PUT',
  path: '/discovery/targets/{id}',
  permission: 'discovery.manage',
  params: idParams,
  body: TargetBody,
  response: Target,
  ifMatch: true,
  summary: 'Change a target 修改发现范围',
})
export const deleteTarget = endpoint({
  name: 'discovery.delete-target',
  method: 'DELETE',
  path: '/discovery/targets/{id}',
  permission: 'discovery.manage',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a target with its runs; what it found stays 删除发现范围',
})
/** Asks one address as the form has it. A kept secret is used for the addresses it was given for only. */
export const tryTarget = endpoint({
  name: 'discovery.try',
  method: 'POST',
  path: '/discovery/targets/try',
  permission: 'discovery.manage',
  body: z.strictObject({
    ...Access,
    address: Entry,
    timeoutMs: z.int().min(100).max(30_000).default(2000),
    retries: z.int().min(0).max(5).default(1),
    id: z.uuid().optional(),
  }),
  response: z.object({
    outcome: z.enum(outcomes),
    name: z.string().nullable(),
    description: z.string().nullable(),
    vendor: z.string().nullable(),
    milliseconds: z.number(),
  }),
  ownTransaction: true,
  summary: 'Ask one device 测试连接',
})

export const Run = RunBrief.extend({
  target: Ref,
  trigger: z.enum(['hand', 'schedule']),
  requestedBy: z.string().nullable(),
  partial: z.number(),
  silent: z.number(),
  refused: z.number(),
  unreadable: z.number(),
  /** how often it went on after its process had ended */
  interruptions: z.number(),
  error: z.string().nullable(),
  recordedAt: when,
  version: z.number(),
  abilities: z.array(z.enum(['stop', 'continue'])),
})
export type RunView = z.output<typeof Run>

export const startRun = endpoint({
  name: 'discovery.start-run',
  method: 'POST',
  path: '/discovery/targets/{id}/runs',
  permission: 'discovery.manage',
  params: idParams,
  response: Run,
  status: 201,
  idempotent: true,
  summary: 'Discover now 立即发现',
})
export const listRuns = endpoint({
  name: 'discovery.list-runs',
  method: 'GET',
  path: '/discovery/runs',
  permission: 'discovery.read',
  query: z.strictObject({ ...pageQuery, targetId: z.uuid().optional() }),
  response: pageOf(Run),
  summary: 'Runs, the newest first 发现记录',
})
export const getRun = endpoint({
  name: 'discovery.get-run',
  method: 'GET',
  path: '/discovery/runs/{id}',
  permission: 'discovery.read',
  params: idParams,
  response: Run,
  summary: 'How a run stands 发现进度',
})
export const stopRun = endpoint({
  name: 'discovery.stop-run',
  method: 'POST',
  path: '/discovery/runs/{id}/moves/stop',
  permission: 'discovery.manage',
  params: idParams,
  response: Run,
  ifMatch: true,
  summary: 'Stop a run; what it found stays 停止发现',
})
export const continueRun = endpoint({
  name: 'discovery.continue-run',
  method: 'POST',
  path: '/discovery/runs/{id}/moves/continue',
  permission: 'discovery.manage',
  params: idParams,
  response: Run,
  ifMatch: true,
  summary: 'Go on with a run where it ended 继续发现',
})

export const Answer = z.object({
  address: z.string(),
  outcome: z.enum(outcomes),
  device: z.object({ id: z.string(), name: z.string() }).nullable(),
  problems: z.array(Problem),
  milliseconds: z.number(),
  varbinds: z.number(),
  at: when,
})
export const listAnswers = endpoint({
  name: 'discovery.list-answers',
  method: 'GET',
  path: '/discovery/runs/{id}/answers',
  permission: 'discovery.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery, silent: z.enum(['true', 'false']).default('false') }),
  response: pageOf(Answer),
  summary: 'What each address answered 各地址的结果',
})

export const DeviceLine = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  kind: z.enum(deviceKinds),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  osVersion: z.string().nullable(),
  serial: z.string().nullable(),
  org: Ref,
  target: Ref.nullable(),
  state: z.enum(deviceStates),
  firstSeenAt: when,
  seenAt: when,
  version: z.number(),
})
export const listDevices = endpoint({
  name: 'discovery.list-devices',
  method: 'GET',
  path: '/discovery/devices',
  permission: 'discovery.read',
  query: z.strictObject({
    ...pageQuery,
    q: text(100, 0).optional(),
    state: z.enum(deviceStates).optional(),
    kind: z.enum(deviceKinds).optional(),
    targetId: z.uuid().optional(),
  }),
  response: pageOf(DeviceLine),
  summary: 'Devices found 已发现设备',
})

export const Device = DeviceLine.extend({
  inventory: Inventory,
  outcome: z.enum(outcomes),
  problems: z.array(Problem),
  figures: z.object({
    requests: z.number(),
    varbinds: z.number(),
    bytes: z.number(),
    milliseconds: z.number(),
  }),
  changedAt: when,
  ciId: z.string().nullable(),
  proposalId: z.string().nullable(),
  /** why it could not be proposed: a code of the room of configuration items */
  failure: z.string().nullable(),
  /** other found devices on the far side of its links */
  links: z.array(z.object({ port: z.string(), remotePort: z.string(), device: Ref })),
  abilities: z.array(z.enum(['accept', 'reject', 'propose'])),
})
export const getDevice = endpoint({
  name: 'discovery.get-device',
  method: 'GET',
  path: '/discovery/devices/{id}',
  permission: 'discovery.read',
  params: idParams,
  response: Device,
  summary: 'Inventory of a device 设备清单',
})
export const acceptDevice = endpoint({
  name: 'discovery.accept-device',
  method: 'POST',
  path: '/discovery/devices/{id}/moves/accept',
  permission: 'discovery.decide',
  params: idParams,
  body: z.strictObject({ name: text(200).optional() }),
  response: Device,
  ifMatch: true,
  summary: 'Take a device into the configuration items 纳入配置项',
})
export const rejectDevice = endpoint({
  name: 'discovery.reject-device',
  method: 'POST',
  path: '/discovery/devices/{id}/moves/reject',
  permission: 'discovery.decide',
  params: idParams,
  body: z.strictObject({ reason: text(500, 0).default('') }),
  response: Device,
  ifMatch: true,
  summary: 'Leave a device out; the same is not proposed again 不纳入',
})
export const proposeDevice = endpoint({
  name: 'discovery.propose-device',
  method: 'POST',
  path: '/discovery/devices/{id}/moves/propose',
  permission: 'discovery.decide',
  params: idParams,
  response: Device,
  ifMatch: true,
  summary: 'Propose a device once more 重新提交建议',
})
