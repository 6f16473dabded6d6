/** What is claimed, and how it is read from what a bench prints. */
import type { AlertSourcesResult } from './alert-sources.ts'
import type { ConsoleResult } from './alerts-console.ts'
import type { ApprovalsResult } from './approvals.ts'
import { faithful, type CheckKillsResult } from './check-kills.ts'
import { bars as availabilityBars, type AvailabilityResult } from './availability.ts'
import { bars as checkBars, type ChecksResult } from './checks.ts'
import { barMs as graphBar, type GraphResult } from './ci-graph.ts'
import type { judge as judgeCis } from './ci.ts'
import { barMs as discoveryBar, type DiscoveryResult } from './discovery.ts'
import { bars as firstPage, type FirstPage } from './first-page.ts'
import { kept, type KillResult } from './kill.ts'
import type { KillLedgerResult } from './kill-ledger.ts'
import { bars as ledgerBars, type LedgerResult } from './ledger.ts'
import { atLeast, atMost, median, number, two, type Figure } from './lib/figures.ts'
import { checkPeers } from './lib/peer-figures.ts'
import type { judge } from './million.ts'
import { bars as normBars, type NormResult } from './norm.ts'
import { bars as reportBars, type ReportResult } from './report.ts'
import type { SuggestResult } from './suggest.ts'

export interface Bench {
  args: string[]
  quick: string[]
  env?: Record<string, string>
  quickEnv?: Record<string, string>
  /** @param printed the JSON that the bench printed last */
  figures: (printed: unknown) => Figure[]
}

interface Rates {
  perSecond: number
  p95: number
}

function creation(printed: unknown): Figure[] {
  const { pairs } = printed as { pairs: { http: Rates; raw: Rates }[] }
  const ratio = median(pairs.map((p) => p.http.perSecond / p.raw.perSecond))
  const bare = median(pairs.map((p) => p.raw.perSecond))
  return [
    {
      what: 'creation through HTTP against its bare statements',
      target: '≥ 0.50',
      measured: `${two(ratio)} of ${number.format(bare)}/s`,
      ratio: two(ratio),
      ok: ratio >= 0.5,
    },
    atLeast('creations, 16 clients', 500, median(pairs.map((p) => p.http.perSecond)), '/s'),
    atMost('creation p95, 16 clients', 100, median(pairs.map((p) => p.http.p95)), ' ms'),
  ]
}

function alerts(printed: unknown): Figure[] {
  const { postsPerSecond, storm } = printed as {
    postsPerSecond: number
    storm: { seconds: number; alerts: number; incidents: number }
  }
  return [
    atLeast('single-alert POSTs stored', 1000, postsPerSecond, '/s'),
    atMost('storm of 10,000 alerts handled', 30, Math.round(storm.seconds * 10) / 10, ' s'),
    {
      what: 'incidents that the storm opened, alerts kept',
      target: '1 to 5, 10,000',
      measured: `${storm.incidents}, ${number.format(storm.alerts)}`,
      ratio: '',
      ok: storm.incidents >= 1 && storm.incidents <= 5 && storm.alerts === 10_000,
    },
  ]
}

/** Syslog by the ten thousand: what TCP brings is kept, what datagrams bring as far as the system's buffer holds it. */
function alertSources(printed: unknown): Figure[] {
  const { tcp, udp, mostPerSecond, perSecond, pageP95, idleMb, peakMb } = printed as AlertSourcesResult
  const rate = `${number.format(perSecond)} lines/s`
  return [
    atMost(
      `syslog over TCP at ${rate}: lines lost of ${number.format(tcp.sent)}`,
      0,
      tcp.sent - tcp.received,
      '',
    ),
    atLeast('syslog over TCP as fast as it is taken', perSecond, mostPerSecond, ' lines/s'),
    {
      what: `syslog over UDP at ${rate}: taken in`,
      target: 'shown',
      measured: `${Math.round((udp.received / udp.sent) * 1000) / 10} %`,
      ratio: '',
      ok: true,
    },
    atMost('list of alerts meanwhile, p95', 100, pageP95, ' ms'),
    atMost('memory of the server beyond what it had idle', 512, peakMb - idleMb, ' MB'),
  ]
}

