import { z } from 'zod'
import { endpoint, idParams, text } from '#kernel/http/endpoint.ts'

const minYear = 1970
const maxYear = 2200
const inYears = (date: string) => date >= `${minYear}-01-01` && date <= `${maxYear}-12-31`
const day = z.iso.date().refine(inYears, 'calendar:error.out_of_range')
const year = z.coerce.number().int().min(minYear).max(maxYear)

/** `HH:MM`; an end of 24:00 is midnight, an end before the start is the next day's. */
const Hours = z
  .strictObject({
    from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'calendar:error.bad_clock'),
    to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'calendar:error.bad_clock'),
  })
  .refine((h) => h.from !== h.to, 'calendar:error.empty_hours')

/** The intervals of one day, in order. Only the last one may run over midnight. */
const DayHours = z
  .array(Hours)
  .max(12)
  .transform((list) => [...list].sort((a, b) => (a.from < b.from ? -1 : 1)))
  .refine(
    (list) => list.every((h, i) => !list[i + 1] || (h.from < h.to && h.to <= list[i + 1]!.from)),
    'calendar:error.overlap',
  )

/** Seven days, Monday first; an empty day is a day of rest. */
const Week = z.array(DayHours).length(7)

const monthDay = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const dayOfSeason = z
  .string()
  .refine(
    (v) => (monthDay.test(v) ? z.iso.date().safeParse(`2000-${v}`).success : day.safeParse(v).success),
    'calendar:error.bad_season',
  )
const Season = z
  .strictObject({ name: text(40), from: dayOfSeason, to: dayOfSeason, week: Week })
  .refine((s) => s.from.length === s.to.length && (s.from.length === 5 || s.from <= s.to), {
    message: 'calendar:error.bad_season',
    path: ['to'],
  })
const SpecialDay = z.strictObject({ date: day, name: text(40), hours: DayHours })

const seasons = z.array(Season).max(20)
const specialDays = z
  .array(SpecialDay)
  .max(2000)
  .refine((list) => new Set(list.map((d) => d.date)).size === list.length, 'calendar:error.day_twice')
const weekday = z.int().min(1).max(7)
const zone = z.string().min(1).max(60)

export const Calendar = z.object({
  id: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  zone: z.string(),
  /** 7×24 */
  always: z.boolean(),
  /** statutory holidays and make-up days apply */
  holidays: z.boolean(),
  /** 1 Monday … 7 Sunday: whose hours a make-up working day 调休上班日 follows */
  makeUpWeekday: z.number(),
  week: z.array(z.array(z.object({ from: z.string(), to: z.string() }))),
  seasons: z.array(
    z.object({
      name: z.string(),
      from: z.string(),
      to: z.string(),
      week: z.array(z.array(z.object({ from: z.string(), to: z.string() }))),
    }),
  ),
  specialDays: z.array(
    z.object({
      date: z.string(),
      name: z.string(),
      hours: z.array(z.object({ from: z.string(), to: z.string() })),
    }),
  ),
  version: z.number(),
  abilities: z.array(z.enum(['update'])),
})

/** Everyone who is signed in may read: due times that concern anybody are computed on these. */
export const listCalendars = endpoint({
  name: 'calendar.list',
  method: 'GET',
  path: '/calendars',
  permission: 'signed-in',
  response: z.object({ items: z.array(Calendar) }),
  summary: 'Working calendars 工作日历',
})
export const getCalendar = endpoint({
  name: 'calendar.get',
  method: 'GET',
  path: '/calendars/{id}',
  permission: 'signed-in',
  params: idParams,
  response: Calendar,
  summary: 'A working calendar 工作日历详情',
})
export const createCalendar = endpoint({
  name: 'calendar.create',
  method: 'POST',
  path: '/calendars',
  permission: 'calendar.manage',
  body: z.strictObject({
    name: text(60),
    /** absent: the unit's */
    zone: zone.optional(),
    isDefault: z.boolean().default(false),
    always: z.boolean().default(false),
    holidays: z.boolean().default(true),
    makeUpWeekday: weekday.default(1),
    week: Week.default([[], [], [], [], [], [], []]),
    seasons: seasons.default([]),
    specialDays: specialDays.default([]),
  }),
  response: Calendar,
  status: 201,
  idempotent: true,
  summary: 'Add a working calendar 新增工作日历',
})
export const updateCalendar = endpoint({
  name: 'calendar.update',
  method: 'PATCH',
  path: '/calendars/{id}',
  permission: 'calendar.manage',
  params: idParams,
  body: z.strictObject({
    name: text(60).optional(),
    zone: zone.optional(),
    isDefault: z.boolean().optional(),
    always: z.boolean().optional(),
    holidays: z.boolean().optional(),
    makeUpWeekday: weekday.optional(),
    week: Week.optional(),
    seasons: seasons.optional(),
    specialDays: specialDays.optional(),
  }),
  response: Calendar,
  ifMatch: true,
  summary: 'Change a working calendar 修改工作日历',
})

