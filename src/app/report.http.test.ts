/** Reports: their figures are those of facts and dashboard, frozen when handed in, and nobody sees beyond the own scope. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { approve, listApprovals } from '#kernel/approval/contract.ts'
import { transaction } from '#kernel/db/index.ts'
import { readFact } from '#kernel/fact/contract.ts'
import { factKeyOfRule } from '#kernel/fact/index.ts'
import { activatePerson, createPerson, grantRole } from '#kernel/identity/index.ts'
import { listNotifications } from '#kernel/notify/contract.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { findRoleByKey, systemActor } from '#kernel/permission/index.ts'
import { testApp, wordParts, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { dashboardServices, dashboardTimeliness } from '#modules/dashboard/contract.ts'
import * as contract from '#modules/report/contract.ts'
import { manifest } from '#modules/report/index.ts'
import { usual } from '#modules/report/words.ts'
import { makePast } from './testing/fact-past.ts'

let app: TestApp
let mgr: Caller, lead: Caller, narrow: Caller
let unit: string, department: string, quarterly: string
const days = { from: '2025-01-01', to: '2025-03-31' }
const sections = usual.map((key) => ({ id: key, key }))

beforeAll(async () => {
  app = await testApp()
  await makePast(app.db)
  ;[mgr, lead] = [await app.as('mgr01'), await app.as('lead01')]
  const orgs = (await mgr.call(lookupOrgs, { limit: 500 })).items
  unit = orgs.find((one) => one.parentId === null)!.id
  department = orgs.find((one) => one.name === '市人力资源和社会保障局')!.id
  // a duty leader of one department
  await transaction(app.db, async (tx) => {
    const actor = systemActor('test')
    const given = { login: 'narrow', kind: 'person', name: '窄', orgId: department } as const
    const person = await createPerson(tx, actor, given)
    await activatePerson(tx, actor, { id: person.id, version: person.version })
    const roleId = (await findRoleByKey(tx, 'duty-leader'))!.id
    await grantRole(tx, actor, { id: person.id, roleId, orgId: department })
  })
  narrow = await app.as('narrow')
  const template = { name: '季报', kind: 'quarter', orgId: unit, sections } as const
  quarterly = (await mgr.call(contract.createTemplate, template)).id
}, 60_000)
afterAll(() => app.close())

type Report = Awaited<ReturnType<typeof begin>>
async function begin(day: string, by = lead, orgId?: string) {
  const made = await by.call(contract.createReport, {
    templateId: quarterly,
    day,
    ...(orgId ? { orgId } : {}),
  })
  return by.call(contract.measureReport, { id: made.id, version: made.version })
}
const figuresOf = (report: Report) => report.sections.flatMap((section) => section.figures)
const at = (report: Report, key: string) => figuresOf(report).find((one) => one.key === key)!
const written = (report: Report) =>
  report.sections.map(({ id, key, text, comment }) => ({ id, key, text, comment }))

describe('a report', () => {
  let report: Report
  it('says what facts and dashboard say, figure by figure and part by part', async () => {
    report = await begin('2025-02-11')
    expect([report.from, report.to]).toEqual([days.from, days.to])
    const known = figuresOf(report).filter((one) => one.state === 'known')
    expect(known.length).toBeGreaterThan(15)
    for (const one of known) {
      const period = one.key === 'change.planned' ? report.next! : days
      const { figure, fact } = await mgr.call(readFact, { key: one.key, ...period })
      expect([one.name, one.value, one.cases], one.key).toEqual([fact.name, figure.value, figure.cases])
      const earlier = await mgr.call(readFact, { key: one.key, from: '2024-10-01', to: '2024-12-31' })
      expect(one.before!.value, one.key).toBe(earlier.figure.value)
    }
    const period = { period: 'custom', ...days } as const
    const services = await mgr.call(dashboardServices, period)
    expect(at(report, 'incident.faults').value).toBe(services.total)
    for (const one of (await mgr.call(dashboardTimeliness, period)).metrics)
      expect(at(report, `incident.${one.metric}-in-time`)).toMatchObject({
        good: one.met,
        cases: one.met + one.breached,
      })
    const pressed = at(report, 'supervision.in-time')
    const clause = await mgr.call(readFact, { key: factKeyOfRule('incident.supervised'), ...days })
    expect(pressed.cases).toBeGreaterThan(50)
    expect(clause.figure).toMatchObject({ value: pressed.value, cases: pressed.cases, good: pressed.good })
    const chart = report.sections.find((one) => one.key === 'load')!.charts[0]!
    const { parts } = await mgr.call(readFact, { key: 'incident.filed', split: 'month', ...days })
    expect(chart.values).toEqual(['2025-01', '2025-02', '2025-03'])
    expect(chart.series[0]!.values).toEqual(
      chart.values.map((month) => parts.find((one) => one.part === month)?.value ?? 0),
    )
  })

  it('is written by one at a time, and not begun twice', async () => {
    const edit = (by: Caller, comment: string) =>
      by.send(contract.editReport, {
        id: report.id,
        version: report.version,
        title: report.title,
        sections: written(report).map((one) => ({ ...one, comment: one.key === 'sla' ? comment : '' })),
      })
    const answers = await Promise.all([edit(lead, '夜间值守不足'), edit(mgr, '另一种说法')])
    expect(answers.map((one) => one.statusCode).sort()).toEqual([200, 412])
    const both = await Promise.all(
      [lead, mgr].map((by) => by.send(contract.createReport, { templateId: quarterly, day: '2025-04-02' })),
    )
    expect(both.map((one) => one.statusCode).sort()).toEqual([201, 409])
    const again = await mgr.send(contract.createReport, { templateId: quarterly, day: '2025-03-01' })
    expect([again.statusCode, again.json().code]).toEqual([409, 'report.made_already'])
    expect(
      (await mgr.send(contract.createReport, { templateId: quarterly, day: '2999-01-01' })).statusCode,
    ).toBe(422)
  })

  it('is frozen when handed in: later records do not change it, and the file is the same', async () => {
    report = await lead.call(contract.getReport, { id: report.id })
    report = await lead.call(contract.submitReport, { id: report.id, version: report.version })
    expect(report.state).toBe('submitted')
    const before = figuresOf(report)
    await sql`update ticket set occurred_at = '2025-02-03' where kind = 'incident' and id in
      (select id from ticket where kind = 'incident' and occurred_at > '2025-04-01' limit 2)`.execute(app.db)
    expect(figuresOf(await lead.call(contract.getReport, { id: report.id }))).toEqual(before)
    const { version } = report
    for (const endpoint of [contract.measureReport, contract.deleteReport, contract.submitReport])
      expect((await lead.send(endpoint, { id: report.id, version })).statusCode).toBe(409)

    const file = async (name: string) =>
      (await lead.inject({ method: 'GET', url: `/api/v1/reports/${report.id}/${name}` })).rawPayload
    const word = await file('report.docx')
    const pdf = await file('report.pdf')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await file('report.pdf')).equals(pdf)).toBe(true)
    const texts = [
      ...wordParts(word)
        .get('word/document.xml')!
        .matchAll(/<w:t[^>]*>([^<]*)</g),
    ].map((one) => one[1])
    const said = texts.join('')
    for (const text of ['送审稿', '工作概况', '服务级别达成情况', '夜间值守不足|另一种说法', '上季度为 0'])
      expect(said).toMatch(new RegExp(text))
    const sheet = wordParts(await file('annex.xlsx')).get('xl/worksheets/sheet1.xml')!
    expect(sheet).toContain(`/facts/incident.faults?from=${days.from}&amp;to=${days.to}&amp;orgId=${unit}<`)
    expect(sheet).toContain(`<v>${String(at(report, 'incident.faults').value)}</v>`)
  })

  it('is approved by another, sent to who may read it, confirmed and archived', async () => {
    const { items } = await mgr.call(listApprovals, {})
    const asked = items.find((one) => one.subject.id === report.id)!
    await mgr.call(approve, { id: asked.id, version: asked.version } as never)
    const worker = await app.work()
    await vi.waitFor(
      async () => {
        report = await lead.call(contract.getReport, { id: report.id })
        expect(report).toMatchObject({ state: 'approved', approvedBy: { id: mgr.personId } })
      },
      { timeout: 10_000, interval: 100 },
    )
    await worker.stop()
    const { id } = report
    const wrong = { id, version: report.version, personIds: [narrow.personId] }
    expect((await lead.send(contract.sendReport, wrong)).json().code).toBe('report.cannot_read')
    expect((await lead.call(contract.listReceivers, { id })).items.map((one) => one.id)).toContain(
      mgr.personId,
    )
    report = await lead.call(contract.sendReport, { id, version: report.version, personIds: [mgr.personId] })
    const mine = await mgr.call(contract.listReports, { mine: 'true' })
    expect(mine.items).toMatchObject([{ id, unread: true, state: 'sent' }])
    const told = (await mgr.call(listNotifications, {})).items.map((one) => one.entityId)
    expect(told).toContain(id)
    report = await mgr.call(contract.confirmReport, { id })
    expect(report.receivers[0]!.readAt).not.toBeNull()
    expect((await mgr.send(contract.confirmReport, { id })).statusCode).toBe(409)
    expect((await lead.call(contract.archiveReport, { id, version: report.version })).state).toBe('archived')
  })

  it('is not handed in before its period is over, or with what was not counted', async () => {
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
    let early = await begin(today)
    const submit = () => lead.send(contract.submitReport, { id: early.id, version: early.version })
    expect((await submit()).json().code).toBe('report.period_open')
    await sql`update report set measured_at = null, figures = null where id = ${early.id}`.execute(app.db)
    expect((await submit()).json().code).toBe('report.not_measured')
    early = await lead.call(contract.getReport, { id: early.id })
    await lead.call(contract.deleteReport, { id: early.id, version: early.version })
    expect((await lead.send(contract.getReport, { id: early.id })).statusCode).toBe(404)
  })
})

describe('whoever is responsible for one department', () => {
  it('neither sees nor makes reports of others, and counts only its own', async () => {
    const [foreign] = (await mgr.call(contract.listReports, {})).items
    expect((await narrow.call(contract.listReports, {})).items).toEqual([])
    expect((await narrow.send(contract.getReport, { id: foreign!.id })).statusCode).toBe(404)
    const pdf = await narrow.inject({ method: 'GET', url: `/api/v1/reports/${foreign!.id}/report.pdf` })
    expect(pdf.statusCode).toBe(404)
    const create = { templateId: quarterly, day: '2025-02-01', orgId: unit }
    expect((await narrow.send(contract.createReport, create)).statusCode).toBe(422)

    const own = { name: '本局季报', kind: 'quarter', orgId: department, sections } as const
    expect((await narrow.send(contract.createTemplate, own)).statusCode).toBe(403)
    const templateId = (await mgr.call(contract.createTemplate, own)).id
    const made = await narrow.call(contract.createReport, { templateId, day: '2025-02-01' })
    const report = await narrow.call(contract.measureReport, { id: made.id, version: made.version })
    const asked = { key: 'incident.filed', orgId: department, ...days }
    expect(at(report, 'incident.filed').value).toBe((await narrow.call(readFact, asked)).figure.value)
    expect(at(report, 'incident.filed').value).toBeLessThan(
      (await mgr.call(readFact, { key: 'incident.filed', ...days })).figure.value!,
    )
  })
})

describe('a schedule', () => {
  it('makes the draft of the month before on its working day, once, with its figures', async () => {
    const template = { name: '月报', kind: 'month', orgId: unit, sections, workday: 3, at: '08:30' } as const
    const made = await mgr.call(contract.createTemplate, template)
    expect(Date.parse(String(made.nextAt))).toBeGreaterThan(Date.now())
    // its day is come: only the database can make it so
    const due = new Date(Date.now() - 60_000).toISOString()
    const [year, month] = new Date(Date.parse(due) + 8 * 3_600_000).toISOString().split('-').map(Number)
    const from = new Date(Date.UTC(year!, month! - 2, 1)).toISOString().slice(0, 10)
    const to = new Date(Date.UTC(year!, month! - 1, 0)).toISOString().slice(0, 10)
    await sql`update report_template set next_at = ${due} where id = ${made.id}`.execute(app.db)
    await sql`update timer set due_at = now(), data = ${JSON.stringify({ at: due })}
      where kind = 'report.draft' and key = ${made.id}`.execute(app.db)
    const worker = await app.work()
    await vi.waitFor(
      async () => {
        const { items } = await mgr.call(contract.listReports, { kind: 'month' })
        expect(items).toMatchObject([{ from, to, state: 'draft' }])
      },
      { timeout: 20_000, interval: 200 },
    )
    await worker.stop()
    const context = { db: app.db, settings: app.settings, log: () => undefined }
    for (const job of manifest.jobs!) await job.run(context)
    expect((await mgr.call(contract.listReports, { kind: 'month' })).items[0]!.measuredAt).not.toBeNull()
    const [again] = (await mgr.call(contract.listReportTemplates, {})).items.filter(
      (one) => one.id === made.id,
    )
    expect(String(again!.nextAt) > due).toBe(true)
  })
})
