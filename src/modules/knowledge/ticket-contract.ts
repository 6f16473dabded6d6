import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { Article } from './contract.ts'
import { classifications, drillStates, kinds, linkWays, states } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

export const LinkedArticle = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(kinds),
  title: z.string(),
  state: z.enum(states),
  classification: z.enum(classifications),
  how: z.enum(linkWays),
  linkedBy: Ref.nullable(),
  linkedAt: when,
})

const ofTicket = z.object({ items: z.array(LinkedArticle) })

export const articlesOfIncident = endpoint({
  name: 'knowledge.of-incident',
  method: 'GET',
  path: '/incidents/{id}/articles',
  permission: 'knowledge.read-staff',
  params: idParams,
  response: ofTicket,
  summary: 'Articles linked to an incident 事件关联的知识',
})

export const linkArticle = endpoint({
  name: 'knowledge.link',
  method: 'POST',
  path: '/incidents/{id}/articles',
  permission: 'knowledge.read-staff',
  params: idParams,
  body: z.strictObject({
    articleId: z.uuid(),
    /** it helped to solve it, and is not merely about the same */
    used: z.boolean().default(false),
  }),
  response: ofTicket,
  summary: 'Link an article to an incident 关联知识',
})

export const unlinkArticle = endpoint({
  name: 'knowledge.unlink',
  method: 'DELETE',
  path: '/incidents/{id}/articles/{articleId}',
  permission: 'knowledge.read-staff',
  params: z.strictObject({ id: z.uuid(), articleId: z.uuid() }),
  response: ofTicket,
  summary: 'Take a link back 取消关联',
})

export const articleFromIncident = endpoint({
  name: 'knowledge.from-incident',
  method: 'POST',
  path: '/incidents/{id}/article-draft',
  permission: 'knowledge.write',
  params: idParams,
  response: Article,
  status: 201,
  idempotent: true,
  summary: 'Draft an article from an incident 由事件生成知识',
})

export const LinkedTicket = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  state: z.string(),
  how: z.enum(linkWays),
  linkedAt: when,
})

export const ticketsOfArticle = endpoint({
  name: 'knowledge.tickets',
  method: 'GET',
  path: '/articles/{id}/tickets',
  permission: 'knowledge.read-staff',
  params: idParams,
  response: z.object({ items: z.array(LinkedTicket) }),
  summary: 'The newest hundred tickets of an article that one may see 知识关联的工单',
})

export const voteArticle = endpoint({
  name: 'knowledge.vote',
  method: 'PUT',
  path: '/articles/{id}/vote',
  permission: 'knowledge.read',
  params: idParams,
  body: z.strictObject({ useful: z.boolean(), remark: text(1000, 0).default('') }),
  response: Article,
  summary: 'Useful or not 评价是否有用',
})

export const listVotes = endpoint({
  name: 'knowledge.votes',
  method: 'GET',
  path: '/articles/{id}/votes',
  permission: 'knowledge.write',
  params: idParams,
  response: z.object({
    items: z.array(
      z.object({ person: Ref, useful: z.boolean(), remark: z.string(), no: z.int(), recordedAt: when }),
    ),
  }),
  summary: 'The newest hundred remarks of readers, for those who write 读者意见',
})

export const countView = endpoint({
  name: 'knowledge.view',
  method: 'POST',
  path: '/articles/{id}/views',
  permission: 'knowledge.read',
  params: idParams,
  response: z.object({ views: z.int() }),
  // reading is no change of the article; an entry for each look would bury what matters
  audited: false,
  summary: 'Count that it was read 计一次阅读',
})

export const getFigures = endpoint({
  name: 'knowledge.figures',
  method: 'GET',
  path: '/knowledge-figures',
  permission: 'knowledge.read-staff',
  query: z.strictObject({ days: z.coerce.number().int().min(1).max(366).default(30) }),
  response: z.object({
    /** published articles that the caller may read, and how many of them are due for review */
    published: z.int(),
    due: z.int(),
    /** incidents the caller may see that were resolved in the period, and those of them with an article */
    resolved: z.int(),
    withArticle: z.int(),
  }),
  summary: 'Reuse of knowledge 知识复用率',
})

export const Drill = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(drillStates),
  plannedOn: z.string(),
  heldOn: z.string().nullable(),
  planNo: z.int().nullable(),
  participants: z.string(),
  findings: z.string(),
  version: z.int(),
})

const ofPlan = z.object({ items: z.array(Drill) })

export const listDrills = endpoint({
  name: 'knowledge.drills',
  method: 'GET',
  path: '/articles/{id}/drills',
  permission: 'knowledge.read',
  params: idParams,
  response: ofPlan,
  summary: 'Drills of an emergency plan 演练记录',
})

export const planDrill = endpoint({
  name: 'knowledge.plan-drill',
  method: 'POST',
  path: '/articles/{id}/drills',
  permission: 'knowledge.write',
  params: idParams,
  body: z.strictObject({
    title: text(200, 2),
    plannedOn: z.iso.date(),
    participants: text(1000, 0).default(''),
  }),
  response: ofPlan,
  status: 201,
  idempotent: true,
  summary: 'Plan a drill 计划演练',
})

const drillParams = z.strictObject({ id: z.uuid(), drillId: z.uuid() })

export const holdDrill = endpoint({
  name: 'knowledge.hold-drill',
  method: 'POST',
  path: '/articles/{id}/drills/{drillId}/moves/hold',
  permission: 'knowledge.write',
  params: drillParams,
  body: z.strictObject({
    heldOn: z.iso.date(),
    participants: text(1000, 2),
    findings: text(5000, 2),
  }),
  response: ofPlan,
  ifMatch: true,
  summary: 'Record how a drill went 记录演练结果',
})

export const cancelDrill = endpoint({
  name: 'knowledge.cancel-drill',
  method: 'POST',
  path: '/articles/{id}/drills/{drillId}/moves/cancel',
  permission: 'knowledge.write',
  params: drillParams,
  body: z.strictObject({ reason: text(1000, 2) }),
  response: ofPlan,
  ifMatch: true,
  summary: 'Cancel a drill 取消演练',
})
