import { z } from 'zod'
import { attachmentsEndpoint, downloadEndpoint } from '#kernel/files/contract.ts'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { abouts, channels, deskChannels, kinds, replies, states, verdicts } from './lifecycle.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

const Entry = z.object({ kind: z.string(), by: z.string().nullable(), note: z.string(), at: when })

const facts = {
  id: z.string(),
  number: z.string(),
  kind: z.enum(kinds),
  channel: z.enum(channels),
  about: z.enum(abouts),
  /** the service, ticket, vendor, org or person, and what the complainant calls it */
  aboutName: z.string(),
  title: z.string(),
  body: z.string(),
  state: z.enum(states),
  ackDueAt: when,
  answerDueAt: when,
  acknowledgedAt: when.nullable(),
  answer: z.string(),
  answeredAt: when.nullable(),
  satisfied: z.boolean().nullable(),
  reopened: z.int(),
  recordedAt: when,
  entries: z.array(Entry),
  version: z.int(),
}

/** As those who deal with it see it. */
export const Complaint = z.object({
  ...facts,
  org: Ref,
  complainant: z.string().nullable(),
  phone: z.string().nullable(),
  ticket: z.object({ id: z.string(), path: z.string() }).nullable(),
  aboutPerson: Ref.nullable(),
  handler: Ref.nullable(),
  /** a deadline has passed */
  late: z.boolean(),
  supervised: z.int(),
  abilities: z.array(z.enum(['accept', 'assign', 'answer', 'call-back', 'supervise'])),
})

/** As the complainant sees it. */
export const MyComplaint = z.object({ ...facts, abilities: z.array(z.enum(replies)) })

const said = {
  kind: z.enum(kinds),
  about: z.enum(abouts),
  /** id of the service, ticket, vendor, org or person; words alone will do */
  aboutId: z.uuid().nullable().default(null),
  aboutText: text(200, 0).default(''),
  title: text(100, 2),
  body: text(5000, 2),
}

export const fileComplaint = endpoint({
  name: 'complaint.file',
  method: 'POST',
  path: '/my-complaints',
  permission: 'complaint.file',
  body: z.strictObject(said),
  response: MyComplaint,
  status: 201,
  idempotent: true,
  summary: 'Complain, suggest or praise 提交投诉、建议或表扬',
})

export const listMine = endpoint({
  name: 'complaint.mine',
  method: 'GET',
  path: '/my-complaints',
  permission: 'complaint.file',
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(MyComplaint),
  summary: 'What I have said 我的投诉与建议',
})

export const getMine = endpoint({
  name: 'complaint.mine-one',
  method: 'GET',
  path: '/my-complaints/{id}',
  permission: 'complaint.file',
  params: idParams,
  response: MyComplaint,
  summary: 'One of them 我的投诉详情',
})

export const replyMine = endpoint({
  name: 'complaint.reply',
  method: 'POST',
  path: '/my-complaints/{id}/reply',
  permission: 'complaint.file',
  params: idParams,
  body: z.strictObject({ move: z.enum(replies), note: text(2000, 0).default('') }),
  response: MyComplaint,
  ifMatch: true,
  summary: 'Confirm the answer, ask for another, or withdraw 确认、要求重办、撤回',
})

const code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z2-7]{4}(-?[A-Z2-7]{4}){3}$/, 'complaint:error.bad_code')

/** Needs no sign-in, and nothing of who it is is kept: no account, no address, neither here nor in the audit. */
export const fileAnonymous = endpoint({
  name: 'complaint.file-anonymously',
  method: 'POST',
  path: '/anonymous-complaints',
  permission: 'public',
  body: z.strictObject({
    ...said,
    about: z.enum(['service', 'vendor', 'org', 'person', 'other']),
    aboutId: z.null().default(null),
  }),
  response: z.object({ number: z.string(), /** shown this once */ code: z.string() }),
  status: 201,
  summary: 'Complain without being known 匿名投诉',
})

/** Reads only; the code is no part of an address, which would be logged. */
export const findAnonymous = endpoint({
  name: 'complaint.find-anonymous',
  method: 'POST',
  path: '/anonymous-complaints/find',
  permission: 'public',
  body: z.strictObject({ code }),
  response: MyComplaint,
  audited: false,
  summary: 'What became of it, by its code 凭查询码查询',
})

export const replyAnonymous = endpoint({
  name: 'complaint.reply-anonymously',
  method: 'POST',
  path: '/anonymous-complaints/reply',
  permission: 'public',
  body: z.strictObject({ code, move: z.enum(replies), note: text(2000, 0).default('') }),
  response: MyComplaint,
  summary: 'As the complainant, by the code 凭查询码确认、要求重办、撤回',
})

