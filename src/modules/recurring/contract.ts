import { z } from 'zod'
import { Rule } from '#kernel/calendar/recurrence-contract.ts'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'

const Ref = z.object({ id: z.string(), name: z.string() })

export const Recurring = z.object({
  id: z.string(),
  name: z.string(),
  template: Ref.nullable(),
  org: Ref,
  rule: Rule,
  active: z.boolean(),
  nextAt: when.nullable(),
  /** its time has passed and it is not filed: tried again until it can be */
  late: z.boolean(),
  /** the next three */
  upcoming: z.array(when),
  last: z.object({ at: when, ticketId: z.string(), number: z.string() }).nullable(),
  updatedAt: when,
  version: z.number(),
  abilities: z.array(z.enum(['edit'])),
})

export const listRecurring = endpoint({
  name: 'recurring.list',
  method: 'GET',
  path: '/recurring-tickets',
  permission: 'recurring.read',
  response: z.object({ items: z.array(Recurring) }),
  summary: 'Recurring tickets 定期工单',
})

const Body = z.strictObject({
  name: text(100, 2),
  templateId: z.uuid(),
  orgId: z.uuid(),
  rule: Rule,
  active: z.boolean().default(true),
})
export const createRecurring = endpoint({
  name: 'recurring.create',
  method: 'POST',
  path: '/recurring-tickets',
  permission: 'recurring.manage',
  body: Body,
  response: Recurring,
  status: 201,
  idempotent: true,
  summary: 'Schedule a recurring ticket 新建定期工单',
})
export const editRecurring = endpoint({
  name: 'recurring.edit',
  method: 'PUT',
  path: '/recurring-tickets/{id}',
  permission: 'recurring.manage',
  params: idParams,
  body: Body,
  response: Recurring,
  ifMatch: true,
  summary: 'Change a recurring ticket 修改定期工单',
})
export const deleteRecurring = endpoint({
  name: 'recurring.delete',
  method: 'DELETE',
  path: '/recurring-tickets/{id}',
  permission: 'recurring.manage',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a recurring ticket 删除定期工单',
})
