/** What the benches of items, ledgers and discovery printed, as figures. */
import { barMs as graphBar, type GraphResult } from '../ci-graph.ts'
import type { judge as judgeCis } from '../ci.ts'
import { barMs as discoveryBar, type DiscoveryResult } from '../discovery.ts'
import type { KillLedgerResult } from '../kill-ledger.ts'
import { bars as ledgerBars, type LedgerResult } from '../ledger.ts'
import { atLeast, atMost, number, two, type Figure } from '../lib/figures.ts'

export function configurationItems(printed: unknown): Figure[] {
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
export function graphPage(printed: unknown): Figure[] {
  const { nodes, relations, pages, exported } = printed as GraphResult
  const size = `${number.format(nodes)} of a graph with ${number.format(relations)} relations`
  return [
    ...Object.entries(pages).map(([mode, times]) =>
      atMost(`graph page answers, ${mode}, median; ${size}`, graphBar, times.p50, ' ms'),
    ),
    atLeast('items in its picture', nodes, exported.items, ''),
  ]
}

/** What a declaration costs against the same by hand, and tables as large as a unit's ledger. */
export function ledgers(printed: unknown): Figure[] {
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

export function killedLedgers(printed: unknown): Figure[] {
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
export function discovery(printed: unknown): Figure[] {
  return (printed as DiscoveryResult).devices.map((one) => ({
    ...atMost(`discovery of a ${one.name} with ${number.format(one.oids)} OIDs`, discoveryBar, one.ms, ' ms'),
    ratio: `${number.format(one.read)} values read`,
    ok: one.ms <= discoveryBar && one.outcome === 'ok',
  }))
}
