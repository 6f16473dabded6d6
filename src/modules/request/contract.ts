import { z } from 'zod'
import { attachEndpoint, attachmentsEndpoint, downloadEndpoint, FileInfo } from '#kernel/files/contract.ts'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Answers, FormDefinition } from '#modules/catalogue/form-contract.ts'
import { TargetTime } from '#modules/catalogue/item-contract.ts'
import { answers as ratings } from '#modules/satisfaction/words.ts'
import { ClockView } from '#modules/sla/contract.ts'
import { TimelineEntry } from '#modules/ticket/story-contract.ts'
import { approvalFacts, channels, lineStates, queues, requestStates, taskStates } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })
const Reason = text(2000, 2)
const Note = text(10_000, 0).default('')

export const taskAbilities = ['take', 'assign', 'ask', 'answer', 'finish'] as const
export const lineAbilities = ['withdraw', 'cancel', 'resubmit', 'reopen'] as const
export const requestAbilities = ['confirm', 'comment', 'comment-internal', 'attach'] as const

export const RequestTask = z.object({
  id: z.uuid(),
  no: z.number(),
  stage: z.number(),
  name: z.string(),
  nameEn: z.string(),
  instructions: z.string(),
  resultForm: FormDefinition,
  state: z.enum(taskStates),
  group: Ref.nullable(),
  owner: Ref.nullable(),
  question: z.string().nullable(),
  dueAt: when.nullable(),
  openedAt: when.nullable(),
  doneAt: when.nullable(),
  doneBy: Ref.nullable(),
  note: z.string(),
  results: Answers,
  version: z.number(),
  abilities: z.array(z.enum(taskAbilities)),
})

export const RequestLine = z.object({
  id: z.uuid(),
  no: z.number(),
  itemId: z.uuid(),
  itemNo: z.number(),
  name: z.string(),
  nameEn: z.string(),
  form: FormDefinition,
  answers: Answers,
  /** names of the people, orgs, systems and files that answers and results refer to, by id */
  names: z.record(z.string(), z.string()),
  quality: z.string(),
  cost: z.string(),
  target: TargetTime.nullable(),
  state: z.enum(lineStates),
  approval: z.enum(approvalFacts),
  question: z.string().nullable(),
  endReason: z.string().nullable(),
  dueAt: when.nullable(),
  startedAt: when.nullable(),
  endedAt: when.nullable(),
  clock: ClockView.nullable(),
  tasks: z.array(RequestTask),
  version: z.number(),
  abilities: z.array(z.enum(lineAbilities)),
})

/** One line of a list. */
export const RequestBrief = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  state: z.enum(requestStates),
  requester: Ref,
  org: Ref,
  recordedAt: when,
  updatedAt: when,
  dueAt: when.nullable(),
  items: z.array(
    z.object({ no: z.number(), name: z.string(), nameEn: z.string(), state: z.enum(lineStates) }),
  ),
  version: z.number(),
})

export const Request = RequestBrief.omit({ items: true }).extend({
  description: z.string(),
  channel: z.enum(channels),
  contactPhone: z.string().nullable(),
  resolvedAt: when.nullable(),
  closedAt: when.nullable(),
  rating: z.enum(ratings).nullable(),
  remark: z.string(),
  lines: z.array(RequestLine),
  abilities: z.array(z.enum(requestAbilities)),
})
export type RequestRecord = z.input<typeof Request>

export const askRequest = endpoint({
  name: 'request.create',
  method: 'POST',
  path: '/requests',
  permission: 'request.ask',
  body: z.strictObject({
    title: text(200, 2).optional(),
    description: text(5000, 0).default(''),
    contactPhone: text(40, 0).optional(),
    channel: z.enum(channels).default('portal'),
    /** for somebody else; only those who may ask for others */
    requesterId: z.uuid().optional(),
    lines: z
      .array(
        z.strictObject({
          itemId: z.uuid(),
          /** the version that the form was shown of */
          itemNo: z.int().min(1),
          answers: Answers.default({}),
        }),
      )
      .min(1)
      .max(20),
  }),
  response: Request,
  status: 201,
  idempotent: true,
  summary: 'Ask for one or several items 提交服务请求',
})
/** A file for an answer of a form that is being filled in; the request takes it over when it is sent. */
export const uploadForRequest = endpoint({
  name: 'request.upload',
  method: 'POST',
  path: '/request-uploads',
  permission: 'request.ask',
  response: FileInfo,
  status: 201,
  multipart: true,
  ownTransaction: true,
  bodyLimit: 1024 * 1024 * 1024,
  summary: 'Upload a file for a form 上传表单附件',
})
export const listRequests = endpoint({
  name: 'request.list',
  method: 'GET',
  path: '/requests',
  permission: 'request.read',
  query: z.strictObject({
    ...pageQuery,
    q: z.string().trim().max(200).optional(),
    /** true: those I asked for */
    mine: z.stringbool().optional(),
    open: z.stringbool().optional(),
    state: z.enum(requestStates).optional(),
    itemId: z.uuid().optional(),
    /** an org with all below it */
    orgId: z.uuid().optional(),
    occurredFrom: instant.optional(),
    occurredTo: instant.optional(),
    /** what its requester answered, or that nobody did (yet) */
    satisfaction: z.enum([...ratings, 'asked', 'expired']).optional(),
  }),
  response: pageOf(RequestBrief),
  summary: 'List requests 服务请求列表',
})
export const getRequest = endpoint({
  name: 'request.get',
  method: 'GET',
  path: '/requests/{id}',
  permission: 'request.read',
  params: idParams,
  response: Request,
  summary: 'Read a request 查看服务请求',
})

