import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotifications } from '#kernel/notify/contract.ts'
import { lookupGroups } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import {
  createIncident,
  getIncident,
  gradeIncident,
  reopenIncident,
  resolveIncident,
} from '#modules/incident/contract.ts'
import { listDecisions, recordDecision } from '#modules/incident/story-contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import * as contract from './contract.ts'

let app: TestApp
let desk: Caller, eng: Caller, lead: Caller, mgr: Caller, vendor: Caller, req: Caller
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, lead, mgr, vendor, req] = (await Promise.all(
    ['desk01', 'eng01', 'lead01', 'mgr01', 'vend01', 'req01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

async function filed(grade: 'major' | 'general' = 'major', withService = true): Promise<string> {
  const [service] = (await req.call(lookupServices, {})).items
  const one = await desk.call(createIncident, {
    ...{ title: '政务平台无法访问', impact: 'high', urgency: 'high', channel: 'phone' },
    requesterId: req.personId,
    ...(withService ? { serviceId: service!.id } : {}),
  })
  await desk.call(gradeIncident, { id: one.id, version: one.version, grade, reason: '全市窗口停办' })
  return one.id
}
const news = async (who: Caller) =>
  (await who.call(listNotifications, {})).items.map((one) => one.text).join('\n')
const code = async (answer: Promise<{ json: () => unknown; statusCode: number }>) => {
  const got = await answer
  return [got.statusCode, (got.json() as { code?: string }).code]
}

describe('the bridge of a major incident', () => {
  it('is there for major incidents and for those who work on them', async () => {
    const [major, general] = [await filed(), await filed('general')]
    expect(await desk.call(contract.getMajor, { id: major })).toMatchObject({
      version: 0,
      leader: null,
      updateMinutes: 30,
    })
    expect(await code(desk.send(contract.getMajor, { id: general }))).toEqual([404, 'major.not_found'])
    expect((await req.send(contract.getMajor, { id: major })).statusCode).toBe(403)
    expect((await vendor.send(contract.getMajor, { id: major })).statusCode).toBe(404)
  })

  it('keeps a log that is only added to, with the decisions of the incident in it', async () => {
    const id = await filed()
    const wrong = await desk.call(contract.addLog, { id, kind: 'finding', body: '数据库主机宕机' })
    await desk.call(contract.addLog, { id, kind: 'decision', body: '切换到备机', notified: '网络组' })
    await desk.call(recordDecision, { id, decision: '暂停对外服务' })
    const right = await desk.call(contract.addLog, {
      id,
      kind: 'finding',
      body: '是存储链路中断',
      corrects: wrong.id,
    })
    expect(right.corrects).toBe(wrong.id)
    const { items } = await desk.call(contract.listLog, { id })
    expect(items.map((one) => one.body)).toEqual([
      '是存储链路中断',
      '暂停对外服务',
      '切换到备机',
      '数据库主机宕机',
    ])
    expect(items.at(-1)).toMatchObject({ body: '数据库主机宕机', corrected: true })
    expect((await desk.call(listDecisions, { id })).items).toHaveLength(2)
    const first = await desk.call(contract.listLog, { id, limit: 3 })
    const rest = await desk.call(contract.listLog, { id, limit: 3, cursor: first.nextCursor! })
    expect([...first.items, ...rest.items].map((one) => one.id)).toEqual(items.map((one) => one.id))
    expect(await code(desk.send(contract.addLog, { id, kind: 'finding', body: 'x', corrects: id }))).toEqual([
      422,
      'major.unknown_entry',
    ])
    const future = new Date(Date.now() + 3_600_000).toISOString()
    expect(
      await code(desk.send(contract.addLog, { id, kind: 'action', body: 'x', occurredAt: future })),
    ).toEqual([422, 'incident.in_future'])
    await expect(app.db.deleteFrom('major_log').where('id', '=', wrong.id).execute()).rejects.toThrow(
      /permission/,
    )
    // whoever began it leads
    expect((await desk.call(contract.getMajor, { id })).leader?.id).toBe(desk.personId)
  })

  it('lets people come and go, and whoever was brought see what it is about', async () => {
    const id = await filed()
    const joined = await desk.call(contract.joinBridge, { id })
    expect(joined.bridge.map((one) => one.person.id)).toEqual([desk.personId])
    expect((await desk.call(contract.joinBridge, { id })).bridge).toHaveLength(1)
    await desk.call(contract.joinBridge, { id, personId: vendor.personId })
    expect(await news(vendor)).toContain('请您加入')
    await vendor.call(contract.addLog, { id, kind: 'action', body: '重启存储控制器' })
    const there = (await vendor.call(contract.getMajor, { id })).bridge.find(
      (b) => b.person.id === vendor.personId,
    )!
    const left = await vendor.call(contract.leaveBridge, { id, bridgeId: there.id })
    expect(left.bridge.find((one) => one.id === there.id)?.leftAt).not.toBeNull()
    // gone from the bridge he reads on, and writes no more
    expect(await code(vendor.send(contract.addLog, { id, kind: 'action', body: 'x' }))).toEqual([
      403,
      'major.not_allowed',
    ])
    expect(await code(desk.send(contract.joinBridge, { id, personId: req.personId }))).toEqual([
      422,
      'major.unknown_person',
    ])
  })

  it('tells a group or a role at once, and keeps who was told', async () => {
    const id = await filed()
    const group = (await desk.call(lookupGroups, { limit: 200 })).items.find((one) => one.members.length > 0)!
    const told = await desk.call(contract.callPeople, { id, groupId: group.id, message: '请立即到机房集合' })
    expect(told.calls[0]).toMatchObject({ group: group.name, message: '请立即到机房集合' })
    expect(told.calls[0]!.told.map((one) => one.id).sort()).toEqual(group.members.map((m) => m.id).sort())
    await desk.call(contract.callPeople, { id, role: 'duty-leader', message: '请值班长到岗' })
    expect(await news(lead)).toContain('请值班长到岗')
    const log = (await desk.call(contract.listLog, { id })).items
    expect(log[0]).toMatchObject({ via: 'call', kind: 'communication', notified: 'role:duty-leader' })
    expect(await code(desk.send(contract.callPeople, { id, message: '给谁' }))).toEqual([
      422,
      'major.call_whom',
    ])
  })
})

describe('the public notice', () => {
  const shown = async () => (await req.call(contract.listServiceNotices, {})).items

  it('is read by requesters, who learn nothing of the incident, until it is withdrawn or over', async () => {
    const id = await filed()
    await desk.call(contract.publishNotice, { id, body: '政务平台暂时无法访问，正在抢修。' })
    await desk.call(contract.publishNotice, { id, body: '预计 11 时恢复。' })
    const [notice] = await shown()
    expect(notice).toMatchObject({
      body: '预计 11 时恢复。',
      earlier: [{ body: '政务平台暂时无法访问，正在抢修。' }],
    })
    const { number } = await desk.call(getIncident, { id })
    for (const secret of [id, number]) expect(JSON.stringify(notice)).not.toContain(secret)
    await desk.call(contract.withdrawNotice, { id })
    expect(await shown()).toEqual([])
    expect(await code(desk.send(contract.withdrawNotice, { id }))).toEqual([409, 'major.no_notice'])
    await desk.call(contract.publishNotice, { id, body: '再次中断。' })
    const again = await shown()
    expect(again[0]).toMatchObject({ body: '再次中断。', earlier: [] })
    expect(again[0]!.id).not.toBe(notice!.id)
    const { version } = await desk.call(getIncident, { id })
    await desk.call(resolveIncident, { id, version, resolution: '链路恢复' })
    expect(await shown()).toEqual([])
    expect(await code(desk.send(contract.publishNotice, { id, body: '已恢复' }))).toEqual([
      409,
      'major.ended',
    ])
  })

  it('needs a service, and somebody who may speak for the unit', async () => {
    const id = await filed('major', false)
    expect(await code(desk.send(contract.publishNotice, { id, body: '公告' }))).toEqual([
      409,
      'major.no_service',
    ])
    const other = await filed()
    await desk.call(contract.joinBridge, { id: other, personId: eng.personId })
    expect(await code(eng.send(contract.publishNotice, { id: other, body: '公告' }))).toEqual([
      403,
      'major.not_allowed',
    ])
  })
})

describe('status updates', () => {
  const dueOf = async (id: string) =>
    (
      await app.pool.query<{ due_at: Date }>(
        `select due_at from timer where kind = 'major.update-due' and key = $1`,
        [id],
      )
    ).rows[0]?.due_at.getTime()

  it('are due every so many minutes; the leader is reminded until somebody tells', async () => {
    const id = await filed()
    await desk.call(contract.addLog, { id, kind: 'finding', body: '全部窗口停办' })
    const major = await desk.call(contract.getMajor, { id })
    const made = await desk.call(contract.leadMajor, {
      ...{ id, version: major.version, leaderId: lead.personId, updateMinutes: 10 },
    })
    expect(made.leader?.id).toBe(lead.personId)
    expect(
      await code(
        desk.send(contract.leadMajor, {
          id,
          version: major.version,
          leaderId: lead.personId,
          updateMinutes: 20,
        }),
      ),
    ).toEqual([412, 'major.version_stale'])
    expect(await dueOf(id)).toBe(new Date(made.updateDueAt!).getTime())
    // time passes
    await app.pool.query(
      `update major_record set last_update_at = now() - interval '11 minutes' where ticket_id = $1`,
      [id],
    )
    await app.pool.query(`update timer set due_at = now() where kind = 'major.update-due' and key = $1`, [id])
    const worker = await app.work()
    await expect.poll(() => news(lead), { timeout: 10_000 }).toContain('已 11 分钟未通报进展')
    await worker.stop()
    expect(await dueOf(id)).toBeGreaterThan(Date.now())
    await desk.call(contract.addLog, { id, kind: 'communication', body: '已向分管领导汇报' })
    const told = await desk.call(contract.getMajor, { id })
    expect(new Date(told.lastUpdateAt!).getTime()).toBeGreaterThan(Date.now() - 60_000)
    expect(await dueOf(id)).toBe(new Date(told.updateDueAt!).getTime())
  })

  it('have a default interval that the manager sets', async () => {
    const setting = await desk.call(contract.getSetting, {})
    expect(
      (await desk.send(contract.putSetting, { updateMinutes: 15, version: setting.version })).statusCode,
    ).toBe(403)
    await mgr.call(contract.putSetting, { updateMinutes: 15, version: setting.version })
    expect((await desk.call(contract.getMajor, { id: await filed() })).updateMinutes).toBe(15)
  })
})

describe('the review', () => {
  const texts = { wentWell: '切换及时', toImprove: '备件不足' }
  const due = () => new Date(Date.now() + 86_400_000).toISOString()

  it('is written by one, confirmed by another, and gives its actions to people', async () => {
    const id = await filed()
    const actions = [{ what: '采购存储备件', ownerId: eng.personId, dueAt: due() }]
    const written = await lead.call(contract.writeReview, { id, version: 0, ...texts, actions })
    expect(written).toMatchObject({ state: 'draft', version: 1, abilities: ['write-review'] })
    expect(await code(lead.send(contract.submitReview, { id, version: 1 }))).toEqual([409, 'major.open'])
    const { version } = await desk.call(getIncident, { id })
    await desk.call(resolveIncident, { id, version, resolution: '链路恢复' })
    const submitted = await lead.call(contract.submitReview, { id, version: 1 })
    expect(submitted.abilities).toEqual([])
    expect(await code(lead.send(contract.confirmReview, { id, version: 2 }))).toEqual([
      403,
      'major.own_review',
    ])
    const returned = await mgr.call(contract.returnReview, { id, version: 2, note: '原因再写清楚' })
    expect(returned).toMatchObject({ state: 'draft', note: '原因再写清楚' })
    const again = await lead.call(contract.submitReview, { id, version: returned.version })
    const done = await mgr.call(contract.confirmReview, { id, version: again.version, note: '同意' })
    expect(done).toMatchObject({ state: 'confirmed', confirmedBy: { id: mgr.personId } })
    expect(
      await code(lead.send(contract.writeReview, { id, version: done.version, ...texts, actions })),
    ).toEqual([409, 'major.illegal_move'])
    expect(await news(eng)).toContain('安排了改进措施')
    const action = done.actions[0]!
    expect(await code(mgr.send(contract.finishAction, { id, actionId: action.id, result: '已买' }))).toEqual([
      403,
      'major.not_allowed',
    ])
    const finished = await eng.call(contract.finishAction, { id, actionId: action.id, result: '已入库' })
    expect(finished.actions[0]).toMatchObject({ result: '已入库', mine: true })
    expect(await code(eng.send(contract.finishAction, { id, actionId: action.id, result: '再来' }))).toEqual([
      409,
      'major.action_done',
    ])
  })

  it('is refused half written, of the past, and with people who do not exist', async () => {
    const id = await filed()
    const unknown = [{ what: '整改', ownerId: id, dueAt: due() }]
    const answer = await lead.send(contract.writeReview, { id, version: 0, ...texts, actions: unknown })
    expect(answer.json()).toMatchObject({
      code: 'major.unknown_person',
      errors: [{ field: 'actions.0.ownerId' }],
    })
    await lead.call(contract.writeReview, { id, version: 0, wentWell: '', toImprove: '', actions: [] })
    expect(await code(lead.send(contract.writeReview, { id, version: 0, ...texts, actions: [] }))).toEqual([
      412,
      'major.version_stale',
    ])
    const { version } = await desk.call(getIncident, { id })
    await desk.call(resolveIncident, { id, version, resolution: '链路恢复' })
    expect(await code(lead.send(contract.submitReview, { id, version: 1 }))).toEqual([
      422,
      'major.review_empty',
    ])
  })

  it('leaves the work to go on when the incident comes back', async () => {
    const id = await filed()
    await desk.call(contract.addLog, { id, kind: 'finding', body: '恢复后复发' })
    const { version } = await desk.call(getIncident, { id })
    const over = await desk.call(resolveIncident, { id, version, resolution: '链路恢复' })
    expect((await desk.call(contract.getMajor, { id })).updateDueAt).toBeNull()
    await req.call(reopenIncident, { id, version: over.version, reason: '又不能访问' })
    expect((await desk.call(contract.getMajor, { id })).updateDueAt).not.toBeNull()
  })
})
