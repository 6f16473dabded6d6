/** Endpoints of the parts of a change: proof, configuration files, tasks, links, story, attachments. */
import { z } from 'zod'
import { attachEndpoint, downloadEndpoint } from '#kernel/files/contract.ts'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { Story } from '#modules/ticket/story-contract.ts'
import { Change, filePath, taskBody } from './contract.ts'
import * as words from './words.ts'

const record = { permission: 'change.read', params: idParams, response: Change } as const
const note = text(2000, 0).default('')

export const recordEvidence = endpoint({
  ...record,
  name: 'change.record',
  method: 'POST',
  path: '/changes/{id}/evidence',
  permission: 'change.implement',
  body: z.strictObject({
    what: z.enum(words.evidences),
    statement: text(5000, 2),
    /** where the proof lies: a path, an address, a tape */
    link: text(1000).optional(),
    /** an attachment of this change */
    fileId: z.uuid().optional(),
  }),
  status: 201,
  idempotent: true,
  summary: 'Record the backup, or the state before and after 登记备份与前后状态',
})
export const addFile = endpoint({
  ...record,
  name: 'change.add-file',
  method: 'POST',
  path: '/changes/{id}/files',
  permission: 'change.implement',
  body: z.strictObject({ path: filePath }),
  status: 201,
  idempotent: true,
  summary: 'Name a configuration file that will be edited 登记配置文件',
})
export const copyFile = endpoint({
  ...record,
  name: 'change.copy-file',
  method: 'POST',
  path: '/changes/{id}/files/{fileNo}/copy',
  permission: 'change.implement',
  params: z.strictObject({ id: z.uuid(), fileNo: z.uuid() }),
  body: z.strictObject({ copyPlace: text(500).optional(), fileId: z.uuid().optional() }),
  summary: 'Say where the copy of a configuration file lies 登记配置文件备份',
})
export const addTask = endpoint({
  ...record,
  name: 'change.add-task',
  method: 'POST',
  path: '/changes/{id}/tasks',
  permission: 'change.implement',
  body: z.strictObject(taskBody),
  status: 201,
  idempotent: true,
  summary: 'Add a task 新增任务',
})
export const doTask = endpoint({
  ...record,
  name: 'change.do-task',
  method: 'POST',
  path: '/changes/{id}/tasks/{taskId}/done',
  permission: 'change.implement',
  params: z.strictObject({ id: z.uuid(), taskId: z.uuid() }),
  body: z.strictObject({ note }),
  summary: 'A task is done 完成任务',
})

export const linkIncident = endpoint({
  ...record,
  name: 'change.link',
  method: 'POST',
  path: '/changes/{id}/incidents',
  permission: 'change.request',
  body: z.strictObject({ incidentNumber: text(40), relation: z.enum(words.relations) }),
  summary: 'Link an incident that it caused or solves 关联事件',
})
export const unlinkIncident = endpoint({
  ...record,
  name: 'change.unlink',
  method: 'DELETE',
  path: '/changes/{id}/incidents/{incidentId}',
  permission: 'change.request',
  params: z.strictObject({ id: z.uuid(), incidentId: z.uuid() }),
  query: z.strictObject({ relation: z.enum(words.relations) }),
  summary: 'Take a link back 取消关联',
})
export const changesOfIncident = endpoint({
  name: 'change.of-incident',
  method: 'GET',
  path: '/incidents/{id}/changes',
  permission: 'change.read',
  params: idParams,
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        title: z.string(),
        state: z.enum(words.states),
        relation: z.enum(words.relations),
      }),
    ),
  }),
  summary: 'Changes linked to an incident 事件关联的变更',
})

export const getStory = endpoint({
  name: 'change.timeline',
  method: 'GET',
  path: '/changes/{id}/timeline',
  permission: 'change.read',
  params: idParams,
  response: Story,
  summary: 'What happened to a change 变更时间线',
})
export const commentChange = endpoint({
  name: 'change.comment',
  method: 'POST',
  path: '/changes/{id}/comments',
  permission: 'change.read',
  params: idParams,
  body: z.strictObject({ body: text(10_000, 1) }),
  response: getStory.response,
  status: 201,
  idempotent: true,
  summary: 'Comment 备注',
})
export const silencedAlerts = endpoint({
  name: 'change.alerts',
  method: 'GET',
  path: '/changes/{id}/alerts',
  permission: 'change.read',
  params: idParams,
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        severity: z.string(),
        status: z.string(),
        service: z.string().nullable(),
        firstAt: when,
        /** it still fired when the change ended, and opened or joined an incident */
        released: z.boolean(),
        incident: z.object({ id: z.string(), number: z.string() }).nullable(),
      }),
    ),
  }),
  summary: 'Alerts that were kept quiet while it was under way 静默告警',
})
export const watchChange = endpoint({
  name: 'change.watch',
  method: 'PUT',
  path: '/changes/{id}/watching',
  permission: 'change.read',
  params: idParams,
  body: z.strictObject({ watching: z.boolean() }),
  response: z.object({ watching: z.boolean() }),
  summary: 'Watch or stop watching 关注变更',
})
export const attachToChange = attachEndpoint({
  name: 'change.attach',
  path: '/changes/{id}/attachments',
  permission: 'change.read',
})
export const downloadFromChange = downloadEndpoint({
  name: 'change.attachment',
  path: '/changes/{id}/attachments',
  permission: 'change.read',
})
