import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'

const at = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'recurring:error.bad_time')
/** What happens when the day is no working day: filed all the same, left out, filed on the next working day. */
export const closedRules = ['file', 'skip', 'next'] as const
const closed = z.enum(closedRules).default('next')
/** None: every month. */
const months = z.array(z.int().min(1).max(12)).max(12).default([])

/** When it comes, on the unit's default calendar and by its clock (`at`, HH:MM). -1 is the last one of the month. */
export const Rule = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('workday'), at }),
  z.strictObject({
    every: z.literal('week'),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
    at,
    closed,
  }),
  z.strictObject({
    every: z.literal('month-day'),
    day: z.union([z.int().min(1).max(31), z.literal(-1)]),
    months,
    at,
    closed,
  }),
  z.strictObject({
    every: z.literal('month-workday'),
    n: z.union([z.int().min(1).max(15), z.literal(-1)]),
    months,
    at,
  }),
])
export type RuleInput = z.input<typeof Rule>

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
