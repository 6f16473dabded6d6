import { audit } from '../audit/index.ts'
import type { Db, Tx } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { emit } from '../events/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Actor } from '../permission/index.ts'
import type * as contract from './contract.ts'
import { holidayFacts, holidayView } from './shape.ts'
import { holidayYears, replaceHolidayYear } from './store.ts'
import type { StoredHolidayYear } from './store.ts'

export async function listHolidays(db: Db, actor: Actor): Promise<Output<typeof contract.listHolidays>> {
  return { items: (await holidayYears(db)).map((y) => holidayView(actor, y)) }
}

/** A year of which nothing is stored answers as unpublished, version 0, without days. */
export async function getHolidays(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.getHolidays>,
): Promise<Output<typeof contract.getHolidays>> {
  return holidayView(actor, await yearOrEmpty(db, input.year))
}

/**
 * Sets a year's holidays and make-up days; `published: false` keeps a draft that no clock heeds. The year counts
 * as edited from then on. Emits `calendar.holidays-changed` with the year.
 * @throws calendar.version_stale (412; version 0 for a year not stored yet); calendar.foreign_day (422) for a day
 * more than a month outside the year; calendar.holidays_empty (422) when a year is published without a day
 */
export async function setHolidays(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.setHolidays>,
): Promise<Output<typeof contract.setHolidays>> {
  const { year, published } = input
  input.days.forEach((d, i) => {
    // A notice may move days of the neighbouring months (2007-12-29 to 31 in the notice for 2008), no others.
    if (d.date < `${year - 1}-12-01` || d.date > `${year + 1}-01-31`)
      throw new AppError('calendar.foreign_day', {
        status: 422,
        field: `days.${i}.date`,
        params: { year, date: d.date },
      })
  })
  if (published && input.days.length === 0)
    throw new AppError('calendar.holidays_empty', { status: 422, field: 'days' })
  const before = await yearOrEmpty(tx, year)
  const days = input.days.map((d) => ({ date: d.date, name: d.name, off: d.isOffDay }))
  if (!(await replaceHolidayYear(tx, { year, published, days }, true, input.version)))
    throw new AppError('calendar.version_stale', { status: 412, params: { version: before.version } })
  const after = await yearOrEmpty(tx, year)
  await audit(tx, actor, {
    action: 'calendar.set-holidays',
    entity: 'holiday_year',
    entityId: String(year),
    before: holidayFacts(before),
    after: holidayFacts(after),
  })
  await emit(tx, {
    type: 'calendar.holidays-changed',
    entity: 'holiday_year',
    entityId: String(year),
    data: { year },
  })
  return holidayView(actor, after)
}

async function yearOrEmpty(db: Db, year: number): Promise<StoredHolidayYear> {
  return (await holidayYears(db, year))[0] ?? { year, published: false, edited: false, version: 0, days: [] }
}
