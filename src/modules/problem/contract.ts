import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Story } from '#modules/ticket/story-contract.ts'
import * as words from './words.ts'

export const abilityKeys = ['edit', ...words.moves, 'analyse', 'act', 'link', 'comment'] as const
export type Ability = (typeof abilityKeys)[number]

const ref = z.object({ id: z.string(), name: z.string() })

/** What lists of problems show. */
export const ProblemLine = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  state: z.enum(words.states),
  source: z.enum(words.sources),
  priority: z.number(),
  services: z.array(ref),
  category: ref.nullable(),
  org: ref,
  group: ref.nullable(),
  owner: ref.nullable(),
  requester: ref.nullable(),
  /** its known error is shown to the service desk now */
  published: z.boolean(),
  incidents: z.number(),
  workaroundUses: z.number(),
  recordedAt: when,
  updatedAt: when,
  version: z.number(),
})

export const LinkedIncident = z.object({
  id: z.string(),
  number: z.string(),
  /** null where the reader may not see that incident */
  title: z.string().nullable(),
  state: z.string(),
  usedWorkaround: z.boolean(),
  occurredAt: when,
})

/** A corrective action: a task of the ticket, and the ticket that carries it out. */
export const Action = z.object({
  id: z.string(),
  title: z.string(),
  owner: ref.nullable(),
  dueAt: when.nullable(),
  overdue: z.boolean(),
  state: z.enum(['open', 'done', 'given-up']),
  reason: z.string().nullable(),
  endedAt: when.nullable(),
  ticket: z
    .object({
      id: z.string(),
      number: z.string(),
      kind: z.string(),
      state: z.string(),
      title: z.string().nullable(),
    })
    .nullable(),
  version: z.number(),
  /** what the caller may do with it now, through the endpoints of tasks */
  abilities: z.array(z.enum(['done', 'give-up', 'reopen', 'link'])),
})

export const Problem = ProblemLine.extend({
  description: z.string(),
  rootCause: z.string(),
  rootCauseCategory: z.enum(words.causeCategories).nullable(),
  symptoms: z.array(z.string()),
  workaround: z.string(),
  publishedAt: when.nullable(),
  publishedBy: z.string().nullable(),
  retiredAt: when.nullable(),
  solution: z.string().nullable(),
  fixedAt: when.nullable(),
  review: z.string().nullable(),
  reviewedBy: z.string().nullable(),
  closedAt: when.nullable(),
  endReason: z.string().nullable(),
  linked: z.array(LinkedIncident),
  actions: z.array(Action),
  abilities: z.array(z.enum(abilityKeys)),
})
export type ProblemRecord = z.input<typeof Problem>
export type ProblemLineRecord = z.input<typeof ProblemLine>

const content = {
  title: text(200, 2),
  description: text(20_000, 0),
  serviceIds: z.array(z.uuid()).max(20),
  categoryId: z.uuid().nullable(),
  priority: z.int().min(1).max(4),
  groupId: z.uuid().nullable(),
  ownerId: z.uuid().nullable(),
}

export const listProblems = endpoint({
  name: 'problem.list',
  method: 'GET',
  path: '/problems',
  permission: 'problem.read',
  query: z.strictObject({
    ...pageQuery,
    q: text(100).optional(),
    state: z.enum(words.states).optional(),
    open: z.stringbool().optional(),
    published: z.stringbool().optional(),
    mine: z.stringbool().optional(),
    serviceId: z.uuid().optional(),
    categoryId: z.uuid().optional(),
  }),
  response: pageOf(ProblemLine),
  summary: 'Problems, newest first 问题列表',
})
export const getProblem = endpoint({
  name: 'problem.get',
  method: 'GET',
  path: '/problems/{id}',
  permission: 'problem.read',
  params: idParams,
  response: Problem,
  summary: 'A problem with its incidents and actions 问题详情',
})
export const openProblem = endpoint({
  name: 'problem.open',
  method: 'POST',
  path: '/problems',
  permission: 'problem.propose',
  body: z.strictObject({
    title: content.title,
    description: content.description.default(''),
    serviceIds: content.serviceIds.default([]),
    categoryId: content.categoryId.default(null),
    priority: content.priority.default(3),
    groupId: content.groupId.default(null),
    ownerId: content.ownerId.default(null),
    /** incidents that it is behind; service, category and group are taken from the first where none is given */
    incidentIds: z.array(z.uuid()).max(200).default([]),
  }),
  response: Problem,
  status: 201,
  idempotent: true,
  summary: 'Open a problem 建立问题',
})
export const editProblem = endpoint({
  name: 'problem.edit',
  method: 'PATCH',
  path: '/problems/{id}',
  permission: 'problem.work',
  params: idParams,
  body: z
    .strictObject({
      ...content,
      rootCause: text(5000, 0),
      rootCauseCategory: z.enum(words.causeCategories).nullable(),
      symptoms: z.array(text(40, 2)).max(20),
      workaround: text(5000, 0),
    })
    .partial(),
  response: Problem,
  ifMatch: true,
  summary: 'Change a problem, its root cause or its known error 修改问题',
})

