import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { rectificationKinds, rectificationStates, verdicts } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

export const Rectification = z.object({
  id: z.string(),
  source: z.enum(['ticket', 'questionnaire']),
  /** page of the ticket or of the survey */
  path: z.string(),
  number: z.string(),
  title: z.string(),
  org: Ref,
  person: z.string().nullable(),
  /** only for those who may call */
  phone: z.string().nullable(),
  said: z.string(),
  state: z.enum(rectificationStates),
  owner: Ref.nullable(),
  dueAt: when,
  late: z.boolean(),
  chased: z.int(),
  returned: z.int(),
  remedy: z.string(),
  remediedBy: Ref.nullable(),
  remediedAt: when.nullable(),
  verifiedBy: Ref.nullable(),
  verifiedAt: when.nullable(),
  recordedAt: when,
  version: z.int(),
  entries: z.array(
    z.object({ kind: z.enum(rectificationKinds), by: z.string().nullable(), note: z.string(), at: when }),
  ),
  abilities: z.array(z.enum(['assign', 'remedy', 'verify'])),
})

export const listRectifications = endpoint({
  name: 'satisfaction.rectifications',
  method: 'GET',
  path: '/rectifications',
  permission: 'satisfaction.read',
  query: z.strictObject({
    state: z.enum(rectificationStates).optional(),
    mine: z.enum(['true']).optional(),
    late: z.enum(['true']).optional(),
    ...pageQuery,
  }),
  response: pageOf(Rectification),
  summary: 'Unhappy answers that are put right 不满意整改',
})

export const getRectification = endpoint({
  name: 'satisfaction.rectification',
  method: 'GET',
  path: '/rectifications/{id}',
  permission: 'satisfaction.read',
  params: idParams,
  response: Rectification,
  summary: 'One of them 整改详情',
})

export const assignRectification = endpoint({
  name: 'satisfaction.assign-rectification',
  method: 'POST',
  path: '/rectifications/{id}/moves/assign',
  permission: 'satisfaction.callback',
  params: idParams,
  body: z.strictObject({ ownerId: z.uuid() }),
  response: Rectification,
  ifMatch: true,
  summary: 'Say who puts it right 指定整改责任人',
})

export const remedyRectification = endpoint({
  name: 'satisfaction.remedy',
  method: 'POST',
  path: '/rectifications/{id}/moves/remedy',
  permission: 'satisfaction.read',
  params: idParams,
  body: z.strictObject({ remedy: text(2000, 2) }),
  response: Rectification,
  ifMatch: true,
  summary: 'Say what was done 登记整改措施',
})

export const verifyRectification = endpoint({
  name: 'satisfaction.verify',
  method: 'POST',
  path: '/rectifications/{id}/moves/verify',
  permission: 'satisfaction.callback',
  params: idParams,
  body: z.strictObject({ verdict: z.enum(verdicts), note: text(2000, 2) }),
  response: Rectification,
  ifMatch: true,
  summary: 'The second call: is it right now? 复核回访',
})
