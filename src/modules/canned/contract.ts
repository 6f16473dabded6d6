import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { FileIncident, Incident } from '#modules/incident/contract.ts'
import { levels, types } from '#modules/incident/words.ts'
import { shares } from '#kernel/sharing/words.ts'

const Ref = z.object({ id: z.string(), name: z.string() }).nullable()

/** With whom it is shared. `groupId` with `group`, `orgId` with `org`. */
const Shared = {
  share: z.enum(shares).default('personal'),
  groupId: z.uuid().optional(),
  orgId: z.uuid().optional(),
}

const sharing = {
  share: z.enum(shares),
  owner: z.object({ id: z.string(), name: z.string() }),
  group: Ref,
  org: Ref,
  updatedAt: when,
  version: z.number(),
  /** `edit`: change and delete */
  abilities: z.array(z.enum(['edit'])),
}

export const Answer = z.object({ id: z.string(), title: z.string(), body: z.string(), ...sharing })

export const listAnswers = endpoint({
  name: 'canned.answers',
  method: 'GET',
  path: '/canned-answers',
  permission: 'canned.use',
  query: z.strictObject({ ...pageQuery, q: z.string().trim().max(100).optional() }),
  response: pageOf(Answer),
  summary: 'Canned answers that I may use 常用语',
})

const AnswerBody = z.strictObject({ title: text(100, 2), body: text(10_000), ...Shared })
export const createAnswer = endpoint({
  name: 'canned.create-answer',
  method: 'POST',
  path: '/canned-answers',
  permission: 'canned.use',
  body: AnswerBody,
  response: Answer,
  status: 201,
  idempotent: true,
  summary: 'Keep a canned answer 新建常用语',
})
export const editAnswer = endpoint({
  name: 'canned.edit-answer',
  method: 'PUT',
  path: '/canned-answers/{id}',
  permission: 'canned.use',
  params: idParams,
  body: AnswerBody,
  response: Answer,
  ifMatch: true,
  summary: 'Change a canned answer 修改常用语',
})
export const deleteAnswer = endpoint({
  name: 'canned.delete-answer',
  method: 'DELETE',
  path: '/canned-answers/{id}',
  permission: 'canned.use',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a canned answer 删除常用语',
})

/** The answer with the values of an incident in it; `missing`: what the incident does not have, left blank. */
export const renderAnswer = endpoint({
  name: 'canned.render',
  method: 'GET',
  path: '/canned-answers/{id}/text',
  permission: 'canned.use',
  params: idParams,
  query: z.strictObject({ incidentId: z.uuid() }),
  response: z.object({ text: z.string(), missing: z.array(z.string()) }),
  summary: 'A canned answer filled in for an incident 套用常用语',
})

export const TemplateTask = z.strictObject({
  title: text(200, 2),
  required: z.boolean().default(false),
  /** due so many hours after filing */
  dueHours: z.int().min(1).max(8760).nullable().default(null),
})

const templateFields = {
  name: text(100, 2),
  title: text(200, 2),
  description: text(20_000, 0).default(''),
  type: z.enum(types).default('fault'),
  impact: z.enum(levels).default('low'),
  urgency: z.enum(levels).default('medium'),
  serviceId: z.uuid().nullable().default(null),
  categoryId: z.uuid().nullable().default(null),
  tasks: z.array(TemplateTask).max(30).default([]),
}

export const Template = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  type: z.enum(types),
  impact: z.enum(levels),
  urgency: z.enum(levels),
  service: Ref,
  category: Ref,
  tasks: z.array(z.object({ title: z.string(), required: z.boolean(), dueHours: z.number().nullable() })),
  ...sharing,
})

export const listTemplates = endpoint({
  name: 'canned.templates',
  method: 'GET',
  path: '/ticket-templates',
  permission: 'canned.use',
  query: z.strictObject({ ...pageQuery, q: z.string().trim().max(100).optional() }),
  response: pageOf(Template),
  summary: 'Templates that I may file by 登记模板',
})
const TemplateBody = z.strictObject({ ...templateFields, ...Shared })
export const createTemplate = endpoint({
  name: 'canned.create-template',
  method: 'POST',
  path: '/ticket-templates',
  permission: 'canned.use',
  body: TemplateBody,
  response: Template,
  status: 201,
  idempotent: true,
  summary: 'Keep a template 新建登记模板',
})
export const editTemplate = endpoint({
  name: 'canned.edit-template',
  method: 'PUT',
  path: '/ticket-templates/{id}',
  permission: 'canned.use',
  params: idParams,
  body: TemplateBody,
  response: Template,
  ifMatch: true,
  summary: 'Change a template 修改登记模板',
})
export const deleteTemplate = endpoint({
  name: 'canned.delete-template',
  method: 'DELETE',
  path: '/ticket-templates/{id}',
  permission: 'canned.use',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a template 删除登记模板',
})

/** What the quick form begins with: title and description with their values in. */
export const draftTemplate = endpoint({
  name: 'canned.draft',
  method: 'GET',
  path: '/ticket-templates/{id}/draft',
  permission: 'canned.use',
  params: idParams,
  response: Template,
  summary: 'A template filled in 套用登记模板',
})

/** Files what the form says, with the template's tasks, both or neither. */
export const fileByTemplate = endpoint({
  name: 'canned.file',
  method: 'POST',
  path: '/ticket-templates/{id}/incidents',
  permission: 'incident.file-for-others',
  params: idParams,
  body: FileIncident,
  response: Incident,
  status: 201,
  idempotent: true,
  summary: 'File an incident by a template 按模板登记',
})
