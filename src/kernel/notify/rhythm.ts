/** When mail may go out to a person. Pure: no I/O, no clock. */

const minute = 60_000
const day = 86_400_000

/** What a person has chosen. Minutes of the local day. */
export interface Rhythm {
  /** both or neither; over midnight when `from` is after `to` */
  quietFrom: number | null
  quietTo: number | null
  quietDaysOff: boolean
  urgentPierces: boolean
  dailyAt: number
}

export type DigestMode = 'now' | 'hourly' | 'daily'

/** As much of a working calendar as is needed; instants in epoch milliseconds, days since 1970. */
export interface Days {
  zone: { local: (at: number) => number; toInstant: (local: number) => number }
  isWorkDay: (day: number) => boolean
}

/** What applies to somebody who has chosen nothing. */
export const noRhythm: Rhythm = {
  quietFrom: null,
  quietTo: null,
  quietDaysOff: false,
  urgentPierces: true,
  dailyAt: 510,
}

/** Further than any holidays: a calendar without a single working day must not silence somebody for ever. */
const mostSteps = 60

/** The first instant from `at` on that is not quiet: `at` itself when it is not. */
export function quietUntil(at: number, rhythm: Rhythm, days: Days): number {
  let now = at
  for (let step = 0; step < mostSteps; step++) {
    const next = endOfQuiet(now, rhythm, days)
    if (next === undefined) return now
    // where clocks go back, a local time may lie before the instant that was asked for
    now = Math.max(next, now + minute)
  }
  return at
}

function endOfQuiet(at: number, rhythm: Rhythm, days: Days): number | undefined {
  const { zone } = days
  const local = zone.local(at)
  const today = Math.floor(local / day)
  if (rhythm.quietDaysOff && !days.isWorkDay(today)) return zone.toInstant((today + 1) * day)
  const { quietFrom: from, quietTo: to } = rhythm
  if (from === null || to === null || from === to) return undefined
  const clock = Math.floor((local - today * day) / minute)
  if (from < to) return from <= clock && clock < to ? zone.toInstant(today * day + to * minute) : undefined
  if (clock >= from) return zone.toInstant((today + 1) * day + to * minute)
  return clock < to ? zone.toInstant(today * day + to * minute) : undefined
}

/** When news of `told` is due by the digest mode alone: at once, at the next full hour, at the next daily time. */
export function digestAt(told: number, mode: DigestMode, dailyAt: number, { zone }: Days): number {
  if (mode === 'now') return told
  const local = zone.local(told)
  if (mode === 'hourly') return zone.toInstant((Math.floor(local / (60 * minute)) + 1) * 60 * minute)
  const today = Math.floor(local / day) * day + dailyAt * minute
  return zone.toInstant(today > local ? today : today + day)
}

/** A notification, as far as it decides when its mail goes. */
export interface News {
  told: number
  mode: DigestMode
  /** the mode was chosen for this event, not for all */
  ownMode: boolean
  urgent: boolean
}

/**
 * When the mail of a notification may go out, seen from `now`; not after `now`: at once. Urgent news pierce quiet hours
 * unless the person says otherwise, and wait for no digest but one chosen for that very event.
 */
export function releaseAt(news: News, now: number, rhythm: Rhythm, days: Days): number {
  const pierces = news.urgent && rhythm.urgentPierces
  const mode = pierces && !news.ownMode ? 'now' : news.mode
  const from = Math.max(digestAt(news.told, mode, rhythm.dailyAt, days), now)
  return pierces ? from : quietUntil(from, rhythm, days)
}