const move = { method: 'POST', params: idParams, response: Problem, ifMatch: true } as const
const reason = text(2000, 2)

export const investigateProblem = endpoint({
  ...move,
  name: 'problem.investigate',
  path: '/problems/{id}/moves/investigate',
  permission: 'problem.work',
  summary: 'Begin to investigate; whoever begins owns it unless somebody does 开始调查',
})
export const publishKnownError = endpoint({
  ...move,
  name: 'problem.publish',
  path: '/problems/{id}/moves/publish',
  permission: 'problem.work',
  summary: 'Publish the known error to the service desk 发布已知错误',
})
export const retireKnownError = endpoint({
  ...move,
  name: 'problem.retire',
  path: '/problems/{id}/moves/retire',
  permission: 'problem.work',
  body: z.strictObject({ reason }),
  summary: 'Take the known error back from the service desk 撤下已知错误',
})
export const planFix = endpoint({
  ...move,
  name: 'problem.plan-fix',
  path: '/problems/{id}/moves/plan-fix',
  permission: 'problem.work',
  summary: 'The fix is planned 已计划修复',
})
export const resolveProblem = endpoint({
  ...move,
  name: 'problem.resolve',
  path: '/problems/{id}/moves/resolve',
  permission: 'problem.work',
  body: z.strictObject({ solution: text(5000, 2) }),
  summary: 'Fixed; its known error is retired 已解决',
})
export const reopenProblem = endpoint({
  ...move,
  name: 'problem.reopen',
  path: '/problems/{id}/moves/reopen',
  permission: 'problem.work',
  body: z.strictObject({ reason }),
  summary: 'The fix was dropped or did not hold 重新调查',
})
export const closeProblem = endpoint({
  ...move,
  name: 'problem.close',
  path: '/problems/{id}/moves/close',
  permission: 'problem.manage',
  body: z.strictObject({ review: text(5000, 2) }),
  summary: 'Review and close; every action is done or given up 回顾并关闭',
})
export const cancelProblem = endpoint({
  ...move,
  name: 'problem.cancel',
  path: '/problems/{id}/moves/cancel',
  permission: 'problem.manage',
  body: z.strictObject({ reason }),
  summary: 'Cancel 取消问题',
})

export const getStory = endpoint({
  name: 'problem.timeline',
  method: 'GET',
  path: '/problems/{id}/timeline',
  permission: 'problem.read',
  params: idParams,
  response: Story,
  summary: 'What happened to a problem, newest first 问题时间线',
})
export const commentProblem = endpoint({
  name: 'problem.comment',
  method: 'POST',
  path: '/problems/{id}/comments',
  permission: 'problem.read',
  params: idParams,
  body: z.strictObject({ body: text(10_000) }),
  response: getStory.response,
  status: 201,
  idempotent: true,
  summary: 'Comment 备注',
})

export const addAction = endpoint({
  name: 'problem.add-action',
  method: 'POST',
  path: '/problems/{id}/actions',
  permission: 'problem.work',
  params: idParams,
  body: z.strictObject({
    title: text(200, 2),
    ownerId: z.uuid().nullable().default(null),
    dueAt: instant.nullable().default(null),
    /** the change or other ticket that carries it out */
    ticketNumber: text(60).nullable().default(null),
  }),
  response: Problem,
  status: 201,
  idempotent: true,
  summary: 'Add a corrective action 新增纠正措施',
})
export const linkAction = endpoint({
  name: 'problem.link-action',
  method: 'PUT',
  path: '/problems/{id}/actions/{actionId}/ticket',
  permission: 'problem.work',
  params: z.strictObject({ id: z.uuid(), actionId: z.uuid() }),
  body: z.strictObject({ ticketNumber: text(60).nullable() }),
  response: Problem,
  summary: 'Name the ticket that carries out an action, or none 关联措施工单',
})
