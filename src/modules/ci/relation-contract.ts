import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { lifecycles, liveStates } from './words.ts'

/** The other end of a relation; without name and code where the reader may not see it. */
const End = z.object({
  id: z.uuid(),
  visible: z.boolean(),
  name: z.string().nullable(),
  code: z.string().nullable(),
  classId: z.uuid(),
  lifecycle: z.enum(lifecycles),
  liveState: z.enum(liveStates),
})

export const Relation = z.object({
  id: z.uuid(),
  type: z.string(),
  /** `out`: the item asked about is the source of the relation */
  direction: z.enum(['out', 'in']),
  other: End,
  redundancyId: z.uuid().nullable(),
  note: z.string(),
  source: z.string(),
  begunAt: when,
  version: z.int(),
})
export type Relation = z.output<typeof Relation>

const Redundancy = z.object({
  id: z.uuid(),
  name: z.string(),
  needs: z.int(),
  /** relations of the group that hold */
  members: z.int(),
  version: z.int(),
})

export const listRelations = endpoint({
  name: 'ci.list-relations',
  method: 'GET',
  path: '/cis/{id}/relations',
  permission: 'ci.read',
  params: idParams,
  response: z.object({
    /** the first 500 by type and name */
    items: z.array(Relation),
    truncated: z.boolean(),
    redundancies: z.array(Redundancy),
  }),
  summary: 'Relations of a configuration item 配置项的关系',
})
export const relate = endpoint({
  name: 'ci.relate',
  method: 'POST',
  path: '/ci-relations',
  permission: 'ci.manage',
  body: z.strictObject({
    type: z.string().max(40),
    sourceId: z.uuid(),
    targetId: z.uuid(),
    note: text(200, 0).default(''),
  }),
  response: Relation,
  status: 201,
  idempotent: true,
  summary: 'Relate two configuration items 建立关系',
})
export const unrelate = endpoint({
  name: 'ci.unrelate',
  method: 'POST',
  path: '/ci-relations/{id}/moves/end',
  permission: 'ci.manage',
  params: idParams,
  response: z.object({ id: z.uuid() }),
  ifMatch: true,
  summary: 'End a relation; its history stays 解除关系',
})
/** The item survives as long as `needs` of these relations hold: a cluster, two uplinks. */
export const createRedundancy = endpoint({
  name: 'ci.create-redundancy',
  method: 'POST',
  path: '/cis/{id}/redundancies',
  permission: 'ci.manage',
  params: idParams,
  body: z.strictObject({
    name: text(80),
    needs: z.int().min(1).max(1000),
    relationIds: z.array(z.uuid()).min(2).max(500),
  }),
  response: Redundancy,
  status: 201,
  idempotent: true,
  summary: 'Make relations a redundancy group 建立冗余组',
})
export const editRedundancy = endpoint({
  name: 'ci.edit-redundancy',
  method: 'PATCH',
  path: '/ci-redundancies/{id}',
  permission: 'ci.manage',
  params: idParams,
  body: z.strictObject({
    name: text(80).optional(),
    needs: z.int().min(1).max(1000).optional(),
    relationIds: z.array(z.uuid()).min(2).max(500).optional(),
  }),
  response: Redundancy,
  ifMatch: true,
  summary: 'Change a redundancy group 修改冗余组',
})
export const dissolveRedundancy = endpoint({
  name: 'ci.dissolve-redundancy',
  method: 'POST',
  path: '/ci-redundancies/{id}/moves/dissolve',
  permission: 'ci.manage',
  params: idParams,
  response: z.object({ id: z.uuid() }),
  ifMatch: true,
  summary: 'Dissolve a redundancy group: every relation counts alone 解散冗余组',
})
