/**
 * A calendar made ready to compute with: per local year the working intervals as instants with their prefix
 * sums, and over the years the running totals. Years are made when first touched. A look-up is two binary
 * searches, whatever the length of the span.
 */
import { DAY, MAX_YEAR, MIN_YEAR, SECOND, CalendarRangeError } from './calendar.ts'
import { dayNumber, formatDay, parseDay, seasonCovers, weekdayName, weekdayOf } from './calendar.ts'
import type { CalendarLocale, CalendarSpec, ClockInterval, DayKind, DayNumber, Instant } from './calendar.ts'
import type { HolidayBook } from './holidays.ts'
import { zoneOf } from './zone.ts'
import type { Zone } from './zone.ts'

const allDay: readonly ClockInterval[] = [{ start: 0, end: 86_400 }]

/** What a day is and when it works. `name`: the holiday or special day; null on ordinary days. */
export type DayInfo = {
  kind: DayKind
  name: string | null
  season: string | null
  hours: readonly ClockInterval[]
}

type ClosedDay = { day: DayNumber; info: DayInfo }

/** One local year: n disjoint ascending intervals, `before[i]` working ms of the year ahead of interval i. */
type YearTable = {
  starts: Float64Array
  ends: Float64Array
  before: Float64Array
  total: number
  workDays: Int32Array
}

/** Index of the last element ≤ value, or -1. */
export function lastAtMost(list: Float64Array | Int32Array, value: number): number {
  let lo = 0
  let hi = list.length
  while (lo < hi) {
    const mid = (lo + hi) >>> 1
    if (list[mid]! <= value) lo = mid + 1
    else hi = mid
  }
  return lo - 1
}

export class CompiledCalendar {
  readonly spec: CalendarSpec
  readonly zone: Zone
  /** Whether any shift runs over midnight. */
  readonly overnight: boolean
  readonly #holidays: HolidayBook
  readonly #special = new Map<DayNumber, CalendarSpec['specialDays'][number]>()
  /** Start instants of MIN_YEAR … MAX_YEAR + 1. */
  readonly #starts: Float64Array
  readonly #tables: (YearTable | undefined)[] = []
  /** Running totals at the start of each year, relative to the first year touched; valid from #lo to #hi. */
  readonly #work = new Float64Array(MAX_YEAR - MIN_YEAR + 2)
  readonly #days = new Int32Array(MAX_YEAR - MIN_YEAR + 2)
  /** Count of unpublished years before each year. */
  readonly #unpublished = new Int32Array(MAX_YEAR - MIN_YEAR + 2)
  readonly #closed = new Map<number, ClosedDay[]>()
  #lo = -1
  #hi = -1

