import { lookup, statement, type Tx } from '../db/index.ts'
import { formatNumber } from './format.ts'

const take = statement<{ n: number }>('select next_number($1, $2::date) as n')

/** The next number of a series for a day, e.g. `nextNumber(tx, 'incident', 'INC', '2026-11-21')`. Gaps are possible. */
export async function nextNumber(tx: Tx, series: string, prefix: string, day: string): Promise<string> {
  const [row] = await take(tx, [series, day])
  return formatNumber(prefix, day, row!.n)
}

/** What `next_number` gives on every day but its first moment, without the cost of calling it; null or less is its work. */
const takeToday = lookup<{ n: number | null; day: string }>(
  { n: `nextval(('number_' || $1)::regclass) - b.base`, day: 'd.day::text' },
  `from (select (now() at time zone $2)::date as day) d
  left join number_day b on b.series = $1 and b.day = d.day`,
)

/** As `nextNumber`, for the day that it is by the transaction's own time: needs nothing to be known before. */
export async function nextNumberToday(tx: Tx, series: string, prefix: string, zone: string): Promise<string> {
  const { n, day } = await takeToday(tx, [series, zone])
  return n !== null && n > 0 ? formatNumber(prefix, day, n) : nextNumber(tx, series, prefix, day)
}
