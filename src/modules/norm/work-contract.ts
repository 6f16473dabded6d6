/** What people do about clauses: proofs by hand, exemptions, rectification; and the assessor's pack. */
import { z } from 'zod'
import { attachEndpoint, downloadEndpoint } from '#kernel/files/contract.ts'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { Exemption, Proof } from './contract.ts'
import * as words from './words.ts'

const ref = z.object({ id: z.string(), name: z.string() })
const day = z.iso.date()
const clauseParams = z.strictObject({ id: z.uuid(), clauseId: z.uuid() })
/** A page of this program, or one that people can open. */
const link = z.union([
  z.string().regex(/^\/[A-Za-z0-9][A-Za-z0-9/_.?=&%-]{0,300}$/),
  z.url({ protocol: /^https?$/ }).max(1000),
])

export const fileProof = endpoint({
  name: 'norm.file-proof',
  method: 'POST',
  path: '/norm-adoptions/{id}/clauses/{clauseId}/proofs',
  permission: 'norm.answer',
  params: clauseParams,
  body: z
    .strictObject({
      kind: z.enum(words.proofKinds),
      statement: text(4000, 2),
      link: link.nullable().default(null),
      says: z.enum(words.verdicts).default('conforms'),
      validFrom: day,
      validUntil: day,
    })
    .refine((one) => one.validUntil >= one.validFrom, { path: ['validUntil'], message: 'norm_days' })
    .refine((one) => one.kind !== 'link' || one.link !== null, { path: ['link'], message: 'norm_link' }),
  response: Proof,
  status: 201,
  idempotent: true,
  summary: 'File a proof by hand 提交人工证据',
})
export const reviewProof = endpoint({
  name: 'norm.review-proof',
  method: 'POST',
  path: '/norm-proofs/{id}/moves/review',
  permission: 'norm.review',
  params: idParams,
  body: z.strictObject({ accept: z.boolean(), note: text(2000, 0).default('') }),
  response: Proof,
  ifMatch: true,
  summary: 'Accept or refuse a proof that somebody else filed 复核人工证据',
})
export const withdrawProof = endpoint({
  name: 'norm.withdraw-proof',
  method: 'POST',
  path: '/norm-proofs/{id}/moves/withdraw',
  permission: 'norm.answer',
  params: idParams,
  response: Proof,
  ifMatch: true,
  summary: 'Take back a proof that one filed 撤回人工证据',
})
export const attachToProof = attachEndpoint({
  name: 'norm.attach',
  path: '/norm-proofs/{id}/attachments',
  permission: 'norm.answer',
})
export const downloadFromProof = downloadEndpoint({
  name: 'norm.attachment',
  path: '/norm-proofs/{id}/attachments',
  permission: 'norm.read',
})

export const askExemption = endpoint({
  name: 'norm.ask-exemption',
  method: 'POST',
  path: '/norm-adoptions/{id}/clauses/{clauseId}/exemptions',
  permission: 'norm.manage',
  params: clauseParams,
  body: z.strictObject({ reason: text(4000, 2) }),
  response: Exemption,
  status: 201,
  summary: 'Ask that a clause does not apply 申请不适用',
})
export const endExemption = endpoint({
  name: 'norm.end-exemption',
  method: 'POST',
  path: '/norm-exemptions/{id}/moves/end',
  permission: 'norm.manage',
  params: idParams,
  body: z.strictObject({ reason: text(2000, 2) }),
  response: Exemption,
  ifMatch: true,
  summary: 'End that a clause does not apply 结束不适用',
})

export const Task = z.object({
  id: z.string(),
  adoptionId: z.string(),
  clauseId: z.string(),
  code: z.string(),
  article: z.string(),
  norm: z.string(),
  normEn: z.string(),
  title: z.string(),
  what: z.string(),
  owner: ref,
  dueOn: z.string(),
  overdue: z.boolean(),
  state: z.enum(words.taskStates),
  result: z.string(),
  doneBy: ref.nullable(),
  doneAt: when.nullable(),
  verifiedBy: ref.nullable(),
  verifiedAt: when.nullable(),
  note: z.string(),
  createdBy: ref.nullable(),
  recordedAt: when,
  version: z.number(),
  supervision: z.array(
    z.object({
      id: z.string(),
      leader: ref,
      instruction: z.string(),
      recordedAt: z.string(),
      reply: z.string().nullable(),
      repliedAt: z.string().nullable(),
    }),
  ),
  abilities: z.array(z.enum(['done', 'verify', 'return', 'cancel', 'supervise', 'reply'])),
})
export type TaskRecord = z.input<typeof Task>

