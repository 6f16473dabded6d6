import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { SecretBody } from '#modules/probe/kind-contract.ts'
import { parseRange } from '#modules/probe/range-contract.ts'
import { checkKinds, checkStates, resultStates } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

/** A range as Nagios writes it: `10`, `10:`, `~:10`, `10:20`, `@10:20`. */
const Range = z
  .string()
  .trim()
  .max(60)
  .refine((given) => parseRange(given) !== undefined, 'probe:error.bad_range')

/**
 * Bounds of one figure beside those of its kind (`spec.thresholds`): it is beyond a bound until it is within the second
 * one, where there is one.
 */
export const Threshold = z.strictObject({
  figure: text(200),
  /** absent: the bound that the result itself brings (`spec.thresholds` of the kind, or the plugin's) */
  warn: Range.optional(),
  crit: Range.optional(),
  /** the figure must be within this before a warning is over; absent: the bound itself */
  recoverWarn: Range.optional(),
  recoverCrit: Range.optional(),
})
export type ThresholdValue = z.output<typeof Threshold>

/** Exactly one of both. */
const Dependency = z
  .strictObject({ checkId: z.uuid().optional(), ciId: z.uuid().optional() })
  .refine((one) => (one.checkId === undefined) !== (one.ciId === undefined), 'check:error.one_of_both')

const labelName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'check:error.bad_label')
const webAddress = z.union([
  z.literal(''),
  z
    .string()
    .max(1000)
    .regex(/^https?:\/\/\S+$/, 'check:error.bad_address'),
])

/** The fields of a definition but its kind's; `from-…` and templates build it as well. */
export const CheckBody = z.strictObject({
  name: text(200),
  kind: z.enum(checkKinds),
  /** what the kind asks for, validated by `kinds[kind]` of the probe room; {} of heartbeats and manual readings */
  spec: z.record(z.string(), z.unknown()).default({}),
  /** kept sealed (`secretsOf` of the kind); one that is absent and was kept stays, for the same target */
  secrets: SecretBody.default({}),
  intervalSeconds: z.int().min(5).max(86_400).default(60),
  timeoutMs: z.int().min(100).max(300_000).default(10_000),
  retries: z.int().min(0).max(20).default(2),
  retrySeconds: z.int().min(1).max(86_400).default(30),
  graceSeconds: z.int().min(0).max(86_400).default(0),
  thresholds: z.array(Threshold).max(20).default([]),
  dependsOn: z.array(Dependency).max(20).default([]),
  calendarId: z.uuid().nullable().default(null),
  alerts: z.boolean().default(true),
  alertWithin: z.boolean().default(false),
  labels: z
    .record(labelName, text(200))
    .refine((all) => Object.keys(all).length <= 30, 'check:error.too_many_labels')
    .default({}),
  orgId: z.uuid(),
  serviceId: z.uuid().nullable().default(null),
  ciId: z.uuid().nullable().default(null),
  groupId: z.uuid().nullable().default(null),
  runbookArticleId: z.uuid().nullable().default(null),
  runbookUrl: webAddress.default(''),
  probeId: z.uuid().nullable().default(null),
  enabled: z.boolean().default(true),
})
export type CheckValues = z.output<typeof CheckBody>

export const Figure = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string().optional(),
  warn: z.string().optional(),
  crit: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
})

export const CheckLine = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(checkKinds),
  /** what it looks at, in one line: an address, a host, a file */
  target: z.string(),
  org: Ref,
  service: Ref.nullable(),
  ci: Ref.nullable(),
  group: Ref.nullable(),
  probe: Ref.nullable(),
  state: z.enum(checkStates),
  since: when,
  /** what the last result said; it differs from `state` while that is not certain yet */
  softState: z.enum(checkStates),
  attempt: z.number(),
  retries: z.number(),
  flapping: z.boolean(),
  lastAt: when.nullable(),
  lastMs: z.number().nullable(),
  /** leaf of `probe:outcome`, with its parameters; '' before the first result */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  intervalSeconds: z.number(),
  enabled: z.boolean(),
  pausedUntil: when.nullable(),
  version: z.number(),
})
export type CheckLineView = z.output<typeof CheckLine>

