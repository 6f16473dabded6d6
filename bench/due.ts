/**
 * Due-time computations per second in one thread, over random spans of up to eight years between 2007 and 2026 on
 * the shipped calendar (issue section 8: at least 200 000). Prints one JSON line; exits 1 below the bar.
 */
import {
  CompiledCalendar,
  HolidayBook,
  dueAt,
  elapsed,
  readShippedHolidays,
  standardCalendar,
} from '../src/kernel/calendar/core.ts'

const bar = 200_000
const cal = new CompiledCalendar(standardCalendar, new HolidayBook(readShippedHolidays()))
const n = 1_000_000
const froms = new Float64Array(n)
const spans = new Float64Array(n)
const start = Date.UTC(2007, 0, 1)
const years = Date.UTC(2019, 0, 1) - start
for (let i = 0; i < n; i++) {
  froms[i] = start + Math.floor(Math.random() * years)
  spans[i] = Math.floor(Math.random() * 8 * 250 * 7.5 * 3600)
}

function run(): number {
  const begun = performance.now()
  let sum = 0
  for (let i = 0; i < n; i++) sum += dueAt(cal, froms[i]!, spans[i]!)
  if (!Number.isFinite(sum)) throw new Error('a due time is not a number')
  return Math.round(n / ((performance.now() - begun) / 1000))
}

const cold = run()
const perSecond = run()
for (let i = 0; i < n; i += 1000)
  if (elapsed(cal, froms[i]!, dueAt(cal, froms[i]!, spans[i]!)) !== spans[i])
    throw new Error('elapsed does not undo due')
console.log(
  JSON.stringify({
    measure: 'due computations per second, one thread',
    cold,
    perSecond,
    bar,
    ok: perSecond >= bar,
  }),
)
process.exitCode = perSecond >= bar ? 0 : 1