/** The console with 100,000 open alerts, and a storm behind one dead switch while it is worked with. */
function alertsConsole(printed: unknown): Figure[] {
  const { open, pages, storm } = printed as ConsoleResult
  const said = `${storm.incidents}, ${number.format(storm.stored)} of ${number.format(storm.sent)}`
  return [
    ...pages.map(({ name, p95 }) =>
      atMost(
        `${name}, p95 (${number.format(open)} open alerts)`,
        name.startsWith('search') ? 500 : 200,
        p95,
        ' ms',
      ),
    ),
    {
      what: `storm of ${number.format(storm.sent)} alerts of ${number.format(storm.items)} items behind one switch: incidents, alerts stored`,
      target: '1, all',
      measured: `${said} in ${storm.seconds} s`,
      ratio: '',
      ok: storm.incidents === 1 && storm.stored === storm.sent,
    },
    atMost('notices that one person got of the same thing', 1, storm.mostNotices, ''),
    atMost('first page meanwhile, p95', 500, storm.meanwhile.p95, ' ms'),
  ]
}

function million(printed: unknown): Figure[] {
  return (printed as ReturnType<typeof judge>).map(({ name, bar, large, small, ratio, ok }) => ({
    what: `${name}, p95 (p50)`,
    target: `≤ ${bar} ms`,
    measured: `${large.p95} (${large.p50}) ms; ${small.p95} (${small.p50}) ms at 10,000`,
    ratio: two(ratio),
    ok,
  }))
}

function firstPageFigures(printed: unknown): Figure[] {
  const { usable, scriptKb, laterKb } = printed as FirstPage
  return [
    atMost('first page usable, cold cache, median', firstPage.usableMs, usable.p50, ' ms'),
    atMost('initial JavaScript, compressed', firstPage.scriptKb, scriptKb, ' KB'),
    {
      what: 'the same with the words of all pages, which come once the form is there',
      target: 'shown',
      measured: `${laterKb} KB`,
      ratio: '',
      ok: true,
    },
  ]
}

function approvals(printed: unknown): Figure[] {
  const { past, open, decisions, refused, waiting, decided } = printed as ApprovalsResult
  const beside = `${number.format(past)} past, ${number.format(open)} open`
  return [
    // asked for at a pace of 20: what counts is that it keeps up, and that none is refused
    atLeast('approvals decided through HTTP', 20, Math.round(decisions.count / decisions.seconds), '/s'),
    atMost(`decision, p95 (${beside})`, 200, decisions.p95, ' ms'),
    atMost(`"waits for me", p95 (${beside})`, 50, waiting.p95, ' ms'),
    atMost(`"I decided", p95 (${beside})`, 50, decided.p95, ' ms'),
    atMost('decisions refused', 0, refused, ''),
  ]
}

function suggestions(printed: unknown): Figure[] {
  const { rows, latency, usefulness } = printed as SuggestResult
  const share = (of: Record<number, number>): string =>
    Object.entries(of)
      .map(([n, hits]) => `${Math.round(hits * 100)} % of first ${n}`)
      .join(', ')
  return [
    ...Object.entries(latency).map(([what, times]) =>
      atMost(
        `suggestions while typing: ${what}, p95 (${number.format(rows)} incidents)`,
        150,
        times.p95,
        ' ms',
      ),
    ),
    ...usefulness.map((u) => ({
      what: `${u.log}: a record like it has the ${u.meant} (${number.format(u.asked)} asked, ${number.format(u.known)} known)`,
      target: `most frequent: ${share(u.frequent)}; most frequent of its category: ${share(u.frequentOfCategory)}`,
      measured: share(u.alike),
      ratio: '',
      ok: true,
    })),
  ]
}

function kills(printed: unknown): Figure[] {
  const r = printed as KillResult
  return [
    {
      what: `kill -9 under load, ${r.kills} times: what was promised and not kept`,
      target: 'nothing',
      measured: `${r.faults.length} faults in ${number.format(r.acknowledged)} creations, ${number.format(r.moves)} moves, ${number.format(r.clockSteps)} clock steps; ${number.format(r.resent)} requests sent again`,
      ratio: '',
      ok: kept({ ...r, slowestMs: 0 }),
    },
    atMost('from the kill until writes are acknowledged again, slowest', 10_000, r.slowestMs, ' ms'),
  ]
}

/** In the order in which they run. */
function mails(printed: unknown): Figure[] {
  const r = printed as Record<
    'mails' | 'large' | 'lost' | 'doubled' | 'wrong' | 'perSecond' | 'peakMb' | 'kills',
    number
  >
  return [
    {
      what: `of ${number.format(r.mails)} messy mails (${r.large} of 30 MB), ${r.kills} times kill -9: lost, doubled, misjudged`,
      target: '0, 0, 0',
      measured: `${r.lost}, ${r.doubled}, ${r.wrong}`,
      ratio: '',
      ok: r.lost === 0 && r.doubled === 0 && r.wrong === 0,
    },
    atMost('largest memory of the process meanwhile', 768, r.peakMb, ' MB'),
    { what: 'mails taken in', target: 'shown', measured: `${r.perSecond}/s`, ratio: '', ok: true },
  ]
}

