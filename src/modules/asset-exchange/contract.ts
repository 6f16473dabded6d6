import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { sheetFormat, SheetProblem } from '#kernel/sheet/contract.ts'
import { returnBody, signatureOf, signBody } from '#kernel/signature/contract.ts'
import { decisions, departments, kinds, states } from './lifecycle.ts'

const named = z.object({ id: z.uuid(), name: z.string() })
const department = z.enum(departments)
const outcome = z.enum([...decisions, 'corrected'])

/** One comparison with a file of the finance bureau. */
export const Exchange = z.object({
  id: z.uuid(),
  number: z.string(),
  org: named,
  state: z.enum(states),
  fileName: z.string(),
  /** SHA-256 of the file that was compared */
  sha256: z.string(),
  /** how often it was read: more than once after an interruption, or a file that has been refused before */
  attempts: z.int(),
  startedAt: when,
  finishedAt: when.nullable(),
  rows: z.int(),
  /** headings of the file that the form does not have; they were passed over */
  ignored: z.array(z.string()),
  problems: z.int(),
  /** as found when the file was compared */
  counts: z.object({ same: z.int(), differs: z.int(), onlyHere: z.int(), onlyThere: z.int() }),
  /** rows that wait for a decision of the department; those on one side only wait for either */
  open: z.object({ all: z.int(), asset: z.int(), finance: z.int() }),
  cancelReason: z.string().nullable(),
  createdBy: named.nullable(),
  recordedAt: when,
  version: z.int(),
})
export const ExchangeRecord = Exchange.extend({
  /** SM3 of the result that is, or is to be, signed */
  digest: z.string().nullable(),
  signatures: z.array(signatureOf(department)),
  abilities: z.array(z.enum(['decide', 'recompare', 'retry', 'sign', 'return', 'cancel'])),
  /** departments for which the reader may sign now */
  signsFor: z.array(department),
})

