import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'
import type { CalendarSpec, ClockInterval, HolidayDay } from './calendar.ts'
import type { HolidayYear } from './holidays.ts'

/** A stored calendar: its spec and what the table adds. */
export type StoredCalendar = CalendarSpec & { isDefault: boolean; version: number; revision: string }
export type StoredHolidayYear = HolidayYear & { edited: boolean; version: number }

type HoursRow = { season: number; weekday: number; starts: number; ends: number }
type Row = {
  id: string
  name: string
  zone: string
  always: boolean
  holidays: boolean
  make_up_weekday: number
  is_default: boolean
  version: number
  revision: string
  hours: HoursRow[]
  seasons: { position: number; name: string; from_day: string; to_day: string }[]
  special_days: { day: string; name: string; hours: { starts: number; ends: number }[] }[]
}

/** Calendars with all their hours, the default one first; `ids` limits them. */
export async function calendars(db: Db, ids?: readonly string[]): Promise<StoredCalendar[]> {
  const { rows } = await sql<Row>`
    select c.id, c.name, c.zone, c.always, c.holidays, c.make_up_weekday, c.is_default, c.version, c.revision,
      (select coalesce(json_agg(h order by h.season, h.weekday, h.starts), '[]')
         from calendar_hours h where h.calendar_id = c.id) as hours,
      (select coalesce(json_agg(s order by s.position), '[]')
         from calendar_season s where s.calendar_id = c.id) as seasons,
      (select coalesce(json_agg(json_build_object('day', d.day, 'name', d.name, 'hours',
           (select coalesce(json_agg(h order by h.starts), '[]')
              from calendar_special_hours h where h.calendar_id = c.id and h.day = d.day)) order by d.day), '[]')
         from calendar_special_day d where d.calendar_id = c.id) as special_days
    from calendar c
    where ${ids ? sql`c.id = any(${ids}::uuid[])` : sql`true`}
    order by c.is_default desc, c.name
    limit 1000`.execute(db)
  return rows.map(fromRow)
}

function fromRow(row: Row): StoredCalendar {
  const week = (season: number): ClockInterval[][] =>
    [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
      row.hours.filter((h) => h.season === season && h.weekday === weekday).map(interval),
    )
  return {
    id: row.id,
    name: row.name,
    zone: row.zone,
    always: row.always,
    holidays: row.holidays,
    makeUpWeekday: row.make_up_weekday,
    isDefault: row.is_default,
    version: row.version,
    revision: row.revision,
    week: week(0),
    seasons: row.seasons.map((s) => ({
      name: s.name,
      from: s.from_day,
      to: s.to_day,
      week: week(s.position),
    })),
    specialDays: row.special_days.map((d) => ({ date: d.day, name: d.name, hours: d.hours.map(interval) })),
  }
}

function interval(h: { starts: number; ends: number }): ClockInterval {
  return { start: h.starts, end: h.ends }
}

/** The calendar, locked against other writers when `lock`. */
export async function findCalendar(db: Db, id: string, lock = false): Promise<StoredCalendar | undefined> {
  if (lock) await sql`select from calendar where id = ${id} for update`.execute(db)
  return (await calendars(db, [id]))[0]
}

export async function insertCalendar(tx: Tx, spec: CalendarSpec, isDefault: boolean): Promise<void> {
  await sql`
    insert into calendar (id, name, zone, always, holidays, make_up_weekday, is_default)
    values (${spec.id}, ${spec.name}, ${spec.zone}, ${spec.always}, ${spec.holidays}, ${spec.makeUpWeekday}, ${isDefault})`.execute(
    tx,
  )
  await insertHours(tx, spec)
}

/** Writes the whole calendar over version `version`; false when the row has another version by now. */
export async function replaceCalendar(
  tx: Tx,
  spec: CalendarSpec,
  isDefault: boolean,
  version: number,
): Promise<boolean> {
  const { rows } = await sql`
    update calendar set name = ${spec.name}, zone = ${spec.zone}, always = ${spec.always}, holidays = ${spec.holidays},
      make_up_weekday = ${spec.makeUpWeekday}, is_default = ${isDefault}, version = version + 1,
      revision = gen_random_uuid(), changed_at = now()
    where id = ${spec.id} and version = ${version} returning id`.execute(tx)
  if (rows.length === 0) return false
  for (const table of ['calendar_hours', 'calendar_season', 'calendar_special_day'])
    await sql`delete from ${sql.table(table)} where calendar_id = ${spec.id}`.execute(tx)
  await insertHours(tx, spec)
  return true
}

