import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { FileInfo } from '#kernel/files/contract.ts'
import { Grade, Rule } from './rule-contract.ts'
import { states } from './lifecycle.ts'
import {
  countedScopes,
  dimensions,
  formStates,
  noticeKinds,
  objectionStates,
  periodKinds,
  subjectKinds,
} from './words.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const day = z.iso.date()

export const abilities = [
  'edit',
  'start',
  'compute',
  'back',
  'enter',
  'announce',
  'accept',
  'object',
  'review',
  'submit',
  'publish',
  'notice',
  'answer',
  'recompute',
  'cancel',
] as const

export const Evaluation = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  org: named,
  subject: named,
  subjectKind: z.enum(subjectKinds),
  scheme: named.extend({ edition: z.int() }),
  periodKind: z.enum(periodKinds),
  from: z.string(),
  to: z.string(),
  state: z.enum(states),
  score: z.number().nullable(),
  /** place among the grades of the scheme, best first, and its name in the reader's language */
  grade: z.object({ place: z.int(), of: z.int(), name: z.string() }).nullable(),
  forms: z.object({ all: z.int(), handedIn: z.int() }),
  openObjections: z.int(),
  announcedAt: when.nullable(),
  publishedAt: when.nullable(),
  version: z.int(),
})

const UsedFact = z.object({
  key: z.string(),
  name: z.string(),
  value: z.number().nullable(),
  cases: z.int(),
  good: z.int().nullable(),
  imported: z.int(),
  counted: z.enum(countedScopes),
  /** page of the records behind it */
  path: z.string(),
})
const Item = z.object({
  id: z.uuid(),
  dimension: z.enum(dimensions),
  name: z.string(),
  source: z.string().nullable(),
  /** the source as its reader is shown it: in English beside the English titles of norms that it names */
  cited: z.string().nullable(),
  rule: Rule,
  weight: z.number().nullable(),
  value: z.number().nullable(),
  facts: z.array(UsedFact),
  answers: z.int().nullable(),
  /** 0 to 100; of a deduction or bonus the signed points. Null before it is computed, and where it cannot be scored. */
  points: z.number().nullable(),
  effectiveWeight: z.number().nullable(),
  changedPoints: z.number().nullable(),
  changedReason: z.string().nullable(),
})
const Entry = z.object({
  id: z.uuid(),
  itemId: z.uuid(),
  points: z.number(),
  what: z.string(),
  evidence: z.string(),
  link: z.string().nullable(),
  recordedBy: z.string(),
  recordedAt: when,
  voidReason: z.string().nullable(),
  voidedBy: z.string().nullable(),
})
const Objection = z.object({
  id: z.uuid(),
  itemId: z.uuid().nullable(),
  text: z.string(),
  raisedBy: z.string(),
  raisedAt: when,
  state: z.enum(objectionStates),
  reviewedBy: z.string().nullable(),
  reviewedAt: when.nullable(),
  reply: z.string().nullable(),
  pointsBefore: z.number().nullable(),
  pointsAfter: z.number().nullable(),
  files: z.array(FileInfo),
  /** the reader raised it, and may attach to it while it is open */
  mine: z.boolean(),
  reviewable: z.boolean(),
  version: z.int(),
})
export const EvaluationRecord = Evaluation.extend({
  ground: z.string().nullable(),
  grades: z.array(Grade),
  objectionDays: z.int(),
  baseScore: z.number().nullable(),
  computed: z.boolean(),
  /** weight of items of which nothing could be said */
  unscored: z.number(),
  dimensions: z.array(
    z.object({ dimension: z.enum(dimensions), weight: z.number(), score: z.number().nullable() }),
  ),
  items: z.array(Item),
  entries: z.array(Entry),
  /** not for the evaluated party */
  raters: z.array(
    z.object({ person: named, org: z.string(), state: z.enum(formStates), handedInAt: when.nullable() }),
  ),
  /** scores of forms, without names for the evaluated party */
  remarks: z.array(
    z.object({
      itemId: z.uuid(),
      by: z.string().nullable(),
      score: z.number(),
      remark: z.string().nullable(),
    }),
  ),
  objections: z.array(Objection),
  answers: z.array(z.object({ id: z.uuid(), text: z.string(), saidBy: z.string(), saidAt: when })),
  notices: z.array(
    z.object({
      id: z.uuid(),
      number: z.string(),
      kind: z.enum(noticeKinds),
      text: z.string(),
      issuedBy: z.string(),
      issuedAt: when,
    }),
  ),
  /** people who are told and may object; none: nobody of the party has an account */
  party: z.array(z.string()),
  trend: z.array(
    z.object({ id: z.uuid(), from: z.string(), to: z.string(), score: z.number(), grade: z.string() }),
  ),
  scoringDue: when.nullable(),
  objectionDue: when.nullable(),
  acceptedAt: when.nullable(),
  computedAt: when.nullable(),
  computedBy: z.string().nullable(),
  approvedAt: when.nullable(),
  cancelReason: z.string().nullable(),
  createdBy: z.string(),
  abilities: z.array(z.enum(abilities)),
})