export const dayKinds = ['working', 'weekend', 'holiday', 'make-up', 'special'] as const
export const getCalendarYear = endpoint({
  name: 'calendar.year',
  method: 'GET',
  path: '/calendars/{id}/years/{year}',
  permission: 'signed-in',
  params: z.strictObject({ id: z.uuid(), year }),
  response: z.object({
    year: z.number(),
    /** The holidays of the year are not published: weekends only are taken. */
    provisional: z.boolean(),
    workingDays: z.number(),
    workingSeconds: z.number(),
    days: z.array(
      z.object({
        date: z.string(),
        weekday: z.number(),
        kind: z.enum(dayKinds),
        name: z.string().nullable(),
        season: z.string().nullable(),
        hours: z.array(z.object({ from: z.string(), to: z.string() })),
      }),
    ),
  }),
  summary: 'Every day of a year on a calendar 年历',
})

const HolidayDay = z.object({ date: z.string(), name: z.string(), isOffDay: z.boolean() })
export const HolidayYear = z.object({
  year: z.number(),
  published: z.boolean(),
  /** Edited by hand: the shipped data does not overwrite it any more. */
  edited: z.boolean(),
  /** 0: nothing is stored for this year yet. */
  version: z.number(),
  days: z.array(HolidayDay),
  abilities: z.array(z.enum(['update'])),
})
export const listHolidays = endpoint({
  name: 'calendar.holidays',
  method: 'GET',
  path: '/holidays',
  permission: 'signed-in',
  response: z.object({ items: z.array(HolidayYear) }),
  summary: 'Statutory holidays by year 法定节假日',
})
export const getHolidays = endpoint({
  name: 'calendar.holidays-of-year',
  method: 'GET',
  path: '/holidays/{year}',
  permission: 'signed-in',
  params: z.strictObject({ year }),
  response: HolidayYear,
  summary: 'Holidays of a year 某年节假日',
})
export const setHolidays = endpoint({
  name: 'calendar.set-holidays',
  method: 'PUT',
  path: '/holidays/{year}',
  permission: 'calendar.manage',
  params: z.strictObject({ year }),
  body: z.strictObject({
    published: z.boolean(),
    days: z
      .array(z.strictObject({ date: z.iso.date(), name: text(60), isOffDay: z.boolean() }))
      .max(200)
      .refine((list) => new Set(list.map((d) => d.date)).size === list.length, 'calendar:error.day_twice'),
  }),
  response: HolidayYear,
  ifMatch: true,
  summary: 'Set the holidays of a year 维护某年节假日',
})

export const amountUnits = ['minutes', 'hours', 'workingDays', 'naturalDays', 'weeks'] as const
/** ISO 8601 with an offset or Z; what is finer than a millisecond is dropped. */
const moment = z.iso.datetime({ offset: true }).max(40)

export const computeDue = endpoint({
  name: 'calendar.due',
  method: 'POST',
  path: '/calendars/{id}/due',
  permission: 'signed-in',
  // a calculation: a POST for its body only, it writes nothing
  audited: false,
  params: idParams,
  body: z
    .strictObject({
      from: moment,
      seconds: z.int().min(0).optional(),
      amount: z.number().min(0).max(1e9).optional(),
      unit: z.enum(amountUnits).optional(),
      /** Day units: end at the clock time of `from` instead of the close of business. */
      sameClockTime: z.boolean().default(false),
    })
    .refine((b) => (b.seconds === undefined) !== (b.amount === undefined), {
      message: 'calendar:error.seconds_or_amount',
      path: ['seconds'],
    })
    .refine((b) => (b.amount === undefined) === (b.unit === undefined), {
      message: 'calendar:error.amount_needs_unit',
      path: ['unit'],
    }),
  response: z.object({
    /** With the offset of `from`. */
    due: z.string(),
    skipped: z.array(
      z.object({ date: z.string(), reason: z.enum(['weekend', 'holiday', 'special']), name: z.string() }),
    ),
    provisional: z.boolean(),
  }),
  summary: 'When working time has run 计算截止时间',
})
export const computeElapsed = endpoint({
  name: 'calendar.elapsed',
  method: 'POST',
  path: '/calendars/{id}/elapsed',
  permission: 'signed-in',
  // a calculation, as above
  audited: false,
  params: idParams,
  body: z.strictObject({ from: moment, to: moment }),
  response: z.object({ seconds: z.number() }),
  summary: 'Working time between two instants 计算已用工作时间',
})
