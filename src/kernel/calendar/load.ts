/** Calendars ready to compute with, kept in memory as long as neither they nor the holidays have changed. */
import type { Db } from '../db/index.ts'
import { notFound } from '../errors/index.ts'
import { CompiledCalendar } from './compile.ts'
import { HolidayBook } from './holidays.ts'
import { calendarStamps, calendars, holidayYears } from './store.ts'
import { targetDueAt } from './targets.ts'

type Kept = { stamp: string; calendar: CompiledCalendar }
// Keyed by the id, checked by the revision: a revision is random, so that a state that was rolled back is never
// taken for the one that came after it. At most as many entries as there are calendars.
const kept = new Map<string, Kept>()
let book: { stamp: string; holidays: HolidayBook } | undefined

/**
 * The compiled calendar of an id, as of this transaction: one small query when it is in memory.
 * @throws calendar.not_found (404)
 */
export async function loadCalendar(db: Db, id: string): Promise<CompiledCalendar> {
  const found = (await load(db, [id])).get(id)
  if (!found) throw notFound('calendar')
  return found
}

/** Several at once, in one small query; ids that name nothing are missing from the map. */
export async function loadCalendars(db: Db, ids: readonly string[]): Promise<Map<string, CompiledCalendar>> {
  return load(db, ids)
}

/** The unit's default calendar. @throws calendar.not_found (404) in a database that nothing was shipped to */
export async function defaultCalendar(db: Db): Promise<CompiledCalendar> {
  const [found] = (await load(db, 'default')).values()
  if (!found) throw notFound('calendar')
  return found
}

/** The close of business of the last of `days` working days after an instant, on the unit's default calendar. */
export async function workingDaysAfter(db: Db, from: Date, days: number): Promise<Date> {
  const target = { value: days, unit: 'workingDays' } as const
  return new Date(targetDueAt(await defaultCalendar(db), from.getTime(), target))
}

async function load(db: Db, which: readonly string[] | 'default'): Promise<Map<string, CompiledCalendar>> {
  const stamps = await calendarStamps(db, which)
  const out = new Map<string, CompiledCalendar>()
  const missing: string[] = []
  for (const s of stamps) {
    const hit = kept.get(s.id)
    if (hit?.stamp === `${s.revision} ${s.holidays}`) out.set(s.id, hit.calendar)
    else missing.push(s.id)
  }
  if (missing.length === 0) return out
  const holidays = await loadHolidays(db, stamps[0]!.holidays)
  for (const row of await calendars(db, missing)) {
    const calendar = new CompiledCalendar(row, holidays)
    const stamp = stamps.find((s) => s.id === row.id)!
    // Changed between the two queries: right for now, but not what the stamp says.
    if (row.revision === stamp.revision)
      kept.set(row.id, { stamp: `${stamp.revision} ${stamp.holidays}`, calendar })
    out.set(row.id, calendar)
  }
  return out
}

async function loadHolidays(db: Db, stamp: string): Promise<HolidayBook> {
  if (book?.stamp !== stamp) book = { stamp, holidays: new HolidayBook(await holidayYears(db)) }
  return book.holidays
}
