import { z } from 'zod'
import { attachEndpoint, downloadEndpoint, FileInfo } from '#kernel/files/contract.ts'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import * as words from './words.ts'

const ref = z.object({ id: z.string(), name: z.string() })

export const ReleaseLine = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  service: ref,
  versionName: z.string(),
  state: z.enum(words.states),
  plannedAt: when.nullable(),
  liveAt: when.nullable(),
  /** items of the checklist that are recorded and confirmed, of `itemKeys.length` */
  confirmed: z.number(),
  createdBy: ref,
  recordedAt: when,
  version: z.number(),
})
export const Release = ReleaseLine.extend({
  notes: z.string(),
  builder: z.string(),
  liveBy: ref.nullable(),
  cancelReason: z.string().nullable(),
  items: z.array(
    z.object({
      key: z.enum(words.itemKeys),
      label: z.string(),
      record: z
        .object({
          person: ref,
          doneOn: z.string(),
          statement: z.string(),
          link: z.string().nullable(),
          fileId: z.string().nullable(),
          recordedBy: z.string(),
          confirmedBy: z.string().nullable(),
          confirmedAt: when.nullable(),
        })
        .nullable(),
      /** the caller may confirm it: neither did nor recorded it */
      mayConfirm: z.boolean(),
    }),
  ),
  changes: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string().nullable(),
      state: z.string(),
    }),
  ),
  attachments: z.array(FileInfo),
  missing: z.array(z.string()),
  abilities: z.array(z.enum(['edit', 'record', 'go-live', 'cancel'])),
})
export type ReleaseRecord = z.input<typeof Release>

const body = {
  title: text(200, 2),
  versionName: text(60),
  notes: text(20_000, 0),
  builder: text(200, 0),
  plannedAt: instant.nullable(),
}
const record = { permission: 'release.read', params: idParams, response: Release } as const

export const listReleases = endpoint({
  name: 'release.list',
  method: 'GET',
  path: '/releases',
  permission: 'release.read',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(words.states).optional(),
    serviceId: z.uuid().optional(),
  }),
  response: pageOf(ReleaseLine),
  summary: 'Releases, newest first 发布列表',
})
export const getRelease = endpoint({
  ...record,
  name: 'release.get',
  method: 'GET',
  path: '/releases/{id}',
  summary: 'A release with its go-live checklist 发布详情',
})
export const createRelease = endpoint({
  name: 'release.create',
  method: 'POST',
  path: '/releases',
  permission: 'release.keep',
  body: z.strictObject({
    ...body,
    serviceId: z.uuid(),
    notes: body.notes.default(''),
    builder: body.builder.default(''),
    plannedAt: body.plannedAt.default(null),
  }),
  response: Release,
  status: 201,
  idempotent: true,
  summary: 'Prepare a release 新增发布',
})
export const editRelease = endpoint({
  ...record,
  name: 'release.edit',
  method: 'PATCH',
  path: '/releases/{id}',
  permission: 'release.keep',
  body: z.strictObject(body).partial(),
  ifMatch: true,
  summary: 'Change a release 修改发布',
})
const itemParams = z.strictObject({ id: z.uuid(), key: z.enum(words.itemKeys) })
export const recordItem = endpoint({
  ...record,
  name: 'release.record',
  method: 'PUT',
  path: '/releases/{id}/items/{key}',
  permission: 'release.keep',
  params: itemParams,
  body: z.strictObject({
    personId: z.uuid(),
    doneOn: z.iso.date(),
    statement: text(5000, 2),
    link: text(1000).optional(),
    fileId: z.uuid().optional(),
  }),
  ifMatch: true,
  summary: 'Record an item of the go-live checklist with its proof 登记上线检查项',
})
export const confirmItem = endpoint({
  ...record,
  name: 'release.confirm',
  method: 'POST',
  path: '/releases/{id}/items/{key}/moves/confirm',
  permission: 'release.keep',
  params: itemParams,
  ifMatch: true,
  summary: 'A second person confirms an item 复核检查项',
})
export const linkChange = endpoint({
  ...record,
  name: 'release.link',
  method: 'POST',
  path: '/releases/{id}/changes',
  permission: 'release.keep',
  body: z.strictObject({ changeNumber: text(40) }),
  summary: 'Link a change by which it goes live 关联变更',
})
export const goLive = endpoint({
  ...record,
  name: 'release.go-live',
  method: 'POST',
  path: '/releases/{id}/moves/go-live',
  permission: 'release.go-live',
  ifMatch: true,
  summary: 'Put the version into service; refused by name of what is missing 批准上线',
})
export const cancelRelease = endpoint({
  ...record,
  name: 'release.cancel',
  method: 'POST',
  path: '/releases/{id}/moves/cancel',
  permission: 'release.go-live',
  body: z.strictObject({ reason: text(2000, 2) }),
  ifMatch: true,
  summary: 'Cancel a release 取消发布',
})
export const releasesOfChange = endpoint({
  name: 'release.of-change',
  method: 'GET',
  path: '/changes/{id}/releases',
  permission: 'release.read',
  params: idParams,
  response: z.object({ items: z.array(ReleaseLine) }),
  summary: 'Releases of a change 变更所属的发布',
})
export const attachToRelease = attachEndpoint({
  name: 'release.attach',
  path: '/releases/{id}/attachments',
  permission: 'release.keep',
})
export const downloadFromRelease = downloadEndpoint({
  name: 'release.attachment',
  path: '/releases/{id}/attachments',
  permission: 'release.read',
})
