import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text } from '#kernel/http/endpoint.ts'

/** Labels as monitoring systems write them (Prometheus data model). */
const label = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/)

export const Matcher = z.strictObject({
  label,
  /** the label's value, or a pattern when `regex`; a pattern must match the whole value */
  value: text(200, 0),
  regex: z.boolean().default(false),
})
/** All matchers of one set must agree; one set that agrees is enough. */
export const MatcherSet = z
  .array(Matcher)
  .min(1)
  .max(20)
  .refine((set) => new Set(set.map((m) => m.label)).size === set.length, 'service:error.label_twice')

const fields = {
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/),
  name: text(100),
  description: text(2000, 0).default(''),
  ownerOrgId: z.uuid(),
  groupId: z.uuid().nullable().default(null),
  vendorOrgId: z.uuid().nullable().default(null),
  agreementId: z.uuid().nullable().default(null),
  calendarId: z.uuid().nullable().default(null),
  /** 等保级别, GB/T 22240: 1 to 5 */
  protectionGrade: z.int().min(1).max(5).nullable().default(null),
  public: z.boolean().default(true),
  matchers: z.array(MatcherSet).max(20).default([]),
}

export const ServiceBody = z.strictObject(fields)
export const Service = z.object({
  id: z.uuid(),
  ...fields,
  ownerOrgName: z.string(),
  groupName: z.string().nullable(),
  vendorOrgName: z.string().nullable(),
  active: z.boolean(),
  version: z.int(),
  abilities: z.array(z.enum(['update', 'deactivate', 'activate'])),
})
export const ServiceSummary = Service.omit({ matchers: true, abilities: true }).extend({
  matcherCount: z.int(),
})
export const ServiceChoice = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  ownerOrgName: z.string(),
})

export const listServices = endpoint({
  name: 'service.list',
  method: 'GET',
  path: '/services',
  permission: 'service.read',
  query: z.strictObject({
    ...pageQuery,
    q: text(100, 0).optional(),
    active: z.enum(['true', 'false']).optional(),
    ownerOrgId: z.uuid().optional(),
    groupId: z.uuid().optional(),
  }),
  response: pageOf(ServiceSummary),
  summary: 'List information systems 信息系统列表',
})
export const lookupServices = endpoint({
  name: 'service.lookup',
  method: 'GET',
  path: '/services/lookup',
  permission: 'service.lookup',
  query: z.strictObject({ q: text(100, 0).default(''), id: z.uuid().optional() }),
  response: z.object({ items: z.array(ServiceChoice) }),
  summary: 'Choices for a picker: active systems; those who only report see the public ones 信息系统选择',
})
export const getService = endpoint({
  name: 'service.get',
  method: 'GET',
  path: '/services/{id}',
  permission: 'service.read',
  params: idParams,
  response: Service,
  summary: 'One information system 信息系统',
})
export const createService = endpoint({
  name: 'service.create',
  method: 'POST',
  path: '/services',
  permission: 'service.manage',
  body: ServiceBody,
  response: Service,
  status: 201,
  idempotent: true,
  summary: 'Register an information system 登记信息系统',
})
export const updateService = endpoint({
  name: 'service.update',
  method: 'PATCH',
  path: '/services/{id}',
  permission: 'service.manage',
  params: idParams,
  // what is left out stays as it is; matchers that are given replace the old ones
  body: z.strictObject({
    code: fields.code.optional(),
    name: fields.name.optional(),
    description: text(2000, 0).optional(),
    ownerOrgId: z.uuid().optional(),
    groupId: z.uuid().nullable().optional(),
    vendorOrgId: z.uuid().nullable().optional(),
    agreementId: z.uuid().nullable().optional(),
    calendarId: z.uuid().nullable().optional(),
    protectionGrade: z.int().min(1).max(5).nullable().optional(),
    public: z.boolean().optional(),
    matchers: z.array(MatcherSet).max(20).optional(),
    active: z.boolean().optional(),
  }),
  response: Service,
  ifMatch: true,
  summary: 'Change an information system 修改信息系统',
})
export const deactivateService = endpoint({
  name: 'service.deactivate',
  method: 'POST',
  path: '/services/{id}/deactivate',
  permission: 'service.manage',
  params: idParams,
  response: Service,
  ifMatch: true,
  summary: 'Retire an information system; its history stays 停用信息系统',
})

export type ServiceBody = z.output<typeof ServiceBody>
export type Matcher = z.output<typeof Matcher>
