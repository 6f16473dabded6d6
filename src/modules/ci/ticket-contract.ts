import { z } from 'zod'
import { endpoint, idParams, when } from '#kernel/http/endpoint.ts'
import { lifecycles, liveStates } from './words.ts'

/** An item on a ticket; without name and code where the reader may not see it. */
const OnTicket = z.object({
  id: z.uuid(),
  visible: z.boolean(),
  name: z.string().nullable(),
  code: z.string().nullable(),
  classId: z.uuid(),
  groupId: z.uuid().nullable(),
  groupName: z.string().nullable(),
  lifecycle: z.enum(lifecycles),
  liveState: z.enum(liveStates),
  /** other open tickets on it that the reader may see */
  openTickets: z.int(),
  /** changes of the item and its relations in the last seven days */
  recentChanges: z.int(),
  addedAt: when,
})

const Answer = z.object({
  items: z.array(OnTicket),
  mayEdit: z.boolean(),
  /** what the items speak for; null where none is on the ticket. A person decides. */
  suggestion: z
    .object({
      grade: z.enum(['major', 'serious', 'general', 'minor']),
      down: z.array(z.object({ id: z.uuid(), name: z.string() })),
      impaired: z.array(z.object({ id: z.uuid(), name: z.string() })),
      affected: z.int(),
      /** the group of most of the items */
      group: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    })
    .nullable(),
})
const withCi = z.strictObject({ id: z.uuid(), ciId: z.uuid() })
const body = z.strictObject({ ciIds: z.array(z.uuid()).min(1).max(50) })

/** List, add and take off: the same for every kind of ticket that items stand on, below its own path. */
function ticketCis<const Kind extends string>(
  kind: Kind,
  about: { list: string; add: string; remove: string },
) {
  const path = `/${kind}s/{id}/cis` as const
  return {
    list: endpoint({
      name: `ci.of-${kind}`,
      method: 'GET',
      path,
      permission: 'ci.read',
      params: idParams,
      response: Answer,
      summary: about.list,
    }),
    add: endpoint({
      name: `ci.add-to-${kind}`,
      method: 'POST',
      path,
      permission: 'ci.read',
      params: idParams,
      body,
      response: Answer,
      summary: about.add,
    }),
    remove: endpoint({
      name: `ci.remove-from-${kind}`,
      method: 'DELETE',
      path: `${path}/{ciId}`,
      permission: 'ci.read',
      params: withCi,
      response: Answer,
      summary: about.remove,
    }),
  }
}

export const incidentCis = ticketCis('incident', {
  list: 'Configuration items of an incident 事件的配置项',
  add: 'Put configuration items on an incident 选择事件的配置项',
  remove: 'Take a configuration item off an incident 移除事件的配置项',
})
export const changeCis = ticketCis('change', {
  list: 'Configuration items in the scope of a change 变更范围内的配置项',
  add: 'Put configuration items into the scope of a change 选择变更的配置项',
  remove: 'Take a configuration item out of the scope of a change 移除变更的配置项',
})
export type CisOfTicket = z.output<typeof Answer>

/** Tickets of an item that the reader may see, open ones first, the newest hundred. */
export const ciTickets = endpoint({
  name: 'ci.tickets',
  method: 'GET',
  path: '/cis/{id}/tickets',
  permission: 'ci.read',
  params: idParams,
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        number: z.string(),
        kind: z.string(),
        title: z.string(),
        state: z.string(),
        open: z.boolean(),
        recordedAt: when,
      }),
    ),
  }),
  summary: 'Tickets of a configuration item 配置项的工单',
})
