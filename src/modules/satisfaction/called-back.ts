/** Call-backs about unhappy answers, and whether they were made in time: clauses and facts count the same. */
import { defaultCalendar, targetDueAt } from '#kernel/calendar/index.ts'
import { dbNow, type Db } from '#kernel/db/index.ts'
import type { FactQuery } from '#kernel/fact/index.ts'
import { callBacks, type CallBack } from './store/facts.ts'

/** Working days in which an unhappy answer is called back about. */
const callBackDays = 15
const day = 86_400_000

interface DueCallBack extends CallBack {
  dueAt: Date
  /** null: not made, and not due yet */
  inTime: boolean | null
}

/** Call-backs whose fifteenth working day lies in the period: done by its end. Holidays are those of the unit's calendar. */
export async function callBacksDue(db: Db, at: FactQuery): Promise<DueCallBack[]> {
  const calendar = await defaultCalendar(db)
  const now = await dbNow(db)
  // the longest holidays lie within 45 days of so many working days
  const rows = await callBacks(db, at, new Date(at.from.getTime() - 45 * day))
  return rows.flatMap((row) => {
    const due = targetDueAt(calendar, row.recordedAt.getTime(), { value: callBackDays, unit: 'workingDays' })
    if (due < at.from.getTime() || due >= at.to.getTime()) return []
    const decided = row.doneAt !== null || due < now.getTime()
    const inTime = decided ? row.doneAt !== null && row.doneAt.getTime() <= due : null
    return [{ ...row, dueAt: new Date(due), inTime }]
  })
}
