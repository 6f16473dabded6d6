import { z } from 'zod'
import { attachEndpoint, attachmentsEndpoint, downloadEndpoint } from '#kernel/files/contract.ts'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { GroupStay } from '#modules/sla/contract.ts'
import { TimelineEntry as Entry } from '#modules/ticket/story-contract.ts'
import { grades, states } from './words.ts'

export const TimelineEntry = Entry.extend({ origin: z.enum(['live', 'import']) })

export const getTimeline = endpoint({
  name: 'incident.timeline',
  method: 'GET',
  path: '/incidents/{id}/timeline',
  permission: 'incident.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery, order: z.enum(['asc', 'desc']).default('asc') }),
  response: pageOf(TimelineEntry),
  summary: 'Timeline 时间线',
})

export const addComment = endpoint({
  name: 'incident.comment',
  method: 'POST',
  path: '/incidents/{id}/comments',
  permission: 'incident.comment',
  params: idParams,
  body: z.strictObject({
    body: text(20_000),
    public: z.boolean().default(true),
    /** people named in it, who are told and follow it from now on */
    mentions: z.array(z.uuid()).max(20).default([]),
  }),
  response: TimelineEntry,
  status: 201,
  idempotent: true,
  summary: 'Comment, public or internal 评论',
})

/** People whom a comment may mention, by name or login: those who may read it. */
export const mentionable = endpoint({
  name: 'incident.mentionable',
  method: 'GET',
  path: '/incidents/{id}/mentionable',
  permission: 'incident.work',
  params: idParams,
  query: z.strictObject({ q: z.string().trim().max(50).default(''), public: z.stringbool().default(true) }),
  response: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), orgName: z.string() })) }),
  summary: 'Whom a comment may mention 可提及的人员',
})

export const WorkLog = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  minutes: z.number(),
  note: z.string(),
  occurredAt: when,
  recordedAt: when,
})
export const addWorkLog = endpoint({
  name: 'incident.work-log',
  method: 'POST',
  path: '/incidents/{id}/work-logs',
  permission: 'incident.work',
  params: idParams,
  body: z.strictObject({
    minutes: z.int().min(1).max(1440),
    note: text(2000, 0).default(''),
    occurredAt: instant.optional(),
  }),
  response: WorkLog,
  status: 201,
  idempotent: true,
  summary: 'Log work 记录工时',
})
export const listWorkLogs = endpoint({
  name: 'incident.work-logs',
  method: 'GET',
  path: '/incidents/{id}/work-logs',
  permission: 'incident.work',
  params: idParams,
  response: z.object({ items: z.array(WorkLog) }),
  summary: 'Work logs 工时',
})

export const listStays = endpoint({
  name: 'incident.stays',
  method: 'GET',
  path: '/incidents/{id}/stays',
  permission: 'incident.read',
  params: idParams,
  response: z.object({ items: z.array(GroupStay) }),
  summary: 'Time with each group, with the clocks of operational level and vendor agreements 各组用时',
})

export const setWatching = endpoint({
  name: 'incident.watch',
  method: 'PUT',
  path: '/incidents/{id}/watching',
  permission: 'incident.read',
  params: idParams,
  body: z.strictObject({ watching: z.boolean() }),
  response: z.object({ watching: z.boolean() }),
  summary: 'Watch or stop watching 关注',
})

export const listAttachments = attachmentsEndpoint({
  name: 'incident.attachments',
  path: '/incidents/{id}/attachments',
  permission: 'incident.read',
})
export const attachToIncident = attachEndpoint({
  name: 'incident.attach',
  path: '/incidents/{id}/attachments',
  permission: 'incident.comment',
})
export const downloadAttachment = downloadEndpoint({
  name: 'incident.attachment',
  path: '/incidents/{id}/attachments',
  permission: 'incident.read',
})

export const Affected = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }).nullable(),
  callerName: z.string().nullable(),
  callerPhone: z.string().nullable(),
  via: z.enum(['requester', 'joined', 'duplicate']),
  note: z.string(),
  recordedAt: when,
})
export const listAffected = endpoint({
  name: 'incident.affected',
  method: 'GET',
  path: '/incidents/{id}/affected',
  permission: 'incident.work',
  params: idParams,
  response: z.object({ items: z.array(Affected) }),
  summary: 'People affected 受影响人员',
})

export const Supervision = z.object({
  id: z.string(),
  instruction: z.string(),
  leader: z.object({ id: z.string(), name: z.string() }),
  owner: z.object({ id: z.string(), name: z.string() }),
  deadline: when,
  reply: z.string().nullable(),
  repliedAt: when.nullable(),
  closedAt: when.nullable(),
  overdue: z.boolean(),
  recordedAt: when,
  version: z.number(),
})
export const listSupervisions = endpoint({
  name: 'incident.supervisions',
  method: 'GET',
  path: '/incidents/{id}/supervisions',
  permission: 'incident.work',
  params: idParams,
  response: z.object({ items: z.array(Supervision) }),
  summary: 'Supervision instructions 督办',
})
/** What I have been instructed to do and is not closed, the nearest deadline first. */
export const mySupervisions = endpoint({
  name: 'incident.my-supervisions',
  method: 'GET',
  path: '/my-supervisions',
  permission: 'incident.work',
  response: z.object({
    items: z.array(
      Supervision.extend({ incident: z.object({ id: z.string(), number: z.string(), title: z.string() }) }),
    ),
  }),
  summary: 'Supervision instructions for me 我的督办',
})
export const supervise = endpoint({
  name: 'incident.supervise',
  method: 'POST',
  path: '/incidents/{id}/supervisions',
  permission: 'incident.supervise',
  params: idParams,
  body: z.strictObject({ instruction: text(2000, 2), ownerId: z.uuid(), deadline: instant }),
  response: Supervision,
  status: 201,
  idempotent: true,
  summary: 'Instruct with a deadline 督办',
})
export const replySupervision = endpoint({
  name: 'incident.supervision-reply',
  method: 'POST',
  path: '/incidents/{id}/supervisions/{supervisionId}/reply',
  permission: 'incident.work',
  params: z.strictObject({ id: z.uuid(), supervisionId: z.uuid() }),
  body: z.strictObject({ reply: text(10_000, 2) }),
  response: Supervision,
  ifMatch: true,
  summary: 'Reply to a supervision 回复督办',
})
export const closeSupervision = endpoint({
  name: 'incident.supervision-close',
  method: 'POST',
  path: '/incidents/{id}/supervisions/{supervisionId}/close',
  permission: 'incident.supervise',
  params: z.strictObject({ id: z.uuid(), supervisionId: z.uuid() }),
  response: Supervision,
  ifMatch: true,
  summary: 'Close a supervision 督办办结',
})

