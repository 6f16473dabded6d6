import { route } from '#kernel/http/index.ts'
import { reportAnnexVerb } from './annex.ts'
import { submitReportVerb } from './approvals.ts'
import * as contract from './contract.ts'
import { reportPdfVerb, reportWordVerb } from './print.ts'
import * as reports from './reports.ts'
import * as send from './send.ts'
import * as templates from './templates.ts'

export const routes = [
  route(contract.listReports, reports.listReportsVerb),
  route(contract.getReport, reports.getReportVerb),
  route(contract.createReport, reports.createReportVerb),
  route(contract.measureReport, reports.measureReportVerb),
  route(contract.editReport, reports.editReportVerb),
  route(contract.submitReport, submitReportVerb),
  route(contract.archiveReport, reports.archiveReportVerb),
  route(contract.deleteReport, reports.deleteReportVerb),
  route(contract.listReceivers, send.listReceiversVerb),
  route(contract.sendReport, send.sendReportVerb),
  route(contract.confirmReport, send.confirmReportVerb),
  route(contract.reportWord, reportWordVerb),
  route(contract.reportPdf, reportPdfVerb),
  route(contract.reportAnnex, reportAnnexVerb),
  route(contract.listReportTemplates, templates.listTemplatesVerb),
  route(contract.createTemplate, templates.createTemplateVerb),
  route(contract.editTemplate, templates.editTemplateVerb),
  route(contract.deleteTemplate, templates.deleteTemplateVerb),
]
