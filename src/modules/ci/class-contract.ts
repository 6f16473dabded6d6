import { z } from 'zod'
import { endpoint, idParams, text } from '#kernel/http/endpoint.ts'
import { attributeKinds, spreads } from './words.ts'

/** Names that programs use: `network-device`, `serial`. */
const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)

export const AttributeDefinition = z
  .strictObject({
    key,
    name: text(50),
    nameEn: text(80),
    kind: z.enum(attributeKinds),
    /** of a number: `GB`, `kVA` */
    unit: text(20).optional(),
    /** of a code list */
    options: z
      .array(z.strictObject({ value: key, name: text(50), nameEn: text(80) }))
      .min(1)
      .max(100)
      .optional(),
    many: z.boolean().default(false),
    required: z.boolean().default(false),
    /** found by its value in the search */
    searchable: z.boolean().default(false),
    /** no two things have the same: two items with one value are taken for duplicates */
    identifies: z.boolean().default(false),
  })
  .refine((def) => (def.kind === 'code') === (def.options !== undefined), {
    path: ['options'],
    message: 'ci:error.options_of_code',
  })
export type AttributeDefinition = z.output<typeof AttributeDefinition>

const Attributes = z
  .array(AttributeDefinition)
  .max(60)
  .refine((all) => new Set(all.map((one) => one.key)).size === all.length, 'ci:error.attribute_twice')

const fields = {
  name: text(50),
  nameEn: text(80),
  abstract: z.boolean().default(false),
  attributes: Attributes.default([]),
  staleAfterDays: z.int().min(1).max(3650).nullable().default(null),
}

export const CiClass = z.object({
  id: z.uuid(),
  key,
  parentId: z.uuid().nullable(),
  name: z.string(),
  nameEn: z.string(),
  abstract: z.boolean(),
  /** its own; what it inherits stands at the classes above */
  attributes: z.array(AttributeDefinition),
  staleAfterDays: z.int().nullable(),
  active: z.boolean(),
  shipped: z.boolean(),
  version: z.int(),
})
export type CiClass = z.output<typeof CiClass>

export const RelationType = z.object({
  key,
  forward: z.string(),
  forwardEn: z.string(),
  backward: z.string(),
  backwardEn: z.string(),
  spreads: z.enum(spreads),
  active: z.boolean(),
  version: z.int(),
})
export type RelationType = z.output<typeof RelationType>

/** All of it in one answer: some dozens of rows, the same for every reader, that every page of the room needs. */
export const getCatalogue = endpoint({
  name: 'ci.catalogue',
  method: 'GET',
  path: '/ci-catalogue',
  permission: 'ci.read',
  response: z.object({
    classes: z.array(CiClass),
    relationTypes: z.array(RelationType),
    sources: z.array(
      z.object({ key: z.string(), name: z.string(), nameEn: z.string(), rank: z.int(), version: z.int() }),
    ),
    ranks: z.array(z.object({ source: z.string(), field: z.string(), rank: z.int() })),
  }),
  summary: 'Classes, relation types and sources of configuration items 配置项分类、关系与来源',
})
export const createClass = endpoint({
  name: 'ci.create-class',
  method: 'POST',
  path: '/ci-classes',
  permission: 'ci.configure',
  body: z.strictObject({ key, parentId: z.uuid().nullable().default(null), ...fields }),
  response: CiClass,
  status: 201,
  idempotent: true,
  summary: 'Add a class of configuration items 新增配置项分类',
})
export const editClass = endpoint({
  name: 'ci.edit-class',
  method: 'PATCH',
  path: '/ci-classes/{id}',
  permission: 'ci.configure',
  params: idParams,
  // what is left out stays; attributes that are given replace the old ones
  body: z.strictObject({
    name: fields.name.optional(),
    nameEn: fields.nameEn.optional(),
    abstract: z.boolean().optional(),
    attributes: Attributes.optional(),
    staleAfterDays: z.int().min(1).max(3650).nullable().optional(),
    active: z.boolean().optional(),
  }),
  response: CiClass,
  ifMatch: true,
  summary: 'Change a class of configuration items 修改配置项分类',
})
export const editRelationType = endpoint({
  name: 'ci.edit-relation-type',
  method: 'PATCH',
  path: '/ci-relation-types/{key}',
  permission: 'ci.configure',
  params: z.strictObject({ key }),
  body: z.strictObject({
    forward: text(30).optional(),
    forwardEn: text(50).optional(),
    backward: text(30).optional(),
    backwardEn: text(50).optional(),
    spreads: z.enum(spreads).optional(),
    active: z.boolean().optional(),
  }),
  response: RelationType,
  ifMatch: true,
  summary: 'Change words or spread of a relation type 修改关系类型',
})
/** Who is believed: the smaller rank wins; fields may have ranks of their own. */
export const setSourceRanks = endpoint({
  name: 'ci.set-source-ranks',
  method: 'PUT',
  path: '/ci-sources/{key}',
  permission: 'ci.configure',
  params: z.strictObject({ key }),
  body: z.strictObject({
    rank: z.int().min(1).max(1000),
    fields: z
      .array(
        z.strictObject({
          field: key,
          rank: z.int().min(1).max(1000),
        }),
      )
      .max(200)
      .refine((all) => new Set(all.map((one) => one.field)).size === all.length, 'ci:error.attribute_twice')
      .default([]),
  }),
  response: z.object({ key: z.string(), rank: z.int(), version: z.int() }),
  ifMatch: true,
  summary: 'Set how far a source is believed 设置来源优先级',
})
