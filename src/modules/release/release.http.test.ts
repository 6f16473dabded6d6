import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createChange, submitChange } from '#modules/change/contract.ts'
import { createTemplate, getSetting, putSetting } from '#modules/change/plan-contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import * as contract from './contract.ts'
import { itemKeys } from './words.ts'

let app: TestApp
let eng: Caller, eng2: Caller, mgr: Caller, desk: Caller, vend: Caller
let serviceId: string
beforeAll(async () => {
  app = await testApp()
  ;[eng, eng2, mgr, desk, vend] = (await Promise.all(
    ['eng01', 'eng02', 'mgr01', 'desk01', 'vend01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
  serviceId = (await desk.call(lookupServices, { q: 'OA' })).items[0]!.id
  // else nothing goes live on a statutory holiday
  const { version, ratifyHours } = await mgr.call(getSetting, {})
  await mgr.call(putSetting, { holidaysFreeze: false, ratifyHours, version })
})
afterAll(() => app.close())

const at = (one: { id: string; version: number }) => ({ id: one.id, version: one.version })
const prepare = (versionName: string) =>
  eng.call(contract.createRelease, { serviceId, versionName, title: 'OA 新版上线', builder: '启航软件' })

/** A change that nobody has to sign: scheduled as soon as it is handed in. */
async function scheduledChange(): Promise<string> {
  const template = await mgr.call(createTemplate, {
    name: '版本发布',
    impact: '短时中断',
    plan: '发布新版本',
    backOut: '退回旧版本',
    testProof: '测试报告',
    minutes: 240,
  })
  const made = await eng.call(createChange, {
    kind: 'standard',
    templateId: template.id,
    title: '发布 OA 新版',
    reason: '功能升级',
    serviceIds: [serviceId],
    startsAt: new Date(Date.now() + 3_600_000).toISOString(),
    endsAt: new Date(Date.now() + 7_200_000).toISOString(),
    implementerId: eng.personId,
    secondId: eng2.personId,
  })
  return (await eng.call(submitChange, at(made))).number
}

describe('a release', () => {
  it('goes live when a change was let through and two people stand for every item', async () => {
    let now = await prepare('V3.0')
    expect([now.state, now.missing.length]).toEqual(['preparing', itemKeys.length + 1])
    const refused = await mgr.send(contract.goLive, at(now))
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'release.incomplete'])
    expect(refused.json().detail).toContain('承建方权限收回')
    now = await eng.call(contract.linkChange, { id: now.id, changeNumber: await scheduledChange() })
    for (const key of itemKeys)
      now = await eng.call(contract.recordItem, {
        ...at(now),
        key,
        personId: eng.personId,
        doneOn: '2026-01-05',
        statement: '已完成，见材料',
        link: 'https://files.example/oa',
      })
    expect(now.missing.every((one) => one.endsWith('的复核'))).toBe(true)
    expect((await eng.send(contract.confirmItem, { ...at(now), key: 'handover' })).json().code).toBe(
      'release.own_work',
    )
    for (const key of itemKeys) now = await eng2.call(contract.confirmItem, { ...at(now), key })
    expect(now.missing).toEqual([])
    expect((await eng.send(contract.goLive, at(now))).statusCode).toBe(403)
    const both = await Promise.all([1, 2].map(() => mgr.send(contract.goLive, at(now))))
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 412])
    const live = await mgr.call(contract.getRelease, { id: now.id })
    expect([live.state, live.liveBy?.name, live.abilities]).toEqual(['live', '褚明', []])
    expect((await eng.send(contract.editRelease, { ...at(live), notes: '改' })).json().code).toBe(
      'release.not_now',
    )
    const change = live.changes[0]!
    expect((await desk.call(contract.releasesOfChange, { id: change.id })).items.map((r) => r.id)).toEqual([
      live.id,
    ])
  })

  it('is confirmed anew when an item is recorded anew, and needs proof', async () => {
    let now = await prepare('V3.1')
    const item = {
      key: 'documents' as const,
      personId: eng.personId,
      doneOn: '2026-01-05',
      statement: '清单',
    }
    expect((await eng.send(contract.recordItem, { ...at(now), ...item })).json().code).toBe(
      'release.needs_proof',
    )
    now = await eng.call(contract.recordItem, { ...at(now), ...item, link: '档案室 3 柜' })
    now = await eng2.call(contract.confirmItem, { ...at(now), key: 'documents' })
    expect(now.confirmed).toBe(1)
    now = await eng.call(contract.recordItem, { ...at(now), ...item, link: '档案室 4 柜' })
    expect(now.confirmed).toBe(0)
    expect(
      (await eng.send(contract.createRelease, { serviceId, versionName: 'V3.1', title: '重复' })).statusCode,
    ).toBe(409)
    now = await mgr.call(contract.cancelRelease, { ...at(now), reason: '并入下一版本' })
    expect(now.state).toBe('cancelled')
  })

  it('is seen in the scope of the role, and looks missing outside it', async () => {
    const one = await prepare('V3.2')
    expect((await vend.send(contract.getRelease, { id: one.id })).statusCode).toBe(404)
    expect((await vend.call(contract.listReleases, {})).items).toEqual([])
    expect((await desk.call(contract.getRelease, { id: one.id })).abilities).toEqual([])
    expect(
      (await desk.send(contract.createRelease, { serviceId, versionName: 'X', title: '发布' })).statusCode,
    ).toBe(403)
  })
})