function configurationItems(printed: unknown): Figure[] {
  const { items, relations, judged } = printed as {
    items: number
    relations: number
    judged: ReturnType<typeof judgeCis>
  }
  return judged.map(({ name, bar, measured, ok }) => ({
    what: `${name}, p95 (p50); ${number.format(items)} items, ${number.format(relations)} relations`,
    target: `≤ ${bar} ms`,
    measured: `${measured.p95} (${measured.p50}) ms`,
    ratio: '',
    ok,
  }))
}

/** The page of 2,000 items in a browser. */
function graphPage(printed: unknown): Figure[] {
  const { nodes, relations, pages, exported } = printed as GraphResult
  const size = `${number.format(nodes)} of a graph with ${number.format(relations)} relations`
  return [
    ...Object.entries(pages).map(([mode, times]) =>
      atMost(`graph page answers, ${mode}, median; ${size}`, graphBar, times.p50, ' ms'),
    ),
    atLeast('items in its picture', nodes, exported.items, ''),
  ]
}

function killedLedgers(printed: unknown): Figure[] {
  const r = printed as KillLedgerResult
  return [
    {
      what: `kill -9 ${r.kills} times, ${r.met} of them in an import of ${number.format(r.rows)} assets, beside a stocktake: lost, half written, doubled`,
      target: 'nothing',
      measured: `${r.faults.length} faults; ${number.format(r.counts)} counts kept, ${number.format(r.resent)} requests sent again`,
      ratio: '',
      ok: r.faults.length === 0 && r.met > 0 && r.auditIntact,
    },
  ]
}

/** Every device that was played back, slowest round: an inventory that is whole, in time. */
function discovery(printed: unknown): Figure[] {
  return (printed as DiscoveryResult).devices.map((one) => ({
    ...atMost(`discovery of a ${one.name} with ${number.format(one.oids)} OIDs`, discoveryBar, one.ms, ' ms'),
    ratio: `${number.format(one.read)} values read`,
    ok: one.ms <= discoveryBar && one.outcome === 'ok',
  }))
}

function yearlyReport(printed: unknown): Figure[] {
  const r = printed as ReportResult
  const of = `${number.format(r.rows)} incidents, ${r.figures} figures, ${r.charts} charts`
  return [
    atMost(
      `yearly report as Word and PDF, with its figures taken; ${of}`,
      reportBars.seconds,
      r.seconds,
      ' s',
    ),
    {
      ...{ what: 'of these: figures / Word / PDF / sheet beside them', target: '', ratio: '' },
      measured: `${r.measureSeconds} / ${r.wordSeconds} / ${r.pdfSeconds} / ${r.sheetSeconds} s`,
      ok: r.failed.length === 0,
    },
  ]
}

/** What a declaration costs against the same by hand, and tables as large as a unit's ledger. */
function ledgers(printed: unknown): Figure[] {
  const { requests, imported, exported } = printed as LedgerResult
  return [
    ...requests.map(({ what, declared, byHand, ratio }) => ({
      what: `declared ledger against the same by hand: ${what}`,
      target: `≤ ${ledgerBars.ratio}`,
      measured: `${declared} of ${byHand} ms`,
      ratio: two(ratio),
      ok: ratio <= ledgerBars.ratio,
    })),
    atMost(
      `import of ${number.format(imported.rows)} assets of 25 columns`,
      ledgerBars.importSeconds,
      imported.seconds,
      ' s',
    ),
    atMost('memory of the server at that', ledgerBars.importMb, imported.peakMb, ' MB'),
    atMost(
      `export of ${number.format(exported.rows)} assets`,
      ledgerBars.exportSeconds,
      exported.seconds,
      ' s',
    ),
  ]
}

