import type { Db } from '../../db/index.ts'
import { quoted, type FieldPlan, type LedgerPlan } from '../plan.ts'
import { send, Values } from './sql.ts'

/** A record as the database has it; references are ids until they are named. */
export interface StoredRecord {
  id: string
  number: string | null
  org: { id: string; name: string }
  orgPath: string
  state: string | null
  origin: 'live' | 'import'
  createdAt: Date
  createdBy: { id: string; name: string } | null
  updatedAt: Date
  version: number
  pending: { move: string; approvalId: string } | null
  values: Record<string, unknown>
  /** the value the list was sorted by, as text */
  sortKey: string | null
}

/** A condition on a column: `test` writes SQL with placeholders. `paths`: holds only for records below these orgs. */
export interface Condition {
  field: FieldPlan | undefined
  /** `state`, `org` or the column's name */
  column: string
  test: Test
  paths: readonly string[] | null
}
export type Test =
  | { kind: 'in'; values: readonly string[]; type: string }
  | { kind: 'range'; from: string | null; to: string | null; type: string }
  | { kind: 'contains'; text: string }
  | { kind: 'prefix'; text: string }
  | { kind: 'within'; text: string }
  | { kind: 'linked'; ids: readonly string[] }
  | { kind: 'subtree'; id: string }

export interface RecordQuery {
  /** org paths below which records are seen */
  paths: readonly string[]
  ids?: readonly string[] | undefined
  conditions?: readonly Condition[]
  /** undefined: by id, the newest first */
  sort?: Sort | undefined
  after?: { key: string | null; id: string } | undefined
  limit: number
}
export interface Sort {
  column: string
  type: string
  nullable: boolean
  descending: boolean
}

const selections = new WeakMap<LedgerPlan, string>()

/** What is read of a record; the text is made once per ledger. */
function selection(plan: LedgerPlan): string {
  const known = selections.get(plan)
  if (known) return known
  const { def } = plan
  const links = (one: FieldPlan) =>
    one.field.kind === 'files'
      ? `(select json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size) order by l.position)
          from ${quoted(one.link!.table)} l join file f on f.id = l.target_id where l.record_id = t.id)`
      : `(select json_agg(l.target_id order by l.position) from ${quoted(one.link!.table)} l where l.record_id = t.id)`
  const waits = Object.values(def.lifecycle?.moves ?? {}).some((move) => move.approval)
  const columns = [
    't.id',
    def.numbering ? 't.number' : 'null::text as number',
    `o.id as "orgId", o.name as "orgName", o.path as "orgPath"`,
    def.lifecycle ? 't.state' : 'null::text as state',
    `t.origin, t.created_at as "createdAt", t.updated_at as "updatedAt", t.version`,
    `t.created_by as "createdById", (select p.name from person p where p.id = t.created_by) as "createdByName"`,
    waits
      ? `(select json_build_object('move', w.move, 'approvalId', w.approval_id) from ledger_pending w
          where w.record_id = t.id) as pending`
      : 'null as pending',
    ...plan.fields.map((one) => `${one.select ?? links(one)} as ${quoted(`v_${one.key}`)}`),
  ]
  const text = columns.join(', ')
  selections.set(plan, text)
  return text
}

type Row = Record<string, unknown>

function recordOf(plan: LedgerPlan, row: Row): StoredRecord {
  const values: Record<string, unknown> = {}
  for (const { key } of plan.fields) values[key] = row[`v_${key}`] ?? null
  const maker = row['createdById'] as string | null
  return {
    id: row['id'] as string,
    number: row['number'] as string | null,
    org: { id: row['orgId'] as string, name: row['orgName'] as string },
    orgPath: row['orgPath'] as string,
    state: row['state'] as string | null,
    origin: row['origin'] as 'live' | 'import',
    createdAt: row['createdAt'] as Date,
    createdBy: maker === null ? null : { id: maker, name: row['createdByName'] as string },
    updatedAt: row['updatedAt'] as Date,
    version: row['version'] as number,
    pending: row['pending'] as StoredRecord['pending'],
    values,
    sortKey: (row['sortKey'] as string | null | undefined) ?? null,
  }
}

