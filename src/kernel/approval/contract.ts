import { z } from 'zod'
import { endpoint, idParams, instant, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { approvalStates, itemStates, modes, places } from './words.ts'

const Person = z.object({ id: z.uuid(), name: z.string() })
const Subject = z.object({
  entity: z.string(),
  id: z.uuid(),
  /** what such records are called, in the reader's language */
  label: z.string(),
})

/** One line of a list. `item` is there in the list of what waits for me. */
export const ApprovalBrief = z.object({
  id: z.uuid(),
  version: z.number(),
  title: z.string(),
  subject: Subject,
  requester: Person,
  orgName: z.string(),
  state: z.enum(approvalStates),
  /** name of the step that decides now; null when over; empty while the requester revises */
  step: z.string().nullable(),
  startedAt: when,
  endedAt: when.nullable(),
  /** the item that the line is about: what waits for me, what I decided */
  item: z
    .object({
      id: z.uuid(),
      state: z.enum(itemStates),
      since: when,
      dueAt: when.nullable(),
      overdue: z.boolean(),
      decidedAt: when.nullable(),
      /** whom I stand in for */
      onBehalfOf: Person.nullable(),
    })
    .nullable(),
})

const Signature = z.object({
  id: z.uuid(),
  slot: z.number(),
  person: Person,
  state: z.enum(itemStates),
  /** who decided in the person's place */
  by: Person.nullable(),
  decidedAt: when.nullable(),
  dueAt: when.nullable(),
  overdue: z.boolean(),
  reason: z.string(),
})

export const abilities = [
  'approve',
  'reject',
  'return',
  'add-signer',
  'transfer',
  'recall',
  'withdraw',
  'remind',
  'resubmit',
] as const

export const ApprovalDetail = ApprovalBrief.omit({ item: true }).extend({
  /** what is decided about; null when the record is gone */
  view: z
    .object({
      number: z.string().nullable(),
      title: z.string(),
      /** path of the record's page; null for those who may not open it */
      path: z.string().nullable(),
      facts: z.array(z.object({ label: z.string(), value: z.string() })),
    })
    .nullable(),
  digest: z.string(),
  currentStep: z.number().nullable(),
  steps: z.array(
    z.object({
      no: z.number(),
      name: z.string(),
      mode: z.enum(modes),
      state: z.enum(['ahead', 'now', 'done', 'stopped']),
      /** planned people of a step that is still ahead */
      planned: z.array(Person),
      signatures: z.array(Signature),
    }),
  ),
  history: z.array(
    z.object({
      seq: z.number(),
      kind: z.string(),
      at: when,
      actor: Person.nullable(),
      onBehalfOf: Person.nullable(),
      /** added signer, who it was transferred to, the fallback */
      people: z.array(Person),
      step: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  /** what I may decide now; more than one when I stand in for somebody */
  mine: z.array(z.object({ id: z.uuid(), onBehalfOf: Person.nullable() })),
  /** earlier steps that it can be returned to; 0 is the requester */
  returnTo: z.array(z.number()),
  abilities: z.array(z.enum(abilities)),
})

export const lists = ['waiting', 'asked', 'decided', 'all'] as const

export const listApprovals = endpoint({
  name: 'approval.list',
  method: 'GET',
  path: '/approvals',
  permission: 'approval.follow',
  query: z.strictObject({
    ...pageQuery,
    /** `waiting` for me (oldest first), `asked` or `decided` by me, `all` that I may oversee (newest first) */
    list: z.enum(lists).default('waiting'),
    state: z.enum(approvalStates).optional(),
  }),
  response: pageOf(ApprovalBrief),
  summary: 'Approvals that wait for me, that I asked for, that I decided 待我审批、我发起的、我已审批',
})

export const countApprovals = endpoint({
  name: 'approval.count',
  method: 'GET',
  path: '/approvals/count',
  permission: 'approval.follow',
  response: z.object({ waiting: z.int(), overdue: z.int() }),
  summary: 'How many approvals wait for me 待我审批数',
})

export const approvalsOf = endpoint({
  name: 'approval.of',
  method: 'GET',
  path: '/approvals/of',
  permission: 'approval.follow',
  query: z.strictObject({ entity: z.string().min(1).max(50), entityId: z.uuid() }),
  response: z.object({ items: z.array(ApprovalBrief) }),
  summary: 'Approvals of a record that I may see, newest first 某一记录的审批',
})

export const lookupSigners = endpoint({
  name: 'approval.people',
  method: 'GET',
  path: '/approvals/people',
  permission: 'approval.decide',
  query: z.strictObject({
    q: text(100, 0).default(''),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  response: z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string(), orgName: z.string() })) }),
  summary: 'Pick somebody who may decide 选择审批人',
})

export const getApproval = endpoint({
  name: 'approval.get',
  method: 'GET',
  path: '/approvals/{id}',
  permission: 'approval.follow',
  params: idParams,
  response: ApprovalDetail,
  summary: 'One approval with its steps and history 审批详情',
})

const reason = text(2000, 0).default('')
const needed = text(2000)
const itemId = z.uuid().optional()

function move<const B extends z.ZodRawShape>(
  verb: string,
  permission: 'approval.decide' | 'approval.follow',
  body: B,
  summary: string,
) {
  return endpoint({
    name: `approval.${verb}`,
    method: 'POST',
    path: `/approvals/{id}/moves/${verb}`,
    permission,
    params: idParams,
    body: z.strictObject(body),
    response: ApprovalDetail,
    ifMatch: true,
    summary,
  })
}

export const approve = move('approve', 'approval.decide', { itemId, reason }, 'Approve 同意')
export const reject = move('reject', 'approval.decide', { itemId, reason: needed }, 'Reject 驳回')
export const returnTo = move(
  'return',
  'approval.decide',
  { itemId, reason: needed, to: z.int().min(0).max(20) },
  'Return to an earlier step, 0 to the requester 退回',
)
export const addSigner = move(
  'add-signer',
  'approval.decide',
  { itemId, personId: z.uuid(), place: z.enum(places), reason },
  'Add a signer before, after or beside me 加签',
)
export const transfer = move(
  'transfer',
  'approval.decide',
  { itemId, personId: z.uuid(), reason: needed },
  'Give a decision to somebody else 转办',
)
export const recall = move(
  'recall',
  'approval.decide',
  { reason },
  'Take the own last decision back 撤回意见',
)
export const withdraw = move('withdraw', 'approval.follow', { reason }, 'Take the own request back 撤回申请')
export const resubmit = move(
  'resubmit',
  'approval.follow',
  { reason },
  'Hand in again what was returned 重新提交',
)
export const remind = endpoint({
  name: 'approval.remind',
  method: 'POST',
  path: '/approvals/{id}/moves/remind',
  permission: 'approval.follow',
  params: idParams,
  response: ApprovalDetail,
  ifMatch: true,
  summary: 'Remind those who are asked 催办',
})

export const approveMany = endpoint({
  name: 'approval.approve-many',
  method: 'POST',
  path: '/approvals/approve-many',
  permission: 'approval.decide',
  body: z.strictObject({
    items: z
      .array(z.strictObject({ id: z.uuid(), version: z.int() }))
      .min(1)
      .max(100),
    reason,
  }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        ok: z.boolean(),
        /** why not, for a person; null when it was approved */
        code: z.string().nullable(),
        message: z.string().nullable(),
      }),
    ),
  }),
  // every approval is a transaction of its own: one that fails takes no other with it
  ownTransaction: true,
  summary: 'Approve several, each for itself 批量同意',
})

