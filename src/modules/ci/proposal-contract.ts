import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { AttributeValues, Ci } from './contract.ts'
import { proposalStates } from './words.ts'

const Change = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })

export const Proposal = z.object({
  id: z.uuid(),
  source: z.string(),
  key: z.string(),
  /** the item it is about; null: it would be a new one */
  ci: z.object({ id: z.uuid(), name: z.string(), code: z.string() }).nullable(),
  /** other items that may be the same thing, by an identifying attribute */
  candidates: z.array(z.object({ id: z.uuid(), name: z.string(), code: z.string() })),
  classId: z.uuid(),
  org: z.object({ id: z.uuid(), name: z.string() }),
  name: z.string(),
  location: z.string(),
  attributes: z.record(z.string(), z.unknown()),
  /** what would be different; of a new item everything */
  changes: z.array(Change),
  relations: z.array(
    z.object({
      type: z.string(),
      direction: z.enum(['out', 'in']),
      key: z.string(),
      /** the other end, where it is known already and the reader may see it */
      ci: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      made: z.boolean(),
    }),
  ),
  state: z.enum(proposalStates),
  decidedBy: z.string().nullable(),
  decidedAt: when.nullable(),
  reason: z.string(),
  recordedAt: when,
  seenAt: when,
  version: z.int(),
})
export type Proposal = z.output<typeof Proposal>

export const listProposals = endpoint({
  name: 'ci.list-proposals',
  method: 'GET',
  path: '/ci-proposals',
  permission: 'ci.read',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(proposalStates).default('open'),
    source: z.string().max(40).optional(),
  }),
  response: pageOf(Proposal),
  summary: 'Proposals of sources 待确认的配置项',
})
/** What a source has found: new, different, or nothing new. Programs hand in what they know of one thing at a time. */
export const propose = endpoint({
  name: 'ci.propose',
  method: 'POST',
  path: '/ci-proposals',
  permission: 'ci.manage',
  body: z.strictObject({
    source: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/)
      .default('api'),
    key: text(200),
    class: z.string().max(40),
    name: text(200),
    orgId: z.uuid().nullable().default(null),
    location: text(200, 0).default(''),
    attributes: AttributeValues.default({}),
    relations: z
      .array(
        z.strictObject({
          type: z.string().max(40),
          direction: z.enum(['out', 'in']).default('out'),
          key: text(200),
        }),
      )
      .max(500)
      .default([]),
  }),
  response: z.object({
    proposalId: z.uuid().nullable(),
    ciId: z.uuid().nullable(),
    outcome: z.enum(['open', 'unchanged', 'rejected']),
  }),
  // audited where something new is said: that a thing was seen again as it is written is its `confirmedAt`
  audited: false,
  summary: 'Propose a configuration item 提交配置项建议',
})
export const acceptProposal = endpoint({
  name: 'ci.accept-proposal',
  method: 'POST',
  path: '/ci-proposals/{id}/moves/accept',
  permission: 'ci.manage',
  params: idParams,
  body: z.strictObject({
    /** it is this item, which the source did not know by its key yet */
    ciId: z.uuid().optional(),
    classId: z.uuid().optional(),
    orgId: z.uuid().optional(),
    name: text(200).optional(),
    code: z.string().trim().min(1).max(80).optional(),
    groupId: z.uuid().nullable().optional(),
  }),
  response: Ci,
  ifMatch: true,
  summary: 'Accept a proposal 采纳建议',
})
export const rejectProposal = endpoint({
  name: 'ci.reject-proposal',
  method: 'POST',
  path: '/ci-proposals/{id}/moves/reject',
  permission: 'ci.manage',
  params: idParams,
  body: z.strictObject({ reason: text(500, 0).default('') }),
  response: z.object({ id: z.uuid() }),
  ifMatch: true,
  summary: 'Refuse a proposal; the same is not proposed again 不采纳建议',
})
