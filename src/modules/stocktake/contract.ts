import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { sheetFormat, SheetReport, importMode } from '#kernel/sheet/contract.ts'
import { returnBody, signatureOf, signBody } from '#kernel/signature/contract.ts'
import { departments, findings, results, states } from './lifecycle.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const department = z.enum(departments)
const member = z.strictObject({ department, personId: z.uuid() })
const count = z.int().min(0)

export const Stocktake = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  budgetYear: z.int(),
  org: named,
  className: z.string().nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
  /** 基准日: the day the book stands for */
  baseDate: z.string(),
  state: z.enum(states),
  openedAt: when.nullable(),
  closedAt: when.nullable(),
  cancelReason: z.string().nullable(),
  createdBy: named,
  version: z.int(),
  /** lines by result, `none` for those not yet counted */
  results: z.record(z.string(), z.int()),
  waiting: z.object({
    count,
    recount: count,
    explanation: count,
    decision: count,
    adjustment: count,
  }),
})
export const StocktakeRecord = Stocktake.extend({
  members: z.array(z.object({ department, person: named })),
  signatures: z.array(signatureOf(department)),
  /** SM3 of the result that is, or is to be, signed */
  digest: z.string().nullable(),
  abilities: z.array(
    z.enum(['edit', 'open', 'count', 'review', 'recount', 'decide', 'adjust', 'sign', 'cancel', 'explain']),
  ),
  /** departments for which the reader may sign now */
  signsFor: z.array(department),
})
export const Line = z.object({
  id: z.uuid(),
  assetId: z.uuid().nullable(),
  number: z.string().nullable(),
  name: z.string(),
  className: z.string().nullable(),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  quantity: z.int(),
  location: z.string().nullable(),
  custodian: z.string().nullable(),
  value: z.string().nullable(),
  result: z.enum(results).nullable(),
  countedQuantity: z.int().nullable(),
  countedLocation: z.string().nullable(),
  note: z.string().nullable(),
  countedBy: z.string().nullable(),
  countedAt: when.nullable(),
  rounds: z.int(),
  recount: z.boolean(),
  explanation: z.string().nullable(),
  explainedBy: z.string().nullable(),
  decision: z.enum(['adjust', 'leave']).nullable(),
  decisionNote: z.string().nullable(),
  decidedBy: z.string().nullable(),
  adjustedAt: when.nullable(),
  waitsFor: z.enum(['count', 'recount', 'explanation', 'decision', 'adjustment']).nullable(),
  version: z.int(),
})

const day = z.iso.date()
const fields = {
  title: text(200),
  budgetYear: z.int().min(2000).max(2200),
  orgId: z.uuid(),
  classId: z.uuid().nullable().default(null),
  startsOn: day,
  endsOn: day,
  baseDate: day,
  members: z.array(member).min(3).max(60),
}
export const listStocktakes = endpoint({
  name: 'stocktake.list',
  method: 'GET',
  path: '/stocktakes',
  permission: 'stocktake.read',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(states).optional(),
    budgetYear: z.coerce.number().int().optional(),
  }),
  response: pageOf(Stocktake),
  summary: 'Stocktakes 资产盘点',
})
export const getStocktake = endpoint({
  name: 'stocktake.get',
  method: 'GET',
  path: '/stocktakes/{id}',
  permission: 'stocktake.read',
  params: idParams,
  response: StocktakeRecord,
  summary: 'One stocktake 一次盘点',
})
export const createStocktake = endpoint({
  name: 'stocktake.create',
  method: 'POST',
  path: '/stocktakes',
  permission: 'stocktake.manage',
  body: z.strictObject(fields),
  response: StocktakeRecord,
  status: 201,
  idempotent: true,
  summary: 'Plan a stocktake 新建盘点',
})
export const editStocktake = endpoint({
  name: 'stocktake.edit',
  method: 'PUT',
  path: '/stocktakes/{id}',
  permission: 'stocktake.manage',
  params: idParams,
  body: z.strictObject(fields),
  response: StocktakeRecord,
  ifMatch: true,
  summary: 'Change a stocktake that has not begun 修改盘点',
})

const move = <const N extends string, B extends z.ZodType>(
  name: N,
  permission: string,
  body: B,
  summary: string,
) =>
  endpoint({
    name: `stocktake.${name}`,
    method: 'POST',
    path: `/stocktakes/{id}/moves/${name}`,
    permission,
    params: idParams,
    body,
    response: StocktakeRecord,
    ifMatch: true,
    summary,
  })
/** A move that says nothing but itself. */
const plainMove = <const N extends string>(name: N, summary: string) =>
  endpoint({
    name: `stocktake.${name}`,
    method: 'POST',
    path: `/stocktakes/{id}/moves/${name}`,
    permission: 'stocktake.manage',
    params: idParams,
    response: StocktakeRecord,
    ifMatch: true,
    summary,
  })
export const openStocktake = plainMove('open', 'Take the book and begin counting 开始盘点')
export const reviewStocktake = move(
  'review',
  'stocktake.manage',
  z.strictObject({
    /** what nobody counted is missing 盘亏; without it, uncounted lines hold the move */
    uncountedIsMissing: z.boolean().default(false),
  }),
  'End counting 结束盘点',
)
export const recountStocktake = plainMove('recount', 'Go back to counting what is to be counted again 复盘')
export const submitStocktake = plainMove('submit', 'Hand the result to be signed 提交会签')
export const signStocktake = move(
  'sign',
  'stocktake.sign',
  signBody(department),
  'Sign the result for a department; the third signature closes it 签字确认',
)
export const returnStocktake = move(
  'return',
  'stocktake.sign',
  returnBody,
  'Send the result back before it is signed 退回',
)
export const cancelStocktake = move(
  'cancel',
  'stocktake.manage',
  z.strictObject({ reason: text(500) }),
  'Give a stocktake up 取消盘点',
)

