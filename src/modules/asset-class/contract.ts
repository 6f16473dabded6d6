import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { defectKinds, families } from './words.ts'

export const FamilyWord = z.enum(families)
const code = z
  .string()
  .trim()
  .regex(/^[A-Z][A-Z0-9.-]{0,29}$/)
const gbt14885 = z
  .string()
  .trim()
  .regex(/^[A-Z][0-9]{2,14}$/)
const years = z.int().min(1).max(70)

/** A class of assets 资产分类. */
export const AssetClass = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  family: FamilyWord,
  parentId: z.uuid().nullable(),
  /** names from the top down to the class above */
  trail: z.array(z.string()),
  /** code of GB/T 14885-2022, where the unit keeps both */
  gbt14885: z.string().nullable(),
  description: z.string(),
  /** minimum service years said at this class; `effectiveYears` takes what the nearest class above says */
  serviceYears: z.number().nullable(),
  effectiveYears: z.number().nullable(),
  /** assets of it hold data: disposal owes a record of destruction. Null: as the class above */
  holdsData: z.boolean().nullable(),
  effectiveHoldsData: z.boolean(),
  /** the name is not certain, somebody should look at it */
  doubtful: z.boolean(),
  active: z.boolean(),
  origin: z.enum(['shipped', 'import', 'manual']),
  hasChildren: z.boolean(),
  version: z.number(),
})
export type AssetClassRecord = z.output<typeof AssetClass>

export const listAssetClasses = endpoint({
  name: 'asset-class.list',
  method: 'GET',
  path: '/asset-classes',
  permission: 'asset-class.read',
  query: z.strictObject({
    ...pageQuery,
    /** directly below this class; without it and without search: the top of the tree */
    parentId: z.uuid().optional(),
    family: FamilyWord.optional(),
    /** anywhere in the tree: beginning of a code, part of a name */
    q: text(100).optional(),
    doubtful: z.stringbool().optional(),
    active: z.stringbool().optional(),
  }),
  response: pageOf(AssetClass),
  summary: 'Asset classes by level, or searched 资产分类',
})

export const lookupAssetClasses = endpoint({
  name: 'asset-class.lookup',
  method: 'GET',
  path: '/asset-classes/lookup',
  permission: 'asset-class.read',
  query: z.strictObject({
    q: text(100).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  response: z.object({
    items: z.array(AssetClass.pick({ id: true, code: true, name: true, family: true, trail: true })),
  }),
  summary: 'Pick an active asset class 选择资产分类',
})

export const getAssetClass = endpoint({
  name: 'asset-class.get',
  method: 'GET',
  path: '/asset-classes/{id}',
  permission: 'asset-class.read',
  params: idParams,
  response: AssetClass,
  summary: 'One asset class 分类详情',
})

const fields = {
  name: text(200),
  gbt14885: gbt14885.nullable(),
  description: text(2000, 0),
  serviceYears: years.nullable(),
  holdsData: z.boolean().nullable(),
}

export const createAssetClass = endpoint({
  name: 'asset-class.create',
  method: 'POST',
  path: '/asset-classes',
  permission: 'asset-class.manage',
  body: z.strictObject({
    ...z.object(fields).partial().shape,
    name: fields.name,
    code,
    /** the class above; its family holds. Without it `family` must be given */
    parentId: z.uuid().nullish(),
    family: FamilyWord.optional(),
  }),
  response: AssetClass,
  status: 201,
  idempotent: true,
  summary: 'Create an asset class 新建分类',
})

export const editAssetClass = endpoint({
  name: 'asset-class.edit',
  method: 'PATCH',
  path: '/asset-classes/{id}',
  permission: 'asset-class.manage',
  params: idParams,
  body: z.strictObject({
    ...z.object(fields).partial().shape,
    active: z.boolean().optional(),
    /** false: somebody has looked at the name */
    doubtful: z.literal(false).optional(),
    /** moves the class with all below it */
    parentId: z.uuid().optional(),
  }),
  response: AssetClass,
  ifMatch: true,
  summary: 'Change an asset class 修改分类',
})

export const CatalogueDefect = z.object({
  kind: z.enum(defectKinds),
  /** of the sheet, or number of the entry; 0: the file as a whole */
  line: z.number(),
  code: z.string(),
  /** what stands there */
  value: z.string(),
  /** what was made of it, or should stand there; null when nobody can say */
  expected: z.string().nullable(),
})

/** What a catalogue holds, what is wrong with it, and what its import did or would do. */
export const CatalogueReport = z.object({
  fileName: z.string(),
  edition: z.string(),
  entries: z.number(),
  /** entries of engineering, services, and goods that are no assets of O&M: examined, not taken */
  passedOver: z.number(),
  create: z.number(),
  update: z.number(),
  same: z.number(),
  /** names that a person has changed here: left as they are */
  kept: z.number(),
  /** classes of an earlier edition that this one does not have; they stay */
  gone: z.number(),
  counts: z.array(z.object({ kind: z.enum(defectKinds), count: z.number() })),
  defects: z.array(CatalogueDefect),
  /** false: a dry run, nothing has been written */
  applied: z.boolean(),
})

export const checkCatalogue = endpoint({
  name: 'asset-class.check-catalogue',
  method: 'POST',
  path: '/asset-classes/catalogue-checks',
  permission: 'asset-class.manage',
  response: CatalogueReport,
  multipart: true,
  ownTransaction: true,
  // a dry run writes nothing
  audited: false,
  summary: 'Examine a catalogue and say every defect 检查分类目录',
})

export const importCatalogue = endpoint({
  name: 'asset-class.import-catalogue',
  method: 'POST',
  path: '/asset-classes/catalogue-imports',
  permission: 'asset-class.manage',
  response: CatalogueReport.extend({ id: z.uuid() }),
  status: 201,
  multipart: true,
  ownTransaction: true,
  summary: 'Import a catalogue: create and update classes 导入分类目录',
})

const CatalogueImport = z.object({
  id: z.uuid(),
  fileName: z.string(),
  edition: z.string(),
  recordedAt: when,
  recordedBy: z.string().nullable(),
  entries: z.number(),
  defects: z.number(),
})

export const listCatalogueImports = endpoint({
  name: 'asset-class.list-imports',
  method: 'GET',
  path: '/asset-classes/catalogue-imports',
  permission: 'asset-class.read',
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(CatalogueImport),
  summary: 'Catalogues imported so far 目录导入记录',
})

export const getCatalogueImport = endpoint({
  name: 'asset-class.get-import',
  method: 'GET',
  path: '/asset-classes/catalogue-imports/{id}',
  permission: 'asset-class.read',
  params: idParams,
  response: CatalogueReport.extend({ id: z.uuid(), recordedAt: when, recordedBy: z.string().nullable() }),
  summary: 'The defect report of an import 目录缺陷报告',
})
