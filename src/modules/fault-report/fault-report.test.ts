import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  assignIncident,
  createIncident,
  getIncident,
  reopenIncident,
  resolveIncident,
} from '#modules/incident/contract.ts'
import { inUnitZone } from '#kernel/settings/index.ts'
import { testApp, wordParts, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'

let app: TestApp
let req: Caller
let desk: Caller
let eng: Caller
let lead: Caller
let mgr: Caller

beforeAll(async () => {
  app = await testApp()
  req = await app.as('req01')
  desk = await app.as('desk01')
  eng = await app.as('eng01')
  lead = await app.as('lead01')
  mgr = await app.as('mgr01')
  await app.work()
})
afterAll(() => app.close())

const filing = {
  title: '政务邮箱无法登录',
  description: '全局人员登录时提示 503',
  impact: 'high',
  urgency: 'high',
  channel: 'portal',
} as const

const version = async (id: string): Promise<number> =>
  (await sql<{ version: number }>`select version from ticket where id = ${id}`.execute(app.db)).rows[0]!
    .version

async function solved(type: 'fault' | 'request' = 'fault'): Promise<string> {
  const { id } = await req.call(createIncident, { ...filing, type })
  await mgr.call(assignIncident, { id, version: await version(id), ownerId: eng.personId, reason: '请处理' })
  await eng.call(resolveIncident, { id, version: await version(id), resolution: '重启网关后恢复' })
  return id
}
/** Events and jobs that have not run yet. */
const waiting = async (): Promise<number> =>
  (
    await sql<{ n: number }>`select (select count(*) from event_outbox)
      + (select count(*) from graphile_worker._private_jobs) as n`.execute(app.db)
  ).rows[0]!.n

const drafted = (id: string) =>
  expect
    .poll(async () => (await eng.send(contract.getReport, { id })).statusCode, { timeout: 10_000 })
    .toBe(200)

describe('fault report', () => {
  it('is drafted from the record when a fault is solved, and its owner is told', async () => {
    const id = await solved()
    await drafted(id)
    const report = await eng.call(contract.getReport, { id })
    expect(report).toMatchObject({
      state: 'draft',
      analysis: '',
      solution: '重启网关后恢复',
      owner: { id: eng.personId },
    })
    expect(report.symptom).toContain('全局人员登录时提示 503')
    expect(report.dueAt).not.toBeNull()
    expect(report.abilities).toEqual(['update', 'submit'])
    const { rows } =
      await sql`select 1 from notification where person_id = ${eng.personId} and entity = 'fault-report'
      and entity_id = ${id}`.execute(app.db)
    expect(rows).toHaveLength(1)
    expect((await eng.call(contract.listReports, {})).items.map((r) => r.ticketId)).toContain(id)
    expect((await req.send(contract.getReport, { id })).statusCode).toBe(403)
  })

  it('is written, submitted complete, reviewed by another person, and never changed afterwards', async () => {
    const id = await solved()
    await drafted(id)
    const first = await eng.call(contract.getReport, { id })
    const incomplete = await eng.send(contract.submitReport, { id, version: first.version })
    expect(incomplete.statusCode).toBe(422)
    expect((incomplete.json() as { errors: { field: string }[] }).errors.map((e) => e.field)).toEqual([
      'analysis',
      'improvement',
    ])
    const texts = { symptom: '现象', analysis: '连接池耗尽', solution: '重启', improvement: '加监控' }
    const written = await eng.call(contract.updateReport, { id, version: first.version, ...texts })
    expect((await mgr.send(contract.updateReport, { id, version: first.version, ...texts })).statusCode).toBe(
      412,
    )
    expect((await mgr.send(contract.reviewReport, { id, version: written.version })).json().code).toBe(
      'fault-report.illegal_move',
    )
    const submitted = await eng.call(contract.submitReport, { id, version: written.version })
    expect((await eng.send(contract.reviewReport, { id, version: submitted.version })).statusCode).toBe(403)
    const returned = await lead.call(contract.returnReport, {
      id,
      version: submitted.version,
      reason: '原因不够深入',
    })
    expect(returned).toMatchObject({ state: 'returned', reviewNote: '原因不够深入' })
    // a reviewer who mends it has written at it
    const mended = await mgr.call(contract.updateReport, {
      id,
      version: returned.version,
      ...texts,
      analysis: '连接泄漏',
    })
    const again = await eng.call(contract.submitReport, { id, version: mended.version })
    expect(again.abilities).toEqual([])
    expect((await mgr.send(contract.reviewReport, { id, version: again.version })).json().code).toBe(
      'fault-report.own_report',
    )
    const done = await lead.call(contract.reviewReport, { id, version: again.version, note: '同意' })
    expect(done).toMatchObject({ state: 'reviewed', reviewedBy: { id: lead.personId } })
    expect((await eng.send(contract.updateReport, { id, version: done.version, ...texts })).statusCode).toBe(
      409,
    )
  })

  it('goes on paper, with the service sheet', async () => {
    const id = await solved()
    await drafted(id)
    for (const endpoint of [contract.reportPdf, contract.serviceSheetPdf]) {
      const answer = await eng.send(endpoint, { id })
      expect(answer.headers['content-type']).toBe('application/pdf')
      expect(answer.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''INC-/)
      expect(answer.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    }
    expect((await req.send(contract.reportPdf, { id })).statusCode).toBe(403)
  })

  it('goes into Word with the same parts, times in the zone of the unit', async () => {
    const id = await solved()
    await drafted(id)
    for (const endpoint of [contract.reportWord, contract.serviceSheetWord]) {
      const answer = await eng.send(endpoint, { id })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toMatch(/wordprocessingml/)
      expect(answer.headers['content-disposition']).toMatch(/\.docx/)
      const { title, recordedAt } = await eng.call(getIncident, { id })
      const xml = wordParts(answer.rawPayload).get('word/document.xml')
      expect(xml).toContain(title)
      if (endpoint === contract.reportWord) expect(xml).toContain(inUnitZone(new Date(recordedAt)))
    }
    expect((await req.send(contract.reportWord, { id })).statusCode).toBe(403)
  })

  it('is not owed by requests, but can be drafted by hand', async () => {
    const id = await solved('request')
    const fault = await solved()
    await drafted(fault)
    expect((await eng.send(contract.getReport, { id })).json().code).toBe('fault-report.not_found')
    expect((await desk.send(contract.draftReport, { id })).statusCode).toBe(403)
    expect((await eng.call(contract.draftReport, { id })).dueAt).toBeNull()
    expect((await eng.send(contract.draftReport, { id })).json().code).toBe('fault-report.exists')
  })

  it('becomes a draft again when the fault came back and was solved anew', async () => {
    const id = await solved()
    await drafted(id)
    await req.call(reopenIncident, { id, version: await version(id), reason: '又不能登录' })
    expect((await eng.call(contract.getReport, { id })).outdated).toBe(true)
    await eng.call(resolveIncident, { id, version: await version(id), resolution: '更换负载均衡' })
    await expect
      .poll(async () => (await eng.call(contract.getReport, { id })).outdated, { timeout: 10_000 })
      .toBe(false)
    expect((await eng.call(contract.getReport, { id })).solution).toBe('重启网关后恢复\n\n更换负载均衡')
  })

  it('is owed by the grades of the setting', async () => {
    const setting = await mgr.call(contract.getSetting, {})
    await mgr.call(contract.putSetting, { grades: ['minor'], dueDays: 2, version: setting.version })
    const id = await solved()
    await expect.poll(waiting, { timeout: 10_000 }).toBe(0)
    const now = await mgr.call(contract.getSetting, {})
    await mgr.call(contract.putSetting, { grades: setting.grades, dueDays: 3, version: now.version })
    const later = await solved()
    await drafted(later)
    expect((await eng.send(contract.getReport, { id })).statusCode).toBe(404)
  })
})
