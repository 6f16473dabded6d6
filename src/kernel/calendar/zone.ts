/**
 * Local time of an IANA zone, exact over daylight-saving changes, from the runtime's own zone data (Intl).
 * Asking Intl costs microseconds, so the offsets of a year are found once (a look at every day, then bisection
 * to the second) and kept as a short list of segments.
 */
import { DAY, SECOND } from './calendar.ts'
import type { DayNumber, Instant } from './calendar.ts'

/** From `from` (an instant) until `to`, local time is UTC plus `offset` milliseconds. */
export type Segment = { from: Instant; to: Instant; offset: number }

export class Zone {
  readonly name: string
  readonly #format: Intl.DateTimeFormat
  readonly #years = new Map<number, Segment[]>()

  /** @throws RangeError when the runtime does not know the zone */
  constructor(name: string) {
    this.name = name
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  }

  #ask(at: Instant): number {
    const part: Record<string, number> = {}
    for (const p of this.#format.formatToParts(at)) part[p.type] = Number(p.value)
    const { year, month, day, hour, minute, second } = part
    const local = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!)
    return local - Math.floor(at / SECOND) * SECOND
  }

  /** The first second at which the offset is no longer that of `lo`; offsets at `lo` and `hi` differ. */
  #bisect(lo: Instant, hi: Instant, offset: number): Instant {
    while (hi - lo > SECOND) {
      const mid = lo + Math.floor((hi - lo) / 2 / SECOND) * SECOND
      if (this.#ask(mid) === offset) lo = mid
      else hi = mid
    }
    return hi
  }

  /**
   * The constant-offset segments around a UTC year, two days of margin on both sides; the first reaches back
   * and the last reaches on for ever, so that every look-up near the year finds one.
   */
  segments(year: number): readonly Segment[] {
    const known = this.#years.get(year)
    if (known) return known
    const end = Date.UTC(year + 1, 0, 3)
    let at = Date.UTC(year, 0, 1) - 2 * DAY
    let offset = this.#ask(at)
    const list: Segment[] = [{ from: -Infinity, to: Infinity, offset }]
    for (; at < end; at += DAY) {
      // A day may hold two changes only in theory; the loop takes them one after the other all the same.
      for (let lo = at, next = this.#ask(at + DAY); next !== offset;) {
        const change = this.#bisect(lo, at + DAY, offset)
        offset = this.#ask(change)
        list.at(-1)!.to = change
        list.push({ from: change, to: Infinity, offset })
        lo = change
      }
    }
    this.#years.set(year, list)
    return list
  }

  /** Milliseconds that local time is ahead of UTC at an instant. */
  offsetAt(at: Instant): number {
    const list = this.segments(new Date(at).getUTCFullYear())
    for (const s of list) if (at < s.to) return s.offset
    return list.at(-1)!.offset
  }

  /** Local wall time as milliseconds, as if local were UTC. */
  local(at: Instant): number {
    return at + this.offsetAt(at)
  }

  /** The local day of an instant. */
  dayOf(at: Instant): DayNumber {
    return Math.floor(this.local(at) / DAY)
  }

  /** The earliest instant whose local wall time is at or after `local`; in a gap that is the change itself. */
  toInstant(local: number): Instant {
    for (const s of this.segments(new Date(local).getUTCFullYear())) {
      const at = Math.max(local - s.offset, s.from)
      if (at < s.to) return at
    }
    throw new RangeError(`no such local time in ${this.name}`)
  }
}

const zones = new Map<string, Zone>()

/** The zone of a name, shared by all calendars. @throws RangeError for an unknown name */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name)
  if (!zone) zones.set(name, (zone = new Zone(name)))
  return zone
}

/** Whether the runtime knows a zone of this name. */
export function isZone(name: string): boolean {
  try {
    zoneOf(name)
    return true
  } catch (e) {
    if (e instanceof RangeError) return false
    throw e
  }
}