export const MajorDecision = z.object({
  id: z.string(),
  decision: z.string(),
  notified: z.string(),
  decidedBy: z.object({ id: z.string(), name: z.string() }),
  occurredAt: when,
  recordedAt: when,
})
export const listDecisions = endpoint({
  name: 'incident.decisions',
  method: 'GET',
  path: '/incidents/{id}/decisions',
  permission: 'incident.work',
  params: idParams,
  response: z.object({ items: z.array(MajorDecision) }),
  summary: 'Decisions in a major incident 重大事件决策记录',
})
export const recordDecision = endpoint({
  name: 'incident.decide',
  method: 'POST',
  path: '/incidents/{id}/decisions',
  permission: 'incident.work',
  params: idParams,
  body: z.strictObject({
    decision: text(5000, 2),
    notified: text(2000, 0).default(''),
    occurredAt: instant.optional(),
  }),
  response: MajorDecision,
  status: 201,
  idempotent: true,
  summary: 'Record a decision 记录决策',
})

/** What a person at the portal or on the phone may be reporting once more: open incidents of the service, minimal facts. */
export const KnownIncident = z.object({
  id: z.string(),
  number: z.string(),
  /** null to who may only know that the service has a fault */
  title: z.string().nullable(),
  state: z.enum(states),
  grade: z.enum(grades),
  serviceName: z.string().nullable(),
  occurredAt: when,
  joined: z.boolean(),
})
export const similarIncidents = endpoint({
  name: 'incident.similar',
  method: 'GET',
  path: '/incidents-similar',
  permission: 'incident.create',
  query: z.strictObject({ q: z.string().trim().max(200).optional(), serviceId: z.uuid().optional() }),
  response: z.object({ items: z.array(KnownIncident) }),
  summary: 'Open incidents like this one 相似未结事件',
})

/** How something like it was solved before. */
export const Precedent = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  groupId: z.uuid().nullable(),
  groupName: z.string().nullable(),
  serviceName: z.string().nullable(),
  resolvedAt: when,
  /** its beginning */
  resolution: z.string(),
})
export const incidentPrecedents = endpoint({
  name: 'incident.precedents',
  method: 'GET',
  path: '/incidents-precedents',
  permission: 'incident.file-for-others',
  query: z.strictObject({ q: z.string().trim().min(2).max(400) }),
  response: z.object({ items: z.array(Precedent) }),
  summary: 'Solved incidents like what is being typed, the most alike first 相似的已解决事件',
})

/** Matrix, categories, dispatch rules: what an O&M manager sets. */
export const MatrixCell = z.strictObject({
  impact: z.enum(['high', 'medium', 'low']),
  urgency: z.enum(['high', 'medium', 'low']),
  priority: z.int().min(1).max(4),
})
export const getMatrix = endpoint({
  name: 'incident.matrix',
  method: 'GET',
  path: '/priority-matrix',
  permission: 'incident.create',
  response: z.object({ items: z.array(MatrixCell) }),
  summary: 'Priority matrix 优先级矩阵',
})
export const setMatrix = endpoint({
  name: 'incident.set-matrix',
  method: 'PUT',
  path: '/priority-matrix',
  permission: 'incident.configure',
  body: z.strictObject({ items: z.array(MatrixCell).length(9) }),
  response: z.object({ items: z.array(MatrixCell) }),
  summary: 'Change the priority matrix 修改优先级矩阵',
})

export const DispatchRule = z.object({
  id: z.string(),
  position: z.number(),
  service: z.object({ id: z.string(), name: z.string() }).nullable(),
  category: z.object({ id: z.string(), name: z.string() }).nullable(),
  org: z.object({ id: z.string(), name: z.string() }).nullable(),
  group: z.object({ id: z.string(), name: z.string() }),
})
const RuleBody = z.strictObject({
  serviceId: z.uuid().nullable().default(null),
  categoryId: z.uuid().nullable().default(null),
  orgId: z.uuid().nullable().default(null),
  groupId: z.uuid(),
})
export const listDispatchRules = endpoint({
  name: 'incident.dispatch-rules',
  method: 'GET',
  path: '/dispatch-rules',
  permission: 'incident.configure',
  response: z.object({ items: z.array(DispatchRule) }),
  summary: 'Dispatch rules 派单规则',
})
/** The whole list in order: the first rule that fits wins. */
export const setDispatchRules = endpoint({
  name: 'incident.set-dispatch-rules',
  method: 'PUT',
  path: '/dispatch-rules',
  permission: 'incident.configure',
  body: z.strictObject({ items: z.array(RuleBody).max(500) }),
  response: z.object({ items: z.array(DispatchRule) }),
  summary: 'Set dispatch rules 设置派单规则',
})
