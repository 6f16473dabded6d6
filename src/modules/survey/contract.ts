import { z } from 'zod'
import { Rule } from '#kernel/calendar/recurrence-contract.ts'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { Question, Questions } from './form-contract.ts'
import { runStates } from './words.ts'

export const Ref = z.object({ id: z.string(), name: z.string() })

const ids = z.array(z.uuid()).min(1).max(100)
/** A random part of so many people; null: everybody. */
const sample = z.int().min(5).max(20_000).nullable().default(null)
/** Who is asked, among the active people of the questionnaire's org and of those below it. */
export const Audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('orgs'), orgIds: ids, sample }),
  z.strictObject({ kind: z.literal('roles'), roles: z.array(text(60)).min(1).max(30), sample }),
  z.strictObject({ kind: z.literal('groups'), groupIds: ids, sample }),
  z.strictObject({
    kind: z.literal('requesters'),
    /** whoever reported or asked for something; null: of whatever service */
    serviceId: z.uuid().nullable().default(null),
    months: z.int().min(1).max(36),
    sample,
  }),
])
export type Audience = z.output<typeof Audience>

const Body = z.strictObject({
  orgId: z.uuid(),
  title: text(100, 2),
  intro: text(1000, 0).default(''),
  questions: Questions,
  anonymous: z.boolean(),
  minGroup: z.int().min(3).max(50).default(5),
  audience: Audience,
  rule: Rule.nullable().default(null),
  /** working days */
  openDays: z.int().min(1).max(60).default(10),
  remindDays: z.int().min(0).max(30).default(2),
  active: z.boolean().default(true),
})
export type QuestionnaireBody = z.output<typeof Body>

const RunHead = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(runStates),
  openedAt: when,
  dueAt: when,
  closedAt: when.nullable(),
  asked: z.int(),
  answered: z.int(),
})

export const Questionnaire = z.object({
  id: z.string(),
  org: Ref,
  title: z.string(),
  intro: z.string(),
  questions: z.array(Question),
  /** rises with each change of the questions */
  versionNo: z.int(),
  anonymous: z.boolean(),
  minGroup: z.int(),
  audience: Audience,
  /** orgs, groups and the service of the audience by id */
  names: z.record(z.string(), z.string()),
  rule: Rule.nullable(),
  openDays: z.int(),
  remindDays: z.int(),
  active: z.boolean(),
  nextAt: when.nullable(),
  /** the latest first, at most 20 */
  runs: z.array(RunHead),
  version: z.int(),
  abilities: z.array(z.enum(['edit', 'open'])),
})

export const listQuestionnaires = endpoint({
  name: 'survey.questionnaires',
  method: 'GET',
  path: '/questionnaires',
  permission: 'survey.read',
  response: z.object({ items: z.array(Questionnaire) }),
  summary: 'Satisfaction questionnaires 满意度问卷',
})

export const getQuestionnaire = endpoint({
  name: 'survey.questionnaire',
  method: 'GET',
  path: '/questionnaires/{id}',
  permission: 'survey.read',
  params: idParams,
  response: Questionnaire,
  summary: 'One questionnaire 问卷详情',
})

/** How many people an audience has now, before one is drawn. */
export const countAudience = endpoint({
  name: 'survey.audience',
  method: 'GET',
  path: '/questionnaires/{id}/audience',
  permission: 'survey.manage',
  params: idParams,
  response: z.object({ people: z.int() }),
  summary: 'How many people would be asked 调查对象人数',
})

export const createQuestionnaire = endpoint({
  name: 'survey.create',
  method: 'POST',
  path: '/questionnaires',
  permission: 'survey.manage',
  body: Body,
  response: Questionnaire,
  status: 201,
  idempotent: true,
  summary: 'Make a questionnaire 新建问卷',
})

export const editQuestionnaire = endpoint({
  name: 'survey.edit',
  method: 'PUT',
  path: '/questionnaires/{id}',
  permission: 'survey.manage',
  params: idParams,
  body: Body,
  response: Questionnaire,
  ifMatch: true,
  summary: 'Change a questionnaire 修改问卷',
})

export const openRun = endpoint({
  name: 'survey.open',
  method: 'POST',
  path: '/questionnaires/{id}/moves/open',
  permission: 'survey.manage',
  params: idParams,
  response: Questionnaire,
  ifMatch: true,
  summary: 'Ask it now 发起调查',
})
