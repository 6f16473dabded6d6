import { z } from 'zod'
import { attachEndpoint, attachmentsEndpoint, downloadEndpoint, FileInfo } from '../files/contract.ts'
import {
  endpoint,
  idParams,
  instant,
  pageOf,
  pageQuery,
  searchedPageOf,
  text,
  when,
} from '../http/endpoint.ts'
import { importMode, sheetFormat, SheetReport } from '../sheet/contract.ts'
import type { LedgerDef, LedgerMove } from './define-contract.ts'
import type { Field, Fields, ValuesIn, ValuesOut } from './field-contract.ts'

/** What a caller may do with a record now: `edit`, `comment`, `attach`, `detach`, `reveal`, and the names of moves. */
export type Ability = string

/** A record of a ledger as it is answered. */
export interface LedgerRecord<F extends Fields = Fields> {
  id: string
  number: string | null
  org: { id: string; name: string }
  state: string | null
  values: ValuesOut<F>
  /** groups of fields the reader may write now; those he may not see are left empty */
  groups: { name: string; see: boolean; edit: boolean }[]
  /** a move that waits for its approval */
  pending: { move: string; approvalId: string } | null
  origin: 'live' | 'import'
  createdAt: string
  createdBy: { id: string; name: string } | null
  updatedAt: string
  version: number
  abilities: Ability[]
}

const named = z.object({ id: z.string(), name: z.string() })

/** Schema of a value as it is sent. Cross-field rules, references and codes are the server's business. */
export function valueIn(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
    case 'longtext': {
      const plain = text(field.max, field.min ?? 1)
      return field.pattern ? plain.regex(field.pattern) : plain
    }
    case 'code':
      return text(60)
    case 'choice':
      return z.enum(field.options as [string, ...string[]])
    case 'number': {
      const scale = field.scale ?? 0
      const number = z
        .number()
        .min(field.min ?? -1e12)
        .max(field.max ?? 1e12)
      return scale === 0 ? number.int() : number.multipleOf(10 ** -scale)
    }
    case 'date':
      return z.iso.date()
    case 'date-range':
      return z
        .strictObject({ from: z.iso.date(), to: z.iso.date().nullable() })
        .refine(({ from, to }) => to === null || to >= from, 'ledger:error.range_backwards')
    case 'instant':
      return instant
    case 'time':
      return z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    case 'duration':
      return z
        .int()
        .min(0)
        .max(field.max ?? 5_256_000)
    case 'yes-no':
      return z.boolean()
    case 'person':
    case 'org':
    case 'ref':
      return z.uuid()
    case 'refs':
      return z.array(z.uuid()).max(field.max ?? 100)
    case 'files':
      return z.array(z.string().max(40)).max(field.max ?? 1)
    case 'address':
      return z.strictObject({ division: z.string().nullable(), text: text(300) })
    case 'classification':
      return text(20)
    default:
      // money, network addresses, phones, ID cards, credit codes: read by kernel/codes into their one written form
      return text(120)
  }
}

/** Schema of a value as it is answered; null where nothing is, or where the reader may not see. */
export function valueOut(field: Field): z.ZodType {
  switch (field.kind) {
    case 'number':
    case 'duration':
      return z.number().nullable()
    case 'yes-no':
      return z.boolean().nullable()
    case 'date-range':
      return z.object({ from: z.string(), to: z.string().nullable() }).nullable()
    case 'code':
      return z.object({ code: z.string(), name: z.string() }).nullable()
    case 'person':
    case 'org':
    case 'ref':
      return named.nullable()
    case 'refs':
      return z.array(named).nullable()
    case 'files':
      return z.array(z.object({ id: z.string(), name: z.string(), size: z.number() })).nullable()
    case 'address':
      return z.object({ division: z.string().nullable(), text: z.string() }).nullable()
    case 'instant':
      return when.nullable()
    default:
      return z.string().nullable()
  }
}

const asked = (def: LedgerDef) => Object.entries(def.fields).filter(([, field]) => !field.computed)

/** Values of a creation: what is required must be there, everything else may be left out or null. */
function creation(def: LedgerDef): z.ZodType {
  return z.strictObject(
    Object.fromEntries(
      asked(def).map(([key, field]) => {
        // what is asked for only under a condition cannot be demanded by the shape
        const must = field.required && !field.when
        return [key, must ? valueIn(field) : valueIn(field).nullable().optional()]
      }),
    ),
  )
}

/** Values of an edit: what is left out stays; null empties. */
function edit(def: LedgerDef): z.ZodType {
  return z.strictObject(
    Object.fromEntries(
      asked(def)
        .filter(([, field]) => !field.fixed)
        .map(([key, field]) => [
          key,
          (field.required ? valueIn(field) : valueIn(field).nullable()).optional(),
        ]),
    ),
  )
}

function moveBody(def: LedgerDef, move: LedgerMove): z.ZodType {
  const asks = (move.asks ?? []).map((key) => {
    const field = def.fields[key]!
    return [key, move.needs?.includes(key) ? valueIn(field) : valueIn(field).nullable().optional()] as const
  })
  return z.strictObject({
    values: z.strictObject(Object.fromEntries(asks)).default({}),
    reason: move.reason ? text(1000) : text(1000, 0).optional(),
  })
}

