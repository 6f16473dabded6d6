import { z } from 'zod'
import { endpoint, idParams, text, when } from '../http/endpoint.ts'
import { shares } from '../sharing/words.ts'

/** Filters and sort as the list's own query takes them. */
const Query = z
  .record(z.string().regex(/^[A-Za-z]{1,40}$/), z.string().max(500))
  .refine((query) => Object.keys(query).length <= 40, 'view:error.too_many_filters')
const listName = z.string().regex(/^[a-z][a-z-]{1,40}$/)
const Ref = z.object({ id: z.string(), name: z.string() })
export const rhythms = ['minute', 'day'] as const

export const View = z.object({
  id: z.string(),
  list: z.string(),
  name: z.string(),
  query: z.record(z.string(), z.string()),
  share: z.enum(shares),
  owner: Ref,
  group: Ref.nullable(),
  org: Ref.nullable(),
  updatedAt: when,
  version: z.number(),
  /** how often I am told what is new in it; null: not at all */
  subscribed: z.enum(rhythms).nullable(),
  abilities: z.array(z.enum(['edit'])),
})

export const listViews = endpoint({
  name: 'view.list',
  method: 'GET',
  path: '/views',
  permission: 'view.use',
  query: z.strictObject({ list: listName }),
  response: z.object({ items: z.array(View) }),
  summary: 'Views of a list: mine and those shared with me 已存视图',
})
export const getView = endpoint({
  name: 'view.get',
  method: 'GET',
  path: '/views/{id}',
  permission: 'view.use',
  params: idParams,
  response: View,
  summary: 'One view 视图',
})

const shared = {
  share: z.enum(shares).default('personal'),
  groupId: z.uuid().optional(),
  orgId: z.uuid().optional(),
}
export const createView = endpoint({
  name: 'view.create',
  method: 'POST',
  path: '/views',
  permission: 'view.use',
  body: z.strictObject({ list: listName, name: text(60, 1), query: Query, ...shared }),
  response: View,
  status: 201,
  idempotent: true,
  summary: 'Save a view 存为视图',
})
export const editView = endpoint({
  name: 'view.edit',
  method: 'PUT',
  path: '/views/{id}',
  permission: 'view.use',
  params: idParams,
  body: z.strictObject({ name: text(60, 1), query: Query, ...shared }),
  response: View,
  ifMatch: true,
  summary: 'Change a view 修改视图',
})
export const deleteView = endpoint({
  name: 'view.delete',
  method: 'DELETE',
  path: '/views/{id}',
  permission: 'view.use',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a view 删除视图',
})

/** Told within a minute, or once a day in the morning, that something new is in it. */
export const subscribeView = endpoint({
  name: 'view.subscribe',
  method: 'PUT',
  path: '/views/{id}/subscription',
  permission: 'view.use',
  params: idParams,
  body: z.strictObject({ every: z.enum(rhythms).nullable() }),
  response: View,
  summary: 'Be told what is new in a view 订阅视图',
})

/** Everything that the list shows the caller by this filter, as CSV; `filter` is the query of the list, as in an address. */
export const exportList = endpoint({
  name: 'view.export',
  method: 'GET',
  path: '/lists/{list}/export',
  permission: 'view.use',
  params: z.strictObject({ list: listName }),
  query: z.strictObject({ filter: z.string().max(4000).default('') }),
  response: z.unknown(),
  download: true,
  summary: 'A list as CSV 导出列表',
})