export const Check = CheckLine.extend({
  spec: z.record(z.string(), z.unknown()),
  /** names of the sealed fields that are kept */
  secretsKept: z.array(z.string()),
  timeoutMs: z.number(),
  retrySeconds: z.number(),
  graceSeconds: z.number(),
  thresholds: z.array(Threshold),
  dependsOn: z.array(
    z.object({ check: Ref.nullable(), ci: Ref.nullable(), state: z.enum(checkStates).nullable() }),
  ),
  calendar: Ref.nullable(),
  alerts: z.boolean(),
  alertWithin: z.boolean(),
  labels: z.record(z.string(), z.string()),
  runbookArticle: Ref.nullable(),
  runbookUrl: z.string(),
  pauseReason: z.string(),
  output: z.string(),
  figures: z.array(Figure),
  /** names and units of what history has of it */
  series: z.array(z.object({ name: z.string(), unit: z.string() })),
  /** a heartbeat without one cannot be told anything yet */
  hasToken: z.boolean(),
  raised: z.boolean(),
  recordedAt: when,
  abilities: z.array(z.enum(['manage'])),
})
export type CheckView = z.output<typeof Check>

const several = <T extends readonly [string, ...string[]]>(words: T) =>
  z
    .string()
    .max(200)
    .transform((given) => given.split(',').filter((one) => one !== ''))
    .pipe(z.array(z.enum(words)))
    .optional()

/** Filters that list and summary share. `state` and `kind` take several, separated by commas. */
const filters = {
  q: text(100, 0).optional(),
  state: several(checkStates),
  kind: several(checkKinds),
  orgId: z.uuid().optional(),
  serviceId: z.uuid().optional(),
  ciId: z.uuid().optional(),
  groupId: z.uuid().optional(),
  probeId: z.uuid().optional(),
  /** of the item, with all classes below it */
  classId: z.uuid().optional(),
  /** the item, and all that is in it: a machine room with its racks and their servers */
  roomId: z.uuid().optional(),
  /** who looks after the system */
  vendorId: z.uuid().optional(),
  /** `env=prod` */
  label: text(270)
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}=.+$/, 'check:error.bad_label')
    .optional(),
}

