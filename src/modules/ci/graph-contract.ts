import { z } from 'zod'
import { endpoint, idParams } from '#kernel/http/endpoint.ts'
import { lifecycles, liveStates, maxLevels } from './words.ts'

/** Checks and open alerts of an item, as far as the reader may see them. */
const Now = z.object({
  checks: z.int(),
  /** those that are not well */
  bad: z.int(),
  alerts: z.int(),
  critical: z.int(),
})

/** An item in a picture; without name and code where the reader may not see it. */
export const GraphNode = z.object({
  id: z.uuid(),
  visible: z.boolean(),
  name: z.string().nullable(),
  code: z.string().nullable(),
  classId: z.uuid(),
  orgName: z.string().nullable(),
  groupId: z.uuid().nullable(),
  groupName: z.string().nullable(),
  lifecycle: z.enum(lifecycles),
  /** by its checks and open alerts, as far as the reader may see them; without any, as it was last said */
  liveState: z.enum(liveStates),
  now: Now.nullable().default(null),
  /** relations away from where the question began */
  level: z.int(),
})
export type GraphNode = z.output<typeof GraphNode>

export const GraphEdge = z.object({
  id: z.uuid(),
  type: z.string(),
  sourceId: z.uuid(),
  targetId: z.uuid(),
  redundancyId: z.uuid().nullable(),
})
export type GraphEdge = z.output<typeof GraphEdge>

const levels = z.coerce.number().int().min(1).max(maxLevels)

export const graphModes = ['neighbourhood', 'upstream', 'downstream'] as const

export const getGraph = endpoint({
  name: 'ci.graph',
  method: 'GET',
  path: '/cis/{id}/graph',
  permission: 'ci.read',
  params: idParams,
  query: z.strictObject({
    /** all around it; what it rests on; what rests on it */
    mode: z.enum(graphModes).default('neighbourhood'),
    levels: levels.default(2),
    /** the nearest so many items */
    limit: z.coerce.number().int().min(1).max(2000).default(300),
  }),
  response: z.object({ nodes: z.array(GraphNode), edges: z.array(GraphEdge), truncated: z.boolean() }),
  summary: 'Items around a configuration item 配置项关系图',
})

export const getLive = endpoint({
  name: 'ci.live',
  method: 'GET',
  path: '/cis/{id}/live',
  permission: 'ci.read',
  params: idParams,
  response: z.object({ state: z.enum(liveStates), stored: z.enum(liveStates), now: Now.nullable() }),
  summary: 'How an item is now, by its checks and open alerts 配置项实时状态',
})

const Group = z.object({
  id: z.uuid(),
  name: z.string(),
  needs: z.int(),
  members: z.int(),
  lost: z.int(),
})

export const Impact = z.object({
  /** those asked about first, then by level */
  nodes: z.array(
    GraphNode.extend({
      /** why it fails; null for those asked about */
      cause: z
        .object({
          via: z.uuid(),
          relationId: z.uuid(),
          type: z.string(),
          /** the redundancy group that is exhausted */
          group: Group.nullable(),
        })
        .nullable(),
    }),
  ),
  edges: z.array(GraphEdge),
  /** items that fail beside those asked about, also those that `nodes` has no room for */
  affected: z.int(),
  /** there are more than the answer counts */
  truncated: z.boolean(),
  services: z.array(
    z.object({
      id: z.uuid(),
      code: z.string(),
      name: z.string(),
      /** `down`: an essential item fails */
      effect: z.enum(['down', 'impaired']),
      /** the items that it loses, five at most */
      by: z.array(z.uuid()),
    }),
  ),
  /** items that have lost members of a redundancy group and hold */
  weakened: z.array(GraphNode.omit({ level: true }).extend({ group: Group })),
  suggestion: z.object({
    grade: z.enum(['major', 'serious', 'general', 'minor']),
    down: z.int(),
    impaired: z.int(),
    affected: z.int(),
  }),
})
export type Impact = z.output<typeof Impact>

export const getImpact = endpoint({
  name: 'ci.impact',
  method: 'GET',
  path: '/ci-impact',
  permission: 'ci.read',
  query: z.strictObject({
    /** ids with commas: what fails, fifty at most */
    ids: z.string().max(2000),
    levels: levels.default(maxLevels),
    limit: z.coerce.number().int().min(1).max(5000).default(500),
  }),
  response: Impact,
  summary: 'Impact of an outage 中断影响分析',
})
