import { parseCidr, parseIp } from '../codes/checks.ts'
import type { Db } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { decodeCursor, encodeCursor } from '../http/cursor.ts'
import { scopeOf, type Actor } from '../permission/actor.ts'
import { groupPaths } from './access.ts'
import { findRecords, mostFound } from './find.ts'
import type { LedgerRecord } from './ledger-contract.ts'
import { notNull } from './ddl.ts'
import type { FieldPlan, LedgerPlan } from './plan.ts'
import { present } from './present.ts'
import { selectRecords, type Condition, type RecordQuery, type Sort, type Test } from './store/read.ts'
import type { Ledger } from './types.ts'

/** Filters, sort, words and position of a list, as the address has them. */
export interface ListInput {
  q?: string | undefined
  sort?: string | undefined
  cursor?: string | undefined
  limit: number
  [filter: string]: unknown
}

/** A list of what the actor may see. @throws ledger.bad_filter, ledger.bad_sort, ledger.unseen_field, http.bad_cursor (422) */
export async function listRecords(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  input: ListInput,
): Promise<{ items: LedgerRecord[]; nextCursor: string | null; limited: boolean }> {
  const query = await queryOf(db, actor, ledger, input)
  const rows = await selectRecords(db, ledger.plan, { ...query, limit: input.limit + 1 })
  const items = await present(db, actor, ledger, rows.slice(0, input.limit))
  const last = rows[input.limit - 1]
  const nextCursor = rows.length > input.limit && last ? encodeCursor([last.sortKey, last.id]) : null
  return { items, nextCursor, limited: query.ids?.length === mostFound }
}

/** What is to be read for a list, or for the export of what it shows. */
export async function queryOf(
  db: Db,
  actor: Actor,
  { def, plan }: Ledger,
  input: Pick<ListInput, 'q' | 'sort' | 'cursor'> & Record<string, unknown>,
): Promise<Omit<RecordQuery, 'limit'>> {
  const conditions = (def.list.filters ?? []).flatMap((key) => {
    const text = input[key]
    return typeof text === 'string' && text.trim() !== '' ? [conditionOf(actor, plan, key, text.trim())] : []
  })
  const { sort, paths } = sortOf(actor, plan, input.sort)
  if (sort && paths) conditions.push({ field: undefined, column: 'id', test: anything, paths })
  const q = typeof input.q === 'string' ? input.q.trim() : ''
  return {
    paths: scopeOf(actor, def.read),
    ids: q === '' ? undefined : await findRecords(db, actor, plan, q),
    conditions,
    sort,
    after: afterOf(input.cursor),
  }
}

const anything: Test = { kind: 'range', from: '00000000-0000-0000-0000-000000000000', to: null, type: 'uuid' }

function afterOf(cursor: string | undefined): RecordQuery['after'] {
  if (cursor === undefined) return undefined
  const [key, id] = decodeCursor(cursor, 2)
  return { key: key === null ? null : String(key), id: String(id) }
}

/** @throws ledger.unseen_field (422) for a field whose group the actor sees nowhere */
function seenPaths(actor: Actor, plan: LedgerPlan, field: FieldPlan): readonly string[] | null {
  const paths = groupPaths(actor, plan, field.group)
  if (paths?.length === 0) throw new AppError('ledger.unseen_field', { status: 422, field: field.key })
  return paths
}

function conditionOf(actor: Actor, plan: LedgerPlan, key: string, text: string): Condition {
  if (key === 'state') return { field: undefined, column: 'state', test: listTest(text, 'text'), paths: null }
  if (key === 'org')
    return { field: undefined, column: 'org_id', test: { kind: 'subtree', id: uuid(key, text) }, paths: null }
  const field = plan.byKey.get(key)!
  const test = testOf(field, text)
  return { field, column: field.order ?? 'id', test, paths: seenPaths(actor, plan, field) }
}

const listTest = (text: string, type: string): Test => ({
  kind: 'in',
  values: text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean),
  type,
})

const bad = (field: string) => new AppError('ledger.bad_filter', { status: 422, field, params: { field } })

function uuid(field: string, text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw bad(field)
  return text
}

function testOf({ key, field, columns, order }: FieldPlan, text: string): Test {
  const ids = () => text.split(',').map((one) => uuid(key, one.trim()))
  switch (field.kind) {
    case 'code':
    case 'choice':
    case 'classification':
      return listTest(text, 'text')
    case 'yes-no':
      if (text !== 'true' && text !== 'false') throw bad(key)
      return { kind: 'in', values: [text], type: 'boolean' }
    case 'person':
    case 'org':
    case 'ref':
      return { kind: 'in', values: ids(), type: 'uuid' }
    case 'refs':
      return { kind: 'linked', ids: ids() }
    case 'date':
    case 'date-range':
    case 'instant':
    case 'number':
    case 'money':
    case 'duration':
    case 'time':
      return rangeOf(key, text, columns.find((one) => one.name === order)!.type)
    case 'ip':
    case 'cidr': {
      const network = text.includes('/') ? parseCidr(text) : parseIp(text)
      if (!network.ok) throw bad(key)
      return { kind: 'within', text: network.value }
    }
    case 'phone':
    case 'credit-code':
      return { kind: 'prefix', text }
    case 'mac':
      return { kind: 'in', values: [text], type: 'macaddr' }
    case 'files':
    case 'id-card':
      // a declaration that lists them is refused at the start
      throw bad(key)
    default:
      return { kind: 'contains', text }
  }
}

const shapes: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'timestamp with time zone': /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/,
  'time(0) without time zone': /^\d\d:\d\d$/,
}

/** `a..b`, open on either side; a single value is both ends. */
function rangeOf(key: string, text: string, type: string): Test {
  const [from = '', to = from] = text.split('..')
  const shape = shapes[type] ?? /^-?\d{1,15}(\.\d{1,6})?$/
  for (const end of [from, to]) if (end !== '' && !shape.test(end)) throw bad(key)
  if (from === '' && to === '') throw bad(key)
  // a day as the end of a range of instants ends with the day
  const end = type.startsWith('timestamp') && /^\d{4}-\d\d-\d\d$/.test(to) ? `${to} 23:59:59.999999` : to
  return { kind: 'range', from: from || null, to: end || null, type }
}

/** `field` or `-field` (descending). @throws ledger.bad_sort, ledger.unseen_field (422) */
function sortOf(
  actor: Actor,
  plan: LedgerPlan,
  text: string | undefined,
): { sort: Sort | undefined; paths: readonly string[] | null } {
  if (!text) return { sort: undefined, paths: null }
  const descending = text.startsWith('-')
  const key = descending ? text.slice(1) : text
  if (!(plan.def.list.sorts ?? []).includes(key))
    throw new AppError('ledger.bad_sort', { status: 422, field: 'sort' })
  if (key === 'number')
    return { sort: { column: 'number', type: 'text', nullable: false, descending }, paths: null }
  if (key === 'updatedAt')
    return {
      sort: { column: 'updated_at', type: 'timestamptz', nullable: false, descending },
      paths: null,
    }
  const field = plan.byKey.get(key)!
  const column = field.columns.find((one) => one.name === field.order)!
  return {
    sort: { column: column.name, type: column.type, nullable: !notNull(field, column), descending },
    paths: seenPaths(actor, plan, field),
  }
}
