import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'
import { formatNumber } from './format.ts'

/** The next number of a series for a day, e.g. `nextNumber(tx, 'incident', 'INC', '2026-11-21')`. Gaps are possible. */
export async function nextNumber(tx: Tx, series: string, prefix: string, day: string): Promise<string> {
  const { rows } = await sql<{ n: number }>`select next_number(${series}, ${day}::date) as n`.execute(tx)
  return formatNumber(prefix, day, rows[0]!.n)
}
