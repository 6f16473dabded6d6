import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as contract from './contract.ts'
import { decideRowsVerb, decideRowVerb, listRowsVerb } from './decide.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { reportVerb } from './report.ts'
import * as runs from './runs.ts'
import { exportCardsVerb, resultVerb, templateVerb } from './sheets.ts'
import { tellInterrupted } from './watch.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'asset-exchange',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'asset-exchange.read': { grants: ['asset-keeper', 'finance', 'manager'] },
    'asset-exchange.run': { grants: ['asset-keeper', 'finance'] },
    // what exactly: by the groups of the asset ledger that are theirs to write
    'asset-exchange.decide': { grants: ['asset-keeper', 'finance'] },
  },
  routes: [
    route(contract.listExchanges, runs.listExchangesVerb),
    route(contract.getExchange, runs.getExchangeVerb),
    route(contract.importExchange, runs.importExchangeVerb),
    route(contract.retryExchange, runs.retryExchangeVerb),
    route(contract.recompareExchange, runs.recompareExchangeVerb),
    route(contract.signExchange, runs.signExchangeVerb),
    route(contract.returnExchange, runs.returnExchangeVerb),
    route(contract.cancelExchange, runs.cancelExchangeVerb),
    route(contract.listExchangeRows, listRowsVerb),
    route(contract.decideRow, decideRowVerb),
    route(contract.decideRows, decideRowsVerb),
    route(contract.listExchangeProblems, runs.listProblemsVerb),
    route(contract.exchangeFile, runs.exchangeFileVerb),
    route(contract.exchangeResult, resultVerb),
    route(contract.exchangeReport, reportVerb),
    route(contract.exchangeTemplate, templateVerb),
    route(contract.exportCards, exportCardsVerb),
  ],
  jobs: [{ name: 'asset-exchange.watch', everySeconds: 60, run: tellInterrupted }],
  evidence,
}
