import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { answers } from '#modules/satisfaction/words.ts'
import { ClockView } from '#modules/sla/contract.ts'
import {
  channels,
  clockResults,
  grades,
  holdReasons,
  levels,
  moves,
  queues,
  resolutionCodes,
  states,
  types,
} from './words.ts'

const Reason = text(2000, 2)
const Note = text(10_000, 0)

export const Caller = z.strictObject({
  name: text(100),
  phone: text(40).optional(),
  place: text(200).optional(),
})

export const FileIncident = z.strictObject({
  title: text(200, 2),
  description: text(20_000, 0).default(''),
  impact: z.enum(levels),
  urgency: z.enum(levels),
  channel: z.enum(channels),
  type: z.enum(types).default('fault'),
  requesterId: z.uuid().optional(),
  caller: Caller.optional(),
  orgId: z.uuid().optional(),
  serviceId: z.uuid().optional(),
  categoryId: z.uuid().optional(),
  parentId: z.uuid().optional(),
  /** When it began, if not now. Never in the future. */
  occurredAt: instant.optional(),
  /** First-contact resolution: what solved it while the caller was on the phone. */
  resolution: text(10_000, 2).optional(),
})

const Ref = z.object({ id: z.string(), name: z.string() }).nullable()

/** A clock with its reasons in words (only on the single record; empty in lists). */
export const ExplainedClock = ClockView.extend({ explanation: z.string() })

export const abilityKeys = [
  ...moves,
  'edit',
  'grade',
  'comment',
  'comment-internal',
  'work-log',
  'attach',
  'watch',
  'join',
  'duplicate',
  'merge',
  'supervise',
  'decide',
] as const
export type Ability = (typeof abilityKeys)[number]

/** One line of a list. */
export const IncidentLine = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  type: z.enum(types),
  state: z.enum(states),
  priority: z.number(),
  grade: z.enum(grades),
  gradeConfirmed: z.boolean(),
  channel: z.enum(channels),
  impact: z.enum(levels),
  urgency: z.enum(levels),
  /** it was filed twice and goes on in another one, hence cancelled */
  merged: z.boolean(),
  holdReason: z.string().nullable(),
  requester: Ref,
  callerName: z.string().nullable(),
  org: Ref,
  service: Ref,
  category: Ref,
  group: Ref,
  owner: Ref,
  occurredAt: when,
  recordedAt: when,
  updatedAt: when,
  resolvedAt: when.nullable(),
  closedAt: when.nullable(),
  origin: z.enum(['live', 'import']),
  version: z.number(),
  clocks: z.array(ExplainedClock),
})

/** The whole record, as its page shows it. */
export const Incident = IncidentLine.extend({
  description: z.string(),
  callerPhone: z.string().nullable(),
  callerPlace: z.string().nullable(),
  requesterPhone: z.string().nullable(),
  gradeReason: z.string().nullable(),
  holdUntil: when.nullable(),
  firstContact: z.boolean(),
  respondedAt: when.nullable(),
  onsiteRequestedAt: when.nullable(),
  onsiteArrivedAt: when.nullable(),
  resolution: z.string().nullable(),
  resolutionCode: z.string().nullable(),
  cancelReason: z.string().nullable(),
  reopenCount: z.number(),
  reassignmentCount: z.number(),
  parent: z.object({ id: z.string(), number: z.string(), title: z.string() }).nullable(),
  duplicateOf: z.object({ id: z.string(), number: z.string(), title: z.string() }).nullable(),
  /** it was filed twice and goes on there */
  mergedInto: z.object({ id: z.string(), number: z.string(), title: z.string() }).nullable(),
  watching: z.boolean(),
  affectedCount: z.number(),
  source: z.record(z.string(), z.unknown()).nullable(),
  abilities: z.array(z.enum(abilityKeys)),
})
export type IncidentRecord = z.input<typeof Incident>
export type IncidentLineRecord = z.input<typeof IncidentLine>

export const createIncident = endpoint({
  name: 'incident.create',
  method: 'POST',
  path: '/incidents',
  permission: 'incident.create',
  body: FileIncident,
  response: Incident,
  status: 201,
  idempotent: true,
  summary: 'File an incident 登记事件',
})

