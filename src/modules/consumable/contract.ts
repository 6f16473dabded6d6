import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'

/** Consumables and spare parts 耗材与备件: what is in stock, and when to order again. */
export const consumable = defineLedger({
  name: 'consumable',
  path: '/consumables',
  room: 'consumable',
  words: 'item',
  read: 'consumable.read',
  keep: 'consumable.keep',
  titleField: 'name',
  numbering: { pattern: 'HC-{seq:5}' },
  fields: {
    name: f.text({ max: 200, required: true, search: true, example: '硒鼓 W1360A' }),
    kind: f.code({ list: 'consumable.kind', required: true }),
    model: f.text({ max: 200, search: true }),
    measure: f.text({ max: 20, required: true, example: '个' }),
    place: f.text({ max: 200, search: true, example: '备件库 2 层' }),
    fits: f.text({ max: 500, search: true }),
    stock: f.number({ computed: true, min: 0 }),
    reorderPoint: f.number({ min: 0, max: 1_000_000 }),
    price: f.money(),
    supplier: f.text({ max: 200 }),
    remark: f.longtext({ max: 2000 }),
  },
  list: {
    columns: ['number', 'name', 'kind', 'model', 'stock', 'reorderPoint', 'measure', 'place', 'org'],
    filters: ['kind', 'stock', 'org'],
    sorts: ['number', 'name', 'stock', 'updatedAt'],
  },
  importKey: 'number',
  comments: true,
})

export const consumableEndpoints = ledgerEndpoints(consumable)

export const entryKinds = ['in', 'out', 'count'] as const

/** A movement of stock 出入库. `quantity`: of a count what was counted, else what came or went; `after`: what there is since. */
export const StockEntry = z.object({
  id: z.uuid(),
  kind: z.enum(entryKinds),
  quantity: z.number(),
  after: z.number(),
  /** who took or brought it */
  person: z.string().nullable(),
  purpose: z.string().nullable(),
  madeAt: when,
  madeBy: z.string().nullable(),
})

export const listStockEntries = endpoint({
  name: 'consumable.list-entries',
  method: 'GET',
  path: '/consumables/{id}/entries',
  permission: 'consumable.read',
  params: idParams,
  query: z.strictObject({ ...pageQuery }),
  response: pageOf(StockEntry),
  summary: 'Movements of stock, newest first 出入库记录',
})

export const addStockEntry = endpoint({
  name: 'consumable.add-entry',
  method: 'POST',
  path: '/consumables/{id}/entries',
  permission: 'consumable.keep',
  params: idParams,
  body: z
    .strictObject({
      kind: z.enum(entryKinds),
      quantity: z.int().min(0).max(1_000_000),
      personId: z.uuid().optional(),
      purpose: text(500).optional(),
    })
    .refine((body) => body.kind === 'count' || body.quantity > 0, {
      path: ['quantity'],
      message: 'too_small',
    }),
  response: StockEntry,
  status: 201,
  idempotent: true,
  summary: 'Bring in, give out or count stock 入库、出库、清点',
})

export const listLowStock = endpoint({
  name: 'consumable.list-low',
  method: 'GET',
  path: '/consumables/low-stock',
  permission: 'consumable.read',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        number: z.string(),
        name: z.string(),
        measure: z.string(),
        stock: z.number(),
        reorderPoint: z.number(),
      }),
    ),
  }),
  summary: 'What is at or below its reorder point 待补货清单',
})
