/** What the benches of the service desk printed, as figures. */
import type { ApprovalsResult } from '../approvals.ts'
import { bars as firstPage, type FirstPage } from '../first-page.ts'
import { kept, type KillResult } from '../kill.ts'
import { atLeast, atMost, median, number, two, type Figure } from '../lib/figures.ts'
import type { judge } from '../million.ts'
import type { SuggestResult } from '../suggest.ts'

interface Rates {
  perSecond: number
  p95: number
}

export function creation(printed: unknown): Figure[] {
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

export function million(printed: unknown): Figure[] {
  return (printed as ReturnType<typeof judge>).map(({ name, bar, large, small, ratio, ok }) => ({
    what: `${name}, p95 (p50)`,
    target: `≤ ${bar} ms`,
    measured: `${large.p95} (${large.p50}) ms; ${small.p95} (${small.p50}) ms at 10,000`,
    ratio: two(ratio),
    ok,
  }))
}

export function firstPageFigures(printed: unknown): Figure[] {
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

export function approvals(printed: unknown): Figure[] {
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

export function suggestions(printed: unknown): Figure[] {
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

export function kills(printed: unknown): Figure[] {
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
export function mails(printed: unknown): Figure[] {
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
