import { z } from 'zod'
import { FileInfo } from '#kernel/files/contract.ts'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import * as words from './words.ts'

export const abilityKeys = [
  'edit',
  ...words.moves,
  'allow-outside',
  'except-freeze',
  'acknowledge',
  'prepare',
  'record',
  'confirm',
  'task',
  'ratify',
  'link',
  'comment',
] as const
export type Ability = (typeof abilityKeys)[number]

const ref = z.object({ id: z.string(), name: z.string() })
const level = z.enum(words.levels)

/** What all lists of changes show. */
export const ChangeLine = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  kind: z.enum(words.kinds),
  state: z.enum(words.states),
  risk: z.enum(words.risks).nullable(),
  services: z.array(ref),
  org: ref,
  group: ref.nullable(),
  requester: ref.nullable(),
  implementer: ref.nullable(),
  second: ref.nullable(),
  startsAt: when.nullable(),
  endsAt: when.nullable(),
  result: z.enum(words.results).nullable(),
  unauthorised: z.boolean(),
  recordedAt: when,
  updatedAt: when,
  version: z.number(),
})

const Conflict = z.object({
  id: z.string(),
  number: z.string(),
  /** null where the reader may not see that change */
  title: z.string().nullable(),
  state: z.enum(words.states),
  startsAt: when,
  endsAt: when,
  why: z.array(z.enum(['service', 'people'])),
  acknowledged: z.object({ by: z.string(), note: z.string(), at: when }).nullable(),
})

export const FreezePeriod = z.object({
  /** id of a period kept by hand; `holiday:2026-10-01` for a statutory holiday */
  id: z.string(),
  source: z.enum(['holiday', 'guard']),
  name: z.string(),
  reason: z.string(),
  startsAt: when,
  endsAt: when,
  services: z.array(ref),
})

export const Change = ChangeLine.extend({
  reason: z.string(),
  template: ref.nullable(),
  impactLevel: level.nullable(),
  likelihood: level.nullable(),
  impact: z.string(),
  plan: z.string(),
  backOut: z.string(),
  testProof: z.string(),
  editsConfig: z.boolean(),
  assessedBy: ref.nullable(),
  assessment: z.string(),
  flow: z.enum(words.flowKeys).nullable(),
  letBegin: z.object({ by: z.string(), at: when }).nullable(),
  ratified: z.enum(['waiting', 'done', 'refused']).nullable(),
  ratifyBy: when.nullable(),
  outside: z.object({ reason: z.string(), by: z.string() }).nullable(),
  exception: z.object({ reason: z.string(), by: z.string(), at: when }).nullable(),
  begun: z.object({ by: z.string(), at: when }).nullable(),
  confirmed: z.object({ by: z.string(), at: when }).nullable(),
  implementedAt: when.nullable(),
  failure: z.string().nullable(),
  review: z.string().nullable(),
  reviewedBy: ref.nullable(),
  closedAt: when.nullable(),
  foundBy: ref.nullable(),
  doneBy: z.string().nullable(),
  evidence: z.array(
    z.object({
      id: z.string(),
      what: z.enum(words.evidences),
      statement: z.string(),
      link: z.string().nullable(),
      fileId: z.string().nullable(),
      by: z.string(),
      at: when,
    }),
  ),
  files: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      copyPlace: z.string().nullable(),
      fileId: z.string().nullable(),
      copied: z.object({ by: z.string(), at: when }).nullable(),
    }),
  ),
  tasks: z.array(
    z.object({
      id: z.string(),
      position: z.number(),
      title: z.string(),
      owner: ref.nullable(),
      done: z.object({ by: z.string(), at: when }).nullable(),
      note: z.string(),
      mine: z.boolean(),
    }),
  ),
  links: z.array(
    z.object({
      incidentId: z.string(),
      number: z.string(),
      /** null where the reader may not see that incident */
      title: z.string().nullable(),
      state: z.string(),
      relation: z.enum(words.relations),
    }),
  ),
  conflicts: z.array(Conflict),
  freezes: z.array(FreezePeriod),
  attachments: z.array(FileInfo),
  /** the caller is told of every step */
  watching: z.boolean(),
  /** what is missing before the next step, by name; empty: nothing */
  missing: z.array(z.object({ gate: z.enum(words.gates), label: z.string() })),
  abilities: z.array(z.enum(abilityKeys)),
})
export type ChangeRecord = z.input<typeof Change>
export type ChangeLineRecord = z.input<typeof ChangeLine>

