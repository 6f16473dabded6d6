import { CompiledQuery } from 'kysely'
import type { Db } from '../../db/index.ts'

/** Collects the values of a statement whose text is put together: `$1`, `$2`, … */
export class Values {
  readonly list: unknown[] = []
  /** @returns the placeholder, with a cast where the type must be known */
  add(value: unknown, cast?: string): string {
    this.list.push(value)
    return `$${this.list.length}${cast ? `::${cast}` : ''}`
  }
}

/** Sends a text with its values and gives the rows. Texts hold names from declarations only, never from outside. */
export async function send<Row>(db: Db, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows
}