export const listLines = endpoint({
  name: 'stocktake.lines',
  method: 'GET',
  path: '/stocktakes/{id}/lines',
  permission: 'stocktake.read',
  params: idParams,
  query: z.strictObject({
    ...pageQuery,
    q: text(100, 0).optional(),
    result: z.enum([...results, 'none', 'difference']).optional(),
    waits: z.enum(['count', 'recount', 'explanation', 'decision', 'adjustment']).optional(),
  }),
  response: pageOf(Line),
  summary: 'Lines of a stocktake 盘点明细',
})
const counted = {
  result: z.enum(findings),
  quantity: z.int().min(0).max(1_000_000).optional(),
  location: text(200, 0).optional(),
  note: text(500, 0).optional(),
  via: z.enum(['phone', 'hand']).default('hand'),
}
const lineParams = z.strictObject({ id: z.uuid(), lineId: z.uuid() })
export const countLine = endpoint({
  name: 'stocktake.count',
  method: 'POST',
  path: '/stocktakes/{id}/lines/{lineId}/count',
  permission: 'stocktake.count',
  params: lineParams,
  body: z.strictObject(counted),
  response: Line,
  ifMatch: true,
  summary: 'Record what was found 登记盘点结果',
})
export const addSurplus = endpoint({
  name: 'stocktake.surplus',
  method: 'POST',
  path: '/stocktakes/{id}/lines',
  permission: 'stocktake.count',
  params: idParams,
  body: z.strictObject({
    name: text(200),
    model: text(200, 0).optional(),
    serial: text(100, 0).optional(),
    quantity: z.int().min(1).max(1_000_000).default(1),
    location: text(200),
    note: text(500, 0).optional(),
    via: z.enum(['phone', 'hand']).default('hand'),
  }),
  response: Line,
  status: 201,
  idempotent: true,
  summary: 'Record what is on no book 登记盘盈',
})
export const askRecount = endpoint({
  name: 'stocktake.ask-recount',
  method: 'POST',
  path: '/stocktakes/{id}/lines/{lineId}/recount',
  permission: 'stocktake.manage',
  params: lineParams,
  response: Line,
  ifMatch: true,
  summary: 'Have a line counted again, by somebody else 要求复盘',
})
export const explainLine = endpoint({
  name: 'stocktake.explain',
  method: 'POST',
  path: '/stocktakes/{id}/lines/{lineId}/explanation',
  permission: 'stocktake.count',
  params: lineParams,
  body: z.strictObject({ explanation: text(1000) }),
  response: Line,
  ifMatch: true,
  summary: 'Explain a difference 说明差异原因',
})
export const decideLine = endpoint({
  name: 'stocktake.decide',
  method: 'POST',
  path: '/stocktakes/{id}/lines/{lineId}/decision',
  permission: 'stocktake.decide',
  params: lineParams,
  body: z.strictObject({ decision: z.enum(['adjust', 'leave']), note: text(500, 0).optional() }),
  response: Line,
  ifMatch: true,
  summary: 'Decide on a difference 审批差异',
})
export const adjustLine = endpoint({
  name: 'stocktake.adjust',
  method: 'POST',
  path: '/stocktakes/{id}/lines/{lineId}/adjustment',
  permission: 'stocktake.adjust',
  params: lineParams,
  body: z.strictObject({
    /** class of a surplus that is taken on the book */
    classId: z.uuid().optional(),
  }),
  response: Line,
  ifMatch: true,
  summary: 'Carry an approved adjustment out on the ledger 按审批结果调账',
})
export const countSheet = endpoint({
  name: 'stocktake.sheet',
  method: 'GET',
  path: '/stocktakes/{id}/sheet',
  permission: 'stocktake.read',
  params: idParams,
  query: z.strictObject({ format: sheetFormat.default('xlsx') }),
  response: z.unknown(),
  download: true,
  summary: 'Count sheet to fill in, and to upload again 盘点表',
})
export const checkCountSheet = endpoint({
  name: 'stocktake.check-sheet',
  method: 'POST',
  path: '/stocktakes/{id}/sheet/check',
  permission: 'stocktake.count',
  params: idParams,
  multipart: true,
  ownTransaction: true,
  // a dry run writes nothing
  audited: false,
  response: SheetReport,
  summary: 'Dry run of a filled-in count sheet 盘点表试算',
})
export const takeCountSheet = endpoint({
  name: 'stocktake.take-sheet',
  method: 'POST',
  path: '/stocktakes/{id}/sheet',
  permission: 'stocktake.count',
  params: idParams,
  query: z.strictObject({ mode: importMode.default('all') }),
  multipart: true,
  ownTransaction: true,
  response: SheetReport,
  summary: 'Take the counts of a filled-in sheet 导入盘点表',
})
export const stocktakeReport = endpoint({
  name: 'stocktake.report',
  method: 'GET',
  path: '/stocktakes/{id}/report',
  permission: 'stocktake.read',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'The result with its signatures, as PDF 盘点报告',
})
export const budgetYears = endpoint({
  name: 'stocktake.budget-years',
  method: 'GET',
  path: '/stocktake-years',
  permission: 'stocktake.read',
  response: z.object({
    items: z.array(
      z.object({
        year: z.int(),
        /** closed stocktakes that this year's budget may cite; none: the budget has no ground yet */
        closed: z.array(z.object({ id: z.uuid(), number: z.string(), orgName: z.string(), closedAt: when })),
        running: z.int(),
      }),
    ),
  }),
  summary: 'Budget years with and without a closed stocktake 各预算年度盘点情况',
})