/** Schema of a record as it is answered. */
export function recordOf(def: LedgerDef): z.ZodType {
  const fields = Object.entries(def.fields).map(([key, field]) => [key, valueOut(field)] as const)
  return z.object({
    id: z.uuid(),
    number: z.string().nullable(),
    org: named,
    state: z.string().nullable(),
    values: z.object(Object.fromEntries(fields)),
    groups: z.array(z.object({ name: z.string(), see: z.boolean(), edit: z.boolean() })),
    pending: z.object({ move: z.string(), approvalId: z.uuid() }).nullable(),
    origin: z.enum(['live', 'import']),
    createdAt: when,
    createdBy: named.nullable(),
    updatedAt: when,
    version: z.int(),
    abilities: z.array(z.string()),
  })
}

/**
 * Filters of a list in the address: `state` and codes take several values with commas, dates and numbers a range
 * `2026-01-01..2026-12-31` open on either side, references an id.
 */
function filterQuery(def: LedgerDef): Record<string, z.ZodType> {
  return Object.fromEntries((def.list.filters ?? []).map((key) => [key, text(400).optional()]))
}

const Query = z.strictObject({
  ...pageQuery,
  q: text(100, 0).optional(),
  sort: z.string().max(60).optional(),
})
const Template = z.strictObject({ format: sheetFormat.default('xlsx') })

