import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as campaigns from './campaigns.ts'
import * as contract from './contract.ts'
import { addSurplusVerb, countLineVerb, listLinesVerb } from './count.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { reportVerb } from './report.ts'
import { adjustLineVerb, askRecountVerb, decideLineVerb, explainLineVerb } from './review.ts'
import { checkCountSheetVerb, countSheetVerb, takeCountSheetVerb } from './sheet.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export {
  createStocktakeVerb as createStocktake,
  getStocktakeVerb as getStocktake,
  openStocktakeVerb as openStocktake,
  reviewStocktakeVerb as reviewStocktake,
  signStocktakeVerb as signStocktake,
  submitStocktakeVerb as submitStocktake,
} from './campaigns.ts'
export {
  addSurplusVerb as addSurplus,
  countLineVerb as countLine,
  listLinesVerb as listLines,
} from './count.ts'
export {
  adjustLineVerb as adjustLine,
  decideLineVerb as decideLine,
  explainLineVerb as explainLine,
} from './review.ts'

export const manifest: Manifest = {
  name: 'stocktake',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  recordTitles,
  factSplits,
  permissions: {
    'stocktake.read': { grants: ['asset-keeper', 'finance', 'engineer', 'duty-leader', 'manager'] },
    'stocktake.manage': { grants: ['asset-keeper'] },
    'stocktake.count': { grants: ['asset-keeper', 'finance', 'engineer', 'desk', 'duty-leader', 'manager'] },
    // each difference, by somebody who neither counted nor explained it
    'stocktake.decide': { grants: ['manager'] },
    'stocktake.adjust': { grants: ['asset-keeper', 'engineer', 'manager'] },
    'stocktake.sign': { grants: ['asset-keeper', 'finance', 'engineer', 'duty-leader', 'manager'] },
  },
  routes: [
    route(contract.budgetYears, campaigns.budgetYearsVerb),
    route(contract.listStocktakes, campaigns.listStocktakesVerb),
    route(contract.getStocktake, campaigns.getStocktakeVerb),
    route(contract.createStocktake, campaigns.createStocktakeVerb),
    route(contract.editStocktake, campaigns.editStocktakeVerb),
    route(contract.openStocktake, campaigns.openStocktakeVerb),
    route(contract.reviewStocktake, campaigns.reviewStocktakeVerb),
    route(contract.recountStocktake, campaigns.recountStocktakeVerb),
    route(contract.submitStocktake, campaigns.submitStocktakeVerb),
    route(contract.signStocktake, campaigns.signStocktakeVerb),
    route(contract.returnStocktake, campaigns.returnStocktakeVerb),
    route(contract.cancelStocktake, campaigns.cancelStocktakeVerb),
    route(contract.listLines, listLinesVerb),
    route(contract.countLine, countLineVerb),
    route(contract.addSurplus, addSurplusVerb),
    route(contract.askRecount, askRecountVerb),
    route(contract.explainLine, explainLineVerb),
    route(contract.decideLine, decideLineVerb),
    route(contract.adjustLine, adjustLineVerb),
    route(contract.countSheet, countSheetVerb),
    route(contract.checkCountSheet, checkCountSheetVerb),
    route(contract.takeCountSheet, takeCountSheetVerb),
    route(contract.stocktakeReport, reportVerb),
  ],
  evidence,
}
