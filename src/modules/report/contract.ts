import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { Figure, Listed } from './frozen-contract.ts'
import { abilities, kinds, sectionKeys, states } from './words.ts'

const Ref = z.object({ id: z.string(), name: z.string() })
const localeName = z.enum(['zh-CN', 'en'])

/** A section as it is written: its title (none: the usual one) and what people say in it. */
export const SectionInput = z.strictObject({
  /** within its report or template */
  id: text(20),
  key: z.enum(sectionKeys),
  title: text(60, 0).default(''),
  text: text(5000, 0).default(''),
})
export const ReportSectionInput = SectionInput.extend({ comment: text(5000, 0).default('') })
export type SectionOf = z.output<typeof ReportSectionInput>

const sections = <T extends z.ZodType<{ id: string }>>(one: T) =>
  z
    .array(one)
    .min(1)
    .max(30)
    .refine(
      (all) => new Set(all.map((section) => section.id)).size === all.length,
      'report:error.section_twice',
    )

export const Brief = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  kind: z.enum(kinds),
  org: Ref,
  from: z.string(),
  to: z.string(),
  state: z.enum(states),
  measuredAt: when.nullable(),
  approvedAt: when.nullable(),
  sentAt: when.nullable(),
  recordedAt: when,
  /** sent to the reader and not confirmed */
  unread: z.boolean(),
  version: z.number(),
})

const Chart = z.object({
  caption: z.string(),
  type: z.enum(['line', 'bars', 'stacked', 'ranking']),
  split: z.string(),
  unit: z.string().optional(),
  most: z.number().optional(),
  categories: z.array(z.string()),
  values: z.array(z.string().nullable()),
  series: z.array(z.object({ fact: z.string(), name: z.string(), values: z.array(z.number().nullable()) })),
})

export const Report = Brief.extend({
  locale: localeName,
  sections: z.array(
    z.object({
      id: z.string(),
      key: z.enum(sectionKeys),
      /** as written; empty: the usual one */
      title: z.string(),
      /** as shown */
      heading: z.string(),
      text: z.string(),
      comment: z.string(),
      sentences: z.array(z.string()),
      figures: z.array(Figure),
      charts: z.array(Chart),
      lists: z.array(
        z.object({
          fact: z.string(),
          name: z.string(),
          /** of the period that follows */
          next: z.boolean(),
          items: z.array(Listed),
          more: z.boolean(),
        }),
      ),
    }),
  ),
  /** the period that follows, for links to what is planned in it */
  next: z.object({ from: z.string(), to: z.string() }).nullable(),
  createdBy: Ref.nullable(),
  submittedBy: Ref.nullable(),
  submittedAt: when.nullable(),
  approvedBy: Ref.nullable(),
  archivedAt: when.nullable(),
  receivers: z.array(z.object({ person: Ref, sentAt: when, readAt: when.nullable() })),
  abilities: z.array(z.enum(abilities)),
})

export const listReports = endpoint({
  name: 'report.list',
  method: 'GET',
  path: '/reports',
  permission: 'report.read',
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(states).optional(),
    kind: z.enum(kinds).optional(),
    orgId: z.uuid().optional(),
    /** those that were sent to the reader */
    mine: z
      .enum(['true', 'false'])
      .transform((v) => v === 'true')
      .optional(),
  }),
  response: pageOf(Brief),
  summary: 'O&M reports 运维报告',
})

export const getReport = endpoint({
  name: 'report.get',
  method: 'GET',
  path: '/reports/{id}',
  permission: 'report.read',
  params: idParams,
  response: Report,
  summary: 'A report with its figures, sentences and charts 运维报告详情',
})

export const createReport = endpoint({
  name: 'report.create',
  method: 'POST',
  path: '/reports',
  permission: 'report.make',
  body: z.strictObject({
    templateId: z.uuid(),
    /** default: the org of the template */
    orgId: z.uuid().optional(),
    /** any day of the period */
    day: z.iso.date(),
  }),
  response: Report,
  status: 201,
  idempotent: true,
  summary: 'Begin a report; its figures are taken next 编制报告',
})

/** Counting takes seconds on a large database: it holds no transaction, and audits in its own. */
export const measureReport = endpoint({
  name: 'report.measure',
  method: 'POST',
  path: '/reports/{id}/moves/measure',
  permission: 'report.make',
  params: idParams,
  response: Report,
  ifMatch: true,
  ownTransaction: true,
  summary: 'Take the figures of a draft anew 重新取数',
})

