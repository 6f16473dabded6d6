import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Spec } from './spec-contract.ts'
import { kinds, outcomes } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

/** What is never shown again; absent: as it is kept. */
const secrets = {
  /** of traps: any of these is right */
  communities: z.array(z.string().min(1).max(200)).min(1).max(20).optional(),
  /** private key (PEM) of syslog over TLS */
  key: z.string().min(1).max(20_000).optional(),
}
const values = {
  orgId: z.uuid(),
  note: text(500, 0).default(''),
  active: z.boolean(),
  spec: Spec,
  ...secrets,
}

/** Where alerts come from, and how it goes. */
export const Source = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(kinds),
  org: Ref,
  note: z.string(),
  spec: Spec,
  /** secrets that are kept */
  kept: z.array(z.enum(['communities', 'key'])),
  hasToken: z.boolean(),
  active: z.boolean(),
  version: z.number(),
  lastAt: when.nullable(),
  counts: z.record(z.string(), z.number()),
  /** alerts that it began and has not ended */
  open: z.number(),
  error: z.string().nullable(),
  errorAt: when.nullable(),
  /** ports, as long as a process says that it listens or why not */
  listening: z.array(z.object({ transport: z.string(), port: z.number(), error: z.string().nullable() })),
  /** whether a process has said so within a minute */
  attended: z.boolean(),
  abilities: z.array(z.enum(['manage'])),
})
export type SourceView = z.output<typeof Source>

export const listSources = endpoint({
  name: 'alert-source.list',
  method: 'GET',
  path: '/alert-sources',
  permission: 'alert-source.read',
  query: z.strictObject({ ...pageQuery, kind: z.enum(kinds).optional() }),
  response: pageOf(Source),
  summary: 'Where alerts come from 告警来源列表',
})

export const getSource = endpoint({
  name: 'alert-source.get',
  method: 'GET',
  path: '/alert-sources/{id}',
  permission: 'alert-source.read',
  params: idParams,
  response: Source,
  summary: 'One source of alerts 告警来源',
})

/** The token is shown once. */
const WithToken = Source.extend({ token: z.string().nullable() })

export const createSource = endpoint({
  name: 'alert-source.create',
  method: 'POST',
  path: '/alert-sources',
  permission: 'alert-source.manage',
  /** the name tells its alerts apart and stays as it is */
  body: z.strictObject({ name: text(100), ...values }),
  response: WithToken,
  status: 201,
  idempotent: true,
  summary: 'Add a source of alerts 新增告警来源',
})

export const editSource = endpoint({
  name: 'alert-source.edit',
  method: 'PUT',
  path: '/alert-sources/{id}',
  permission: 'alert-source.manage',
  params: idParams,
  body: z.strictObject(values),
  response: Source,
  ifMatch: true,
  summary: 'Change a source of alerts 修改告警来源',
})

export const renewToken = endpoint({
  name: 'alert-source.renew-token',
  method: 'POST',
  path: '/alert-sources/{id}/moves/renew-token',
  permission: 'alert-source.manage',
  params: idParams,
  response: WithToken,
  ifMatch: true,
  summary: 'Give a source a new token; the old one ends 更换接入令牌',
})

export const deleteSource = endpoint({
  name: 'alert-source.delete',
  method: 'DELETE',
  path: '/alert-sources/{id}',
  permission: 'alert-source.manage',
  params: idParams,
  response: z.object({ ended: z.number() }),
  ifMatch: true,
  summary: 'Remove a source; the alerts that it holds open end 删除告警来源',
})

export const Message = z.object({
  id: z.number(),
  recordedAt: when,
  outcome: z.enum(outcomes),
  peer: z.string(),
  raw: z.string(),
  detail: z.string(),
  alerts: z.number(),
})
export type MessageView = z.output<typeof Message>

export const listMessages = endpoint({
  name: 'alert-source.messages',
  method: 'GET',
  path: '/alert-sources/{id}/messages',
  permission: 'alert-source.read',
  params: idParams,
  response: z.object({ items: z.array(Message) }),
  summary: 'The last messages of a source, newest first 最近原始消息',
})

export const Preview = z.object({
  outcome: z.enum(outcomes),
  /** what is wrong with the message */
  problem: z.string().nullable(),
  /** the rule that fits */
  rule: z.string().nullable(),
  /** a rule with a threshold fits: so many within so many seconds are needed */
  threshold: z.object({ count: z.number(), seconds: z.number() }).nullable(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      name: z.string(),
      severity: z.string(),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
      startsAt: when.nullable(),
      endsAt: when.nullable(),
    }),
  ),
})

export const previewSource = endpoint({
  name: 'alert-source.preview',
  method: 'POST',
  path: '/alert-sources/preview',
  permission: 'alert-source.manage',
  body: z.strictObject({ spec: Spec, raw: z.string().max(500_000), peer: text(100).default('192.0.2.1') }),
  response: Preview,
  bodyLimit: 2 * 1024 * 1024,
  // it changes nothing
  audited: false,
  summary: 'What a message would become 预览',
})

export const zabbixMediaType = endpoint({
  name: 'alert-source.zabbix-media-type',
  method: 'GET',
  path: '/alert-sources/zabbix-media-type',
  permission: 'alert-source.read',
  response: z.unknown(),
  download: true,
  summary: 'Media type to import into Zabbix 下载 Zabbix 媒介类型',
})

export const intakeHook = endpoint({
  name: 'alert-source.intake',
  method: 'POST',
  path: '/intake/hooks/{token}',
  // the token in the address is the right to it: many senders can set nothing but an address
  permission: 'public',
  params: z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{20,100}$/) }),
  body: z.unknown().transform((body) => ({ body })),
  response: z.object({ alerts: z.number() }),
  status: 202,
  bodyLimit: 2 * 1024 * 1024,
  // the intake of the alert room is the record of what came; counts and the last messages are kept here
  audited: false,
  // a body that cannot be understood is refused and kept all the same
  ownTransaction: true,
  summary: 'Takes events of Zabbix, Nightingale and others by the token of their source 告警来源接入地址',
})