/** Records that the query finds, in its order. */
export async function selectRecords(db: Db, plan: LedgerPlan, query: RecordQuery): Promise<StoredRecord[]> {
  const values = new Values()
  const where = conditionsOf(values, plan, query)
  const key = query.sort ? `t.${quoted(query.sort.column)}` : undefined
  const way = query.sort?.descending === false ? 'asc' : 'desc'
  const order = key ? `${key} ${way}, t.id ${way}` : 't.id desc'
  const limit = values.add(query.limit)
  // the page first, its names afterwards: nothing is looked up for rows that are not shown
  const text = `with t as materialized (select t.*${key ? `, ${key}::text as "sortKey"` : ''} from ${quoted(plan.table)} t
      where ${where.join(' and ')} order by ${order} limit ${limit})
    select ${selection(plan)}${key ? ', t."sortKey"' : ''} from t join org o on o.id = t.org_id order by ${order}`
  return (await send<Row>(db, text, values.list)).map((row) => recordOf(plan, row))
}

const everywhere = (paths: readonly string[]) => paths.includes('/')

function below(values: Values, paths: readonly string[]): string {
  return `t.org_id = any(array(select s.id from org s where s.path like any(${values.add(
    paths.map((path) => `${path}%`),
    'text[]',
  )})))`
}

function conditionsOf(values: Values, plan: LedgerPlan, query: RecordQuery): string[] {
  const where: string[] = ['true']
  if (query.ids) where.push(`t.id = any(${values.add([...query.ids], 'uuid[]')})`)
  if (!everywhere(query.paths)) where.push(below(values, query.paths))
  for (const condition of query.conditions ?? []) {
    where.push(testSql(values, plan, condition))
    if (condition.paths && !everywhere(condition.paths)) where.push(below(values, condition.paths))
  }
  if (query.after) where.push(afterSql(values, query))
  return where
}

function testSql(values: Values, plan: LedgerPlan, { field, column, test }: Condition): string {
  const name = `t.${quoted(column)}`
  switch (test.kind) {
    case 'in':
      return `${name} = any(${values.add([...test.values], `${test.type}[]`)})`
    case 'range':
      return [
        ...(test.from === null ? [] : [`${name} >= ${values.add(test.from, test.type)}`]),
        ...(test.to === null ? [] : [`${name} <= ${values.add(test.to, test.type)}`]),
      ].join(' and ')
    case 'contains':
      return `strpos(lower(${name}), lower(${values.add(test.text)})) > 0`
    case 'prefix':
      return `starts_with(${name}, ${values.add(test.text)})`
    case 'within':
      return `${name} <<= ${values.add(test.text, 'inet')}`
    case 'linked':
      return `exists (select from ${quoted(field!.link!.table)} l where l.record_id = t.id
        and l.target_id = any(${values.add([...test.ids], 'uuid[]')}))`
    case 'subtree':
      return `t.org_id = any(array(select s.id from org s join org a on s.path like a.path || '%'
        where a.id = ${values.add(test.id, 'uuid')}))`
    default:
      throw new Error(`no such test on ${plan.table}: ${JSON.stringify(test satisfies never)}`)
  }
}

/** PostgreSQL's order has empty values last going up, first going down; so has the position within it. */
function afterSql(values: Values, { sort, after }: RecordQuery): string {
  const { key, id } = after!
  const at = values.add(id, 'uuid')
  if (!sort) return `t.id < ${at}`
  const name = `t.${quoted(sort.column)}`
  const sign = sort.descending ? '<' : '>'
  if (key === null)
    return sort.descending ? `(${name} is not null or t.id < ${at})` : `(${name} is null and t.id > ${at})`
  const beyond = `(${name}, t.id) ${sign} (${values.add(key, sort.type)}, ${at})`
  return sort.nullable && !sort.descending ? `(${beyond} or ${name} is null)` : beyond
}

/** Locks a record that the paths show. @returns false when there is none */
export async function lockRecord(
  db: Db,
  plan: LedgerPlan,
  paths: readonly string[],
  id: string,
): Promise<boolean> {
  const values = new Values()
  const where = conditionsOf(values, plan, { paths, ids: [id], limit: 1 })
  const text = `select from ${quoted(plan.table)} t where ${where.join(' and ')} for update`
  return (await send(db, text, values.list)).length > 0
}

/** The sealed text of an identity number; null when there is none. */
export async function sealedValue(
  db: Db,
  plan: LedgerPlan,
  field: FieldPlan,
  id: string,
): Promise<string | null> {
  const column = quoted(field.columns[0]!.name)
  const [row] = await send<{ sealed: string | null }>(
    db,
    `select ${column} as sealed from ${quoted(plan.table)} where id = $1`,
    [id],
  )
  return row?.sealed ?? null
}