export const editReport = endpoint({
  name: 'report.edit',
  method: 'PUT',
  path: '/reports/{id}',
  permission: 'report.make',
  params: idParams,
  body: z.strictObject({ title: text(100, 2), sections: sections(ReportSectionInput) }),
  response: Report,
  ifMatch: true,
  summary: 'Write title, texts and comments of a draft 修改报告',
})

const move = <const N extends string>(name: N, summary: string) =>
  endpoint({
    name: `report.${name}` as `report.${N}`,
    method: 'POST',
    path: `/reports/{id}/moves/${name}` as `/reports/{id}/moves/${N}`,
    permission: 'report.make',
    params: idParams,
    response: Report,
    ifMatch: true,
    summary,
  })

export const submitReport = move('submit', 'Hand a report in for approval; its figures are frozen 提交审批')
export const archiveReport = move('archive', 'File an approved report 归档')

export const deleteReport = endpoint({
  name: 'report.delete',
  method: 'DELETE',
  path: '/reports/{id}',
  permission: 'report.make',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a draft 删除草稿',
})

export const listReceivers = endpoint({
  name: 'report.receivers',
  method: 'GET',
  path: '/reports/{id}/receivers',
  permission: 'report.make',
  params: idParams,
  response: z.object({ items: z.array(Ref) }),
  summary: 'Who may be sent a report: those who may read it 可报送人员',
})

export const sendReport = endpoint({
  name: 'report.send',
  method: 'POST',
  path: '/reports/{id}/moves/send',
  permission: 'report.make',
  params: idParams,
  body: z.strictObject({ personIds: z.array(z.uuid()).min(1).max(100) }),
  response: Report,
  ifMatch: true,
  summary: 'Send an approved report to people 报送',
})

export const confirmReport = endpoint({
  name: 'report.confirm',
  method: 'POST',
  path: '/reports/{id}/moves/confirm',
  permission: 'report.read',
  params: idParams,
  response: Report,
  summary: 'Confirm that one has read it 已阅',
})

const file = {
  method: 'GET',
  permission: 'report.read',
  params: idParams,
  response: z.unknown(),
  download: true,
} as const

export const reportWord = endpoint({
  ...file,
  name: 'report.word',
  path: '/reports/{id}/report.docx',
  summary: 'A report as Word 报告（Word）',
})
export const reportPdf = endpoint({
  ...file,
  name: 'report.pdf',
  path: '/reports/{id}/report.pdf',
  summary: 'A report as PDF 报告（PDF）',
})
export const reportAnnex = endpoint({
  ...file,
  name: 'report.annex',
  path: '/reports/{id}/annex.xlsx',
  summary: 'Every figure of a report with a link to its records, as a sheet 报告附表（Excel）',
})

export const TemplateBody = z.strictObject({
  name: text(60, 2),
  kind: z.enum(kinds),
  orgId: z.uuid(),
  locale: localeName.default('zh-CN'),
  sections: sections(SectionInput),
  /** working day on which a draft is made; null: by hand only */
  workday: z.int().min(1).max(15).nullable().default(null),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'calendar:error.bad_clock')
    .default('09:00'),
})

export const Template = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(kinds),
  org: Ref,
  locale: localeName,
  sections: z.array(SectionInput),
  workday: z.number().nullable(),
  at: z.string(),
  nextAt: when.nullable(),
  updatedAt: when,
  version: z.number(),
  abilities: z.array(z.enum(['edit'])),
})

export const listReportTemplates = endpoint({
  name: 'report.templates',
  method: 'GET',
  path: '/report-templates',
  permission: 'report.read',
  response: z.object({ items: z.array(Template) }),
  summary: 'Templates of reports, with their schedules 报告模板',
})
export const createTemplate = endpoint({
  name: 'report.template-create',
  method: 'POST',
  path: '/report-templates',
  permission: 'report.template',
  body: TemplateBody,
  response: Template,
  status: 201,
  idempotent: true,
  summary: 'Add a template 新建报告模板',
})
export const editTemplate = endpoint({
  name: 'report.template-edit',
  method: 'PUT',
  path: '/report-templates/{id}',
  permission: 'report.template',
  params: idParams,
  body: TemplateBody,
  response: Template,
  ifMatch: true,
  summary: 'Change a template 修改报告模板',
})
export const deleteTemplate = endpoint({
  name: 'report.template-delete',
  method: 'DELETE',
  path: '/report-templates/{id}',
  permission: 'report.template',
  params: idParams,
  response: z.object({ id: z.string() }),
  ifMatch: true,
  summary: 'Delete a template; its reports stay 删除报告模板',
})
