import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { answers, reasons, surveyKinds, surveyStates } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

export const Survey = z.object({
  id: z.string(),
  ticketId: z.string(),
  ticketKind: z.enum(surveyKinds),
  ticketNumber: z.string(),
  ticketTitle: z.string(),
  /** how often the ticket had been reopened when this was asked */
  round: z.int(),
  person: Ref.nullable(),
  callerName: z.string().nullable(),
  /** only for those who may call back */
  phone: z.string().nullable(),
  state: z.enum(surveyStates),
  askedAt: when,
  dueAt: when,
  answer: z.enum(answers).nullable(),
  reasons: z.array(z.string()),
  remark: z.string(),
  via: z.enum(['portal', 'callback']).nullable(),
  calledBy: Ref.nullable(),
  calledAt: when.nullable(),
  answeredAt: when.nullable(),
  abilities: z.array(z.enum(['answer', 'callback'])),
})

const flag = z.enum(['true', 'false']).transform((v) => v === 'true')

export const listSurveys = endpoint({
  name: 'satisfaction.surveys',
  method: 'GET',
  path: '/surveys',
  permission: 'satisfaction.answer',
  query: z.strictObject({
    /** my own (default); false needs satisfaction.callback: all in scope */
    mine: flag.default(true),
    state: z.enum(surveyStates).optional(),
    /** only callers without an account, whom nobody but the desk can ask */
    byPhone: flag.optional(),
    ...pageQuery,
  }),
  response: pageOf(Survey),
  summary: 'Surveys asked of me, or all in scope 满意度调查',
})

export const getSurvey = endpoint({
  name: 'satisfaction.survey',
  method: 'GET',
  path: '/surveys/{id}',
  permission: 'satisfaction.answer',
  params: idParams,
  response: Survey,
  summary: 'One survey 满意度调查详情',
})

const Rating = {
  answer: z.enum(answers),
  reasons: z.array(z.enum(reasons)).max(reasons.length).default([]),
  remark: text(2000, 0).default(''),
}

export const answerSurvey = endpoint({
  name: 'satisfaction.answer',
  method: 'POST',
  path: '/surveys/{id}/answer',
  permission: 'satisfaction.answer',
  params: idParams,
  body: z.strictObject(Rating),
  response: Survey,
  idempotent: true,
  summary: 'Rate the service 评价',
})

export const callBackSurvey = endpoint({
  name: 'satisfaction.callback',
  method: 'POST',
  path: '/surveys/{id}/callback',
  permission: 'satisfaction.callback',
  params: idParams,
  body: z.strictObject({ ...Rating, /** when the call was made, if not now */ calledAt: instant.optional() }),
  response: Survey,
  idempotent: true,
  summary: 'Record an answer given by telephone 电话回访',
})

export const CallbackTask = z.object({
  id: z.string(),
  state: z.enum(['open', 'done']),
  note: z.string(),
  recordedAt: when,
  doneBy: Ref.nullable(),
  doneAt: when.nullable(),
  survey: Survey,
  abilities: z.array(z.enum(['done'])),
})

export const listCallbackTasks = endpoint({
  name: 'satisfaction.callback-tasks',
  method: 'GET',
  path: '/callback-tasks',
  permission: 'satisfaction.callback',
  query: z.strictObject({ state: z.enum(['open', 'done']).default('open'), ...pageQuery }),
  response: pageOf(CallbackTask),
  summary: 'Unhappy people to call 不满意回访任务',
})

export const finishCallbackTask = endpoint({
  name: 'satisfaction.callback-done',
  method: 'POST',
  path: '/callback-tasks/{id}/done',
  permission: 'satisfaction.callback',
  params: idParams,
  body: z.strictObject({ note: text(2000, 2) }),
  response: CallbackTask,
  idempotent: true,
  summary: 'The person was called; what came of it 回访完成',
})

const Said = z.object({
  items: z.array(Survey),
  tasks: z.array(CallbackTask),
  /** nobody is left to answer or to be called in the last round */
  settled: z.boolean(),
})

export const incidentSatisfaction = endpoint({
  name: 'satisfaction.of-incident',
  method: 'GET',
  path: '/incidents/{id}/satisfaction',
  permission: 'satisfaction.read',
  params: idParams,
  response: Said,
  summary: 'What the affected people say of an incident 事件满意度',
})

export const requestSatisfaction = endpoint({
  name: 'satisfaction.of-request',
  method: 'GET',
  path: '/requests/{id}/satisfaction',
  permission: 'satisfaction.read',
  params: idParams,
  response: Said,
  summary: 'What the requester says of a request 服务请求满意度',
})

export const Setting = z.object({ answerWithinDays: z.int(), version: z.int() })

export const getSetting = endpoint({
  name: 'satisfaction.setting',
  method: 'GET',
  path: '/satisfaction-setting',
  permission: 'satisfaction.read',
  response: Setting,
  summary: 'How long an answer is waited for 满意度设置',
})

export const putSetting = endpoint({
  name: 'satisfaction.configure',
  method: 'PUT',
  path: '/satisfaction-setting',
  permission: 'satisfaction.configure',
  body: z.strictObject({ answerWithinDays: z.int().min(1).max(60) }),
  response: Setting,
  ifMatch: true,
  summary: 'Change how long an answer is waited for 修改满意度设置',
})