export const takeDown = endpoint({
  name: 'complaint.take-down',
  method: 'POST',
  path: '/complaints',
  permission: 'complaint.intake',
  body: z.strictObject({
    ...said,
    channel: z.enum(deskChannels),
    /** whose intake deals with it; the own org, if it is not given */
    orgId: z.uuid().nullable().default(null),
    personId: z.uuid().nullable().default(null),
    contactName: text(60, 0).default(''),
    contactPhone: text(40, 0).default(''),
  }),
  response: Complaint,
  status: 201,
  idempotent: true,
  summary: 'Take down what somebody says by telephone, mail or in person 登记投诉',
})

export const listComplaints = endpoint({
  name: 'complaint.list',
  method: 'GET',
  path: '/complaints',
  permission: 'complaint.handle',
  query: z.strictObject({
    state: z.enum(states).optional(),
    kind: z.enum(kinds).optional(),
    mine: z.enum(['true']).optional(),
    late: z.enum(['true']).optional(),
    q: text(100, 0).optional(),
    ...pageQuery,
  }),
  response: pageOf(Complaint),
  summary: 'Complaints to deal with 投诉列表',
})

export const getComplaint = endpoint({
  name: 'complaint.get',
  method: 'GET',
  path: '/complaints/{id}',
  permission: 'complaint.handle',
  params: idParams,
  response: Complaint,
  summary: 'One complaint 投诉详情',
})

/** Files that came with its mails. */
export const listAttachments = attachmentsEndpoint({
  name: 'complaint.attachments',
  path: '/complaints/{id}/attachments',
  permission: 'complaint.handle',
})
export const downloadAttachment = downloadEndpoint({
  name: 'complaint.attachment',
  path: '/complaints/{id}/attachments',
  permission: 'complaint.handle',
})
export const listMyAttachments = attachmentsEndpoint({
  name: 'complaint.mine-attachments',
  path: '/my-complaints/{id}/attachments',
  permission: 'complaint.file',
})
export const downloadMyAttachment = downloadEndpoint({
  name: 'complaint.mine-attachment',
  path: '/my-complaints/{id}/attachments',
  permission: 'complaint.file',
})

const move = { method: 'POST', params: idParams, response: Complaint, ifMatch: true } as const

export const acceptComplaint = endpoint({
  ...move,
  name: 'complaint.accept',
  path: '/complaints/{id}/moves/accept',
  permission: 'complaint.intake',
  body: z.strictObject({
    note: text(2000, 0).default(''),
    /** who is complained about, where intake knows */ aboutPersonId: z.uuid().nullable().default(null),
  }),
  summary: 'Acknowledge it 受理',
})

export const assignComplaint = endpoint({
  ...move,
  name: 'complaint.assign',
  path: '/complaints/{id}/moves/assign',
  permission: 'complaint.intake',
  body: z.strictObject({ handlerId: z.uuid(), note: text(2000, 0).default('') }),
  summary: 'Say who deals with it 转办',
})

export const answerComplaint = endpoint({
  ...move,
  name: 'complaint.answer',
  path: '/complaints/{id}/moves/answer',
  permission: 'complaint.handle',
  body: z.strictObject({ answer: text(5000, 2) }),
  summary: 'Answer it 答复',
})

export const callBackComplaint = endpoint({
  ...move,
  name: 'complaint.call-back',
  path: '/complaints/{id}/moves/call-back',
  permission: 'complaint.intake',
  body: z.strictObject({ verdict: z.enum(verdicts), note: text(2000, 2) }),
  summary: 'Call about the answer 回访',
})

export const superviseComplaint = endpoint({
  ...move,
  name: 'complaint.supervise',
  path: '/complaints/{id}/moves/supervise',
  permission: 'complaint.supervise',
  body: z.strictObject({ note: text(2000, 2) }),
  summary: 'Press for it 督办',
})

export const Setting = z.object({ ackDays: z.int(), answerDays: z.int(), version: z.int() })

export const getSetting = endpoint({
  name: 'complaint.setting',
  method: 'GET',
  path: '/complaint-setting',
  permission: 'complaint.handle',
  response: Setting,
  summary: 'Working days for acknowledgement and answer 投诉时限',
})

export const putSetting = endpoint({
  name: 'complaint.configure',
  method: 'PUT',
  path: '/complaint-setting',
  permission: 'complaint.configure',
  body: z.strictObject({ ackDays: z.int().min(1).max(30), answerDays: z.int().min(1).max(120) }),
  response: Setting,
  ifMatch: true,
  summary: 'Change them 修改投诉时限',
})