/** A stand-in for an absence 委托. */
export const Delegation = z.object({
  id: z.uuid(),
  from: Person,
  to: Person,
  startsAt: when,
  endsAt: when,
  reason: z.string(),
  active: z.boolean(),
  version: z.number(),
})

export const listDelegations = endpoint({
  name: 'approval.delegations',
  method: 'GET',
  path: '/approval-delegations',
  permission: 'approval.decide',
  response: z.object({ items: z.array(Delegation) }),
  summary: 'My delegations, given and taken 我的委托',
})

export const createDelegation = endpoint({
  name: 'approval.delegate',
  method: 'POST',
  path: '/approval-delegations',
  permission: 'approval.decide',
  body: z.strictObject({
    toId: z.uuid(),
    /** absent: from now on */
    startsAt: instant.optional(),
    endsAt: instant,
    reason: text(500, 0).default(''),
  }),
  response: Delegation,
  status: 201,
  idempotent: true,
  summary: 'Name a stand-in for an absence 委托他人审批',
})

export const editDelegation = endpoint({
  name: 'approval.edit-delegation',
  method: 'PATCH',
  path: '/approval-delegations/{id}',
  permission: 'approval.decide',
  params: idParams,
  body: z.strictObject({ endsAt: instant }),
  response: Delegation,
  ifMatch: true,
  summary: 'Change the end of a delegation 修改委托期限',
})

export const endDelegation = endpoint({
  name: 'approval.end-delegation',
  method: 'POST',
  path: '/approval-delegations/{id}/moves/end',
  permission: 'approval.decide',
  params: idParams,
  response: z.object({ items: z.array(Delegation) }),
  ifMatch: true,
  summary: 'End a delegation now; either of the two may 结束委托',
})
