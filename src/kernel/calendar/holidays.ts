/** The published holidays of all years as one look-up by date, and the shipped data (国务院办公厅 notices). */
import { readFileSync, readdirSync } from 'node:fs'
import { parseDay } from './calendar.ts'
import type { DayNumber, HolidayDay } from './calendar.ts'

export type HolidayYear = { year: number; published: boolean; days: readonly HolidayDay[] }

/**
 * Holidays and make-up working days by date. A year's notice may name days of its neighbours (the notice for
 * 2008 moved 2007-12-29 to 31), so the look-up goes by date whatever year's notice it stands in; a later
 * year's notice overrules an earlier one. Published is what an instant's own year is.
 */
export class HolidayBook {
  readonly #days = new Map<DayNumber, HolidayDay>()
  readonly #published = new Set<number>()

  constructor(years: readonly HolidayYear[]) {
    for (const y of [...years].sort((a, b) => a.year - b.year)) {
      if (!y.published) continue
      this.#published.add(y.year)
      for (const d of y.days) this.#days.set(parseDay(d.date), d)
    }
  }

  day(day: DayNumber): HolidayDay | undefined {
    return this.#days.get(day)
  }

  isPublished(year: number): boolean {
    return this.#published.has(year)
  }
}

const shippedFolder = new URL('../../../data/calendars/cn/', import.meta.url)

type ShippedFile = { year: number; days: { name: string; date: string; isOffDay: boolean }[] }

/**
 * The years shipped under data/calendars/cn. A file without days is a year whose notice has not come out
 * (or of which nothing is known): it is not published, and computed with weekends only.
 */
export function readShippedHolidays(): HolidayYear[] {
  return readdirSync(shippedFolder)
    .filter((f) => /^\d{4}\.json$/.test(f))
    .sort()
    .map((f) => {
      const file = JSON.parse(readFileSync(new URL(f, shippedFolder), 'utf8')) as ShippedFile
      return {
        year: file.year,
        published: file.days.length > 0,
        days: file.days.map((d) => ({ date: d.date, name: d.name, off: d.isOffDay })),
      }
    })
}
