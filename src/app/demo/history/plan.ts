import { callers, cases, requesters, type Case } from './cases.ts'

/** How an incident of the past went. Pure: the same number and day give the same. */
export interface Plan {
  /** position, from 0, oldest first */
  n: number
  case: Case
  occurredAt: Date
  by: { channel: 'portal'; login: string } | { channel: 'phone'; caller: (typeof callers)[number] }
  course: 'straight' | 'reopened' | 'held' | 'cancelled' | 'at-once'
  /** minutes after `occurredAt` */
  minutes: { start: number; hold: number; resume: number; resolve: number; reopen: number; close: number }
  comment: number
}

const day = 24 * 3600_000
/** Asia/Shanghai has no summer time. */
const zoneOffset = 8 * 3600_000

/** mulberry32: small, and the same everywhere. */
function randoms(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/**
 * The incidents of the last `days` days, oldest first, all of them over before today: mostly on working days and in
 * office hours, a little more of them lately in one service.
 * @param now decides which days these are
 */
export function planHistory(now: Date, count = 120, days = 60): Plan[] {
  const random = randoms(20261121)
  const today = Math.floor((now.getTime() + zoneOffset) / day) * day - zoneOffset
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const moments = Array.from({ length: count }, () => momentOf(today, days, random)).sort((a, b) => a - b)
  return moments.map((at, n) => {
    const one = pick(cases)
    const late = random() < 0.12 ? 6 + random() * 10 : 1
    const work = Math.round(one.minutes * (0.5 + random()) * late)
    const start = Math.max(1, Math.round(random() * 25))
    // whatever happens afterwards takes less than these thousand minutes
    const resolve = Math.min(start + work, Math.floor((today - at) / 60_000) - 1000)
    return {
      n,
      case: one,
      occurredAt: new Date(at),
      by:
        random() < 0.55
          ? { channel: 'portal', login: pick(requesters) }
          : { channel: 'phone', caller: pick(callers) },
      course: courseOf(one, random()),
      minutes: {
        start,
        hold: start + Math.round((resolve - start) * 0.3),
        resume: start + Math.round((resolve - start) * 0.7),
        resolve,
        reopen: resolve + 30,
        close: resolve + 60 + Math.round(random() * 600),
      },
      comment: Math.floor(random() * 1000),
    }
  })
}

function courseOf(one: Case, chance: number): Plan['course'] {
  if (one.type === 'consultation') return 'at-once'
  if (chance < 0.05) return 'cancelled'
  if (chance < 0.12) return 'reopened'
  if (chance < 0.24) return 'held'
  return one.minutes < 50 && chance > 0.6 ? 'at-once' : 'straight'
}

/** An instant between `days` days ago and two days ago. */
function momentOf(today: number, days: number, random: () => number): number {
  for (;;) {
    const at = today - Math.floor(2 + random() * (days - 2)) * day
    const weekday = new Date(at + zoneOffset).getUTCDay()
    if ((weekday === 0 || weekday === 6) && random() > 0.15) continue
    const morning = random() < 0.55
    const minute = morning ? 8 * 60 + 20 + random() * 210 : 13 * 60 + 30 + random() * 250
    return at + Math.round(minute) * 60_000
  }
}
