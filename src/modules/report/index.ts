import type { Manifest } from '#kernel/manifest.ts'
import { configureReports } from './annex.ts'
import { decidedReaction, registerReports } from './approvals.ts'
import en from './en.ts'
import { routes } from './routes.ts'
import { draftTimer, measureDrafts } from './schedule.ts'
import zh from './zh-CN.ts'

export { submitReportVerb as submitReport } from './approvals.ts'
export {
  createReportVerb as createReport,
  editReportVerb as editReport,
  measureReportVerb as measureReport,
} from './reports.ts'
export { createTemplateVerb as createTemplate, listTemplatesVerb as listTemplates } from './templates.ts'

export const manifest: Manifest = {
  name: 'report',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'report.read': { grants: ['duty-leader', 'manager', 'asset-keeper', 'finance'] },
    'report.make': { grants: ['duty-leader', 'manager'] },
    // never one's own
    'report.approve': { grants: ['duty-leader', 'manager'] },
    'report.template': { grants: ['manager'] },
  },
  notices: {
    drafted: ['report.make'],
    approved: ['report.make'],
    returned: ['report.make'],
    sent: ['report.read'],
  },
  routes,
  timers: [draftTimer],
  jobs: [{ name: 'report.measure', everySeconds: 60, run: measureDrafts }],
  reactions: [decidedReaction],
  setUp: registerReports,
  plugin: (_app, { settings }) => configureReports(settings),
}
