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
 * are started beside it. `text` has no CTE that writes.
 */
export function effect(text: string): (tx: Tx, values: readonly unknown[]) => Promise<void> {
  const shape: Effect = {
    key: text,
    text: (from) => text.replace(/\$(\d+)/g, (_, n: string) => `$${from + Number(n)}`),
    alone: true,
  }
  return (tx, values) => send(tx, values, shape)
}

async function send(tx: Tx, values: readonly unknown[], shape: Effect): Promise<void> {
  const query = CompiledQuery.raw(
    kept(shape.key, () => shape.text(0)),
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
    const parts = shapes.map((shape, i) => {
      const part = shape.text(from)
      from += queries[i]!.parameters.length
      return part
    })
    const last = parts.pop()!
    return `with ${parts.map((part, i) => `i${i} as (${part})`).join(', ')} ${last}`
  })
  return CompiledQuery.raw(
    text,
    queries.flatMap((query) => query.parameters),
  )
}

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
