import { z } from 'zod'
import { endpoint, pageOf, pageQuery, text } from '../http/endpoint.ts'

/** `<room>.<list>`: an administered list of codes. */
const listName = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/)

/** One code of a list; those no longer used stay for the records that have them. */
export const Code = z.object({
  list: z.string(),
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  position: z.int(),
  active: z.boolean(),
  /** shipped codes can be renamed and switched off, not removed: rules may know them */
  shipped: z.boolean(),
  version: z.int(),
})
const CodeUsed = Code.extend({
  /** records that have it, in all ledgers */
  used: z.int(),
})
/** A field that takes its values from a list. */
const CodeUser = z.object({
  /** the ledger's title and the field's name in the reader's language */
  ledger: z.string(),
  field: z.string(),
  /** page of the ledger */
  path: z.string(),
})

export const lookupCodes = endpoint({
  name: 'ledger.lookup-codes',
  method: 'GET',
  path: '/code-lists/{list}/choices',
  permission: 'signed-in',
  params: z.strictObject({ list: listName }),
  response: z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) }),
  summary: 'Active codes of a list, in the language of the reader 代码选项',
})
export const listCodeLists = endpoint({
  name: 'ledger.list-code-lists',
  method: 'GET',
  path: '/code-lists',
  permission: 'ledger.manage-codes',
  response: z.object({
    items: z.array(
      z.object({ list: z.string(), count: z.int(), disabled: z.int(), usedBy: z.array(CodeUser) }),
    ),
  }),
  summary: 'Administered code lists 代码表',
})
export const listCodes = endpoint({
  name: 'ledger.list-codes',
  method: 'GET',
  path: '/code-lists/{list}',
  permission: 'ledger.manage-codes',
  params: z.strictObject({ list: listName }),
  query: z.strictObject(pageQuery),
  response: pageOf(CodeUsed),
  summary: 'Codes of a list 代码',
})
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/)
const words = { name: text(60), nameEn: text(60), position: z.int().min(0).max(9999), active: z.boolean() }
export const addCode = endpoint({
  name: 'ledger.add-code',
  method: 'POST',
  path: '/code-lists/{list}',
  permission: 'ledger.manage-codes',
  params: z.strictObject({ list: listName }),
  body: z.strictObject({ code, ...words, active: words.active.default(true) }),
  response: Code,
  status: 201,
  idempotent: true,
  summary: 'Add a code 新增代码',
})
export const editCode = endpoint({
  name: 'ledger.edit-code',
  method: 'PATCH',
  path: '/code-lists/{list}/{code}',
  permission: 'ledger.manage-codes',
  params: z.strictObject({ list: listName, code }),
  body: z.strictObject({
    name: words.name.optional(),
    nameEn: words.nameEn.optional(),
    position: words.position.optional(),
    active: words.active.optional(),
  }),
  response: Code,
  ifMatch: true,
  summary: 'Change a code 修改代码',
})

/** What a field may refer to; `detail` tells two of one name apart. */
export const lookupReferences = endpoint({
  name: 'ledger.lookup-references',
  method: 'GET',
  path: '/references/{to}',
  permission: 'signed-in',
  params: z.strictObject({ to: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/) }),
  query: z.strictObject({ q: text(100, 0).default(''), id: z.uuid().optional() }),
  response: z.object({
    items: z.array(z.object({ id: z.string(), name: z.string(), detail: z.string().nullable() })),
  }),
  summary: 'Records a field may refer to, as far as the reader may see them 引用选项',
})