export const listEvaluations = endpoint({
  name: 'evaluation.list',
  method: 'GET',
  path: '/evaluations',
  permission: 'evaluation.follow',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(states).optional(),
    subjectKind: z.enum(subjectKinds).optional(),
    periodKind: z.enum(periodKinds).optional(),
    subjectId: z.uuid().optional(),
    /** only those of the reader's own org or company */
    own: z.stringbool().optional(),
  }),
  response: pageOf(Evaluation),
  summary: 'Evaluations that one may read 考核列表',
})
export const getEvaluation = endpoint({
  name: 'evaluation.get',
  method: 'GET',
  path: '/evaluations/{id}',
  permission: 'evaluation.follow',
  params: idParams,
  response: EvaluationRecord,
  summary: 'One evaluation 考核详情',
})

const fields = {
  title: text(200),
  from: day,
  to: day,
  /** the contract that a mid-term or final evaluation belongs to */
  ground: text(200, 0).optional(),
  raterIds: z.array(z.uuid()).max(100),
  /** working days that the raters have */
  scoringDays: z.int().min(1).max(60).default(5),
}
export const createEvaluation = endpoint({
  name: 'evaluation.create',
  method: 'POST',
  path: '/evaluations',
  permission: 'evaluation.manage',
  body: z.strictObject({
    ...fields,
    schemeId: z.uuid(),
    subjectId: z.uuid(),
    periodKind: z.enum(periodKinds),
  }),
  response: EvaluationRecord,
  status: 201,
  idempotent: true,
  summary: 'Plan an evaluation 新建考核',
})
export const editEvaluation = endpoint({
  name: 'evaluation.edit',
  method: 'PUT',
  path: '/evaluations/{id}',
  permission: 'evaluation.manage',
  params: idParams,
  body: z.strictObject({ title: text(200), ground: fields.ground, raterIds: fields.raterIds }),
  response: EvaluationRecord,
  ifMatch: true,
  summary: 'Change an evaluation that has not begun 修改考核',
})

const plainMove = <const N extends string, const P extends string>(name: N, permission: P, summary: string) =>
  endpoint({
    name: `evaluation.${name}`,
    method: 'POST',
    path: `/evaluations/{id}/moves/${name}`,
    permission,
    params: idParams,
    response: EvaluationRecord,
    ifMatch: true,
    summary,
  })
const saidMove = <const N extends string, const P extends string>(name: N, permission: P, summary: string) =>
  endpoint({
    name: `evaluation.${name}`,
    method: 'POST',
    path: `/evaluations/{id}/moves/${name}`,
    permission,
    params: idParams,
    body: z.strictObject({ reason: text(500) }),
    response: EvaluationRecord,
    ifMatch: true,
    summary,
  })
export const startEvaluation = endpoint({
  name: 'evaluation.start',
  method: 'POST',
  path: '/evaluations/{id}/moves/start',
  permission: 'evaluation.manage',
  params: idParams,
  body: z.strictObject({ scoringDays: fields.scoringDays }),
  response: EvaluationRecord,
  ifMatch: true,
  summary: 'Freeze the scheme and send the forms 开始评分',
})
export const computeEvaluation = plainMove(
  'compute',
  'evaluation.manage',
  'Compute the scores of all indicators 计算得分',
)
export const backEvaluation = saidMove('back', 'evaluation.manage', 'Back to scoring 退回评分')
export const announceEvaluation = plainMove(
  'announce',
  'evaluation.manage',
  'Tell the evaluated party 送达被考核方',
)
export const acceptEvaluation = plainMove(
  'accept',
  'evaluation.follow',
  'The party has no objection 确认无异议',
)
export const submitEvaluation = plainMove(
  'submit',
  'evaluation.manage',
  'Hand the result in for approval 提交审批',
)
export const publishEvaluation = plainMove('publish', 'evaluation.manage', 'Publish the result 公布')
export const cancelEvaluation = saidMove('cancel', 'evaluation.manage', 'Give an evaluation up 取消考核')

const child = z.strictObject({ id: z.uuid(), childId: z.uuid() })
export const enterPoints = endpoint({
  name: 'evaluation.enter',
  method: 'POST',
  path: '/evaluations/{id}/entries',
  permission: 'evaluation.manage',
  params: idParams,
  body: z.strictObject({
    itemId: z.uuid(),
    points: z.number().min(0.01).max(100),
    what: text(500),
    /** document or record that shows it */
    evidence: text(300),
    /** path of a record of this program */
    link: z
      .string()
      .regex(/^\/(?!\/)[A-Za-z0-9/_?=&.%-]{1,300}$/)
      .optional(),
  }),
  response: EvaluationRecord,
  status: 201,
  idempotent: true,
  summary: 'Record a deduction or a bonus with its evidence 登记加减分',
})
export const voidEntry = endpoint({
  name: 'evaluation.void-entry',
  method: 'POST',
  path: '/evaluations/{id}/entries/{childId}/void',
  permission: 'evaluation.manage',
  params: child,
  body: z.strictObject({ reason: text(500) }),
  response: EvaluationRecord,
  summary: 'Take an entry back 撤销加减分',
})

