import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/index.ts'
import type { CaseQuery } from '../evidence/rule.ts'
import { inOrgSql } from '../evidence/store.ts'
import { say } from '../http/texts.ts'
import type { Fact, FactQuery, FactRecord, FactSplit, Figure } from './fact.ts'
import { timeSplits, type FactKind } from './words.ts'

/** Cases that go into the value of a kind. */
const counted: Record<FactKind, RawBuilder<unknown>> = {
  count: sql`true`,
  share: sql`ok is not null`,
  sum: sql`value is not null`,
  mean: sql`value is not null`,
  p90: sql`value is not null`,
}

const valued: Record<FactKind, RawBuilder<unknown>> = {
  count: sql`count(*)`,
  share: sql`round(100.0 * count(*) filter (where ok) / nullif(count(*), 0), 2)`,
  sum: sql`round(coalesce(sum(value), 0)::numeric, 2)`,
  mean: sql`round(avg(value)::numeric, 2)`,
  p90: sql`round((percentile_disc(0.9) within group (order by value))::numeric, 2)`,
}

/** Numbers and words for `share`, without what the others lack: a query need not have a column that its kind leaves out. */
const figureSql = (kind: FactKind): RawBuilder<unknown> => sql`
  (${valued[kind]})::float8 as value, count(*)::int as cases,
  ${kind === 'share' ? sql`count(*) filter (where ok)::int` : sql`null::int`} as good,
  count(*) filter (where imported)::int as imported`

/** Without imported history, which rules do not judge. */
export const judgedCases = (cases: CaseQuery): CaseQuery =>
  sql`select * from (${cases}) of_rule where not imported`

/** The figure of a fact. */
export async function figureOfFact(db: Db, fact: Fact, at: FactQuery): Promise<Figure> {
  const { rows } = await sql<Figure>`
    select ${figureSql(fact.kind)} from (${await fact.cases(at, db)}) c where ${counted[fact.kind]}`.execute(
    db,
  )
  return rows[0]!
}

const partSql = (split: string, zone: string): RawBuilder<unknown> => {
  if (split === 'day') return sql`to_char(at at time zone ${zone}, 'YYYY-MM-DD')`
  if (split === 'month') return sql`to_char(at at time zone ${zone}, 'YYYY-MM')`
  return sql`${sql.ref(`by_${split}`)}::text`
}

/** The figure of each part, most cases first (days and months in their order); parts without a case are not there. */
export async function figuresOfParts(
  db: Db,
  fact: Fact,
  at: FactQuery,
  split: string,
  zone: string,
): Promise<(Figure & { part: string | null })[]> {
  const cases = await fact.cases({ ...at, step: stepOf(split) }, db)
  const order = split === 'day' || split === 'month' ? sql`1` : sql`3 desc, 1 nulls last`
  const { rows } = await sql<Figure & { part: string | null }>`
    select ${partSql(split, zone)} as part, ${figureSql(fact.kind)} from (${cases}) c
    where ${counted[fact.kind]} group by 1 order by ${order}`.execute(db)
  return rows
}

export interface RecordFilter {
  /** of a part: its split and value; null is what is not recorded */
  part?: { split: string; value: string | null } | undefined
  ok?: boolean | undefined
  limit: number
  after?: { at: string | null; id: string } | undefined
}

const iso = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'

/** The cases that went into a figure, the latest first; `at` with microseconds, as a cursor needs it. */
export async function recordsOfFact(
  db: Db,
  fact: Fact,
  at: FactQuery,
  zone: string,
  f: RecordFilter,
): Promise<FactRecord[]> {
  const where = [counted[fact.kind]]
  if (f.part) where.push(sql`${partSql(f.part.split, zone)} is not distinct from ${f.part.value}`)
  if (f.ok !== undefined) where.push(sql`ok = ${f.ok}`)
  if (f.after)
    where.push(
      sql`(coalesce(at, '-infinity'), id::text) < (coalesce(${f.after.at}::timestamptz, '-infinity'), ${f.after.id})`,
    )
  const cases = await fact.cases({ ...at, step: stepOf(f.part?.split) }, db)
  const value = ['sum', 'mean', 'p90'].includes(fact.kind) ? sql`value::float8` : sql`null::float8`
  const { rows } = await sql<Omit<FactRecord, 'path'>>`
    select id::text, label, to_char(at at time zone 'UTC', ${iso}) as at, ok, imported, note::text, ${value} as value
    from (${cases}) c where ${sql.join(where, sql` and `)}
    order by coalesce(at, '-infinity') desc, id::text desc limit ${f.limit}`.execute(db)
  return rows.map((row) => ({ ...row, path: pathOf(fact, row.id) }))
}

