import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { Grade, Rule } from './rule-contract.ts'
import { countedScopes, dimensions, schemeStates, subjectKinds } from './words.ts'

const dimension = z.enum(dimensions)

export const Indicator = z.object({
  id: z.uuid(),
  code: z.string(),
  shipped: z.boolean(),
  active: z.boolean(),
  name: z.string(),
  nameEn: z.string().nullable(),
  dimension,
  rule: Rule,
  source: z.string().nullable(),
  /** facts of its formula that this program knows, with their names and what they can be narrowed by */
  facts: z.array(z.object({ key: z.string(), name: z.string(), byVendor: z.boolean() })),
  /** editions of schemes that it is in */
  used: z.int(),
  version: z.int(),
})

const indicatorFields = {
  name: text(100),
  nameEn: text(200, 0).optional(),
  dimension,
  rule: Rule,
  /** clause or article of a contract */
  source: text(200, 0).optional(),
}

export const listIndicators = endpoint({
  name: 'evaluation.indicators',
  method: 'GET',
  path: '/evaluation-indicators',
  permission: 'evaluation.read',
  response: z.object({ items: z.array(Indicator) }),
  summary: 'Library of indicators 考核指标库',
})

export const createIndicator = endpoint({
  name: 'evaluation.create-indicator',
  method: 'POST',
  path: '/evaluation-indicators',
  permission: 'evaluation.manage',
  body: z.strictObject({ code: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/), ...indicatorFields }),
  response: Indicator,
  status: 201,
  idempotent: true,
  summary: 'Add an indicator 新增指标',
})

export const editIndicator = endpoint({
  name: 'evaluation.edit-indicator',
  method: 'PUT',
  path: '/evaluation-indicators/{id}',
  permission: 'evaluation.manage',
  params: idParams,
  body: z.strictObject({ ...indicatorFields, active: z.boolean() }),
  response: Indicator,
  ifMatch: true,
  summary: 'Change an indicator; evaluations that began keep theirs 修改指标',
})

/** What an indicator would say of a period now, with nothing kept. */
export const Trial = z.object({
  value: z.number().nullable(),
  points: z.number().nullable(),
  /** why it cannot be scored */
  lack: z.enum(['no-cases', 'few-cases', 'undefined']).nullable(),
  facts: z.array(
    z.object({
      ...{ key: z.string(), name: z.string(), value: z.number().nullable(), cases: z.int() },
      counted: z.enum(countedScopes),
    }),
  ),
})
export const tryIndicator = endpoint({
  name: 'evaluation.try-indicator',
  method: 'GET',
  path: '/evaluation-indicators/{id}/trial',
  permission: 'evaluation.manage',
  params: idParams,
  query: z.strictObject({ from: z.iso.date(), to: z.iso.date(), subjectId: z.uuid() }),
  response: Trial,
  summary: 'Try an indicator on a period 指标试算',
})

const SchemeItem = z.object({
  indicatorId: z.uuid(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  dimension,
  rule: Rule,
  source: z.string().nullable(),
  /** the source as its reader is shown it: in English beside the English titles of norms that it names */
  cited: z.string().nullable(),
  weight: z.number().nullable(),
})
export const Scheme = z.object({
  id: z.uuid(),
  familyId: z.uuid(),
  edition: z.int(),
  shipped: z.boolean(),
  state: z.enum(schemeStates),
  subjectKind: z.enum(subjectKinds),
  name: z.string(),
  nameEn: z.string().nullable(),
  grades: z.array(Grade),
  objectionDays: z.int(),
  source: z.string().nullable(),
  /** the source as its reader is shown it: in English beside the English titles of norms that it names */
  cited: z.string().nullable(),
  publishedAt: when.nullable(),
  items: z.array(SchemeItem),
  /** evaluations by this edition */
  used: z.int(),
  version: z.int(),
  abilities: z.array(z.enum(['edit', 'publish', 'new-edition', 'withdraw'])),
})

const schemeFields = {
  name: text(100),
  nameEn: text(200, 0).optional(),
  grades: z.array(Grade).min(2).max(8),
  /** working days in which the evaluated party may object */
  objectionDays: z.int().min(1).max(60),
  source: text(200, 0).optional(),
  items: z
    .array(z.strictObject({ indicatorId: z.uuid(), weight: z.number().min(0.01).max(100).nullable() }))
    .min(1)
    .max(100),
}

export const listSchemes = endpoint({
  name: 'evaluation.schemes',
  method: 'GET',
  path: '/evaluation-schemes',
  permission: 'evaluation.read',
  query: z.strictObject({
    /** former and withdrawn editions too */
    all: z.stringbool().optional(),
    subjectKind: z.enum(subjectKinds).optional(),
  }),
  response: z.object({ items: z.array(Scheme) }),
  summary: 'Evaluation schemes 考核方案',
})
export const getScheme = endpoint({
  name: 'evaluation.scheme',
  method: 'GET',
  path: '/evaluation-schemes/{id}',
  permission: 'evaluation.read',
  params: idParams,
  response: Scheme,
  summary: 'One edition of a scheme 考核方案版本',
})
export const createScheme = endpoint({
  name: 'evaluation.create-scheme',
  method: 'POST',
  path: '/evaluation-schemes',
  permission: 'evaluation.manage',
  body: z.strictObject({ subjectKind: z.enum(subjectKinds), ...schemeFields }),
  response: Scheme,
  status: 201,
  idempotent: true,
  summary: 'Draft a scheme 新建考核方案',
})
export const editScheme = endpoint({
  name: 'evaluation.edit-scheme',
  method: 'PUT',
  path: '/evaluation-schemes/{id}',
  permission: 'evaluation.manage',
  params: idParams,
  body: z.strictObject(schemeFields),
  response: Scheme,
  ifMatch: true,
  summary: 'Change a draft 修改方案草稿',
})
export const newEdition = endpoint({
  name: 'evaluation.new-edition',
  method: 'POST',
  path: '/evaluation-schemes/{id}/editions',
  permission: 'evaluation.manage',
  params: idParams,
  response: Scheme,
  status: 201,
  idempotent: true,
  summary: 'Draft the next edition of a scheme 新建版本',
})
const schemeMove = <const N extends string>(name: N, summary: string) =>
  endpoint({
    name: `evaluation.${name}-scheme`,
    method: 'POST',
    path: `/evaluation-schemes/{id}/moves/${name}`,
    permission: 'evaluation.manage',
    params: idParams,
    response: Scheme,
    ifMatch: true,
    summary,
  })
export const publishScheme = schemeMove(
  'publish',
  'Put an edition in use; it takes the place of the former 发布方案',
)
export const withdrawScheme = schemeMove('withdraw', 'Take an edition out of use 停用方案')
