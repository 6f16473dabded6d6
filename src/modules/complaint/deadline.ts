import { defaultCalendar, targetDueAt } from '#kernel/calendar/index.ts'
import type { Tx } from '#kernel/db/index.ts'

/** `n` working days after `from`, at the close of business. */
export async function workingDaysAfter(tx: Tx, from: Date, n: number): Promise<Date> {
  const target = { value: n, unit: 'workingDays' } as const
  return new Date(targetDueAt(await defaultCalendar(tx), from.getTime(), target))
}
