import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'

export const reportStates = ['draft', 'submitted', 'reviewed', 'returned'] as const
export type ReportState = (typeof reportStates)[number]
export const sections = ['symptom', 'analysis', 'solution', 'improvement'] as const
export type Section = (typeof sections)[number]
const gradeNames = ['major', 'serious', 'general', 'minor'] as const

const Ref = z.object({ id: z.string(), name: z.string() })

export const ReportLine = z.object({
  /** the incident's id: an incident has at most one report */
  ticketId: z.string(),
  ticketNumber: z.string(),
  ticketTitle: z.string(),
  state: z.enum(reportStates),
  owner: Ref.nullable(),
  dueAt: when.nullable(),
  submittedBy: Ref.nullable(),
  submittedAt: when.nullable(),
  reviewedBy: Ref.nullable(),
  reviewedAt: when.nullable(),
  recordedAt: when,
  version: z.int(),
})

export const Report = ReportLine.extend({
  symptom: z.string(),
  analysis: z.string(),
  solution: z.string(),
  improvement: z.string(),
  /** why it was returned, or what the reviewer said */
  reviewNote: z.string(),
  /** the incident was reopened after this was written */
  outdated: z.boolean(),
  abilities: z.array(z.enum(['update', 'submit', 'review', 'return'])),
})

export const listReports = endpoint({
  name: 'fault-report.list',
  method: 'GET',
  path: '/fault-reports',
  permission: 'fault-report.read',
  query: z.strictObject({
    state: z.enum(reportStates).optional(),
    /** mine: those I owe or wrote at; review: those of the orgs I review */
    queue: z.enum(['mine', 'review']).default('mine'),
    ...pageQuery,
  }),
  response: pageOf(ReportLine),
  summary: 'Fault reports I owe or review 故障报告列表',
})

export const getReport = endpoint({
  name: 'fault-report.get',
  method: 'GET',
  path: '/incidents/{id}/fault-report',
  permission: 'fault-report.read',
  params: idParams,
  response: Report,
  summary: 'Fault report of an incident 故障报告',
})

export const getReportState = endpoint({
  name: 'fault-report.state',
  method: 'GET',
  path: '/incidents/{id}/fault-report/state',
  permission: 'fault-report.read',
  params: idParams,
  /** null: there is none, which is no error */
  response: z.object({ state: z.enum(reportStates).nullable() }),
  summary: 'Whether an incident has a fault report 故障报告状态',
})

export const draftReport = endpoint({
  name: 'fault-report.draft',
  method: 'POST',
  path: '/incidents/{id}/fault-report',
  permission: 'fault-report.write',
  params: idParams,
  response: Report,
  status: 201,
  idempotent: true,
  summary: 'Draft a report that is not owed 起草故障报告',
})

const part = text(20_000, 0)

export const updateReport = endpoint({
  name: 'fault-report.update',
  method: 'PUT',
  path: '/incidents/{id}/fault-report',
  permission: 'fault-report.write',
  params: idParams,
  body: z.strictObject({ symptom: part, analysis: part, solution: part, improvement: part }),
  response: Report,
  ifMatch: true,
  summary: 'Write the report 填写故障报告',
})

export const submitReport = endpoint({
  name: 'fault-report.submit',
  method: 'POST',
  path: '/incidents/{id}/fault-report/moves/submit',
  permission: 'fault-report.write',
  params: idParams,
  response: Report,
  ifMatch: true,
  summary: 'Submit for review 提交审核',
})

export const reviewReport = endpoint({
  name: 'fault-report.review',
  method: 'POST',
  path: '/incidents/{id}/fault-report/moves/review',
  permission: 'fault-report.review',
  params: idParams,
  body: z.strictObject({ note: text(2000, 0).default('') }),
  response: Report,
  ifMatch: true,
  summary: 'Approve 审核通过',
})

export const returnReport = endpoint({
  name: 'fault-report.return',
  method: 'POST',
  path: '/incidents/{id}/fault-report/moves/return',
  permission: 'fault-report.review',
  params: idParams,
  body: z.strictObject({ reason: text(2000, 2) }),
  response: Report,
  ifMatch: true,
  summary: 'Return with a reason 退回修改',
})

export const reportPdf = endpoint({
  name: 'fault-report.pdf',
  method: 'GET',
  path: '/incidents/{id}/fault-report.pdf',
  permission: 'fault-report.read',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'Fault report to print 故障报告 PDF',
})

export const reportWord = endpoint({
  name: 'fault-report.word',
  method: 'GET',
  path: '/incidents/{id}/fault-report.docx',
  permission: 'fault-report.read',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'Fault report to go on writing 故障报告 Word',
})

export const serviceSheetPdf = endpoint({
  name: 'fault-report.service-sheet',
  method: 'GET',
  path: '/incidents/{id}/service-sheet.pdf',
  permission: 'fault-report.read',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'On-site service sheet to sign 现场服务单 PDF',
})

export const serviceSheetWord = endpoint({
  name: 'fault-report.service-sheet-word',
  method: 'GET',
  path: '/incidents/{id}/service-sheet.docx',
  permission: 'fault-report.read',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'On-site service sheet to fill in 现场服务单 Word',
})

export const Setting = z.object({ grades: z.array(z.enum(gradeNames)), dueDays: z.int(), version: z.int() })

export const getSetting = endpoint({
  name: 'fault-report.setting',
  method: 'GET',
  path: '/fault-report-setting',
  permission: 'fault-report.read',
  response: Setting,
  summary: 'Which grades owe a report 故障报告设置',
})

export const putSetting = endpoint({
  name: 'fault-report.configure',
  method: 'PUT',
  path: '/fault-report-setting',
  permission: 'fault-report.configure',
  body: z.strictObject({ grades: z.array(z.enum(gradeNames)).max(4), dueDays: z.int().min(1).max(60) }),
  response: Setting,
  ifMatch: true,
  summary: 'Change which grades owe a report 修改故障报告设置',
})