export const TaskLine = RequestTask.omit({ resultForm: true, results: true, instructions: true }).extend({
  request: z.object({ id: z.uuid(), number: z.string(), title: z.string() }),
  lineNo: z.number(),
  item: z.string(),
  itemEn: z.string(),
  requester: Ref,
  org: Ref,
})
export const listTasks = endpoint({
  name: 'request.tasks',
  method: 'GET',
  path: '/request-tasks',
  permission: 'request.fulfil',
  query: z.strictObject({ ...pageQuery, queue: z.enum(queues).default('mine') }),
  response: pageOf(TaskLine),
  summary: 'Open tasks, the nearest due first 办理任务',
})

function move<
  const N extends string,
  const K extends 'requests' | 'request-lines' | 'request-tasks',
  B extends z.ZodRawShape,
>(kind: K, name: N, permission: string, body: B, summary: string) {
  return endpoint({
    name: `request.${name}` as `request.${N}`,
    method: 'POST',
    path: `/${kind}/{id}/moves/${name}` as `/${K}/{id}/moves/${N}`,
    permission,
    params: idParams,
    body: z.strictObject(body),
    response: Request,
    ifMatch: true,
    summary,
  })
}

export const withdrawLine = move(
  'request-lines',
  'withdraw',
  'request.ask',
  { reason: Reason },
  'Withdraw a line, for its requester 撤回事项',
)
export const cancelLine = move(
  'request-lines',
  'cancel',
  'request.dispatch',
  { reason: Reason },
  'Cancel a line 取消事项',
)
export const resubmitLine = move(
  'request-lines',
  'resubmit',
  'request.ask',
  { answers: Answers, note: text(2000, 0).default('') },
  'Mend what an approver returned and hand it in again 修改后重新提交',
)
export const reopenLine = move(
  'request-lines',
  'reopen',
  'request.ask',
  { reason: Reason },
  'Not received or not right: its last tasks begin anew 退回重办',
)
export const confirmRequest = move(
  'requests',
  'confirm',
  'request.ask',
  { rating: z.enum(ratings).optional(), remark: text(2000, 0).default('') },
  'Confirm receipt, with a rating 确认办结',
)
export const takeTask = move(
  'request-tasks',
  'take',
  'request.fulfil',
  { note: text(2000, 0).default('') },
  'Take a task 接单',
)
export const assignTask = move(
  'request-tasks',
  'assign',
  'request.fulfil',
  {
    groupId: z.uuid().optional(),
    ownerId: z.uuid().nullable().optional(),
    reason: text(2000, 0).default(''),
  },
  'Give a task to a group or a person 分派任务',
)
export const askBack = move(
  'request-tasks',
  'ask',
  'request.fulfil',
  { question: Reason },
  'Return a task to the requester with a question 退回补充',
)
export const answerTask = move(
  'request-tasks',
  'answer',
  'request.ask',
  {
    answer: Reason,
    /** the whole form anew, when an answer of it has to change; what was approved is then approved again */
    answers: Answers.optional(),
  },
  'Answer what a task asks 回复补充',
)
export const finishTask = move(
  'request-tasks',
  'finish',
  'request.fulfil',
  { note: Note, results: Answers.default({}) },
  'Finish a task with its result 办结任务',
)

export const getTimeline = endpoint({
  name: 'request.timeline',
  method: 'GET',
  path: '/requests/{id}/timeline',
  permission: 'request.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery, order: z.enum(['asc', 'desc']).default('asc') }),
  response: pageOf(TimelineEntry),
  summary: 'Timeline 时间线',
})
export const addComment = endpoint({
  name: 'request.comment',
  method: 'POST',
  path: '/requests/{id}/comments',
  permission: 'request.read',
  params: idParams,
  body: z.strictObject({ body: text(20_000), public: z.boolean().default(true) }),
  response: TimelineEntry,
  status: 201,
  idempotent: true,
  summary: 'Comment, public or internal 评论',
})
export const listAttachments = attachmentsEndpoint({
  name: 'request.attachments',
  path: '/requests/{id}/attachments',
  permission: 'request.read',
})
export const attachToRequest = attachEndpoint({
  name: 'request.attach',
  path: '/requests/{id}/attachments',
  permission: 'request.read',
})
export const downloadAttachment = downloadEndpoint({
  name: 'request.attachment',
  path: '/requests/{id}/attachments',
  permission: 'request.read',
})

export const getFigures = endpoint({
  name: 'request.figures',
  method: 'GET',
  path: '/request-figures',
  permission: 'request.figures',
  query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(90) }),
  response: z.object({
    items: z.array(
      z.object({
        itemId: z.uuid(),
        name: z.string(),
        nameEn: z.string(),
        asked: z.number(),
        done: z.number(),
        open: z.number(),
        /** not delivered: rejected, withdrawn, cancelled */
        dropped: z.number(),
        /** hours around the clock from the begin of the work to its end; null: nothing done yet */
        medianHours: z.number().nullable(),
        p90Hours: z.number().nullable(),
        /** of those done that had a target, how many in time, in percent */
        inTime: z.number().nullable(),
      }),
    ),
  }),
  summary: 'Time to fulfil per item 各事项办理时长',
})
