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

const texts = new Map<string, string>()

/** Inserts rows that all name the same columns, in one statement whose text is built once per table and columns. */
export async function insertRows<T extends keyof DB & string>(
  tx: Tx,
  table: T,
  rows: readonly Insertable<DB[T]>[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = Object.keys(rows[0]!)
  const key = `${table} ${rows.length} ${columns.join()}`
  let text = texts.get(key)
  if (!text) texts.set(key, (text = insertText(table, columns, rows.length)))
  const values = rows.flatMap((row) => columns.map((column) => (row as Record<string, unknown>)[column]))
  await tx.executeQuery(CompiledQuery.raw(text, values))
}

function insertText(table: string, columns: readonly string[], rows: number): string {
  const line = (at: number): string =>
    `(${columns.map((_, i) => `$${at * columns.length + i + 1}`).join(', ')})`
  const lines = Array.from({ length: rows }, (_, at) => line(at))
  return `insert into ${quoted(table)} (${columns.map(quoted).join(', ')}) values ${lines.join(', ')}`
}

/** Names come from the program, never from outside; quoted all the same, for words such as `group`. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
