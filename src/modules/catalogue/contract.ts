import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { FormDefinition } from './form-contract.ts'
import { ItemDefinition, TargetTime } from './item-contract.ts'

export const CatalogueCategory = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  position: z.number(),
  active: z.boolean(),
  version: z.number(),
})

/** An item as those see it who may ask for it. */
export const CatalogueCard = z.object({
  id: z.uuid(),
  code: z.string(),
  categoryId: z.uuid(),
  /** version that is asked for */
  no: z.number(),
  name: z.string(),
  nameEn: z.string(),
  summary: z.string(),
  summaryEn: z.string(),
  popular: z.boolean(),
  needsApproval: z.boolean(),
  target: TargetTime.nullable(),
  cost: z.string(),
  costEn: z.string(),
})

export const CatalogueOffer = CatalogueCard.extend({
  description: z.string(),
  descriptionEn: z.string(),
  quality: z.string(),
  qualityEn: z.string(),
  service: z.object({ id: z.string(), name: z.string() }).nullable(),
  form: FormDefinition,
  /** what will be done, in order of its stages */
  steps: z.array(z.object({ name: z.string(), nameEn: z.string(), stage: z.number() })),
})

export const browseCatalogue = endpoint({
  name: 'catalogue.browse',
  method: 'GET',
  path: '/catalogue',
  permission: 'catalogue.read',
  query: z.strictObject({
    /** all of its words must occur in name, description, keywords */
    q: z.string().trim().max(200).optional(),
    /** for whom; those who ask for others see what these may ask for */
    forId: z.uuid().optional(),
  }),
  response: z.object({ categories: z.array(CatalogueCategory), items: z.array(CatalogueCard) }),
  summary: 'What I may ask for 服务目录',
})
export const getOffer = endpoint({
  name: 'catalogue.offer',
  method: 'GET',
  path: '/catalogue/{id}',
  permission: 'catalogue.read',
  params: idParams,
  query: z.strictObject({ forId: z.uuid().optional() }),
  response: CatalogueOffer,
  summary: 'An item with its form 服务事项与表单',
})

/** An item as its keepers see it. */
export const CatalogueItem = z.object({
  id: z.uuid(),
  code: z.string(),
  categoryId: z.uuid(),
  position: z.number(),
  popular: z.boolean(),
  active: z.boolean(),
  liveNo: z.number(),
  version: z.number(),
  updatedAt: when,
  definition: ItemDefinition,
  versions: z.array(z.object({ no: z.number(), author: z.string().nullable(), recordedAt: when })),
})
export const listItems = endpoint({
  name: 'catalogue.items',
  method: 'GET',
  path: '/catalogue-items',
  permission: 'catalogue.manage',
  response: z.object({
    categories: z.array(CatalogueCategory),
    items: z.array(
      CatalogueItem.omit({ definition: true, versions: true }).extend({
        name: z.string(),
        nameEn: z.string(),
      }),
    ),
  }),
  summary: 'All items, inactive ones too 服务事项管理',
})
export const getItem = endpoint({
  name: 'catalogue.item',
  method: 'GET',
  path: '/catalogue-items/{id}',
  permission: 'catalogue.manage',
  params: idParams,
  query: z.strictObject({ no: z.coerce.number().int().min(1).optional() }),
  response: CatalogueItem,
  summary: 'An item, in its live or an earlier version 服务事项',
})

const place = {
  categoryId: z.uuid(),
  position: z.int().min(0).max(100_000).default(0),
  popular: z.boolean().default(false),
  active: z.boolean().default(true),
}
export const createItem = endpoint({
  name: 'catalogue.create',
  method: 'POST',
  path: '/catalogue-items',
  permission: 'catalogue.manage',
  body: z.strictObject({
    code: text(60).regex(/^[a-z0-9][a-z0-9._-]*$/),
    ...place,
    definition: ItemDefinition,
  }),
  response: CatalogueItem,
  status: 201,
  idempotent: true,
  summary: 'Add an item 新增服务事项',
})
export const updateItem = endpoint({
  name: 'catalogue.update',
  method: 'PATCH',
  path: '/catalogue-items/{id}',
  permission: 'catalogue.manage',
  params: idParams,
  body: z.strictObject({
    categoryId: z.uuid().optional(),
    position: z.int().min(0).max(100_000).optional(),
    popular: z.boolean().optional(),
    active: z.boolean().optional(),
    /** other than the live one: a new version */
    definition: ItemDefinition.optional(),
  }),
  response: CatalogueItem,
  ifMatch: true,
  summary: 'Change an item; requests keep the version they were asked with 修改服务事项',
})
export const createCategory = endpoint({
  name: 'catalogue.create-category',
  method: 'POST',
  path: '/catalogue-categories',
  permission: 'catalogue.manage',
  body: z.strictObject({
    code: text(40).regex(/^[a-z0-9._-]+$/),
    name: text(60),
    nameEn: text(80, 0).default(''),
    position: z.int().min(0).max(100_000).default(0),
  }),
  response: CatalogueCategory,
  status: 201,
  idempotent: true,
  summary: 'Add a category of the catalogue 新增目录分类',
})
export const updateCategory = endpoint({
  name: 'catalogue.update-category',
  method: 'PATCH',
  path: '/catalogue-categories/{id}',
  permission: 'catalogue.manage',
  params: idParams,
  body: z.strictObject({
    name: text(60).optional(),
    nameEn: text(80, 0).optional(),
    position: z.int().min(0).max(100_000).optional(),
    active: z.boolean().optional(),
  }),
  response: CatalogueCategory,
  ifMatch: true,
  summary: 'Change a category of the catalogue 修改目录分类',
})

/** People of one's own unit, for a field that names one; those who may look up people see everybody. */
export const lookupColleagues = endpoint({
  name: 'catalogue.colleagues',
  method: 'GET',
  path: '/catalogue-people',
  permission: 'catalogue.read',
  query: z.strictObject({ q: z.string().trim().max(100).default('') }),
  response: z.object({ items: z.array(z.object({ id: z.uuid(), name: z.string(), orgName: z.string() })) }),
  summary: 'Pick a person for an answer 选择人员',
})