const many = text(20_000, 0)
/** What a person writes about a change; all of it may be missing in a draft. */
const content = {
  title: text(200, 2),
  reason: many,
  serviceIds: z.array(z.uuid()).max(50),
  impactLevel: level.nullable(),
  likelihood: level.nullable(),
  impact: many,
  plan: many,
  backOut: many,
  testProof: many,
  editsConfig: z.boolean(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  groupId: z.uuid().nullable(),
  implementerId: z.uuid().nullable(),
  secondId: z.uuid().nullable(),
}
export const filePath = text(500)
export const taskBody = { title: text(200, 2), ownerId: z.uuid().nullable().default(null) }

const record = { permission: 'change.read', params: idParams, response: Change } as const

export const listChanges = endpoint({
  name: 'change.list',
  method: 'GET',
  path: '/changes',
  permission: 'change.read',
  query: z.strictObject({
    ...pageQuery,
    q: text(100).optional(),
    state: z.enum(words.states).optional(),
    kind: z.enum(words.kinds).optional(),
    risk: z.enum(words.risks).optional(),
    open: z.stringbool().optional(),
    mine: z.stringbool().optional(),
    unauthorised: z.stringbool().optional(),
    serviceId: z.uuid().optional(),
  }),
  response: pageOf(ChangeLine),
  summary: 'Changes, newest first 变更列表',
})
export const getChange = endpoint({
  ...record,
  name: 'change.get',
  method: 'GET',
  path: '/changes/{id}',
  summary: 'A change with its gates, conflicts and freezes 变更详情',
})
export const createChange = endpoint({
  name: 'change.create',
  method: 'POST',
  path: '/changes',
  permission: 'change.request',
  body: z.strictObject({
    kind: z.enum(words.kinds),
    templateId: z.uuid().optional(),
    title: content.title,
    reason: content.reason.default(''),
    serviceIds: content.serviceIds.default([]),
    impactLevel: content.impactLevel.default(null),
    likelihood: content.likelihood.default(null),
    impact: many.default(''),
    plan: many.default(''),
    backOut: many.default(''),
    testProof: many.default(''),
    editsConfig: z.boolean().default(false),
    startsAt: content.startsAt.default(null),
    endsAt: content.endsAt.default(null),
    groupId: content.groupId.default(null),
    implementerId: content.implementerId.default(null),
    secondId: content.secondId.default(null),
    tasks: z.array(z.strictObject(taskBody)).max(50).default([]),
    files: z.array(filePath).max(100).default([]),
  }),
  response: Change,
  status: 201,
  idempotent: true,
  summary: 'Draft a change 起草变更',
})
export const recordUnauthorised = endpoint({
  name: 'change.record-unauthorised',
  method: 'POST',
  path: '/changes/unauthorised',
  permission: 'change.assess',
  body: z.strictObject({
    title: content.title,
    reason: text(20_000, 2),
    serviceIds: z.array(z.uuid()).min(1).max(50),
    /** when it was done, as far as known */
    occurredAt: instant.optional(),
    doneBy: text(200, 0).default(''),
    incidentId: z.uuid().optional(),
  }),
  response: Change,
  status: 201,
  idempotent: true,
  summary: 'Record a change that was made without one 登记未授权变更',
})
export const editChange = endpoint({
  ...record,
  name: 'change.edit',
  method: 'PATCH',
  path: '/changes/{id}',
  permission: 'change.request',
  body: z.strictObject(content).partial(),
  ifMatch: true,
  summary: 'Change a change; what is approved is frozen, so its approval becomes void 修改变更',
})

const move = { ...record, method: 'POST', ifMatch: true } as const
const note = text(2000, 0).default('')
const reason = text(2000, 2)

export const submitChange = endpoint({
  ...move,
  name: 'change.submit',
  path: '/changes/{id}/moves/submit',
  permission: 'change.request',
  body: z.strictObject({ note }),
  summary: 'Hand in 提交变更',
})
export const assessChange = endpoint({
  ...move,
  name: 'change.assess',
  path: '/changes/{id}/moves/assess',
  permission: 'change.assess',
  body: z.strictObject({ impactLevel: level, likelihood: level, assessment: reason }),
  summary: 'Assess the risk and ask for approval 评估变更',
})
export const sendBackChange = endpoint({
  ...move,
  name: 'change.send-back',
  path: '/changes/{id}/moves/send-back',
  permission: 'change.assess',
  body: z.strictObject({ reason }),
  summary: 'Send back to the requester before approval 退回修改',
})
export const startChange = endpoint({
  ...move,
  name: 'change.start',
  path: '/changes/{id}/moves/start',
  permission: 'change.implement',
  body: z.strictObject({ note }),
  summary: 'Begin to implement; refused by name of what is missing 开始实施',
})
export const implementChange = endpoint({
  ...move,
  name: 'change.implement',
  path: '/changes/{id}/moves/implement',
  permission: 'change.implement',
  body: z.strictObject({ note }),
  summary: 'Finish the work 实施完成',
})
export const failChange = endpoint({
  ...move,
  name: 'change.fail',
  path: '/changes/{id}/moves/fail',
  permission: 'change.implement',
  body: z.strictObject({ reason }),
  summary: 'It failed and is being backed out 实施失败',
})
export const backOutChange = endpoint({
  ...move,
  name: 'change.back-out',
  path: '/changes/{id}/moves/back-out',
  permission: 'change.implement',
  body: z.strictObject({ note }),
  summary: 'Backed out 已回退',
})
export const closeChange = endpoint({
  ...move,
  name: 'change.close',
  path: '/changes/{id}/moves/close',
  permission: 'change.assess',
  body: z.strictObject({ result: z.enum(words.results), review: reason }),
  summary: 'Review and close 回顾并关闭',
})
export const cancelChange = endpoint({
  ...move,
  name: 'change.cancel',
  path: '/changes/{id}/moves/cancel',
  permission: 'change.request',
  body: z.strictObject({ reason }),
  summary: 'Cancel 取消变更',
})
export const allowOutside = endpoint({
  ...move,
  name: 'change.allow-outside',
  path: '/changes/{id}/moves/allow-outside',
  permission: 'change.manage',
  body: z.strictObject({ reason }),
  summary: 'Give leave to begin outside the window 准许窗口外实施',
})
export const exceptFreeze = endpoint({
  ...move,
  name: 'change.except-freeze',
  path: '/changes/{id}/moves/except-freeze',
  permission: 'change.manage',
  body: z.strictObject({ reason }),
  summary: 'Except its window from freezes 封网例外',
})
export const acknowledgeConflict = endpoint({
  ...move,
  name: 'change.acknowledge',
  path: '/changes/{id}/moves/acknowledge',
  permission: 'change.request',
  body: z.strictObject({ otherId: z.uuid(), note: reason }),
  summary: 'Acknowledge a conflict 确认冲突',
})
export const confirmChange = endpoint({
  ...move,
  name: 'change.confirm',
  path: '/changes/{id}/moves/confirm',
  permission: 'change.implement',
  body: z.strictObject({ note }),
  summary: 'The second person confirms what was done 复核确认',
})
export const ratifyChange = endpoint({
  ...move,
  name: 'change.ratify',
  path: '/changes/{id}/moves/ratify',
  permission: 'change.request',
  summary: 'Ask for the signatures that are still owed by an emergency change 发起补批',
})