export const incidentFilters = {
  /** A number exactly, or words anywhere in title, description and comments. */
  q: z.string().trim().max(200).optional(),
  queue: z.enum(queues).optional(),
  state: z
    .string()
    .optional()
    .transform((s) => (s ? s.split(',') : undefined))
    .pipe(z.array(z.enum(states)).optional()),
  open: z.stringbool().optional(),
  priority: z.coerce.number().int().min(1).max(4).optional(),
  grade: z.enum(grades).optional(),
  type: z.enum(types).optional(),
  channel: z.enum(channels).optional(),
  serviceId: z.uuid().optional(),
  categoryId: z.uuid().optional(),
  orgId: z.uuid().optional(),
  groupId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  requesterId: z.uuid().optional(),
  callerPhone: z.string().max(40).optional(),
  parentId: z.uuid().optional(),
  breached: z.stringbool().optional(),
  occurredFrom: instant.optional(),
  occurredTo: instant.optional(),
  /** The org itself, without those below it. */
  orgOnly: z.stringbool().optional(),
  /** true: no information system is recorded. */
  noService: z.stringbool().optional(),
  /** true: without those that were cancelled. */
  notCancelled: z.stringbool().optional(),
  resolvedFrom: instant.optional(),
  resolvedTo: instant.optional(),
  /** Open, with its nearest due time in this span. */
  dueFrom: instant.optional(),
  dueTo: instant.optional(),
  /** One clock: how it stands or ended, and the share of the target it had used when it stopped (percent, inclusive). */
  metric: z.string().max(40).optional(),
  clock: z.enum(clockResults).optional(),
  usedFrom: z.coerce.number().int().min(0).max(1_000_000).optional(),
  usedTo: z.coerce.number().int().min(0).max(1_000_000).optional(),
  /** A stay with this group (OLA, vendor agreement): that it had one, or how its promise stands or ended. */
  stayGroupId: z.uuid().optional(),
  stay: z.enum(clockResults).optional(),
  /** What an affected person answered, or that nobody did (yet). */
  satisfaction: z.enum([...answers, 'asked', 'expired']).optional(),
}

export const incidentSorts = ['-recordedAt', 'recordedAt', 'priority', 'due'] as const

export const listIncidents = endpoint({
  name: 'incident.list',
  method: 'GET',
  path: '/incidents',
  permission: 'incident.read',
  query: z.strictObject({
    ...pageQuery,
    ...incidentFilters,
    sort: z.enum(incidentSorts).default('-recordedAt'),
  }),
  response: pageOf(IncidentLine),
  summary: 'List incidents 事件列表',
})

export const getIncident = endpoint({
  name: 'incident.get',
  method: 'GET',
  path: '/incidents/{id}',
  permission: 'incident.read',
  params: idParams,
  response: Incident,
  summary: 'Read an incident 查看事件',
})

/** Title, description and the facts of classification; a change of impact or urgency sets the priority anew. */
export const editIncident = endpoint({
  name: 'incident.edit',
  method: 'PATCH',
  path: '/incidents/{id}',
  permission: 'incident.edit',
  params: idParams,
  body: z.strictObject({
    title: text(200, 2).optional(),
    description: Note.optional(),
    impact: z.enum(levels).optional(),
    urgency: z.enum(levels).optional(),
    type: z.enum(types).optional(),
    serviceId: z.uuid().nullable().optional(),
    categoryId: z.uuid().nullable().optional(),
    orgId: z.uuid().optional(),
    parentId: z.uuid().nullable().optional(),
    requesterId: z.uuid().optional(),
    caller: Caller.optional(),
  }),
  response: Incident,
  ifMatch: true,
  summary: 'Edit an incident 修改事件',
})

export const gradeIncident = endpoint({
  name: 'incident.grade',
  method: 'POST',
  path: '/incidents/{id}/grade',
  permission: 'incident.grade',
  params: idParams,
  body: z.strictObject({ grade: z.enum(grades), reason: Reason.optional() }),
  response: Incident,
  ifMatch: true,
  summary: 'Confirm or change the grade 定级',
})

