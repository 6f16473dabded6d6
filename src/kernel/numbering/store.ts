import { statement, type Tx } from '../db/index.ts'
import { formatNumber } from './format.ts'

const take = statement<{ n: number }>('select next_number($1, $2::date) as n')

/** The next number of a series for a day, e.g. `nextNumber(tx, 'incident', 'INC', '2026-11-21')`. Gaps are possible. */
export async function nextNumber(tx: Tx, series: string, prefix: string, day: string): Promise<string> {
  const [row] = await take(tx, [series, day])
  return formatNumber(prefix, day, row!.n)
}
