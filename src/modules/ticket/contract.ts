import { z } from 'zod'
import { endpoint, idParams, text } from '#kernel/http/endpoint.ts'

export const Category = z.object({
  id: z.string(),
  parentId: z.string().nullable(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  active: z.boolean(),
  position: z.number(),
  version: z.number(),
})

export const listCategories = endpoint({
  name: 'ticket.categories',
  method: 'GET',
  path: '/categories',
  permission: 'ticket.read-categories',
  query: z.strictObject({ active: z.stringbool().optional() }),
  response: z.object({ items: z.array(Category) }),
  summary: 'Category tree 分类树',
})
export const createCategory = endpoint({
  name: 'ticket.create-category',
  method: 'POST',
  path: '/categories',
  permission: 'ticket.configure',
  body: z.strictObject({
    parentId: z.uuid().nullable().default(null),
    code: text(40).regex(/^[A-Za-z0-9._-]+$/),
    name: text(60),
    nameEn: text(80, 0).default(''),
    position: z.int().min(0).max(100_000).default(0),
  }),
  response: Category,
  status: 201,
  idempotent: true,
  summary: 'Add a category 新增分类',
})
export const updateCategory = endpoint({
  name: 'ticket.update-category',
  method: 'PATCH',
  path: '/categories/{id}',
  permission: 'ticket.configure',
  params: idParams,
  body: z.strictObject({
    name: text(60).optional(),
    nameEn: text(80, 0).optional(),
    active: z.boolean().optional(),
    position: z.int().min(0).max(100_000).optional(),
  }),
  response: Category,
  ifMatch: true,
  summary: 'Change a category 修改分类',
})
