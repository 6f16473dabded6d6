import { CompiledQuery, type Insertable } from 'kysely'
import type { Db, Tx } from './pool.ts'
import type { DB } from './schema.ts'

/**
 * A statement with a fixed text, for what runs hundreds of times a second: Kysely would build the same text anew each
 * time, which costs more than sending it. Values are `$1`, `$2`, … of the text, never spliced into it.
 * @returns a function that sends it and gives the rows
 */
export function statement<Row = never>(text: string): (db: Db, values: readonly unknown[]) => Promise<Row[]> {
  return async (db, values) => (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows
}

/** A statement that answers nothing and looks at nothing that its neighbours write: several can travel as one. */
export interface Effect {
  /** same for the same text */
  key: string
  /** The text, with parameters numbered from `from` + 1. */
  text: (from: number) => string
  /** Queries that it begins with (`name as (…)`), which stand at the head of a joined statement: only there may they write. */
  heads?: (from: number) => string
  /** must not meet one of its kind in a statement: both might write the same row, which PostgreSQL refuses */
  alone: boolean
}

const effects = new WeakMap<object, Effect>()
const texts = new Map<string, string>()

/** Texts kept at most: which insertions meet in one statement depends on what verbs do, and that is bounded, but not by us. */
const most = 2000

function kept(key: string, make: () => string): string {
  const known = texts.get(key)
  if (known !== undefined) return known
  if (texts.size >= most) texts.clear()
  const text = make()
  texts.set(key, text)
  return text
}

/** Inserts rows that all name the same columns, in one statement whose text is built once per table and columns. */
export async function insertRows<T extends keyof DB & string>(
  tx: Tx,
  table: T,
  rows: readonly Insertable<DB[T]>[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const values = rows.flatMap((row) => columns.map((column) => (row as Record<string, unknown>)[column]))
  await send(tx, values, {
    key: `${table} ${rows.length} ${columns.join()}`,
    text: (from) => insertText({ table, columns, rows: rows.length }, from),
    alone: false,
  })
}

/**
 * As `statement`, for one that answers nothing (an insertion that replaces what is there, say): it travels with insertions that
 * are started beside it.
 * @param heads queries that it begins with, `name as (…)`, when they write; no other effect has their names
 */
export function effect(text: string, heads?: string): (tx: Tx, values: readonly unknown[]) => Promise<void> {
  const shape: Effect = {
    key: text,
    text: (from) => shifted(text, from),
    alone: true,
    ...(heads === undefined ? {} : { heads: (from) => shifted(heads, from) }),
  }
  return (tx, values) => send(tx, values, shape)
}

async function send(tx: Tx, values: readonly unknown[], shape: Effect): Promise<void> {
  const query = CompiledQuery.raw(
    kept(shape.key, () => (shape.heads ? `with ${shape.heads(0)} ${shape.text(0)}` : shape.text(0))),
    [...values],
  )
  effects.set(query, shape)
  await tx.executeQuery(query)
}

/** What a query does, when `insertRows` or an `effect` made it. */
export function effectOf(query: CompiledQuery): Effect | undefined {
  return effects.get(query)
}

/**
 * Several effects as one statement: PostgreSQL runs them all, in no certain order, and checks foreign keys when all are
 * done. A statement of its own costs both ends as much as the row it inserts.
 */
export function joinEffects(queries: readonly CompiledQuery[]): CompiledQuery {
  const shapes = queries.map((query) => effects.get(query)!)
  const text = kept(shapes.map((shape) => shape.key).join('; '), () => {
    let from = 0
    const parts: string[] = []
    shapes.forEach((shape, i) => {
      if (shape.heads) parts.push(shape.heads(from))
      const last = i === shapes.length - 1
      parts.push(last ? shape.text(from) : `i${i} as (${shape.text(from)})`)
      from += queries[i]!.parameters.length
    })
    const main = parts.pop()!
    return `with ${parts.join(', ')} ${main}`
  })
  return CompiledQuery.raw(
    text,
    queries.flatMap((query) => query.parameters),
  )
}

/** A question that has exactly one row as its answer: several can travel as one, too. */
export interface Lookup {
  text: string
  columns: readonly string[]
}

const lookups = new WeakMap<object, Lookup>()

/**
 * As `statement`, for a question that has exactly one row as its answer, whatever there is to find: those that a verb starts
 * together travel as one statement.
 * @param columns of the answer, each with its expression
 * @param from what comes behind them: `from (select 1) one left join …` is always one row
 */
export function lookup<Row extends object>(
  columns: Readonly<Record<keyof Row & string, string>>,
  from: string,
): (db: Db, values: readonly unknown[]) => Promise<Row> {
  const names = Object.keys(columns) as (keyof Row & string)[]
  const text = `select ${names.map((name) => `${columns[name]} as ${quoted(name)}`).join(', ')} ${from}`
  const shape: Lookup = { text, columns: names }
  return async (db, values) => {
    const query = CompiledQuery.raw(text, [...values])
    lookups.set(query, shape)
    const { rows } = await db.executeQuery<Row>(query)
    return onlyRow(rows)
  }
}

function onlyRow<Row>(rows: readonly Row[]): Row {
  if (rows.length !== 1) throw new Error(`a lookup has one row as its answer, not ${rows.length}`)
  return rows[0]!
}

/** What a query asks, when a `lookup` made it. */
export function lookupOf(query: CompiledQuery): Lookup | undefined {
  return lookups.get(query)
}

/**
 * Several lookups as one statement: each a table of one row, so the answer is one row with the columns of all.
 * @returns the statement, and what parts its answer into those of the lookups
 */
export function joinLookups(queries: readonly CompiledQuery[]): {
  query: CompiledQuery
  part: (rows: readonly unknown[]) => object[]
} {
  const shapes = queries.map((query) => lookups.get(query)!)
  const name = (at: number, column: string): string => `${at} ${column}`
  const text = kept(`one row each: ${shapes.map((shape) => shape.text).join('; ')}`, () => {
    let from = 0
    const tables = shapes.map((shape, i) => {
      const table = `(${shifted(shape.text, from)}) q${i}`
      from += queries[i]!.parameters.length
      return table
    })
    const columns = shapes.flatMap((shape, i) =>
      shape.columns.map((column) => `q${i}.${quoted(column)} as ${quoted(name(i, column))}`),
    )
    return `select ${columns.join(', ')} from ${tables.join(', ')}`
  })
  return {
    query: CompiledQuery.raw(
      text,
      queries.flatMap((query) => query.parameters),
    ),
    part: (rows) => {
      const row = onlyRow(rows) as Record<string, unknown>
      return shapes.map((shape, i) =>
        Object.fromEntries(shape.columns.map((column) => [column, row[name(i, column)]])),
      )
    },
  }
}

/** The text with parameters numbered from `from` + 1. */
const shifted = (text: string, from: number): string =>
  text.replace(/\$(\d+)/g, (_, n: string) => `$${from + Number(n)}`)

interface Insertion {
  table: string
  columns: readonly string[]
  rows: number
}

/** @param from parameters before those of this insertion */
function insertText({ table, columns, rows }: Insertion, from: number): string {
  const line = (at: number): string =>
    `(${columns.map((_, i) => `$${from + at * columns.length + i + 1}`).join(', ')})`
  const lines = Array.from({ length: rows }, (_, at) => line(at))
  return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values ${lines.join(', ')}`
}

/** Names come from the program, never from outside; quoted all the same, for words such as `group`. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
