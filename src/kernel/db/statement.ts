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

/** An insertion by values alone: it looks at nothing and answers nothing, so several can travel as one statement. */
export interface Insertion {
  table: string
  columns: readonly string[]
  rows: number
}

const insertions = new WeakMap<object, Insertion>()
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
  const shape = { table, columns, rows: rows.length }
  const values = rows.flatMap((row) => columns.map((column) => (row as Record<string, unknown>)[column]))
  const query = CompiledQuery.raw(
    kept(keyOf(shape), () => insertText(shape, 0)),
    values,
  )
  insertions.set(query, shape)
  await tx.executeQuery(query)
}

/** What a query inserts, when `insertRows` made it. */
export function insertionOf(query: CompiledQuery): Insertion | undefined {
  return insertions.get(query)
}

/**
 * Several insertions as one statement: PostgreSQL runs them all, in no certain order, and checks foreign keys when all are
 * done. A statement of its own costs both ends as much as the row it inserts.
 */
export function joinInsertions(queries: readonly CompiledQuery[]): CompiledQuery {
  const shapes = queries.map((query) => insertions.get(query)!)
  const text = kept(shapes.map(keyOf).join('; '), () => {
    let from = 0
    const parts = shapes.map((shape) => {
      const part = insertText(shape, from)
      from += shape.columns.length * shape.rows
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

const keyOf = ({ table, columns, rows }: Insertion): string => `${table} ${rows} ${columns.join()}`

/** @param from parameters before those of this insertion */
function insertText({ table, columns, rows }: Insertion, from: number): string {
  const line = (at: number): string =>
    `(${columns.map((_, i) => `$${from + at * columns.length + i + 1}`).join(', ')})`
  const lines = Array.from({ length: rows }, (_, at) => line(at))
  return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values ${lines.join(', ')}`
}

/** Names come from the program, never from outside; quoted all the same, for words such as `group`. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
