import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text, when } from '#kernel/http/endpoint.ts'
import { lineStates } from './lifecycle.ts'

const Named = z.object({ id: z.string(), name: z.string() })
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'zero-report:error.bad_time')
const day = z.iso.date()

export const Party = z.object({
  id: z.string(),
  org: Named,
  team: Named.nullable(),
  to: Named,
  people: z.array(Named),
  holidays: z.boolean(),
  due: z.string(),
  active: z.boolean(),
  mayEdit: z.boolean(),
  version: z.number(),
})
export type PartyRecord = z.output<typeof Party>

export const Line = z.object({
  id: z.string(),
  reportId: z.string(),
  day: z.string(),
  occasion: z.string(),
  to: Named,
  org: Named,
  team: Named.nullable(),
  dueAt: when,
  state: z.enum(lineStates),
  /** not there in time; stays though it came later */
  late: z.boolean(),
  text: z.string(),
  leader: z.string(),
  duty: z.string(),
  phone: z.string(),
  filedBy: z.string().nullable(),
  filedAt: when.nullable(),
  mayFile: z.boolean(),
  version: z.number(),
})
export type LineRecord = z.output<typeof Line>

const Counts = z.object({
  parties: z.int(),
  nothing: z.int(),
  something: z.int(),
  waiting: z.int(),
  missing: z.int(),
  late: z.int(),
})
/** All that is reported to a unit on a day; counts are of what the caller sees. */
export const Report = z.object({
  id: z.string(),
  to: Named,
  day: z.string(),
  occasion: z.string(),
  dueAt: when,
  counts: Counts,
  readBy: z.string().nullable(),
  readAt: when.nullable(),
  version: z.number(),
})
export type ReportLine = z.output<typeof Report>
export const ReportRecord = Report.extend({
  remark: z.string().nullable(),
  lines: z.array(Line),
  abilities: z.array(z.enum(['read'])),
})
export type ReportFacts = z.output<typeof ReportRecord>

export const listReports = endpoint({
  name: 'zero-report.list',
  method: 'GET',
  path: '/zero-reports',
  permission: 'zero-report.read',
  query: z.strictObject({
    ...pageQuery,
    /** days on which a report is missing */
    missing: z.stringbool().optional(),
    from: day.optional(),
    to: day.optional(),
  }),
  response: pageOf(Report),
  summary: 'Zero reports by day, the newest first 零报告',
})
export const myLines = endpoint({
  name: 'zero-report.mine',
  method: 'GET',
  path: '/zero-reports/mine',
  permission: 'zero-report.read',
  response: z.object({ items: z.array(Line) }),
  summary: 'What I have to report 待我报送',
})
export const getReport = endpoint({
  name: 'zero-report.get',
  method: 'GET',
  path: '/zero-reports/{id}',
  permission: 'zero-report.read',
  params: idParams,
  response: ReportRecord,
  summary: 'The zero reports of a day 当日零报告',
})
export const fileReport = endpoint({
  name: 'zero-report.file',
  method: 'POST',
  path: '/zero-report-lines/{id}/moves/file',
  permission: 'zero-report.file',
  params: idParams,
  body: z.strictObject({
    /** nothing happened; else `text` says what did */
    nothing: z.boolean(),
    text: text(4000, 0).default(''),
    /** the leading cadre 带班领导, who is on duty, and their number; absent for a team: as its roster has it */
    leader: text(200, 0).optional(),
    duty: text(200, 0).optional(),
    phone: text(40, 0).optional(),
  }),
  response: Line,
  ifMatch: true,
  summary: 'Report that nothing happened, or what did 报送零报告',
})
export const readReport = endpoint({
  name: 'zero-report.read-day',
  method: 'POST',
  path: '/zero-reports/{id}/moves/read',
  permission: 'zero-report.read',
  params: idParams,
  body: z.strictObject({ remark: text(1000).nullable().default(null) }),
  response: ReportRecord,
  ifMatch: true,
  summary: 'The leading cadre has read the reports of a day 带班领导签阅',
})
export const printReport = endpoint({
  name: 'zero-report.print',
  method: 'GET',
  path: '/zero-reports/{id}/print',
  permission: 'zero-report.read',
  params: idParams,
  response: z.unknown(),
  download: true,
  summary: 'The zero reports of a day, as PDF 打印零报告汇总表',
})

const partyFacts = {
  /** who writes for a unit; of a team, whoever is on duty, and these */
  personIds: z.array(z.uuid()).max(20).default([]),
  holidays: z.boolean().default(true),
  due: clock,
  active: z.boolean().default(true),
}
export const listParties = endpoint({
  name: 'zero-report.parties',
  method: 'GET',
  path: '/zero-report-parties',
  permission: 'zero-report.read',
  response: z.object({ items: z.array(Party), mayCreate: z.boolean() }),
  summary: 'Who reports 报送单位',
})
export const createParty = endpoint({
  name: 'zero-report.create-party',
  method: 'POST',
  path: '/zero-report-parties',
  permission: 'zero-report.manage',
  body: z.strictObject({
    orgId: z.uuid().optional(),
    /** instead of a unit */
    teamId: z.uuid().optional(),
    toOrgId: z.uuid(),
    ...partyFacts,
  }),
  response: Party,
  status: 201,
  idempotent: true,
  summary: 'Have a unit or team report 新增报送单位',
})
export const editParty = endpoint({
  name: 'zero-report.edit-party',
  method: 'PUT',
  path: '/zero-report-parties/{id}',
  permission: 'zero-report.manage',
  params: idParams,
  body: z.strictObject(partyFacts),
  response: Party,
  ifMatch: true,
  summary: 'Change who reports and by when 修改报送单位',
})