/** Takes the mark from the calendar that is the default now; two who do so at once come one after the other. */
export async function clearDefault(tx: Tx): Promise<void> {
  await sql`update calendar set is_default = false, version = version + 1, revision = gen_random_uuid(),
    changed_at = now() where is_default`.execute(tx)
}

async function insertHours(tx: Tx, spec: CalendarSpec): Promise<void> {
  const weeks = [spec.week, ...spec.seasons.map((s) => s.week)]
  const hours = weeks.flatMap((week, season) =>
    week.flatMap((list, i) => list.map((h) => ({ season, weekday: i + 1, starts: h.start, ends: h.end }))),
  )
  const seasons = spec.seasons.map((s, i) => ({
    position: i + 1,
    name: s.name,
    from_day: s.from,
    to_day: s.to,
  }))
  const days = spec.specialDays.map((d) => ({ day: d.date, name: d.name }))
  const dayHours = spec.specialDays.flatMap((d) =>
    d.hours.map((h) => ({ day: d.date, starts: h.start, ends: h.end })),
  )
  await sql`insert into calendar_season (calendar_id, position, name, from_day, to_day)
    select ${spec.id}::uuid, * from json_to_recordset(${JSON.stringify(seasons)}::json)
      as r (position smallint, name text, from_day text, to_day text)`.execute(tx)
  await sql`insert into calendar_hours (calendar_id, season, weekday, starts, ends)
    select ${spec.id}::uuid, * from json_to_recordset(${JSON.stringify(hours)}::json)
      as r (season smallint, weekday smallint, starts int, ends int)`.execute(tx)
  await sql`insert into calendar_special_day (calendar_id, day, name)
    select ${spec.id}::uuid, * from json_to_recordset(${JSON.stringify(days)}::json) as r (day date, name text)`.execute(
    tx,
  )
  await sql`insert into calendar_special_hours (calendar_id, day, starts, ends)
    select ${spec.id}::uuid, * from json_to_recordset(${JSON.stringify(dayHours)}::json)
      as r (day date, starts int, ends int)`.execute(tx)
}

/** Which state calendars and holidays are in: one cheap query, to know whether what is in memory still holds. */
export async function calendarStamps(
  db: Db,
  which: readonly string[] | 'default',
): Promise<{ id: string; revision: string; holidays: string }[]> {
  const where = which === 'default' ? sql`is_default` : sql`id = any(${which}::uuid[])`
  const { rows } = await sql<{ id: string; revision: string; holidays: string }>`
    select id, revision, (select coalesce(hashtextextended(string_agg(revision::text, ',' order by year), 0)::text, '')
      from holiday_year) as holidays
    from calendar where ${where}`.execute(db)
  return rows
}

/** All stored years with their days, or one. */
export async function holidayYears(db: Db, year?: number): Promise<StoredHolidayYear[]> {
  const { rows } = await sql<StoredHolidayYear>`
    select y.year, y.published, y.edited, y.version,
      (select coalesce(json_agg(json_build_object('date', h.day, 'name', h.name, 'off', h.is_off_day) order by h.day), '[]')
         from holiday h where h.year = y.year) as days
    from holiday_year y where ${year === undefined ? sql`true` : sql`y.year = ${year}`} order by y.year`.execute(
    db,
  )
  return rows
}

/**
 * Writes a year over version `version` (0: it must not exist yet); false when it has another version by now.
 * `edited` marks it as an administrator's.
 */
export async function replaceHolidayYear(
  tx: Tx,
  year: HolidayYear,
  edited: boolean,
  version: number,
): Promise<boolean> {
  const { rows } =
    version === 0
      ? await sql`insert into holiday_year (year, published, edited) values (${year.year}, ${year.published}, ${edited})
          on conflict do nothing returning year`.execute(tx)
      : await sql`update holiday_year set published = ${year.published}, edited = ${edited}, version = version + 1,
          revision = gen_random_uuid(), changed_at = now()
          where year = ${year.year} and version = ${version} returning year`.execute(tx)
  if (rows.length === 0) return false
  await sql`delete from holiday where year = ${year.year}`.execute(tx)
  await insertHolidays(tx, year.year, year.days)
  return true
}

async function insertHolidays(tx: Tx, year: number, days: readonly HolidayDay[]): Promise<void> {
  await sql`insert into holiday (year, day, name, is_off_day)
    select ${year}::int, * from json_to_recordset(${JSON.stringify(days)}::json) as r (date date, name text, off boolean)`.execute(
    tx,
  )
}

/** Serialises what must not run twice at once: start-up seeding and changes of the default calendar. */
export async function lockCalendars(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7239200)`.execute(tx)
}
