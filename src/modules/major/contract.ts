import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { abilities, calledRoles, logKinds } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })
const minutes = z.int().min(5).max(1440)

export const OnBridge = z.object({
  id: z.string(),
  person: Ref,
  broughtBy: Ref.nullable(),
  joinedAt: when,
  leftAt: when.nullable(),
})
export const GroupCall = z.object({
  id: z.string(),
  /** name of the group, or null with the key of a role */
  group: z.string().nullable(),
  role: z.string().nullable(),
  message: z.string(),
  calledBy: Ref,
  calledAt: when,
  told: z.array(z.object({ id: z.string(), name: z.string(), toldAt: when })),
})
export const NoticeStep = z.object({
  id: z.string(),
  /** null: withdrawn */
  body: z.string().nullable(),
  person: Ref,
  recordedAt: when,
})

/** Work on a major incident; `version` 0: nothing has been written yet. */
export const Major = z.object({
  incident: z.object({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    state: z.string(),
    open: z.boolean(),
    service: Ref.nullable(),
    occurredAt: when,
  }),
  leader: Ref.nullable(),
  updateMinutes: z.int(),
  startedAt: when.nullable(),
  lastUpdateAt: when.nullable(),
  /** when the next status update is due; null before the start and after the end */
  updateDueAt: when.nullable(),
  bridge: z.array(OnBridge),
  /** the last fifty, newest first */
  calls: z.array(GroupCall),
  /** the last fifty steps of the public notice, newest first */
  notices: z.array(NoticeStep),
  abilities: z.array(z.enum(abilities)),
  version: z.int(),
})

export const getMajor = endpoint({
  name: 'major.get',
  method: 'GET',
  path: '/incidents/{id}/major',
  permission: 'major.read',
  params: idParams,
  response: Major,
  summary: 'Work on a major incident 重大事件处置',
})

export const leadMajor = endpoint({
  name: 'major.lead',
  method: 'PUT',
  path: '/incidents/{id}/major',
  permission: 'major.work',
  params: idParams,
  body: z.strictObject({ leaderId: z.uuid(), updateMinutes: minutes }),
  response: Major,
  ifMatch: true,
  summary: 'Who leads, and how often the status is told 指定负责人与通报间隔',
})

export const LogEntry = z.object({
  id: z.string(),
  kind: z.enum(logKinds),
  body: z.string(),
  via: z.enum(['hand', 'call', 'notice', 'withdrawal']),
  notified: z.string(),
  corrects: z.string().nullable(),
  corrected: z.boolean(),
  person: Ref,
  occurredAt: when,
  recordedAt: when,
})

export const listLog = endpoint({
  name: 'major.log',
  method: 'GET',
  path: '/incidents/{id}/major/log',
  permission: 'major.read',
  params: idParams,
  query: z.strictObject(pageQuery),
  response: pageOf(LogEntry),
  summary: 'Bridge log, the latest first 会商记录',
})

export const addLog = endpoint({
  name: 'major.add-log',
  method: 'POST',
  path: '/incidents/{id}/major/log',
  permission: 'major.work',
  params: idParams,
  body: z.strictObject({
    kind: z.enum(logKinds),
    body: text(5000),
    /** whom it was said to */
    notified: text(2000, 0).default(''),
    /** an earlier entry that this one puts right */
    corrects: z.uuid().optional(),
    occurredAt: instant.optional(),
  }),
  response: LogEntry,
  status: 201,
  idempotent: true,
  summary: 'Add to the bridge log 记入会商记录',
})

export const joinBridge = endpoint({
  name: 'major.join',
  method: 'POST',
  path: '/incidents/{id}/major/bridge',
  permission: 'major.work',
  params: idParams,
  /** without a person: oneself */
  body: z.strictObject({ personId: z.uuid().optional() }),
  response: Major,
  status: 201,
  idempotent: true,
  summary: 'Come to the bridge, or bring somebody 加入会商',
})

export const leaveBridge = endpoint({
  name: 'major.leave',
  method: 'POST',
  path: '/incidents/{id}/major/bridge/{bridgeId}/leave',
  permission: 'major.work',
  params: z.strictObject({ id: z.uuid(), bridgeId: z.uuid() }),
  response: Major,
  summary: 'Leave the bridge 退出会商',
})

export const callPeople = endpoint({
  name: 'major.call',
  method: 'POST',
  path: '/incidents/{id}/major/calls',
  permission: 'major.work',
  params: idParams,
  /** a group or a role, not both */
  body: z.strictObject({
    groupId: z.uuid().optional(),
    role: z.enum(calledRoles).optional(),
    message: text(500, 2),
  }),
  response: Major,
  status: 201,
  idempotent: true,
  summary: 'Tell a group or a role at once 通知支持组或角色',
})

