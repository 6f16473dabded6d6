import { route } from '#kernel/http/index.ts'
import { ledgerRoom } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as carry from './carry-out.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { factSplits, facts } from './facts.ts'
import { configureNotices } from './follow-up.ts'
import { noticeEndpoints } from './notice-contract.ts'
import { missTimer, openTimer } from './open-rounds.ts'
import * as plans from './plans.ts'
import * as report from './report.ts'
import * as roundContract from './round-contract.ts'
import * as rounds from './rounds.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export { lastRoomReadings, roundsBetween } from './between.ts'
// for the sample city
export {
  finishRoundVerb as finishRound,
  recordEntryVerb as recordEntry,
  startRoundVerb as startRound,
} from './carry-out.ts'
export { openPlanned } from './open-rounds.ts'
export { getRoundVerb as getRound } from './rounds.ts'
export { createPlanVerb as createRoundPlan, listPlansVerb as listRoundPlans } from './plans.ts'

const notices = ledgerRoom(noticeEndpoints)
configureNotices(notices.ledger)

export const manifest: Manifest = {
  name: 'round',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  recordTitles,
  factSplits,
  permissions: {
    'round.read': { grants: ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager'] },
    'round.carry-out': { grants: ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager'] },
    'round.manage': { grants: ['duty-leader', 'manager'] },
    'round.keep-notices': { grants: ['duty-leader', 'manager'] },
  },
  routes: [
    route(contract.listPlans, plans.listPlansVerb),
    route(contract.getPlan, plans.getPlanVerb),
    route(contract.createPlan, plans.createPlanVerb),
    route(contract.editPlan, plans.editPlanVerb),
    route(contract.planLabels, plans.planLabelsVerb),
    route(roundContract.listRounds, rounds.listRoundsVerb),
    route(roundContract.getRound, rounds.getRoundVerb),
    route(roundContract.findPoint, rounds.findPointVerb),
    route(roundContract.startUnplanned, carry.startUnplannedVerb),
    route(roundContract.startRound, carry.startRoundVerb),
    route(roundContract.recordEntry, carry.recordEntryVerb),
    route(roundContract.attachPhoto, carry.attachPhotoVerb),
    route(roundContract.downloadPhoto, rounds.downloadPhotoVerb),
    route(roundContract.finishRound, carry.finishRoundVerb),
    route(roundContract.skipRound, carry.skipRoundVerb),
    route(roundContract.printRound, report.printRoundVerb),
    route(roundContract.reportRounds, report.reportRoundsVerb),
    route(roundContract.exportReadings, report.exportReadingsVerb),
    route(roundContract.itemTrend, report.itemTrendVerb),
    ...notices.routes,
  ],
  timers: [openTimer, missTimer],
  setUp: notices.setUp,
  ensureShipped: notices.ensureShipped,
  plugin: (_app, { settings }) => plans.configureLabels(settings),
  evidence,
}
