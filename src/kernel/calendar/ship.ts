import { audit } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import { systemActor } from '../permission/index.ts'
import { unitZone } from '../settings/zone.ts'
import { readShippedHolidays } from './holidays.ts'
import { alwaysCalendar, standardCalendar } from './shipped.ts'
import {
  calendarStamps,
  calendars,
  holidayYears,
  insertCalendar,
  lockCalendars,
  replaceHolidayYear,
} from './store.ts'

/**
 * Makes sure that the shipped calendars exist and that there is a default. What a unit has changed or renamed
 * stays as it is. Idempotent.
 */
export async function ensureShippedCalendars(tx: Tx): Promise<void> {
  await lockCalendars(tx)
  const ids = new Set((await calendars(tx, [standardCalendar.id, alwaysCalendar.id])).map((c) => c.id))
  const hasDefault = (await calendarStamps(tx, 'default')).length > 0
  for (const spec of [standardCalendar, alwaysCalendar]) {
    if (ids.has(spec.id)) continue
    const isDefault = spec === standardCalendar && !hasDefault
    // the unit's hours are those of its own wall clocks
    await insertCalendar(tx, { ...spec, zone: unitZone() }, isDefault)
    await audit(tx, systemActor('calendar'), {
      action: 'calendar.ship',
      entity: 'calendar',
      entityId: spec.id,
      after: { name: spec.name, isDefault },
    })
  }
}

/**
 * Brings the stored holidays into step with the shipped data (data/calendars/cn): new years come in, corrected ones are
 * replaced, years that an administrator has edited stay. Idempotent; writes only what differs.
 * @returns the years written
 */
export async function syncHolidays(tx: Tx): Promise<number[]> {
  await lockCalendars(tx)
  const stored = new Map((await holidayYears(tx)).map((y) => [y.year, y]))
  const written: number[] = []
  for (const year of readShippedHolidays()) {
    const old = stored.get(year.year)
    if (old?.edited || (old && content(old) === content(year))) continue
    // False: an administrator has just edited the year, and that stays.
    if (!(await replaceHolidayYear(tx, year, false, old?.version ?? 0))) continue
    written.push(year.year)
  }
  if (written.length > 0)
    await audit(tx, systemActor('calendar'), {
      action: 'calendar.ship-holidays',
      entity: 'holiday_year',
      entityId: 'shipped',
      after: { years: written },
    })
  return written
}

type Comparable = { published: boolean; days: readonly { date: string; name: string; off: boolean }[] }

function content(year: Comparable): string {
  const days = [...year.days].sort((a, b) => (a.date < b.date ? -1 : 1))
  return JSON.stringify([year.published, days.map((d) => [d.date, d.name, d.off])])
}
