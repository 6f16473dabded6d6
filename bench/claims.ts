/** What is claimed of each bench, and with which arguments it runs. */
import { creation, million, firstPageFigures, approvals, suggestions, kills, mails } from './claims/desk.ts'
import { alerts, alertSources, alertsConsole } from './claims/alerts.ts'
import { checks, availability, checkKills } from './claims/watch.ts'
import { configurationItems, graphPage, ledgers, killedLedgers, discovery } from './claims/assets.ts'
import { norms, yearlyReport } from './claims/norms.ts'
import { atLeast, type Figure } from './lib/figures.ts'
import { checkPeers } from './claims/peers.ts'

export interface Bench {
  args: string[]
  quick: string[]
  env?: Record<string, string>
  quickEnv?: Record<string, string>
  /** @param printed the JSON that the bench printed last */
  figures: (printed: unknown) => Figure[]
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