/** A line of a record's history. */
export const LedgerEntry = z.object({
  id: z.string(),
  at: when,
  by: z.object({ id: z.string().nullable(), name: z.string() }),
  /** create, edit, move, comment, import, reveal, pending, refused, attach, detach */
  what: z.string(),
  move: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  text: z.string().nullable(),
  /** of an edit: what it changed, as shown */
  changes: z.array(
    z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
})

/** One record of a bulk action, and what became of it. */
const BulkOutcome = z.object({
  id: z.uuid(),
  ok: z.boolean(),
  code: z.string().nullable(),
  message: z.string().nullable(),
})

type As<In, Out> = z.ZodType<Out, In>
const as = <In, Out>(schema: z.ZodType): As<In, Out> => schema as unknown as As<In, Out>
type Values = Record<string, unknown>
interface Listed<T> {
  items: T[]
  nextCursor: string | null
  limited: boolean
}

/** The endpoints that a declaration makes; typed by its fields. */
export function ledgerEndpoints<const D extends LedgerDef & { moves?: readonly string[] }>(def: D) {
  type Out = LedgerRecord<D['fields']>
  type In = ValuesIn<D['fields']>
  const name = (verb: string) => `${def.room}.${def.name}.${verb}`
  const record = as<Out, Out>(recordOf(def))
  const listQuery = as<Values, z.output<typeof Query> & Values>(Query.extend(filterQuery(def)))
  const one = `${def.path}/{id}`
  const summary = (zh: string, en: string) => `${en} ${def.name} ${zh}`
  const moves = Object.fromEntries(
    Object.entries(def.lifecycle?.moves ?? {}).map(([move, rule]) => [
      move,
      endpoint({
        name: name(move),
        method: 'POST',
        path: `${one}/moves/${move}`,
        permission: rule.can,
        params: idParams,
        body: as<{ values?: Values; reason?: string }, { values: Values; reason?: string }>(
          moveBody(def, rule),
        ),
        response: record,
        ifMatch: true,
        summary: summary(move, 'Move'),
      }),
    ]),
  )
  return {
    def,
    list: endpoint({
      name: name('list'),
      method: 'GET',
      path: def.path,
      permission: def.read,
      query: listQuery,
      response: as<Listed<Out>, Listed<Out>>(searchedPageOf(record)),
      summary: summary('台账列表', 'List'),
    }),
    get: endpoint({
      name: name('get'),
      method: 'GET',
      path: one,
      permission: def.read,
      params: idParams,
      response: record,
      summary: summary('记录', 'One'),
    }),
    create: endpoint({
      name: name('create'),
      method: 'POST',
      path: def.path,
      permission: def.keep,
      body: as<{ orgId: string; values: Partial<In> }, { orgId: string; values: Partial<In> }>(
        z.strictObject({ orgId: z.uuid(), values: creation(def) }),
      ),
      response: record,
      status: 201,
      idempotent: true,
      summary: summary('新建', 'Create'),
    }),
    update: endpoint({
      name: name('update'),
      method: 'PATCH',
      path: one,
      // who may write which group is told by the groups
      permission: def.read,
      params: idParams,
      body: as<{ values: Partial<In>; orgId?: string }, { values: Partial<In>; orgId?: string }>(
        z.strictObject({ values: edit(def), orgId: z.uuid().optional() }),
      ),
      response: record,
      ifMatch: true,
      summary: summary('修改', 'Change'),
    }),
    history: endpoint({
      name: name('history'),
      method: 'GET',
      path: `${one}/history`,
      permission: def.read,
      params: idParams,
      query: z.strictObject(pageQuery),
      response: pageOf(LedgerEntry),
      summary: summary('历史', 'History of'),
    }),
    comment: endpoint({
      name: name('comment'),
      method: 'POST',
      path: `${one}/comments`,
      permission: def.read,
      params: idParams,
      body: z.strictObject({ text: text(5000) }),
      response: LedgerEntry,
      status: 201,
      idempotent: true,
      summary: summary('备注', 'Comment on'),
    }),
    attach: endpoint({
      name: name('attach'),
      method: 'POST',
      path: `${def.path}/files`,
      permission: def.read,
      multipart: true,
      ownTransaction: true,
      response: FileInfo,
      status: 201,
      summary: summary('上传附件', 'Upload a file for'),
    }),
    file: endpoint({
      name: name('file'),
      method: 'GET',
      path: `${one}/files/{fileId}`,
      permission: def.read,
      params: z.strictObject({ id: z.uuid(), fileId: z.string().max(40) }),
      response: z.unknown(),
      download: true,
      summary: summary('附件', 'Download a file of'),
    }),
    // papers of a record outside its fields: seen by whoever sees the record
    attachments: attachmentsEndpoint({
      name: name('attachments'),
      path: `${one}/attachments`,
      permission: def.read,
    }),
    addAttachment: attachEndpoint({
      name: name('add-attachment'),
      path: `${one}/attachments`,
      permission: def.read,
    }),
    attachment: downloadEndpoint({
      name: name('attachment'),
      path: `${one}/attachments`,
      permission: def.read,
    }),
    removeAttachment: endpoint({
      name: name('remove-attachment'),
      method: 'DELETE',
      path: `${one}/attachments/{fileId}`,
      permission: def.read,
      params: z.strictObject({ id: z.uuid(), fileId: z.uuid() }),
      response: z.object({}),
      summary: summary('删除附件', 'Remove an attachment of'),
    }),
    reveal: endpoint({
      name: name('reveal'),
      method: 'POST',
      path: `${one}/reveal`,
      permission: 'ledger.reveal',
      params: idParams,
      body: z.strictObject({ field: z.string().max(60), reason: text(500) }),
      response: z.object({ value: z.string() }),
      summary: summary('查看隐去内容', 'Reveal a masked value of'),
    }),
    bulk: endpoint({
      name: name('bulk'),
      method: 'POST',
      path: `${def.path}/bulk`,
      permission: def.keep,
      ownTransaction: true,
      body: as<
        { records: { id: string; version: number }[]; values?: Partial<In>; move?: string; reason?: string },
        { records: { id: string; version: number }[]; values?: Partial<In>; move?: string; reason?: string }
      >(
        z
          .strictObject({
            records: z
              .array(z.strictObject({ id: z.uuid(), version: z.int() }))
              .min(1)
              .max(200),
            values: edit(def).optional(),
            move: z.enum(Object.keys(moves) as [string, ...string[]]).optional(),
            reason: text(1000).optional(),
          })
          .refine((b) => (b.values === undefined) !== (b.move === undefined), 'ledger:error.values_or_move'),
      ),
      response: z.object({ outcomes: z.array(BulkOutcome) }),
      summary: summary('批量', 'Bulk change of'),
    }),
    template: endpoint({
      name: name('template'),
      method: 'GET',
      path: `${def.path}/template`,
      permission: def.keep,
      query: Template,
      response: z.unknown(),
      download: true,
      summary: summary('导入模板', 'Import template of'),
    }),
    checkImport: endpoint({
      name: name('check-import'),
      method: 'POST',
      path: `${def.path}/import/check`,
      permission: def.keep,
      multipart: true,
      ownTransaction: true,
      // a dry run writes nothing
      audited: false,
      bodyLimit: 20 * 2 ** 20,
      response: SheetReport,
      summary: summary('导入试算', 'Dry run of an import of'),
    }),
    import: endpoint({
      name: name('import'),
      method: 'POST',
      path: `${def.path}/import`,
      permission: def.keep,
      query: z.strictObject({ mode: importMode.default('all') }),
      multipart: true,
      ownTransaction: true,
      bodyLimit: 20 * 2 ** 20,
      response: SheetReport,
      summary: summary('导入', 'Import'),
    }),
    export: endpoint({
      name: name('export'),
      method: 'GET',
      path: `${def.path}/export`,
      permission: def.read,
      query: as<Values, Values>(
        Query.omit({ limit: true, cursor: true }).extend({ ...filterQuery(def), ...Template.shape }),
      ),
      response: z.unknown(),
      download: true,
      summary: summary('导出', 'Export'),
    }),
    print: endpoint({
      name: name('print'),
      method: 'GET',
      path: `${one}/print`,
      permission: def.read,
      params: idParams,
      response: z.unknown(),
      download: true,
      summary: summary('打印单', 'Print sheet of'),
    }),
    moves: moves as { [M in NonNullable<D['moves']>[number]]: (typeof moves)[string] },
  }
}

export type LedgerEndpoints = ReturnType<typeof ledgerEndpoints>