export const listTasks = endpoint({
  name: 'norm.tasks',
  method: 'GET',
  path: '/norm-tasks',
  permission: 'norm.read',
  query: z.strictObject({
    adoptionId: z.uuid().optional(),
    clauseId: z.uuid().optional(),
    mine: z.stringbool().optional(),
    open: z.stringbool().optional(),
  }),
  response: z.object({ items: z.array(Task) }),
  summary: 'Rectification tasks 整改任务',
})
export const createTask = endpoint({
  name: 'norm.create-task',
  method: 'POST',
  path: '/norm-adoptions/{id}/clauses/{clauseId}/tasks',
  permission: 'norm.manage',
  params: clauseParams,
  body: z.strictObject({
    title: text(200, 2),
    what: text(4000, 0).default(''),
    ownerId: z.uuid(),
    dueOn: day,
  }),
  response: Task,
  status: 201,
  idempotent: true,
  summary: 'Have a gap closed by somebody until a day 下达整改任务',
})
const move = <const N extends string, const P extends string, B extends z.ZodType>(
  name: N,
  permission: P,
  body: B,
  summary: string,
) =>
  endpoint({
    name: `norm.${name}`,
    method: 'POST',
    path: `/norm-tasks/{id}/moves/${name}`,
    permission,
    params: idParams,
    body,
    response: Task,
    ifMatch: true,
    summary,
  })
const words2000 = text(2000, 2)
export const finishTask = move(
  'finish-task',
  'norm.answer',
  z.strictObject({ result: words2000 }),
  'Say that it is done, and how 完成整改',
)
export const verifyTask = move(
  'verify-task',
  'norm.review',
  z.strictObject({ note: text(2000, 0).default('') }),
  'Verify what somebody else did 验证整改',
)
export const returnTask = move(
  'return-task',
  'norm.review',
  z.strictObject({ note: words2000 }),
  'Give it back 退回整改',
)
export const cancelTask = move(
  'cancel-task',
  'norm.manage',
  z.strictObject({ reason: words2000 }),
  'Cancel a task 取消整改',
)
export const superviseTask = move(
  'supervise-task',
  'norm.review',
  z.strictObject({ instruction: words2000 }),
  'A leader’s instruction to the owner 督办',
)
export const answerTask = move(
  'answer-task',
  'norm.answer',
  z.strictObject({ supervisionId: z.uuid(), reply: words2000 }),
  'Answer a leader’s instruction 答复督办',
)

const pack = {
  method: 'GET',
  permission: 'norm.export',
  params: idParams,
  response: z.unknown(),
  download: true,
} as const
export const checkSeal = endpoint({
  name: 'norm.check-seal',
  method: 'GET',
  path: '/norm-adoptions/{id}/seal-checks',
  permission: 'norm.export',
  params: idParams,
  query: z.strictObject({
    /** number and value of the seal, as the pack has them */
    seal: z.coerce
      .number()
      .int()
      .min(1)
      .max(Number.MAX_SAFE_INTEGER - 1),
    hash: z
      .string()
      .trim()
      .regex(/^[0-9a-fA-F]{64}$/),
  }),
  response: z.object({
    seal: z.enum(['same', 'other', 'missing']),
    sealedAt: z.string().nullable(),
    /** the last time that the whole audit was verified; null: not yet */
    audit: z.object({ at: when, ok: z.boolean() }).nullable(),
    /** evaluations whose results held at the time of the seal, and those of them that are not what they were */
    runs: z.number(),
    altered: z.number(),
  }),
  summary: 'Whether a pack’s seal and results are still what they were 核验迎检材料',
})
export const packPdf = endpoint({
  ...pack,
  name: 'norm.pack-pdf',
  path: '/norm-adoptions/{id}/pack.pdf',
  summary: 'Assessor’s pack as PDF 迎检材料（PDF）',
})
export const packWord = endpoint({
  ...pack,
  name: 'norm.pack-word',
  path: '/norm-adoptions/{id}/pack.docx',
  summary: 'Assessor’s pack as Word 迎检材料（Word）',
})