/** Checks on one worker: on time, at what cost, and where it ends. */
function availability(printed: unknown): Figure[] {
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

function checks(printed: unknown): Figure[] {
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

/** All clauses of the shipped norms at a million incidents: how long, and what the service desk feels of it. */
function norms(printed: unknown): Figure[] {
  const { rows, clauses, rules, aloneSeconds, besideSeconds, clause, slowestClause, desk } =
    printed as NormResult
  const one = (n: number): number => Math.round(n * 10) / 10
  const what = `${clauses} clauses by ${rules} rules on ${number.format(rows)} incidents and three years of the rest`
  const slower = (kind: 'create' | 'list'): Figure => {
    const ratio = median(desk.map((turn) => turn[kind][1].p95 / turn[kind][0].p95))
    const [without, beside] = [0, 1].map((i) => median(desk.map((turn) => turn[kind][i as 0 | 1].p95)))
    return {
      what: `p95 of ${kind === 'create' ? 'creations' : 'lists'} at 20 requests a second with evaluations beside them`,
      target: `≤ ${normBars.slower} times`,
      measured: `${beside} of ${without} ms`,
      ratio: two(ratio),
      ok: ratio <= normBars.slower,
    }
  }
  return [
    atMost(`${what}, evaluated, resting in between`, normBars.seconds, one(Math.max(...aloneSeconds)), ' s'),
    atMost('the same without rests', normBars.seconds, one(Math.min(...aloneSeconds)), ' s'),
    atMost('the same beside the service desk', normBars.seconds, one(Math.max(...besideSeconds)), ' s'),
    {
      ...atMost('one clause on demand through HTTP, the slowest', normBars.clauseMs, slowestClause.ms, ' ms'),
      ratio: `p95 ${number.format(clause.p95)} ms`,
    },
    slower('create'),
    slower('list'),
  ]
}

function checkKills(printed: unknown): Figure[] {
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

export const benches: Record<string, Bench> = {
  due: {
    args: [],
    quick: [],
    figures: (printed) => [
      atLeast(
        'due-time computations, one thread, spans of years',
        200_000,
        (printed as { perSecond: number }).perSecond,
        '/s',
      ),
    ],
  },
  create: { args: [], quick: [], quickEnv: { BENCH_SECONDS: '3' }, figures: creation },
  alerts: { args: [], quick: ['--seconds', '4'], figures: alerts },
  'alert-sources': { args: [], quick: ['--seconds', '3'], figures: alertSources },
  'alerts-console': {
    args: [],
    quick: ['--open', '5000', '--items', '200', '--storm', '1000', '--seconds', '5', '--each', '10'],
    figures: alertsConsole,
  },
  'first-page': { args: [], quick: ['--visits', '3'], figures: firstPageFigures },
  import: {
    args: [],
    quick: [],
    quickEnv: { BENCH_ROWS: '5000' },
    figures: (printed) => {
      const { skipped, perSecond } = printed as { skipped?: boolean; perSecond: number }
      return skipped ? [] : [atLeast('imported events beside a running server', 200, perSecond, '/s')]
    },
  },
  approvals: {
    args: [],
    quick: ['--past', '20000', '--open', '400', '--seconds', '5'],
    figures: approvals,
  },
  million: { args: [], quick: ['--rows', '100000', '--each', '20'], figures: million },
  norm: { args: [], quick: ['--rows', '20000', '--seconds', '5'], figures: norms },
  suggest: { args: [], quick: ['--rows', '20000', '--each', '10'], figures: suggestions },
  ci: {
    args: [],
    quick: ['--items', '20000', '--relations', '80000', '--each', '20'],
    figures: configurationItems,
  },
  'ci-graph': { args: [], quick: ['--visits', '2'], figures: graphPage },
  ledger: {
    args: [],
    quick: ['--each', '40', '--rows', '500', '--exported', '2000'],
    figures: ledgers,
  },
  checks: {
    args: ['--checks', '5000', '--seconds', '60', '--ladder', '10000,20000,40000,80000'],
    quick: ['--checks', '500', '--seconds', '5', '--ladder', ''],
    figures: checks,
  },
  availability: {
    args: [],
    quick: ['--checks', '200', '--sampled', '5', '--days', '1', '--changes', '4'],
    figures: availability,
  },
  'check-peers': {
    args: ['--checks', '1000', '--interval', '5', '--window', '10', '--rungs', '3'],
    quick: ['--checks', '200', '--window', '5', '--rungs', '0'],
    figures: checkPeers,
  },
  'check-kills': {
    args: ['--kills', '30', '--checks', '200'],
    quick: ['--kills', '4', '--checks', '40'],
    figures: checkKills,
  },
  discovery: { args: [], quick: ['--rounds', '1'], figures: discovery },
  mails: {
    args: ['--mails', '10000'],
    quick: ['--mails', '300', '--large', '3', '--kills', '1'],
    figures: mails,
  },
  report: { args: [], quick: ['--rows', '5000'], figures: yearlyReport },
  'kill-ledger': { args: [], quick: ['--kills', '2', '--rows', '500'], figures: killedLedgers },
  kill: { args: ['--kills', '50'], quick: ['--kills', '6'], figures: kills },
}