export const objectToEvaluation = endpoint({
  name: 'evaluation.object',
  method: 'POST',
  path: '/evaluations/{id}/objections',
  permission: 'evaluation.follow',
  params: idParams,
  body: z.strictObject({ itemId: z.uuid().nullable().default(null), text: text(2000, 2) }),
  response: EvaluationRecord,
  status: 201,
  idempotent: true,
  summary: 'Object to the result or one of its points 提出异议',
})
export const reviewObjection = endpoint({
  name: 'evaluation.review',
  method: 'POST',
  path: '/evaluations/{id}/objections/{childId}/review',
  permission: 'evaluation.review',
  params: child,
  body: z.strictObject({
    verdict: z.enum(['upheld', 'rejected']),
    reply: text(2000, 2),
    /** new points of the item, where the objection is upheld */
    points: z.number().min(-100).max(100).optional(),
  }),
  response: EvaluationRecord,
  ifMatch: true,
  summary: 'Review an objection, by another person than computed 复核异议',
})
export const answerEvaluation = endpoint({
  name: 'evaluation.answer',
  method: 'POST',
  path: '/evaluations/{id}/answers',
  permission: 'evaluation.follow',
  params: idParams,
  body: z.strictObject({ text: text(2000, 2) }),
  response: EvaluationRecord,
  status: 201,
  idempotent: true,
  summary: 'What the evaluated party says to the result 陈述意见',
})

export const recomputeEvaluation = endpoint({
  name: 'evaluation.recompute',
  method: 'GET',
  path: '/evaluations/{id}/recompute',
  permission: 'evaluation.read',
  params: idParams,
  response: z.object({
    same: z.boolean(),
    score: z.object({ kept: z.number().nullable(), now: z.number().nullable() }),
    items: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        same: z.boolean(),
        value: z.object({ kept: z.number().nullable(), now: z.number().nullable() }),
        points: z.object({ kept: z.number().nullable(), now: z.number().nullable() }),
        cases: z.object({ kept: z.int(), now: z.int() }),
      }),
    ),
  }),
  summary: 'Compute again from the records of now and compare; changes nothing 重新计算比对',
})

export const issueNotice = endpoint({
  name: 'evaluation.issue-notice',
  method: 'POST',
  path: '/evaluations/{id}/notices',
  permission: 'evaluation.manage',
  params: idParams,
  body: z.strictObject({ kind: z.enum(noticeKinds), text: text(5000, 5) }),
  response: EvaluationRecord,
  status: 201,
  idempotent: true,
  summary: 'Issue a commendation or a criticism 表彰、通报批评',
})
const format = z.strictObject({ format: z.enum(['pdf', 'docx']).default('pdf') })
export const noticeDocument = endpoint({
  name: 'evaluation.notice',
  method: 'GET',
  path: '/evaluations/{id}/notices/{childId}/document',
  permission: 'evaluation.follow',
  params: child,
  query: format,
  response: z.unknown(),
  download: true,
  summary: 'A notice as a document 通报文件',
})
export const evaluationDocument = endpoint({
  name: 'evaluation.document',
  method: 'GET',
  path: '/evaluations/{id}/document',
  permission: 'evaluation.follow',
  params: idParams,
  query: format,
  response: z.unknown(),
  download: true,
  summary: 'The result as a document 考核结果文件',
})

export const listPublished = endpoint({
  name: 'evaluation.published',
  method: 'GET',
  path: '/published-evaluations',
  permission: 'evaluation.follow',
  query: z.strictObject({ ...pageQuery, subjectKind: z.enum(subjectKinds).optional() }),
  response: pageOf(
    z.object({
      id: z.uuid(),
      number: z.string(),
      title: z.string(),
      subject: named,
      subjectKind: z.enum(subjectKinds),
      org: named,
      periodKind: z.enum(periodKinds),
      from: z.string(),
      to: z.string(),
      score: z.number(),
      grade: z.object({ place: z.int(), of: z.int(), name: z.string() }),
      dimensions: z.array(
        z.object({ dimension: z.enum(dimensions), weight: z.number(), score: z.number().nullable() }),
      ),
      notices: z.array(z.object({ kind: z.enum(noticeKinds), number: z.string(), text: z.string() })),
      publishedAt: when,
    }),
  ),
  summary: 'Published results 考核结果公示',
})
