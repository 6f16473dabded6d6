import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident } from '#modules/incident/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import * as contract from './contract.ts'
import * as trends from './trend-contract.ts'

let app: TestApp
let desk: Caller, eng: Caller, mgr: Caller
let oa: string
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, mgr] = (await Promise.all(['desk01', 'eng01', 'mgr01'].map((login) => app.as(login)))) as [
    Caller,
    Caller,
    Caller,
  ]
  oa = (await desk.call(lookupServices, { q: 'OA' })).items[0]!.id
})
afterAll(() => app.close())

const file = (title: string) =>
  desk.call(createIncident, { title, impact: 'low', urgency: 'low', channel: 'phone', serviceId: oa })
async function fileMany(n: number, title: string): Promise<void> {
  for (let i = 0; i < n; i++) await file(`${title}（${i}号机）`)
}
const openOnes = async () => (await mgr.call(trends.listProposals, { state: 'open' })).items

describe('trends', () => {
  it('propose a problem once, come again after dismissal at twice as many, and become one when accepted', async () => {
    await fileMany(4, '考勤机指纹识别失灵')
    expect((await mgr.call(trends.lookForTrends, {})).created).toBe(0)
    await fileMany(1, '考勤机指纹识别失灵')
    expect((await mgr.call(trends.lookForTrends, {})).created).toBe(1)
    expect((await mgr.call(trends.lookForTrends, {})).created).toBe(0)
    let [one] = await openOnes()
    expect([one!.count, one!.formerAverage, one!.incidents.length]).toEqual([5, 0, 5])
    expect(one!.words.join()).toContain('指纹识别')
    await mgr.call(trends.dismissProposal, { id: one!.id, version: one!.version, reason: '已在换设备' })
    const again = await mgr.send(trends.dismissProposal, { id: one!.id, version: 2, reason: '再来一次' })
    expect([again.statusCode, again.json().code]).toEqual([409, 'problem.proposal_decided'])
    await fileMany(4, '考勤机指纹识别失灵')
    await mgr.call(trends.lookForTrends, {})
    expect(await openOnes()).toEqual([])
    await fileMany(1, '考勤机指纹识别失灵')
    expect((await mgr.call(trends.lookForTrends, {})).reopened).toBe(1)
    ;[one] = await openOnes()
    expect(one!.count).toBe(10)
    const problem = await mgr.call(trends.acceptProposal, {
      id: one!.id,
      version: one!.version,
      title: '考勤机指纹模块批量失灵',
    })
    expect([problem.source, problem.incidents, problem.services[0]!.id]).toEqual(['trend', 10, oa])
    expect(problem.symptoms.join()).toContain('指纹识别')
    // what an open problem explains is no trend
    const quiet = await mgr.call(trends.lookForTrends, {})
    expect([quiet.created, quiet.reopened]).toEqual([0, 0])
  })

  it('are measured against what was usual before', async () => {
    await fileMany(6, '公文附件预览空白')
    const { rows } = await sql<{
      id: string
    }>`select id from ticket where title like '公文附件预览空白%'`.execute(app.db)
    expect(rows).toHaveLength(6)
    await fileMany(42, '公文附件预览空白')
    // as many in every window of the twelve weeks before: 6 in 14 days is what there always is
    await sql`update ticket set occurred_at = now() - interval '15 days' - (random() * interval '83 days')
      where title like '公文附件预览空白%' and not id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
      app.db,
    )
    expect((await mgr.call(trends.lookForTrends, {})).created).toBe(0)
  })

  it('look as the settings say', async () => {
    const setting = await mgr.call(trends.getSetting, {})
    const wrong = await mgr.send(trends.putSetting, { ...setting, minCount: 1 })
    expect([wrong.statusCode, wrong.json().errors[0].field]).toEqual([422, 'minCount'])
    await mgr.call(trends.putSetting, { ...setting, minCount: 2 })
    expect((await mgr.send(trends.putSetting, { ...setting, minCount: 3 })).statusCode).toBe(412)
    await fileMany(2, '投影仪灯泡爆裂')
    expect((await mgr.call(trends.lookForTrends, {})).created).toBe(1)
  })

  it('are for those who manage problems', async () => {
    expect((await eng.send(trends.listProposals, {})).statusCode).toBe(403)
    expect((await desk.send(trends.lookForTrends, {})).statusCode).toBe(403)
  })
})

describe('what a fix saved', () => {
  it('counts linked and similar incidents before and after it', async () => {
    await fileMany(3, '扫描仪卡纸')
    await fileMany(1, '扫描仪卡纸又来')
    await sql`update ticket set occurred_at = now() - interval '40 days', resolved_at = now() - interval '40 days' + interval '30 minutes'
      where title like '扫描仪卡纸（%'`.execute(app.db)
    let now = await mgr.call(contract.openProblem, { title: '扫描仪卡纸', serviceIds: [oa] })
    expect((await mgr.call(trends.getSavings, { id: now.id })).saved).toBeNull()
    now = await mgr.call(contract.investigateProblem, { id: now.id, version: now.version })
    now = await mgr.call(contract.editProblem, {
      id: now.id,
      version: now.version,
      rootCause: '搓纸轮老化',
      rootCauseCategory: 'hardware',
      symptoms: ['卡纸'],
    })
    await mgr.call(contract.resolveProblem, { id: now.id, version: now.version, solution: '已更换' })
    expect((await mgr.call(trends.getSavings, { id: now.id })).saved).toBeNull()
    await sql`update problem set fixed_at = now() - interval '30 days' where ticket_id = ${now.id}`.execute(
      app.db,
    )
    const { rule, before, after, saved } = await mgr.call(trends.getSavings, { id: now.id })
    expect([rule, before!.incidents, before!.downtimeMinutes, after!.incidents]).toEqual([
      'symptoms',
      3,
      90,
      1,
    ])
    expect(saved).toEqual({ incidents: 0, downtimeMinutes: 30, workMinutes: 0 })
  })

  it('expire when they are not seen for the time that is set, and come again when they are', async () => {
    const setting = await mgr.call(trends.getSetting, {})
    await mgr.call(trends.putSetting, { ...setting, minCount: 5, expireDays: 10 })
    await fileMany(5, '大厅叫号屏花屏')
    expect((await mgr.call(trends.lookForTrends, {})).created).toBe(1)
    const found = (await openOnes()).find((one) => one.words.join().includes('叫号'))!
    await sql`update problem_proposal set updated_at = now() - interval '9 days' where id = ${found.id}`.execute(
      app.db,
    )
    // seen again it is fresh, whatever its age
    expect((await mgr.call(trends.lookForTrends, {})).expired).toBe(0)
    await sql`update ticket set occurred_at = occurred_at - interval '40 days' where title like '大厅叫号屏%'`.execute(
      app.db,
    )
    await sql`update problem_proposal set updated_at = now() - interval '11 days' where id = ${found.id}`.execute(
      app.db,
    )
    expect((await mgr.call(trends.lookForTrends, {})).expired).toBe(1)
    const [gone] = (await mgr.call(trends.listProposals, { state: 'expired' })).items
    expect(gone).toMatchObject({ id: found.id, state: 'expired', decidedBy: null })
    const late = await mgr.send(trends.dismissProposal, {
      id: found.id,
      version: gone!.version,
      reason: '晚了',
    })
    expect(late.json().code).toBe('problem.proposal_decided')
    await fileMany(5, '大厅叫号屏花屏')
    expect((await mgr.call(trends.lookForTrends, {})).reopened).toBe(1)
    expect((await openOnes()).map((one) => one.id)).toContain(found.id)
  })
})
