import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Ref } from './contract.ts'
import { Answers, Question } from './form-contract.ts'
import { questionTypes, runStates } from './words.ts'

const head = {
  id: z.string(),
  number: z.string(),
  title: z.string(),
  org: Ref,
  questionnaireId: z.string(),
  anonymous: z.boolean(),
  state: z.enum(runStates),
  openedAt: when,
  dueAt: when,
  closedAt: when.nullable(),
  publishedAt: when.nullable(),
  asked: z.int(),
  answered: z.int(),
}
const RunRow = z.object(head)
export const Run = z.object({
  ...head,
  intro: z.string(),
  versionNo: z.int(),
  questions: z.array(Question),
  minGroup: z.int(),
  remindAt: when.nullable(),
  remindedAt: when.nullable(),
  summary: z.string(),
  version: z.int(),
  abilities: z.array(z.enum(['close', 'publish', 'call', 'results'])),
})

export const listRuns = endpoint({
  name: 'survey.runs',
  method: 'GET',
  path: '/questionnaire-runs',
  permission: 'survey.read',
  query: z.strictObject({
    state: z.enum(runStates).optional(),
    questionnaireId: z.uuid().optional(),
    ...pageQuery,
  }),
  response: pageOf(RunRow),
  summary: 'Times that questionnaires were asked 调查列表',
})

export const getRun = endpoint({
  name: 'survey.run',
  method: 'GET',
  path: '/questionnaire-runs/{id}',
  permission: 'survey.read',
  params: idParams,
  response: Run,
  summary: 'One survey 调查详情',
})

const Tally = z.object({
  key: z.string(),
  label: z.string(),
  type: z.enum(questionTypes),
  row: z.string().nullable(),
  serviceId: z.string().nullable(),
  n: z.int(),
  counts: z.array(z.object({ key: z.string(), label: z.string(), n: z.int() })),
  satisfied: z.int().nullable(),
  mean: z.number().nullable(),
  nps: z.object({ score: z.number(), promoters: z.int(), detractors: z.int() }).nullable(),
  texts: z.array(z.string()),
})
const Overall = z.object({ n: z.int(), satisfied: z.int(), mean: z.number().nullable() })

export const Results = z.object({
  /** sheets that were counted */
  sheets: z.int(),
  asked: z.int(),
  /** too few answers to an anonymous survey: there is nothing to see */
  tooFew: z.boolean(),
  overall: Overall.nullable(),
  questions: z.array(Tally),
  /** by org; of anonymous surveys only orgs with answers enough */
  groups: z.array(z.object({ org: Ref.nullable(), sheets: z.int(), overall: Overall })),
  /** answers of groups that are not shown by themselves */
  hidden: z.int(),
  /** the times before it, the latest first: the same questionnaire, closed */
  before: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      closedAt: when,
      asked: z.int(),
      sheets: z.int(),
      /** null: too few answers */
      overall: Overall.nullable(),
      questions: z.array(
        z.object({ key: z.string(), row: z.string().nullable(), n: z.int(), mean: z.number().nullable() }),
      ),
    }),
  ),
})

export const runResults = endpoint({
  name: 'survey.results',
  method: 'GET',
  path: '/questionnaire-runs/{id}/results',
  permission: 'survey.read',
  params: idParams,
  response: Results,
  summary: 'What was answered, counted 调查结果',
})

export const exportRun = endpoint({
  name: 'survey.export',
  method: 'GET',
  path: '/questionnaire-runs/{id}/export',
  permission: 'survey.read',
  params: idParams,
  query: z.strictObject({ format: z.enum(['csv', 'xlsx']).default('xlsx') }),
  response: z.any(),
  download: true,
  summary: 'Figures of a survey, and of named ones the sheets, as a table 导出调查结果',
})

export const closeRun = endpoint({
  name: 'survey.close',
  method: 'POST',
  path: '/questionnaire-runs/{id}/moves/close',
  permission: 'survey.manage',
  params: idParams,
  body: z.strictObject({ reason: text(500, 2) }),
  response: Run,
  ifMatch: true,
  summary: 'End a survey before its time 提前结束调查',
})

export const publishRun = endpoint({
  name: 'survey.publish',
  method: 'POST',
  path: '/questionnaire-runs/{id}/moves/publish',
  permission: 'survey.manage',
  params: idParams,
  body: z.strictObject({ summary: text(4000, 2) }),
  response: Run,
  ifMatch: true,
  summary: 'Publish the results on the portal 公布结果',
})

/** Of named surveys only: of others nobody is told who has answered. */
export const listWaiting = endpoint({
  name: 'survey.waiting',
  method: 'GET',
  path: '/questionnaire-runs/{id}/waiting',
  permission: 'survey.call',
  params: idParams,
  response: z.object({
    items: z.array(
      z.object({ id: z.string(), name: z.string(), phone: z.string().nullable(), org: z.string() }),
    ),
  }),
  summary: 'Who has not answered yet, to be telephoned 未填名单',
})

export const answerByPhone = endpoint({
  name: 'survey.answer-by-phone',
  method: 'POST',
  path: '/questionnaire-runs/{id}/people/{personId}/answer',
  permission: 'survey.call',
  params: z.strictObject({ id: z.uuid(), personId: z.uuid() }),
  body: z.strictObject({
    answers: Answers,
    /** when the call was made, if not now */ calledAt: instant.optional(),
  }),
  response: z.object({ done: z.literal(true) }),
  idempotent: true,
  summary: 'Record answers given by telephone 电话代填',
})

const Mine = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  anonymous: z.boolean(),
  state: z.enum(runStates),
  dueAt: when,
  publishedAt: when.nullable(),
  /** null: not asked, but told of the results */
  mine: z.enum(['asked', 'answered', 'missed']).nullable(),
})

export const listMine = endpoint({
  name: 'survey.mine',
  method: 'GET',
  path: '/my-questionnaires',
  permission: 'survey.answer',
  response: z.object({ items: z.array(Mine) }),
  summary: 'Surveys that I am asked to answer, and published results 我的问卷',
})

export const getMine = endpoint({
  name: 'survey.mine-one',
  method: 'GET',
  path: '/my-questionnaires/{id}',
  permission: 'survey.answer',
  params: idParams,
  response: Mine.extend({
    intro: z.string(),
    minGroup: z.int(),
    /** to answer; empty when there is nothing to answer any more */
    questions: z.array(Question),
    summary: z.string(),
    /** of published ones, without texts and groups */
    results: z
      .object({ sheets: z.int(), asked: z.int(), overall: Overall.nullable(), questions: z.array(Tally) })
      .nullable(),
  }),
  summary: 'A survey to answer, or its published results 填写问卷',
})

/** Takes no idempotency key: what is kept of those (a hash of the body) could tell who answered what. */
export const answerMine = endpoint({
  name: 'survey.answer',
  method: 'POST',
  path: '/my-questionnaires/{id}/answer',
  permission: 'survey.answer',
  params: idParams,
  body: z.strictObject({ answers: Answers }),
  response: z.object({ done: z.literal(true) }),
  summary: 'Answer a survey 提交问卷',
})
