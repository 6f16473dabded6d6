/** What the benches of norms and reports printed, as figures. */
import { atMost, median, number, two, type Figure } from '../lib/figures.ts'
import { bars as normBars, type NormResult } from '../norm.ts'
import { bars as reportBars, type ReportResult } from '../report.ts'

/** All clauses of the shipped norms at a million incidents: how long, and what the service desk feels of it. */
export function norms(printed: unknown): Figure[] {
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

export function yearlyReport(printed: unknown): Figure[] {
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
