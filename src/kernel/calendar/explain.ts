/**
 * Why a clock is due when it is, as data: the agreement, the calendar, the intervals that counted day by day, the
 * pauses and the days passed over. Put into words by explain-text.ts, here and in the browser.
 */
import { DAY, SECOND, formatDay } from './calendar.ts'
import type { CalendarLocale, Instant, SkippedDay } from './calendar.ts'
import type { CompiledCalendar } from './compile.ts'
import { formatInstant, offsetText } from './iso.ts'
import { skippedFor } from './targets.ts'
import type { Target } from './targets.ts'
import { isProvisional, normalizePauses, skippedBetween } from './working-time.ts'
import type { Pause } from './working-time.ts'

/** Working time of one local day; `intervals` are local clock times `HH:MM[:SS]`, in order. */
export type CountedDay = { date: string; intervals: [string, string][]; seconds: number }

/** Plain data, fit for JSON. Instants are ISO 8601 with the calendar's own offset. */
export type Explanation = {
  agreement: string | null
  calendar: { id: string; name: string; zone: string; always: boolean }
  target: Target | null
  from: string
  /** Null while an open pause keeps the due time open. */
  due: string | null
  /** At most `limit` days: the first and the last ones; `omitted` says how much lies between them. */
  counted: CountedDay[]
  omitted: { days: number; seconds: number; after: string } | null
  countedSeconds: number
  skipped: SkippedDay[]
  skippedCount: number
  /** Intervals that did not count; `to` null still lasts. `reason` is the caller's own words or key. */
  pauses: { from: string; to: string | null; reason: string | null }[]
  provisional: boolean
}

export type ExplainInput = {
  from: Instant
  due: Instant | null
  pauses?: readonly (Pause & { reason?: string })[]
  agreement?: string
  target?: Target
  locale?: CalendarLocale
  /** How many counted and how many skipped days to list at most (default 10 and 31). */
  limit?: number
  skippedLimit?: number
}

/**
 * Explains a due time that was computed on this calendar with these pauses. While `due` is null (an open pause)
 * it explains what has counted until that pause began.
 */
export function explain(cal: CompiledCalendar, input: ExplainInput): Explanation {
  const { from, due } = input
  const pauses = normalizePauses(input.pauses ?? [])
  const to = due ?? Math.max(from, pauses.at(-1)?.from ?? from)
  const written = (at: Instant) => formatInstant(at, offsetText(cal.zone.offsetAt(at)))
  const days = countDays(cal, from, to, pauses, input.limit ?? 10)
  const skipped = input.target
    ? skippedFor(cal, from, to, input.target, input.locale)
    : skippedBetween(cal, from, to, input.locale)
  const { id, name, zone, always } = cal.spec
  return {
    agreement: input.agreement ?? null,
    calendar: { id, name, zone, always },
    target: input.target ?? null,
    from: written(from),
    due: due === null ? null : written(due),
    ...days,
    skipped: skipped.slice(0, input.skippedLimit ?? 31),
    skippedCount: skipped.length,
    pauses: [...(input.pauses ?? [])]
      .sort((a, b) => a.from - b.from)
      .map((p) => ({
        from: written(p.from),
        to: p.to === null ? null : written(p.to),
        reason: p.reason ?? null,
      })),
    provisional: isProvisional(cal, from, to),
  }
}

/** Counted time by local day; only the first and last days are kept in full, so that a span of years stays small. */
function countDays(
  cal: CompiledCalendar,
  from: Instant,
  to: Instant,
  pauses: readonly Pause[],
  limit: number,
) {
  const head: CountedDay[] = []
  const tail: CountedDay[] = []
  const headSize = Math.ceil(limit / 2)
  const omitted = { days: 0, seconds: 0 }
  let totalMs = 0
  let current: { day: number; spans: [Instant, Instant][] } | undefined
  const close = () => {
    if (!current) return
    const counted = countedDay(cal, current.day, current.spans)
    if (head.length < headSize) head.push(counted)
    else if (tail.push(counted) > limit - headSize) {
      omitted.days++
      omitted.seconds += tail.shift()!.seconds
    }
  }
  for (const [a, b] of countedSpans(cal, from, to, pauses)) {
    totalMs += b - a
    for (let at = a; at < b;) {
      const day = cal.zone.dayOf(at)
      const end = Math.min(b, cal.zone.toInstant((day + 1) * DAY))
      if (current?.day !== day) {
        close()
        current = { day, spans: [] }
      }
      current.spans.push([at, end])
      at = end
    }
  }
  close()
  return {
    counted: [...head, ...tail],
    omitted: omitted.days ? { ...omitted, after: head.at(-1)?.date ?? '' } : null,
    countedSeconds: Math.floor(totalMs / SECOND),
  }
}

function countedDay(cal: CompiledCalendar, day: number, spans: [Instant, Instant][]): CountedDay {
  const clock = (at: Instant) => {
    const ms = cal.zone.local(at) - day * DAY
    return ms >= DAY ? '24:00' : new Date(ms).toISOString().slice(11, ms % 60_000 >= SECOND ? 19 : 16)
  }
  const ms = spans.reduce((sum, [a, b]) => sum + b - a, 0)
  return {
    date: formatDay(day),
    intervals: spans.map(([a, b]) => [clock(a), clock(b)]),
    seconds: Math.floor(ms / SECOND),
  }
}

/** Working intervals with the pauses cut out. */
function* countedSpans(cal: CompiledCalendar, from: Instant, to: Instant, pauses: readonly Pause[]) {
  let next = 0
  for (const [a, b] of cal.intervals(from, to)) {
    let at = a
    while (next < pauses.length && (pauses[next]!.to ?? Infinity) <= at) next++
    for (let i = next; i < pauses.length && pauses[i]!.from < b; i++) {
      const p = pauses[i]!
      if (p.from > at) yield [at, p.from] as [Instant, Instant]
      at = Math.max(at, p.to ?? Infinity)
    }
    if (at < b) yield [at, b] as [Instant, Instant]
  }
}