export const listChecks = endpoint({
  name: 'check.list',
  method: 'GET',
  path: '/checks',
  permission: 'check.read',
  query: z.strictObject({ ...pageQuery, ...filters }),
  response: pageOf(CheckLine),
  summary: 'Checks, the newest first 监控项列表',
})
/** How many there are in each state: of what the caller sees and the filter lets through. */
export const summarizeChecks = endpoint({
  name: 'check.summary',
  method: 'GET',
  path: '/checks/summary',
  permission: 'check.read',
  query: z.strictObject(filters),
  response: z.object({ total: z.number(), states: z.record(z.enum(checkStates), z.number()) }),
  summary: 'Number of checks by state 监控项状态统计',
})
/** For a Prometheus of the unit, which brings an API token: one line a check, `zhengyun_check_state{…,state="ok"} 1`. */
export const checkMetrics = endpoint({
  name: 'check.metrics',
  method: 'GET',
  path: '/checks/metrics',
  permission: 'check.read',
  response: z.unknown(),
  download: true,
  summary: 'States of checks in the format of Prometheus 监控项状态（Prometheus 格式）',
})
/** Checks by a part of their name, to choose from. */
export const lookupChecks = endpoint({
  name: 'check.lookup',
  method: 'GET',
  path: '/checks/lookup',
  permission: 'check.read',
  query: z.strictObject({
    q: text(100, 0).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  response: z.object({ items: z.array(Ref) }),
  summary: 'Look checks up 查找监控项',
})
export const getCheck = endpoint({
  name: 'check.get',
  method: 'GET',
  path: '/checks/{id}',
  permission: 'check.read',
  params: idParams,
  response: Check,
  summary: 'A check 监控项',
})
export const createCheck = endpoint({
  name: 'check.create',
  method: 'POST',
  path: '/checks',
  permission: 'check.manage',
  body: CheckBody,
  response: Check,
  status: 201,
  idempotent: true,
  summary: 'Add a check 新增监控项',
})
export const editCheck = endpoint({
  name: 'check.edit',
  method: 'PUT',
  path: '/checks/{id}',
  permission: 'check.manage',
  params: idParams,
  body: CheckBody,
  response: Check,
  ifMatch: true,
  summary: 'Change a check 修改监控项',
})
export const deleteCheck = endpoint({
  name: 'check.delete',
  method: 'DELETE',
  path: '/checks/{id}',
  permission: 'check.manage',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a check with its state; what it raised ends 删除监控项',
})
/** Nothing is asked and nothing raised until then; without `until`, until it is resumed. */
export const pauseCheck = endpoint({
  name: 'check.pause',
  method: 'POST',
  path: '/checks/{id}/moves/pause',
  permission: 'check.manage',
  params: idParams,
  body: z.strictObject({ until: instant.optional(), reason: text(500, 2) }),
  response: Check,
  ifMatch: true,
  summary: 'Pause a check 暂停监控',
})
export const resumeCheck = endpoint({
  name: 'check.resume',
  method: 'POST',
  path: '/checks/{id}/moves/resume',
  permission: 'check.manage',
  params: idParams,
  response: Check,
  ifMatch: true,
  summary: 'Resume a paused check 恢复监控',
})
/** Asked at once by whoever runs it; the answer is the record as it stands, the result follows. */
export const runCheck = endpoint({
  name: 'check.run',
  method: 'POST',
  path: '/checks/{id}/moves/run',
  permission: 'check.manage',
  params: idParams,
  response: Check,
  summary: 'Run a check now 立即检测',
})

export const OutcomeView = z.object({
  state: z.enum(resultStates),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  output: z.string(),
  ms: z.number(),
  figures: z.array(Figure),
})
/** Asks once as the form has it, kept or not; from this installation, not from the remote probe. */
export const tryCheck = endpoint({
  name: 'check.try',
  method: 'POST',
  path: '/checks/try',
  permission: 'check.manage',
  body: z.strictObject({
    kind: z.enum(checkKinds),
    spec: z.record(z.string(), z.unknown()).default({}),
    secrets: SecretBody.default({}),
    timeoutMs: z.int().min(100).max(30_000).default(10_000),
    thresholds: z.array(Threshold).max(20).default([]),
    /** the check whose kept secrets may be used, for the same target */
    id: z.uuid().optional(),
  }),
  response: OutcomeView,
  ownTransaction: true,
  summary: 'Try a check before it is kept 试运行监控项',
})

/** A reading by hand: the thermometer on the wall, the lamp of the UPS. */
export const addReading = endpoint({
  name: 'check.add-reading',
  method: 'POST',
  path: '/checks/{id}/readings',
  permission: 'check.report',
  params: idParams,
  body: z.strictObject({
    figures: z
      .array(
        z.strictObject({
          name: text(100),
          value: z.number().min(-1e15).max(1e15),
          unit: text(20, 0).default(''),
        }),
      )
      .max(20)
      .default([]),
    /** what the reader saw; bounds of the figures can only make it worse */
    state: z.enum(resultStates).default('ok'),
    message: text(1000, 0).default(''),
    /** when it was read, not in the future and within the last day; default: now */
    at: instant.optional(),
  }),
  response: Check,
  summary: 'Record a reading by hand 登记人工读数',
})

/** A new address for a heartbeat; the old one is worth nothing from now on. It is shown this once. */
export const renewHeartbeat = endpoint({
  name: 'check.renew-heartbeat',
  method: 'POST',
  path: '/checks/{id}/moves/renew-heartbeat',
  permission: 'check.manage',
  params: idParams,
  response: z.object({ token: z.string(), path: z.string() }),
  summary: 'Make a new heartbeat address 生成心跳地址',
})

const Beat = z.strictObject({
  state: z.enum(resultStates).default('ok'),
  message: text(1000, 0).default(''),
  /** how long the work took, in milliseconds */
  ms: z.coerce.number().min(0).max(1e12).optional(),
})
const beatParams = z.strictObject({ token: z.string().min(20).max(100) })
const Taken = z.object({ ok: z.literal(true) })
// the token says who it is; a beat is a result of a check, of which there are thousands: no audit entries
export const beatByPost = endpoint({
  name: 'check.beat',
  method: 'POST',
  path: '/heartbeat/{token}',
  permission: 'public',
  params: beatParams,
  body: Beat,
  response: Taken,
  audited: false,
  ownTransaction: true,
  bodyLimit: 16 * 1024,
  summary: 'A system says that it lives 心跳上报',
})
export const beatByGet = endpoint({
  name: 'check.beat-by-get',
  method: 'GET',
  path: '/heartbeat/{token}',
  permission: 'public',
  params: beatParams,
  query: Beat,
  response: Taken,
  summary: 'The same for what can only open an address 心跳上报（GET）',
})