const stepOf = (split: string | undefined) => timeSplits.find((one) => one === split)

function pathOf(fact: Fact, id: string): string | null {
  const record = id.split(':')[0]!
  return record.startsWith('/') ? record : fact.page === null ? null : fact.page + record
}

/** A case computed by the program, see `Fact.cases`. `at` in ISO 8601, `by` the values of its splits. */
export interface GivenCase {
  id: string
  label: string
  ok?: boolean | null
  imported?: boolean
  at: string | null
  note?: string | null
  value?: number | null
  by?: Readonly<Record<string, string | null>>
}

/** Computed cases as the query of a fact with these splits. */
export function givenCases(rows: readonly GivenCase[], splits: readonly string[] = []): CaseQuery {
  const by = splits.map((split) => sql`, by ->> ${sql.lit(split)} as ${sql.ref(`by_${split}`)}`)
  return sql`select id, label, ok, coalesce(imported, false) as imported, at, note, value${sql.join(by, sql``)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x (id text, label text, ok boolean, imported boolean, at timestamptz, note text, value float8, by jsonb)`
}

/** Groups of companies: `group_id`, `vendor_id`, one row each; a group of an org below a company is that company's. */
export const vendorGroupsSql = sql`(
  select g.id as group_id, (array_agg(v.id order by length(v.path)))[1] as vendor_id
  from support_group g join org o on o.id = g.org_id join org v on v.kind = 'vendor' and o.path like v.path || '%'
  group by g.id)`

/** Groups of a company or another org, by the orgs they belong to; companies below an org are none of its own. */
const groupsOfOrgSql = (orgId: string): RawBuilder<unknown> => sql`(
  select g.id from support_group g join org o on o.id = g.org_id join org v on v.id = ${orgId}
  where o.path like v.path || '%' and (v.kind = 'vendor'
    or not exists (select from org w where w.kind = 'vendor' and o.path like w.path || '%')))`

/** That a group column is that of the query's group, of its vendor, or of the org that works. */
export function inGroupSql(at: FactQuery, column: RawBuilder<unknown>): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (at.groupId) parts.push(sql`${column} = ${at.groupId}`)
  for (const orgId of [at.vendorId, at.workOrgId])
    if (orgId) parts.push(sql`${column} in ${groupsOfOrgSql(orgId)}`)
  return sql.join(parts, sql` and `)
}

/** That the columns of a record lie in what the query asks: org (and below), service, group or vendor. */
export function inSubjectSql(
  at: FactQuery,
  column: { org: RawBuilder<unknown>; service?: RawBuilder<unknown>; group?: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const parts = [inOrgSql(at, column.org)]
  if (at.serviceId && column.service) parts.push(sql`${column.service} = ${at.serviceId}`)
  if (column.group) parts.push(inGroupSql(at, column.group))
  return sql.join(parts, sql` and `)
}

/** Days of the unit (YYYY-MM-DD, both inclusive) as instants, `from` ≤ t < `to`. */
export async function spanOfDays(
  db: Db,
  days: { from: string; to: string },
  zone: string,
): Promise<{ from: Date; to: Date }> {
  const { rows } = await sql<{ from: Date; to: Date }>`
    select ${days.from}::date::timestamp at time zone ${zone} as "from",
      (${days.to}::date + 1)::timestamp at time zone ${zone} as "to"`.execute(db)
  return rows[0]!
}

/** A split whose values are ids of a table with a `name`, or a column like it; `english`: it has a `name_en`, too. */
export function tableSplit(key: string, table: string, english = false, column = 'name'): FactSplit {
  return {
    key,
    names: async (db, ids, locale) => {
      const name = english && locale === 'en' ? sql`coalesce(nullif(name_en, ''), name)` : sql.ref(column)
      const { rows } = await sql<{ id: string; name: string }>`
        select id, ${name} as name from ${sql.table(table)} where id = any (${[...ids]}::uuid[])`.execute(db)
      return new Map(rows.map((row) => [row.id, row.name]))
    },
  }
}

/** A split by a code list: its names are the room's texts below `texts`, such as `incident:channel`. */
export function wordSplit(key: string, texts: string): FactSplit {
  return {
    key,
    names: async (_db, values, locale) =>
      new Map(values.map((value) => [value, say(locale, `${texts}.${value}`, {}, value)])),
  }
}
