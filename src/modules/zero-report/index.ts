import { transaction } from '#kernel/db/index.ts'
import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { business } from '#kernel/permission/index.ts'
import { chaseTimer, tellTimer } from './chase.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { openReports } from './open.ts'
import * as parties from './parties.ts'
import { printReportVerb } from './print.ts'
import * as reports from './reports.ts'
import zh from './zh-CN.ts'

// for the sample city
export { createPartyVerb as createParty } from './parties.ts'
export {
  fileReportVerb as fileReport,
  getReportVerb as getReport,
  listReportsVerb as listReports,
  readReportVerb as readReport,
} from './reports.ts'

export const manifest: Manifest = {
  name: 'zero-report',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    // reports of the orgs in scope, of those who report to one, and for whom one reports
    'zero-report.read': { grants: business },
    'zero-report.file': { grants: business },
    'zero-report.manage': { grants: ['duty-leader', 'manager'] },
  },
  routes: [
    route(contract.listReports, reports.listReportsVerb),
    route(contract.myLines, reports.myLinesVerb),
    route(contract.getReport, reports.getReportVerb),
    route(contract.fileReport, reports.fileReportVerb),
    route(contract.readReport, reports.readReportVerb),
    route(contract.printReport, printReportVerb),
    route(contract.listParties, parties.listPartiesVerb),
    route(contract.createParty, parties.createPartyVerb),
    route(contract.editParty, parties.editPartyVerb),
  ],
  notices: Object.fromEntries(Object.keys(zh.notify).map((leaf) => [leaf, ['zero-report.read']])),
  timers: [chaseTimer, tellTimer],
  reactions: [
    {
      name: 'zero-report.period-changed',
      on: 'duty.period-changed',
      run: async (tx) => void (await openReports(tx)),
    },
  ],
  jobs: [
    {
      name: 'zero-report.open',
      everySeconds: 300,
      run: async ({ db }) => void (await transaction(db, (tx) => openReports(tx))),
    },
  ],
}
