import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as contract from './contract.ts'
import { draftOnResolved, draftReportVerb } from './draft.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { reportPdfVerb, reportWordVerb, serviceSheetPdfVerb, serviceSheetWordVerb } from './print.ts'
import * as read from './read.ts'
import * as write from './write.ts'
import { recordTitles } from './titles.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'fault-report',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  recordTitles,
  permissions: {
    'fault-report.read': { grants: ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager'] },
    'fault-report.write': { grants: ['engineer', 'vendor-engineer', 'duty-leader', 'manager'] },
    'fault-report.review': { grants: ['duty-leader', 'manager'] },
    'fault-report.configure': { grants: ['manager'] },
  },
  notices: {
    owed: ['fault-report.write'],
    submitted: ['fault-report.review'],
    returned: ['fault-report.write'],
    reviewed: ['fault-report.write'],
  },
  routes: [
    route(contract.listReports, read.listReportsVerb),
    route(contract.getReport, read.getReportVerb),
    route(contract.getReportState, read.getReportStateVerb),
    route(contract.draftReport, draftReportVerb),
    route(contract.updateReport, write.updateReportVerb),
    route(contract.submitReport, write.submitReportVerb),
    route(contract.reviewReport, write.reviewReportVerb),
    route(contract.returnReport, write.returnReportVerb),
    route(contract.reportPdf, reportPdfVerb),
    route(contract.reportWord, reportWordVerb),
    route(contract.serviceSheetPdf, serviceSheetPdfVerb),
    route(contract.serviceSheetWord, serviceSheetWordVerb),
    route(contract.getSetting, read.getSettingVerb),
    route(contract.putSetting, read.putSettingVerb),
  ],
  reactions: [{ name: 'fault-report.draft', on: 'incident.resolved', run: draftOnResolved }],
}