  constructor(spec: CalendarSpec, holidays: HolidayBook) {
    this.spec = spec
    this.zone = zoneOf(spec.zone)
    this.#holidays = holidays
    for (const d of spec.specialDays) this.#special.set(parseDay(d.date), d)
    const lists = [
      ...spec.week,
      ...spec.seasons.flatMap((s) => s.week),
      ...spec.specialDays.map((d) => d.hours),
    ]
    this.overnight = lists.some((hours) => hours.some((h) => h.end * SECOND > DAY))
    this.#starts = new Float64Array(MAX_YEAR - MIN_YEAR + 2).fill(NaN)
    for (let i = 1; i < this.#starts.length; i++)
      this.#unpublished[i] = this.#unpublished[i - 1]! + (holidays.isPublished(MIN_YEAR + i - 1) ? 0 : 1)
  }

  /** The instant at which a year begins, found when it is first asked for: two centuries at once would take a second. */
  #startOf(i: number): Instant {
    const known = this.#starts[i]!
    if (!Number.isNaN(known)) return known
    return (this.#starts[i] = this.zone.toInstant(dayNumber(MIN_YEAR + i, 1, 1) * DAY))
  }

  /** What a local day is: set by hand, else published, else by the season's or the ordinary week. */
  day(day: DayNumber): DayInfo {
    const { spec } = this
    if (spec.always) return { kind: 'working', name: null, season: null, hours: allDay }
    const special = this.#special.get(day)
    if (special) return { kind: 'special', name: special.name, season: null, hours: special.hours }
    const date = formatDay(day)
    const season = spec.seasons.find((s) => seasonCovers(s, date))
    const week = season?.week ?? spec.week
    const published = spec.holidays ? this.#holidays.day(day) : undefined
    const base = { season: season?.name ?? null }
    if (published?.off) return { ...base, kind: 'holiday', name: published.name, hours: [] }
    if (published)
      return { ...base, kind: 'make-up', name: published.name, hours: week[spec.makeUpWeekday - 1] ?? [] }
    const hours = week[weekdayOf(day) - 1] ?? []
    return { ...base, kind: hours.length ? 'working' : 'weekend', name: null, hours }
  }

  /** Name of a closed day for people: the holiday's or special day's own, or the weekday. */
  dayName(day: DayNumber, info: DayInfo, locale: CalendarLocale = 'zh-CN'): string {
    return info.name ?? weekdayName(weekdayOf(day), locale)
  }

  isPublished(year: number): boolean {
    return this.#holidays.isPublished(year)
  }

  /** The local year of an instant. @throws CalendarRangeError outside MIN_YEAR…MAX_YEAR */
  yearOf(at: Instant): number {
    let year = new Date(at).getUTCFullYear()
    if (!(year >= MIN_YEAR - 1 && year <= MAX_YEAR + 1)) throw outOfRange()
    if (year >= MIN_YEAR && year <= MAX_YEAR + 1 && at < this.#startOf(year - MIN_YEAR)) year--
    else if (year < MAX_YEAR + 1 && at >= this.#startOf(year + 1 - MIN_YEAR)) year++
    if (year < MIN_YEAR || year > MAX_YEAR) throw outOfRange()
    return year
  }

  /** Whether a year from that of `from` to that of `to` has no published holidays, for a calendar that heeds them. */
  provisional(from: Instant, to: Instant): boolean {
    if (this.spec.always || !this.spec.holidays) return false
    const last = this.yearOf(to) + 1 - MIN_YEAR
    return this.#unpublished[last]! > this.#unpublished[this.yearOf(from) - MIN_YEAR]!
  }

  /** Working milliseconds from a fixed origin to an instant: monotone, so differences are elapsed working time. */
  workedAt(at: Instant): number {
    const year = this.yearOf(at)
    const t = this.#table(year)
    const i = lastAtMost(t.starts, at)
    if (i < 0) return this.#work[year - MIN_YEAR]!
    return this.#work[year - MIN_YEAR]! + t.before[i]! + Math.min(at, t.ends[i]!) - t.starts[i]!
  }

  /** The earliest instant at which `workedAt` has reached `worked`; the origin is `from`'s. @throws CalendarRangeError */
  reach(from: Instant, worked: number): Instant {
    let lo = this.yearOf(from) - MIN_YEAR
    this.#table(lo + MIN_YEAR)
    while (this.#work[this.#hi + 1]! < worked) {
      if (this.#hi >= MAX_YEAR - MIN_YEAR) throw outOfRange()
      this.#table(this.#hi + 1 + MIN_YEAR)
    }
    let hi = this.#hi
    while (lo < hi) {
      const mid = (lo + hi) >>> 1
      if (this.#work[mid + 1]! >= worked) hi = mid
      else lo = mid + 1
    }
    const t = this.#tables[lo]!
    const rest = worked - this.#work[lo]!
    // The interval to end in is the last that begins with less than `rest` behind it: at exactly an interval's
    // end the answer is that end (12:00), not the start of the next one (13:30).
    let a = 0
    let b = t.before.length
    while (a < b) {
      const mid = (a + b) >>> 1
      if (t.before[mid]! < rest) a = mid + 1
      else b = mid
    }
    return t.starts[a - 1]! + rest - t.before[a - 1]!
  }

  /** The end of the last year that can be computed (exclusive). */
  get end(): Instant {
    return this.#startOf(this.#starts.length - 1)
  }

  /** Whether the day has working hours of its own. */
  isWorkDay(day: DayNumber): boolean {
    return this.day(day).hours.length > 0
  }

  /** The days of a year that have no hours of their own, in order. */
  closedDays(year: number): readonly ClosedDay[] {
    let list = this.#closed.get(year)
    if (!list) {
      list = []
      const last = dayNumber(year, 12, 31)
      for (let day = dayNumber(year, 1, 1); day <= last; day++) {
        const info = this.day(day)
        if (info.hours.length === 0) list.push({ day, info })
      }
      this.#closed.set(year, list)
    }
    return list
  }

  /** The n-th working day after a day (n ≥ 1; the day itself is not counted). @throws CalendarRangeError */
  workDayAfter(day: DayNumber, n: number): DayNumber {
    const year = this.#yearOfDay(day)
    const first = this.#table(year)
    const target = this.#days[year - MIN_YEAR]! + lastAtMost(first.workDays, day) + 1 + n
    let y = year - MIN_YEAR
    for (;;) {
      if (y > MAX_YEAR - MIN_YEAR) throw outOfRange()
      const t = this.#table(y + MIN_YEAR)
      const i = target - this.#days[y]! - 1
      if (i < t.workDays.length) return t.workDays[i]!
      y++
    }
  }

  /** Instant at which a day's own last interval ends; undefined for a day without hours. */
  closeOf(day: DayNumber): Instant | undefined {
    const ends = this.day(day).hours.map((h) => h.end)
    return ends.length ? this.zone.toInstant(day * DAY + Math.max(...ends) * SECOND) : undefined
  }

  /** Working intervals (instants) that lie between two instants, clipped to them. */
  *intervals(from: Instant, to: Instant): Generator<[Instant, Instant]> {
    for (let at = from; at < to;) {
      const year = this.yearOf(at)
      const yearEnd = this.#startOf(year + 1 - MIN_YEAR)
      if (this.spec.always) yield [at, Math.min(to, yearEnd)]
      else {
        const t = this.#table(year)
        for (let i = Math.max(0, lastAtMost(t.starts, at)); i < t.starts.length && t.starts[i]! < to; i++) {
          const a = Math.max(at, t.starts[i]!)
          const b = Math.min(to, t.ends[i]!)
          if (a < b) yield [a, b]
        }
      }
      at = yearEnd
    }
  }

  #yearOfDay(day: DayNumber): number {
    const year = new Date(day * DAY).getUTCFullYear()
    // Negated, so that a day beyond what Date can hold (NaN) is refused too.
    if (!(year >= MIN_YEAR && year <= MAX_YEAR)) throw outOfRange()
    return year
  }

  /** The table of a year; keeps the running totals contiguous from the lowest to the highest year touched. */
  #table(year: number): YearTable {
    const index = year - MIN_YEAR
    const known = this.#tables[index]
    if (known) return known
    if (this.#lo < 0) {
      this.#lo = index
      this.#hi = index - 1
    }
    while (this.#hi < index) {
      const i = ++this.#hi
      const t = (this.#tables[i] = this.#build(i + MIN_YEAR))
      this.#work[i + 1] = this.#work[i]! + t.total
      this.#days[i + 1] = this.#days[i]! + t.workDays.length
    }
    while (this.#lo > index) {
      const i = --this.#lo
      const t = (this.#tables[i] = this.#build(i + MIN_YEAR))
      this.#work[i] = this.#work[i + 1]! - t.total
      this.#days[i] = this.#days[i + 1]! - t.workDays.length
    }
    return this.#tables[index]!
  }

  #build(year: number): YearTable {
    const first = dayNumber(year, 1, 1)
    const last = dayNumber(year, 12, 31)
    const from = this.#startOf(year - MIN_YEAR)
    const to = this.#startOf(year + 1 - MIN_YEAR)
    const segments = this.zone.segments(year)
    const raw: [Instant, Instant][] = []
    const workDays: number[] = []
    // The day before is looked at too: its night shift may run into this year.
    for (let day = first - 1; day <= last; day++) {
      const { hours } = this.day(day)
      if (hours.length && day >= first) workDays.push(day)
      for (const h of hours) {
        // Working is every instant whose wall clock shows working time: an hour shown twice counts twice.
        for (const s of segments) {
          const a = Math.max(day * DAY + h.start * SECOND - s.offset, s.from, from)
          const b = Math.min(day * DAY + h.end * SECOND - s.offset, s.to, to)
          if (a < b) raw.push([a, b])
        }
      }
    }
    return { ...prefixSums(merge(raw)), workDays: Int32Array.from(workDays) }
  }
}

function merge(list: [Instant, Instant][]): [Instant, Instant][] {
  const out: [Instant, Instant][] = []
  for (const [a, b] of list.sort((x, y) => x[0] - y[0])) {
    const last = out.at(-1)
    if (last && a <= last[1]) last[1] = Math.max(last[1], b)
    else out.push([a, b])
  }
  return out
}

function prefixSums(list: [Instant, Instant][]): Omit<YearTable, 'workDays'> {
  const before = new Float64Array(list.length)
  let total = 0
  list.forEach(([a, b], i) => {
    before[i] = total
    total += b - a
  })
  return {
    starts: Float64Array.from(list, (p) => p[0]),
    ends: Float64Array.from(list, (p) => p[1]),
    before,
    total,
  }
}

function outOfRange(): CalendarRangeError {
  return new CalendarRangeError(`outside the years ${MIN_YEAR} to ${MAX_YEAR}`)
}
