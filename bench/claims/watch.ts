/** What the benches of checks printed, as figures. */
import { faithful, type CheckKillsResult } from '../check-kills.ts'
import { bars as availabilityBars, type AvailabilityResult } from '../availability.ts'
import { bars as checkBars, type ChecksResult } from '../checks.ts'
import { atMost, number, type Figure } from '../lib/figures.ts'

/** Checks on one worker: on time, at what cost, and where it ends. */
export function checks(printed: unknown): Figure[] {
  const { steps, yearGb } = printed as ChecksResult
  const [first] = steps
  return [
    ...steps.map((s, i): Figure => ({
      what: `${number.format(s.checks)} ${s.what} checks at 10 s, one worker: p99 of start delay`,
      target: i === 0 ? `≤ ${checkBars.lateMs} ms` : 'shown',
      measured: `≤ ${number.format(s.p99Ms)} ms at ${number.format(s.perSecond)}/s; ${s.cpuPer1000} + ${s.databaseCpuPer1000} CPU s per 1,000`,
      ratio: s.missed > 0 ? `${number.format(s.missed)} turns missed` : '',
      ok: i > 0 || (s.p99Ms <= checkBars.lateMs && s.missed === 0),
    })),
    atMost('pages meanwhile, p95', checkBars.pageMs, first?.pages.p95 ?? Infinity, ' ms'),
    atMost('a year of these checks with its roll-ups, extrapolated', checkBars.gigabytes, yearGb, ' GB'),
  ]
}

/** What a year of results takes, and how fast a month of them answers. */
export function availability(printed: unknown): Figure[] {
  const { bytes, yearGb, month, overview } = printed as AvailabilityResult
  const per = (n: number) => `${number.format(n)} bytes`
  return [
    {
      ...atMost(
        'a year of 5,000 checks at 10 s, from a measured day',
        availabilityBars.gigabytes,
        yearGb,
        ' GB',
      ),
      ratio: `a check-day: raw ${per(bytes.raw)}, 5 min ${per(bytes.fine)}, hourly ${per(bytes.hourly)}`,
    },
    atMost(
      `a month's availability of a service with ${month.checks} checks, p95`,
      availabilityBars.monthMs,
      month.p95Ms,
      ' ms',
    ),
    atMost(
      `the same against ${number.format(month.results)} results counted second by second: seconds apart`,
      0,
      month.apart,
      '',
    ),
    atMost(
      `the overview of ${number.format(overview.checks)} checks with ${number.format(overview.changes)} changes this month, p95`,
      availabilityBars.overviewMs,
      overview.p95Ms,
      ' ms',
    ),
  ]
}

/** Workers killed while targets turn over: no change is lost, doubled or made up. */
export function checkKills(printed: unknown): Figure[] {
  const r = printed as CheckKillsResult
  return [
    {
      what: `${r.kills} times kill -9 while targets of ${r.checks} checks turn over ${number.format(r.downs)} times: changes lost, false recoveries, doubled, alerts wrong`,
      target: '0, 0, 0, 0',
      measured: `${r.lost}, ${r.falseRecoveries}, ${r.doubled}, ${r.alertsWrong}`,
      ratio: '',
      ok: faithful(r),
    },
    {
      what: 'from a target’s change to its record, the slowest, kills included',
      target: 'shown',
      measured: `${r.slowestSeconds} s`,
      ratio: '',
      ok: true,
    },
  ]
}