/** A value of both sides in words; null: that side says nothing. */
const Field = z.object({
  key: z.string(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  open: z.boolean(),
})
export const ExchangeRow = z.object({
  seq: z.int(),
  /** line of the file; null: only here */
  line: z.int().nullable(),
  kind: z.enum(kinds),
  asset: z.object({ id: z.uuid(), number: z.string().nullable() }).nullable(),
  /** the asset is a draft that was made of this row */
  created: z.boolean(),
  card: z.string().nullable(),
  name: z.string(),
  /** what differs; of a row on one side only: what that side says */
  fields: z.array(Field),
  waitsFor: z.array(department),
  decision: outcome.nullable(),
  decisions: z.array(
    z.object({
      decision: outcome,
      fields: z.array(z.string()),
      reason: z.string().nullable(),
      by: z.string(),
      at: when,
    }),
  ),
  abilities: z.array(z.enum(decisions)),
  version: z.int(),
})

export const listExchanges = endpoint({
  name: 'asset-exchange.list',
  method: 'GET',
  path: '/asset-exchanges',
  permission: 'asset-exchange.read',
  query: z.strictObject({ ...pageQuery, state: z.enum(states).optional() }),
  response: pageOf(Exchange),
  summary: 'Comparisons with the finance bureau 财政资产对账',
})
export const getExchange = endpoint({
  name: 'asset-exchange.get',
  method: 'GET',
  path: '/asset-exchanges/{id}',
  permission: 'asset-exchange.read',
  params: idParams,
  response: ExchangeRecord,
  summary: 'One comparison 一次对账',
})
export const importExchange = endpoint({
  name: 'asset-exchange.import',
  method: 'POST',
  path: '/asset-exchanges',
  permission: 'asset-exchange.run',
  /** the unit whose assets are compared, with those below it */
  query: z.strictObject({ orgId: z.uuid() }),
  multipart: true,
  ownTransaction: true,
  // the verb has a bound of its own, and answers for it
  bodyLimit: 70 * 2 ** 20,
  response: ExchangeRecord,
  summary:
    "Compare with a file of the bureau's; the same file again answers the run it has 导入财政台账并对账",
})
export const retryExchange = endpoint({
  name: 'asset-exchange.retry',
  method: 'POST',
  path: '/asset-exchanges/{id}/moves/retry',
  permission: 'asset-exchange.run',
  params: idParams,
  ownTransaction: true,
  ifMatch: true,
  response: ExchangeRecord,
  summary: 'Read the kept file again after an interruption or a mended list of codes 重新读取',
})

const move = <const N extends string, B extends z.ZodType>(
  name: N,
  permission: string,
  body: B,
  summary: string,
) =>
  endpoint({
    name: `asset-exchange.${name}`,
    method: 'POST',
    path: `/asset-exchanges/{id}/moves/${name}`,
    permission,
    params: idParams,
    body,
    response: ExchangeRecord,
    ifMatch: true,
    summary,
  })
export const recompareExchange = endpoint({
  name: 'asset-exchange.recompare',
  method: 'POST',
  path: '/asset-exchanges/{id}/moves/recompare',
  permission: 'asset-exchange.run',
  params: idParams,
  response: ExchangeRecord,
  ifMatch: true,
  summary: 'Compare what is open with the ledger as it is now 重新比对',
})
export const signExchange = move(
  'sign',
  'asset-exchange.decide',
  signBody(department),
  'Sign the result for a department; the second signature closes the run 签字确认',
)
export const returnExchange = move(
  'return',
  'asset-exchange.decide',
  returnBody,
  'Take the result back before both have signed 退回',
)
export const cancelExchange = move(
  'cancel',
  'asset-exchange.run',
  z.strictObject({ reason: text(500) }),
  'Give a comparison up 取消对账',
)

const waits = z.enum(['any', 'asset', 'finance', 'settled'])
export const listExchangeRows = endpoint({
  name: 'asset-exchange.rows',
  method: 'GET',
  path: '/asset-exchanges/{id}/rows',
  permission: 'asset-exchange.read',
  params: idParams,
  query: z.strictObject({
    ...pageQuery,
    q: text(100, 0).optional(),
    kind: z.enum(kinds).optional(),
    waits: waits.optional(),
    /** differs in this column */
    field: z.string().max(30).optional(),
    decision: outcome.optional(),
  }),
  response: pageOf(ExchangeRow),
  summary: 'Rows of a comparison 对账明细',
})
const Decide = {
  decision: z.enum(decisions),
  /** why; not asked for where theirs is taken */
  reason: text(1000, 0).optional(),
}
export const decideRow = endpoint({
  name: 'asset-exchange.decide',
  method: 'POST',
  path: '/asset-exchanges/{id}/rows/{seq}/decision',
  permission: 'asset-exchange.decide',
  params: z.strictObject({ id: z.uuid(), seq: z.coerce.number().int().min(1).max(2_000_000) }),
  body: z.strictObject({
    ...Decide,
    /** class of a draft, where the bureau's code is none of ours */
    classId: z.uuid().optional(),
  }),
  response: ExchangeRow,
  ifMatch: true,
  summary: 'Decide about a row 处理差异',
})
export const decideRows = endpoint({
  name: 'asset-exchange.decide-many',
  method: 'POST',
  path: '/asset-exchanges/{id}/decisions',
  permission: 'asset-exchange.decide',
  params: idParams,
  ownTransaction: true,
  body: z.strictObject({
    ...Decide,
    rows: z
      .array(z.strictObject({ seq: z.int().min(1), version: z.int() }))
      .min(1)
      .max(200),
  }),
  response: z.object({
    outcomes: z.array(
      z.object({
        seq: z.int(),
        ok: z.boolean(),
        code: z.string().nullable(),
        message: z.string().nullable(),
      }),
    ),
  }),
  summary: 'Decide about several rows, each by itself 批量处理差异',
})
export const listExchangeProblems = endpoint({
  name: 'asset-exchange.problems',
  method: 'GET',
  path: '/asset-exchanges/{id}/problems',
  permission: 'asset-exchange.read',
  params: idParams,
  query: z.strictObject(pageQuery),
  response: pageOf(SheetProblem.extend({ id: z.string() })),
  summary: 'All that is wrong with a file 文件问题清单',
})

const download = <const N extends string>(name: N, summary: string) =>
  endpoint({
    name: `asset-exchange.${name}`,
    method: 'GET',
    path: `/asset-exchanges/{id}/${name}`,
    permission: 'asset-exchange.read',
    params: idParams,
    response: z.unknown(),
    download: true,
    summary,
  })
export const exchangeFile = download('file', 'The file as it came 原始文件')
export const exchangeReport = download('report', 'The result with its signatures, as PDF 对账确认单')
export const exchangeResult = endpoint({
  name: 'asset-exchange.result',
  method: 'GET',
  path: '/asset-exchanges/{id}/result',
  permission: 'asset-exchange.read',
  params: idParams,
  query: z.strictObject({
    format: sheetFormat.default('xlsx'),
    /** without those that are the same on both sides */
    which: z.enum(['all', 'differences']).default('all'),
  }),
  response: z.unknown(),
  download: true,
  summary: 'The result as a table, a line for each field that differs 对账结果',
})
export const exchangeTemplate = endpoint({
  name: 'asset-exchange.template',
  method: 'GET',
  path: '/asset-exchange-template',
  permission: 'asset-exchange.read',
  query: z.strictObject({ format: sheetFormat.default('xlsx') }),
  response: z.unknown(),
  download: true,
  summary: 'The empty form 对账表模板',
})
export const exportCards = endpoint({
  name: 'asset-exchange.export',
  method: 'GET',
  path: '/asset-exchange-export',
  permission: 'asset-exchange.read',
  query: z.strictObject({ orgId: z.uuid(), format: sheetFormat.default('xlsx') }),
  response: z.unknown(),
  download: true,
  summary: 'Assets of a unit in the form of the exchange 按对账表导出资产',
})
