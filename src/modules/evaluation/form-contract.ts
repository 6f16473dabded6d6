import { z } from 'zod'
import { attachEndpoint, downloadEndpoint } from '#kernel/files/contract.ts'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { dimensions, formStates, periodKinds } from './words.ts'

const score = z.number().min(0).max(100)

export const ScoringForm = z.object({
  id: z.uuid(),
  title: z.string(),
  subject: z.string(),
  org: z.string(),
  periodKind: z.enum(periodKinds),
  from: z.string(),
  to: z.string(),
  state: z.enum(formStates),
  due: when.nullable(),
  handedInAt: when.nullable(),
  comment: z.string().nullable(),
  items: z.array(
    z.object({
      id: z.uuid(),
      dimension: z.enum(dimensions),
      name: z.string(),
      guide: z.string(),
      score: score.nullable(),
      remark: z.string().nullable(),
    }),
  ),
  /** it can be handed in, and again until the scores are computed */
  open: z.boolean(),
  version: z.int(),
})

export const listForms = endpoint({
  name: 'evaluation.forms',
  method: 'GET',
  path: '/evaluation-forms',
  permission: 'evaluation.score',
  query: z.strictObject({
    /** those that are done or missed as well */
    all: z.stringbool().optional(),
  }),
  response: z.object({ items: z.array(ScoringForm.omit({ items: true, comment: true })) }),
  summary: 'The scoring forms sent to oneself 我的评分表',
})
export const getForm = endpoint({
  name: 'evaluation.form',
  method: 'GET',
  path: '/evaluation-forms/{id}',
  permission: 'evaluation.score',
  params: idParams,
  response: ScoringForm,
  summary: 'One scoring form 评分表',
})
export const handInForm = endpoint({
  name: 'evaluation.hand-in-form',
  method: 'PUT',
  path: '/evaluation-forms/{id}',
  permission: 'evaluation.score',
  params: idParams,
  body: z.strictObject({
    scores: z.array(z.strictObject({ itemId: z.uuid(), score, remark: text(500, 0).optional() })).max(100),
    comment: text(1000, 0).optional(),
  }),
  response: ScoringForm,
  ifMatch: true,
  summary: 'Hand a scoring form in 提交评分',
})

const about = { path: '/evaluation-objections/{id}/attachments', permission: 'evaluation.follow' }
export const attachToObjection = attachEndpoint({ ...about, name: 'evaluation.attach' })
export const downloadFromObjection = downloadEndpoint({ ...about, name: 'evaluation.download' })