function move<const N extends string, B extends z.ZodType>(
  name: N,
  permission: string,
  body: B,
  summary: string,
) {
  return endpoint({
    name: `incident.${name}` as `incident.${N}`,
    method: 'POST',
    path: `/incidents/{id}/moves/${name}` as `/incidents/{id}/moves/${N}`,
    permission,
    params: idParams,
    body,
    response: Incident,
    ifMatch: true,
    summary,
  })
}

const occurredAt = instant.optional()

export const assignIncident = move(
  'assign',
  'incident.assign',
  z.strictObject({
    groupId: z.uuid().optional(),
    ownerId: z.uuid().optional(),
    reason: Reason.optional(),
    occurredAt,
  }),
  'Assign 派单',
)
export const takeIncident = move('take', 'incident.work', z.strictObject({ occurredAt }), 'Take 接单')
export const startIncident = move(
  'start',
  'incident.work',
  z.strictObject({ occurredAt }),
  'Start work 开始处理',
)
export const holdIncident = move(
  'hold',
  'incident.work',
  z.strictObject({ reason: z.enum(holdReasons), note: Reason, until: instant.optional(), occurredAt }),
  'Put on hold 挂起',
)
export const resumeIncident = move(
  'resume',
  'incident.work',
  z.strictObject({ note: Note.optional(), occurredAt }),
  'Resume 恢复处理',
)
export const requestOnsite = move(
  'request-onsite',
  'incident.onsite',
  z.strictObject({ note: Note.optional(), occurredAt }),
  'Ask for on-site service 申请到场',
)
export const confirmArrival = move(
  'arrive',
  'incident.arrive',
  z.strictObject({ note: Note.optional(), occurredAt }),
  'Confirm arrival on site 确认到场',
)
export const resolveIncident = move(
  'resolve',
  'incident.work',
  z.strictObject({ resolution: text(10_000, 2), code: z.enum(resolutionCodes).default('fixed'), occurredAt }),
  'Resolve 解决',
)
export const reopenIncident = move(
  'reopen',
  'incident.reopen',
  z.strictObject({ reason: Reason, occurredAt }),
  'Reopen 重新打开',
)
export const closeIncident = move(
  'close',
  'incident.close',
  z.strictObject({ note: Note.optional(), occurredAt }),
  'Close 关闭',
)
export const cancelIncident = move(
  'cancel',
  'incident.cancel',
  z.strictObject({ reason: Reason, occurredAt }),
  'Cancel 取消',
)
export const escalateIncident = move(
  'escalate',
  'incident.work',
  z.strictObject({ groupId: z.uuid(), reason: Reason, occurredAt }),
  'Escalate to second line or vendor 升级',
)
export const returnIncident = move(
  'return',
  'incident.work',
  z.strictObject({ reason: Reason, occurredAt }),
  'Return to the desk 退回',
)

export const markDuplicate = endpoint({
  name: 'incident.duplicate',
  method: 'POST',
  path: '/incidents/{id}/duplicate-of',
  permission: 'incident.edit',
  params: idParams,
  body: z.strictObject({ ofId: z.uuid(), reason: Reason.optional() }),
  response: Incident,
  ifMatch: true,
  summary: 'Mark as a duplicate 标为重复',
})

/** Filed twice by the same reporter: goes on in the other one. There is no way back. */
export const mergeIncident = endpoint({
  name: 'incident.merge',
  method: 'POST',
  path: '/incidents/{id}/merge-into',
  permission: 'incident.edit',
  params: idParams,
  body: z.strictObject({ intoId: z.uuid(), reason: Reason.optional() }),
  response: Incident,
  ifMatch: true,
  summary: 'Merge into another incident 并入另一事件',
})

/** "It hits me too": the caller is told and asked when it is restored. */
export const joinIncident = endpoint({
  name: 'incident.join',
  method: 'POST',
  path: '/incidents/{id}/join',
  permission: 'incident.create',
  params: idParams,
  body: z.strictObject({
    note: text(2000, 0).default(''),
    personId: z.uuid().optional(),
    caller: Caller.optional(),
  }),
  response: z.object({ id: z.string(), number: z.string(), joined: z.boolean() }),
  summary: 'Join an incident as affected 我也受影响',
})
