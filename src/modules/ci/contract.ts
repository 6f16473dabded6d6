import { z } from 'zod'
import { endpoint, idParams, pageQuery, searchedPageOf, text, when } from '#kernel/http/endpoint.ts'
import { lifecycles, liveStates } from './words.ts'

const Named = z.object({ id: z.uuid(), name: z.string() })
/** Values by attribute key: text, number, yes/no, or a list of them where the definition allows many. */
export const AttributeValues = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  z.union([z.string().max(2000), z.number(), z.boolean(), z.null(), z.array(z.string().max(2000)).max(200)]),
)

const shared = {
  code: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:/-]{0,79}$/u),
  name: text(200),
  orgId: z.uuid(),
  ownerId: z.uuid().nullable(),
  groupId: z.uuid().nullable(),
  location: text(200, 0),
  description: text(4000, 0),
  /** retiring has a verb of its own */
  lifecycle: z.enum(lifecycles).exclude(['retired']),
  attributes: AttributeValues,
}

export const CiSummary = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  classId: z.uuid(),
  org: Named,
  owner: Named.nullable(),
  group: Named.nullable(),
  location: z.string(),
  lifecycle: z.enum(lifecycles),
  liveState: z.enum(liveStates),
  gaps: z.array(z.string()),
  confirmedAt: when,
})
export type CiSummary = z.output<typeof CiSummary>

export const Ci = CiSummary.extend({
  description: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  /** names of the people and orgs that attributes refer to, by id */
  names: z.record(z.string(), z.string()),
  liveStateAt: when.nullable(),
  source: z.string(),
  recordedAt: when,
  services: z.array(Named.extend({ code: z.string(), essential: z.boolean() })),
  /** what the sources say where they disagree */
  conflicts: z.array(
    z.object({
      field: z.string(),
      claims: z.array(z.object({ source: z.string(), value: z.unknown(), at: when })),
    }),
  ),
  version: z.int(),
  abilities: z.array(z.enum(['edit', 'retire', 'confirm', 'relate'])),
})
export type Ci = z.output<typeof Ci>

export const healthFigures = ['incomplete', 'stale', 'conflict', 'duplicate', 'lonely'] as const
export type HealthFigure = (typeof healthFigures)[number]

export const listCis = endpoint({
  name: 'ci.list',
  method: 'GET',
  path: '/cis',
  permission: 'ci.read',
  query: z.strictObject({
    ...pageQuery,
    /** words of name, code and searchable attributes; among the thousand newest that hold them */
    q: text(200, 0).optional(),
    /** with all classes below it */
    classId: z.uuid().optional(),
    /** with all orgs below it */
    orgId: z.uuid().optional(),
    groupId: z.uuid().optional(),
    serviceId: z.uuid().optional(),
    /** several with commas; retired ones only when they are asked for */
    lifecycle: z.string().max(100).optional(),
    liveState: z.enum(liveStates).optional(),
    health: z.enum(healthFigures).optional(),
    /** one attribute exactly: `ip:10.1.2.3` */
    attribute: z
      .string()
      .max(300)
      .regex(/^[a-z][a-z0-9-]{0,39}:.+$/)
      .optional(),
  }),
  response: searchedPageOf(CiSummary),
  summary: 'List configuration items 配置项列表',
})
export const getCi = endpoint({
  name: 'ci.get',
  method: 'GET',
  path: '/cis/{id}',
  permission: 'ci.read',
  params: idParams,
  response: Ci,
  summary: 'One configuration item 配置项',
})
export const createCi = endpoint({
  name: 'ci.create',
  method: 'POST',
  path: '/cis',
  permission: 'ci.manage',
  body: z.strictObject({
    classId: z.uuid(),
    ...shared,
    ownerId: shared.ownerId.default(null),
    groupId: shared.groupId.default(null),
    location: shared.location.default(''),
    description: shared.description.default(''),
    lifecycle: shared.lifecycle.default('in-use'),
    attributes: shared.attributes.default({}),
  }),
  response: Ci,
  status: 201,
  idempotent: true,
  summary: 'Register a configuration item 登记配置项',
})
export const editCi = endpoint({
  name: 'ci.edit',
  method: 'PATCH',
  path: '/cis/{id}',
  permission: 'ci.manage',
  params: idParams,
  // what is left out stays; attributes that are named are set, null takes one away
  body: z.strictObject({
    code: shared.code.optional(),
    name: shared.name.optional(),
    orgId: shared.orgId.optional(),
    ownerId: shared.ownerId.optional(),
    groupId: shared.groupId.optional(),
    location: shared.location.optional(),
    description: shared.description.optional(),
    lifecycle: shared.lifecycle.optional(),
    attributes: shared.attributes.optional(),
  }),
  response: Ci,
  ifMatch: true,
  summary: 'Change a configuration item 修改配置项',
})
export const retireCi = endpoint({
  name: 'ci.retire',
  method: 'POST',
  path: '/cis/{id}/moves/retire',
  permission: 'ci.manage',
  params: idParams,
  body: z.strictObject({ reason: text(500, 2) }),
  response: Ci,
  ifMatch: true,
  summary: 'Retire a configuration item; its relations end, its history stays 停用配置项',
})
/** Says that items are as they are written: they are no longer stale. Those the caller cannot change are left out. */
export const confirmCis = endpoint({
  name: 'ci.confirm',
  method: 'POST',
  path: '/cis/confirm',
  permission: 'ci.manage',
  body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(200) }),
  response: z.object({ confirmed: z.int() }),
  summary: 'Confirm configuration items 核实配置项',
})
/** What monitoring says of an item, by id or code. */
export const setLiveState = endpoint({
  name: 'ci.set-live-state',
  method: 'PUT',
  path: '/cis/{id}/live-state',
  permission: 'ci.manage',
  params: idParams,
  body: z.strictObject({ state: z.enum(liveStates) }),
  response: z.object({ id: z.uuid(), liveState: z.enum(liveStates), changed: z.boolean() }),
  summary: 'Set the live state 更新运行状态',
})
/** Services of the main job that rest on the item; what is given replaces what was. */
export const setServices = endpoint({
  name: 'ci.set-services',
  method: 'PUT',
  path: '/cis/{id}/services',
  permission: 'ci.manage',
  params: idParams,
  body: z.strictObject({
    services: z
      .array(z.strictObject({ serviceId: z.uuid(), essential: z.boolean().default(true) }))
      .max(100)
      .refine(
        (all) => new Set(all.map((one) => one.serviceId)).size === all.length,
        'ci:error.service_twice',
      ),
  }),
  response: Ci,
  ifMatch: true,
  summary: 'Link services to a configuration item 关联信息系统',
})