export const publishNotice = endpoint({
  name: 'major.publish',
  method: 'POST',
  path: '/incidents/{id}/major/notices',
  permission: 'major.work',
  params: idParams,
  body: z.strictObject({ body: text(500, 2) }),
  response: Major,
  status: 201,
  idempotent: true,
  summary: 'Publish or update the public notice 发布、更新公告',
})

export const withdrawNotice = endpoint({
  name: 'major.withdraw',
  method: 'POST',
  path: '/incidents/{id}/major/notices/withdraw',
  permission: 'major.work',
  params: idParams,
  response: Major,
  summary: 'Withdraw the public notice 撤下公告',
})

/** What everybody at the portal reads: texts, never the incident. */
export const listServiceNotices = endpoint({
  name: 'major.service-notices',
  method: 'GET',
  path: '/service-notices',
  permission: 'major.read-notices',
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        serviceName: z.string(),
        body: z.string(),
        since: when,
        updatedAt: when,
        earlier: z.array(z.object({ body: z.string(), at: when })),
      }),
    ),
  }),
  summary: 'Public notices about services 服务公告',
})

export const Review = z.object({
  wentWell: z.string(),
  toImprove: z.string(),
  state: z.enum(['draft', 'submitted', 'confirmed']),
  submittedBy: Ref.nullable(),
  submittedAt: when.nullable(),
  confirmedBy: Ref.nullable(),
  confirmedAt: when.nullable(),
  note: z.string(),
  actions: z.array(
    z.object({
      id: z.string(),
      what: z.string(),
      owner: Ref,
      dueAt: when,
      doneAt: when.nullable(),
      result: z.string(),
      mine: z.boolean(),
    }),
  ),
  abilities: z.array(z.enum(abilities)),
  version: z.int(),
})

export const getReview = endpoint({
  name: 'major.review',
  method: 'GET',
  path: '/incidents/{id}/major/review',
  permission: 'major.read',
  params: idParams,
  response: Review,
  summary: 'Review of a major incident 重大事件复盘',
})

export const writeReview = endpoint({
  name: 'major.write-review',
  method: 'PUT',
  path: '/incidents/{id}/major/review',
  permission: 'major.work',
  params: idParams,
  body: z.strictObject({
    wentWell: text(10_000, 0),
    toImprove: text(10_000, 0),
    actions: z.array(z.strictObject({ what: text(1000, 2), ownerId: z.uuid(), dueAt: instant })).max(50),
  }),
  response: Review,
  ifMatch: true,
  summary: 'Write the review 填写复盘',
})

export const submitReview = endpoint({
  name: 'major.submit-review',
  method: 'POST',
  path: '/incidents/{id}/major/review/moves/submit',
  permission: 'major.work',
  params: idParams,
  response: Review,
  ifMatch: true,
  summary: 'Submit the review 提交复盘',
})

export const confirmReview = endpoint({
  name: 'major.confirm-review',
  method: 'POST',
  path: '/incidents/{id}/major/review/moves/confirm',
  permission: 'major.review',
  params: idParams,
  body: z.strictObject({ note: text(2000, 0).default('') }),
  response: Review,
  ifMatch: true,
  summary: 'Confirm the review of another person 确认复盘',
})

export const returnReview = endpoint({
  name: 'major.return-review',
  method: 'POST',
  path: '/incidents/{id}/major/review/moves/return',
  permission: 'major.review',
  params: idParams,
  body: z.strictObject({ note: text(2000, 2) }),
  response: Review,
  ifMatch: true,
  summary: 'Give the review back 退回复盘',
})

export const finishAction = endpoint({
  name: 'major.finish-action',
  method: 'POST',
  path: '/incidents/{id}/major/actions/{actionId}/done',
  permission: 'major.work',
  params: z.strictObject({ id: z.uuid(), actionId: z.uuid() }),
  body: z.strictObject({ result: text(2000, 2) }),
  response: Review,
  summary: 'An action of the review is done 改进措施完成',
})

export const Setting = z.object({ updateMinutes: z.int(), version: z.int() })
export const getSetting = endpoint({
  name: 'major.setting',
  method: 'GET',
  path: '/major-setting',
  permission: 'major.read',
  response: Setting,
  summary: 'How often the status of a major incident is told 通报间隔',
})
export const putSetting = endpoint({
  name: 'major.configure',
  method: 'PUT',
  path: '/major-setting',
  permission: 'major.configure',
  body: z.strictObject({ updateMinutes: minutes }),
  response: Setting,
  ifMatch: true,
  summary: 'Change how often the status is told 修改通报间隔',
})
