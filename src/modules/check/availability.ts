/** Availability from the changes of state. Pure: calendars compute, nothing is read. */
import { elapsedMs, zoneOf, type CompiledCalendar } from '#kernel/calendar/index.ts'
import type { CheckState } from './words.ts'

export interface StateSpan {
  /** epoch milliseconds, end exclusive */
  from: number
  to: number
  state: CheckState
}

/** What counts: a check or a service is up, down, or neither can be said. */
export type Standing = 'up' | 'down' | 'other'

export interface Shares {
  serviceSeconds: number
  upSeconds: number
  downSeconds: number
  otherSeconds: number
  ratio: number | null
}

export const standingOf = (state: CheckState): Standing =>
  state === 'ok' || state === 'warning' ? 'up' : state === 'critical' ? 'down' : 'other'

/**
 * Spans of one state each from `from` to `to`, without gaps.
 * @param changes in the order of their time; the last one before `from` may be among them
 */
export function spansOf(
  changes: readonly { at: Date; to: CheckState }[],
  from: number,
  to: number,
  start: CheckState = 'pending',
): StateSpan[] {
  const spans: StateSpan[] = []
  let state = start
  let since = from
  for (const change of changes) {
    const at = change.at.getTime()
    if (at >= to) break
    if (at > since && change.to !== state) {
      spans.push({ from: since, to: at, state })
      since = at
    }
    state = change.to
  }
  if (since < to) spans.push({ from: since, to, state })
  return spans
}

/** What holds of several together at each moment: down while one of them is, up while one is and none is down. */
export function together(
  all: readonly (readonly StateSpan[])[],
): { from: number; to: number; is: Standing }[] {
  const count = { up: 0, down: 0, other: 0 }
  const edges = all.flatMap((spans) =>
    spans.flatMap(({ from, to, state }) => [
      { at: from, is: standingOf(state), by: 1 },
      { at: to, is: standingOf(state), by: -1 },
    ]),
  )
  edges.sort((a, b) => a.at - b.at)
  const out: { from: number; to: number; is: Standing }[] = []
  let before = edges[0]?.at ?? 0
  for (let i = 0; i < edges.length;) {
    const { at } = edges[i]!
    const is: Standing = count.down > 0 ? 'down' : count.up > 0 ? 'up' : 'other'
    if (at > before) {
      const last = out.at(-1)
      if (last?.is === is && last.to === before) last.to = at
      else out.push({ from: before, to: at, is })
    }
    for (before = at; edges[i]?.at === at; i++) count[edges[i]!.is] += edges[i]!.by
  }
  return out
}

/** Shares of the time that counts. @param calendar its hours count; null: every second */
export function sharesOf(
  spans: readonly { from: number; to: number; is: Standing }[],
  calendar: CompiledCalendar | null,
): Shares & { outages: number } {
  const ms = { up: 0, down: 0, other: 0 }
  let outages = 0
  for (const { from, to, is } of spans) {
    const counted = calendar ? elapsedMs(calendar, from, to) : to - from
    ms[is] += counted
    if (is === 'down' && counted > 0) outages++
  }
  const known = ms.up + ms.down
  return {
    serviceSeconds: seconds(ms.up + ms.down + ms.other),
    upSeconds: seconds(ms.up),
    downSeconds: seconds(ms.down),
    otherSeconds: seconds(ms.other),
    ratio: known === 0 ? null : ms.up / known,
    outages,
  }
}

const seconds = (ms: number): number => Math.round(ms) / 1000

/** The same by months of the unit's zone. */
export function monthsOf(
  spans: readonly { from: number; to: number; is: Standing }[],
  calendar: CompiledCalendar | null,
  zone: string,
): (Shares & { month: string })[] {
  const first = spans[0]
  const last = spans.at(-1)
  if (!first || !last) return []
  const out: (Shares & { month: string })[] = []
  const local = new Date(zoneOf(zone).dayOf(first.from) * 86_400_000)
  for (let n = 0; ; n++) {
    const month = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + n, 1)
    const begin = zoneOf(zone).toInstant(month)
    const end = zoneOf(zone).toInstant(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + n + 1, 1))
    if (begin >= last.to) return out
    const within = spans
      .filter((span) => span.to > begin && span.from < end)
      .map((span) => ({ ...span, from: Math.max(span.from, begin), to: Math.min(span.to, end) }))
    const { outages: _outages, ...shares } = sharesOf(within, calendar)
    out.push({ month: new Date(month).toISOString().slice(0, 7), ...shares })
  }
}
