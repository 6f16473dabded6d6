import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approvalsOf, listApprovals, returnTo } from '#kernel/approval/contract.ts'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident } from '#modules/incident/contract.ts'
import * as contract from './contract.ts'
import * as partsContract from './parts-contract.ts'
import { createTemplate } from './plan-contract.ts'
import {
  allApprove,
  draftOf,
  leaveHolidaysOpen,
  minutes,
  serviceId,
  until,
  type ChangeOf,
} from './testing/people.ts'

let app: TestApp
let desk: Caller, eng: Caller, eng2: Caller, lead: Caller, mgr: Caller, req: Caller, vend: Caller
let oa: string
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, eng2, lead, mgr, req, vend] = (await Promise.all(
    ['desk01', 'eng01', 'eng02', 'lead01', 'mgr01', 'req01', 'vend01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller, Caller]
  oa = await serviceId(desk, 'OA')
  await leaveHolidaysOpen(mgr)
  await app.work()
})
afterAll(() => app.close())

const people = () => ({ implementerId: eng.personId, secondId: eng2.personId })
const get = (who: Caller, id: string) => who.call(contract.getChange, { id })
const at = (one: ChangeOf) => ({ id: one.id, version: one.version })
const gatesOf = (one: ChangeOf) => one.missing.map((m) => m.gate)
const logins = ['desk01', 'eng01', 'eng02', 'lead01', 'mgr01']

/** A drafted normal change of a service that no other test uses at this time. */
const draft = (given = {}) =>
  desk.call(contract.createChange, draftOf({ serviceIds: [oa], ...people(), ...given }))

/** Acknowledges what is in the way: tests share people and services. */
async function clear(who: Caller, one: ChangeOf): Promise<ChangeOf> {
  let now = await get(who, one.id)
  for (const conflict of now.conflicts.filter((c) => !c.acknowledged))
    now = await who.call(contract.acknowledgeConflict, {
      ...at(now),
      otherId: conflict.id,
      note: '已与对方协调',
    })
  return now
}

/** From the draft to the schedule. */
async function schedule(one: ChangeOf, levels: { impactLevel: 'low' | 'high'; likelihood: 'low' | 'high' }) {
  const handedIn = await desk.call(contract.submitChange, at(await clear(desk, one)))
  await lead.call(contract.assessChange, { ...at(handedIn), ...levels, assessment: '方案完整，风险可控' })
  const signed = await allApprove(app, one.id, logins)
  return { now: await until(desk, one.id, 'scheduled'), signed }
}

/** What must be recorded before work begins. */
async function prepare(id: string): Promise<ChangeOf> {
  const record = (what: 'backup' | 'state-before', link?: string) =>
    eng.call(partsContract.recordEvidence, { id, what, statement: '已完成并核对', ...(link ? { link } : {}) })
  await record('backup', '备份服务器 /backup/oa-20261122.tar.gz')
  return record('state-before')
}

async function finish(id: string): Promise<ChangeOf> {
  await eng.call(partsContract.recordEvidence, {
    id,
    what: 'state-after',
    statement: '服务正常，版本号已核对',
  })
  const seen = await eng2.call(contract.confirmChange, at(await get(eng2, id)))
  return eng.call(contract.implementChange, at(seen))
}

describe('a normal change', () => {
  it('goes from draft to review by the hands of four people, refused by name of what is missing', async () => {
    let now = await draft({
      editsConfig: true,
      tasks: [{ title: '停服务' }, { title: '打补丁', ownerId: eng.personId }],
    })
    expect([now.number.slice(0, 4), now.state, now.risk]).toEqual(['CHG-', 'draft', 'low'])
    // the requester must not assess it, and nobody who does it
    now = await desk.call(contract.submitChange, at(await clear(desk, now)))
    expect(now.state).toBe('assessing')
    expect(
      (
        await eng.send(contract.assessChange, {
          ...at(now),
          impactLevel: 'low',
          likelihood: 'low',
          assessment: '可以',
        })
      ).statusCode,
    ).toBe(403)
    now = await lead.call(contract.assessChange, {
      ...at(now),
      impactLevel: 'high',
      likelihood: 'high',
      assessment: '影响全市办公',
    })
    expect([now.state, now.risk, now.flow]).toEqual(['awaiting', 'high', 'normal-high'])
    const signed = await allApprove(app, now.id, logins)
    // the group's leader does the work, so the duty leader reviews in his place, then both sign together
    expect([...signed].sort()).toEqual(['lead01', 'lead01', 'mgr01'])
    now = await until(eng, now.id, 'scheduled')
    expect(gatesOf(now)).toEqual(['backup', 'state-before', 'files-listed'])
    const refused = await eng.send(contract.startChange, at(now))
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'change.incomplete'])
    expect(refused.json().detail).toContain('变更前备份的证明')
    expect(
      (
        await eng.send(partsContract.recordEvidence, { id: now.id, what: 'backup', statement: '已备份' })
      ).json().code,
    ).toBe('change.needs_proof')
    now = await prepare(now.id)
    now = await eng.call(partsContract.addFile, { id: now.id, path: '/etc/nginx/nginx.conf' })
    expect(gatesOf(now)).toEqual(['files-copied'])
    now = await eng.call(partsContract.copyFile, {
      id: now.id,
      fileNo: now.files[0]!.id,
      copyPlace: '/etc/nginx/nginx.conf.20261122',
    })
    expect(gatesOf(now)).toEqual([])
    // only the implementer begins
    expect((await eng2.send(contract.startChange, at(now))).statusCode).toBe(403)
    now = await eng.call(contract.startChange, at(now))
    expect([now.state, gatesOf(now)]).toEqual(['in-progress', ['tasks', 'state-after', 'confirmation']])
    for (const task of now.tasks) now = await eng.call(partsContract.doTask, { id: now.id, taskId: task.id })
    expect((await eng2.send(contract.confirmChange, at(now))).json().code).toBe('change.incomplete')
    expect((await eng.send(contract.implementChange, at(now))).json().errors).toHaveLength(2)
    now = await finish(now.id)
    expect(now.state).toBe('implemented')
    // who did it does not judge it; the duty leader did not
    expect(
      (await eng.send(contract.closeChange, { ...at(now), result: 'successful', review: '好' })).statusCode,
    ).toBe(403)
    now = await lead.call(contract.closeChange, {
      ...at(now),
      result: 'successful',
      review: '按计划完成，无影响',
    })
    expect([now.state, now.result, now.reviewedBy?.name]).toEqual(['closed', 'successful', '陈立'])
    const story = await desk.call(partsContract.getStory, { id: now.id })
    expect(
      story.items
        .map((e) => e.data['move'])
        .filter(Boolean)
        .reverse(),
    ).toEqual([
      ...['create', 'acknowledge'].slice(0, 1),
      ...story.items.map((e) => e.data['move']).filter((m) => m === 'acknowledge'),
      ...['submit', 'assess', 'schedule', 'start', 'confirm', 'implement', 'close'],
    ])
  })

  it('loses its approval with another plan, window or scope, and keeps it with other people', async () => {
    let { now } = await schedule(await draft(), { impactLevel: 'low', likelihood: 'low' })
    now = await desk.call(contract.editChange, {
      ...at(now),
      implementerId: eng2.personId,
      secondId: desk.personId,
    })
    expect(now.state).toBe('scheduled')
    now = await desk.call(contract.editChange, { ...at(now), endsAt: minutes(200) })
    expect([now.state, now.flow]).toEqual(['draft', null])
    expect((await eng2.send(contract.startChange, at(now))).json().code).toBe('change.illegal_move')
    // voided while it is being signed, too
    now = await desk.call(contract.submitChange, at(await clear(desk, now)))
    now = await lead.call(contract.assessChange, {
      ...at(now),
      impactLevel: 'low',
      likelihood: 'low',
      assessment: '可行',
    })
    now = await desk.call(contract.editChange, { ...at(now), plan: '换一种做法' })
    expect(now.state).toBe('draft')
    expect(await allApprove(app, now.id, logins)).toEqual([])
  })

  it('is changed by one of two who try at once', async () => {
    const one = await draft()
    const tries = await Promise.all(
      ['甲方案', '乙方案'].map((plan) => desk.send(contract.editChange, { ...at(one), plan })),
    )
    expect(tries.map((t) => t.statusCode).sort()).toEqual([200, 412])
    const { now } = await schedule(await get(desk, one.id), { impactLevel: 'low', likelihood: 'low' })
    const ready = await prepare(now.id)
    const starts = await Promise.all([1, 2].map(() => eng.send(contract.startChange, at(ready))))
    expect(starts.map((t) => t.statusCode).sort()).toEqual([200, 412])
  })

  it('starts outside its window with the manager’s leave only', async () => {
    const later = { startsAt: minutes(600), endsAt: minutes(700) }
    let { now } = await schedule(await draft(later), { impactLevel: 'low', likelihood: 'low' })
    now = await prepare(now.id)
    expect(gatesOf(now)).toEqual(['inside-window'])
    expect((await lead.send(contract.allowOutside, { ...at(now), reason: '厂商提前到场' })).statusCode).toBe(
      403,
    )
    now = await mgr.call(contract.allowOutside, { ...at(now), reason: '厂商提前到场' })
    now = await eng.call(contract.startChange, at(now))
    expect([now.state, now.outside?.by]).toEqual(['in-progress', '褚明'])
    // it fails, is taken back, and can only be closed as failed
    now = await eng.call(contract.failChange, { ...at(now), reason: '补丁与中间件不兼容' })
    now = await eng.call(partsContract.recordEvidence, {
      id: now.id,
      what: 'state-after',
      statement: '已恢复原版本',
    })
    now = await eng2.call(contract.confirmChange, at(now))
    now = await eng.call(contract.backOutChange, at(now))
    expect(
      (await lead.send(contract.closeChange, { ...at(now), result: 'successful', review: '已恢复' })).json()
        .code,
    ).toBe('change.result_of_failure')
    now = await lead.call(contract.closeChange, {
      ...at(now),
      result: 'failed',
      review: '下次先在测试环境验证兼容性',
    })
    expect([now.state, now.result]).toEqual(['closed', 'failed'])
  })
})

describe('other kinds', () => {
  it('a standard change takes its plan from the template and needs no signature', async () => {
    const template = await mgr.call(createTemplate, {
      name: '重启应用服务',
      impact: '服务中断约 2 分钟',
      plan: '1. 通知 2. 重启 3. 验证',
      backOut: '切换备用节点',
      testProof: '常规操作，历次成功',
      minutes: 60,
      taskTitles: ['通知用户', '重启', '验证'],
    })
    const base = {
      kind: 'standard' as const,
      title: '重启 OA 应用服务',
      reason: '内存占用过高',
      serviceIds: [oa],
      templateId: template.id,
      ...people(),
    }
    const long = await desk.call(contract.createChange, {
      ...base,
      startsAt: minutes(0),
      endsAt: minutes(100),
    })
    expect(gatesOf(long)).toContain('window-length')
    let now = await desk.call(contract.editChange, { ...at(long), endsAt: minutes(30) })
    expect((await desk.send(contract.editChange, { ...at(now), plan: '随便' })).json().code).toBe(
      'change.fixed_by_template',
    )
    now = await desk.call(contract.submitChange, at(await clear(desk, now)))
    expect([now.state, now.plan, now.tasks.length]).toEqual(['scheduled', template.plan, 3])
    expect(gatesOf(await prepare(now.id))).toEqual([])
    expect(
      (
        await desk.send(contract.createChange, {
          ...base,
          templateId: undefined,
          startsAt: null,
          endsAt: null,
        })
      ).json().code,
    ).toBe('change.needs_template')
  })

  it('an emergency begins with the duty leader’s signature; the rest is signed afterwards', async () => {
    let now = await desk.call(
      contract.createChange,
      draftOf({ kind: 'emergency', testProof: '', serviceIds: [oa], ...people() }),
    )
    now = await desk.call(contract.submitChange, at(await clear(desk, now)))
    expect(now.state).toBe('awaiting')
    await allApprove(app, now.id, ['lead01'])
    now = await until(eng, now.id, 'scheduled')
    expect([now.letBegin?.by, now.ratified]).toEqual(['陈立', 'waiting'])
    await prepare(now.id)
    now = await eng.call(contract.startChange, at(await get(eng, now.id)))
    expect(now.state).toBe('in-progress')
    now = await finish(now.id)
    expect(gatesOf(now)).toEqual(['ratified'])
    expect((await allApprove(app, now.id, logins)).length).toBe(2)
    for (let i = 0; i < 50 && (await get(desk, now.id)).ratified === 'waiting'; i++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    now = await get(lead, now.id)
    expect(now.ratified).toBe('done')
    now = await mgr.call(contract.closeChange, { ...at(now), result: 'successful', review: '处置及时' })
    expect(now.state).toBe('closed')
  })

  it('signatures that are returned afterwards wait no longer: they are owed, and asked for again', async () => {
    let now = await desk.call(
      contract.createChange,
      draftOf({ kind: 'emergency', testProof: '', serviceIds: [oa], ...people() }),
    )
    await lead.call(partsContract.watchChange, { id: now.id, watching: true })
    expect((await get(lead, now.id)).watching).toBe(true)
    now = await desk.call(contract.submitChange, at(await clear(desk, now)))
    await allApprove(app, now.id, ['lead01'])
    now = await until(eng, now.id, 'scheduled')
    const waitingFor = async (who: Caller) =>
      (await who.call(listApprovals, { list: 'waiting', limit: 200 })).items.find(
        (item) => item.subject.id === now.id,
      )
    const asked = async () => (await waitingFor(mgr)) ?? (await waitingFor(lead))
    await expect.poll(asked, { timeout: 10_000 }).toBeDefined()
    const item = (await asked())!
    await ((await waitingFor(mgr)) ? mgr : lead).call(returnTo, {
      id: item.id,
      version: item.version,
      to: 0,
      reason: '缺少处置记录',
    })
    const told = async () => (await desk.call(listNotifications, {})).items.map((one) => one.text).join()
    await expect.poll(told, { timeout: 10_000 }).toContain('补批被退回')
    expect(
      (await mgr.call(approvalsOf, { entity: 'change', entityId: now.id })).items.map((one) => one.state),
    ).not.toContain('running')
    now = await get(desk, now.id)
    expect([now.ratified, now.abilities.includes('ratify')]).toEqual(['waiting', true])
    await desk.call(contract.ratifyChange, at(now))
    await expect.poll(asked, { timeout: 10_000 }).toBeDefined()
    // what approved the beginning stands
    expect((await get(desk, now.id)).letBegin?.by).toBe('陈立')
    const news = (await lead.call(listNotifications, {})).items.map((one) => one.text).join()
    expect(news).toContain('您关注的变更')
  })
})

describe('who sees and does what', () => {
  it('own, group and scope; missing and invisible look alike', async () => {
    const one = await draft()
    expect((await req.send(contract.listChanges, {})).statusCode).toBe(403)
    expect((await vend.send(contract.getChange, { id: one.id })).statusCode).toBe(404)
    expect((await vend.call(contract.listChanges, {})).items).toEqual([])
    await desk.call(contract.editChange, { ...at(one), secondId: vend.personId })
    expect((await get(vend, one.id)).abilities).toContain('comment')
    expect((await vend.send(contract.editChange, { id: one.id, version: 2, plan: 'x' })).statusCode).toBe(403)
    expect((await desk.call(contract.listChanges, { q: one.number })).items.map((c) => c.id)).toEqual([
      one.id,
    ])
  })

  it('links incidents both ways, and counts what nobody asked for', async () => {
    const incident = await desk.call(createIncident, {
      title: 'OA 无法登录',
      description: '夜间被改了配置',
      channel: 'phone',
      type: 'fault',
      impact: 'low',
      urgency: 'low',
      serviceId: oa,
    })
    const found = await lead.call(contract.recordUnauthorised, {
      title: '未经批准修改 OA 配置',
      reason: '日志显示配置被改',
      serviceIds: [oa],
      incidentId: incident.id,
      doneBy: '厂商驻场人员',
    })
    expect([found.state, found.unauthorised, found.links[0]?.relation]).toEqual([
      'implemented',
      true,
      'found',
    ])
    expect((await desk.call(partsContract.changesOfIncident, { id: incident.id })).items).toMatchObject([
      { id: found.id, relation: 'found' },
    ])
    const one = await draft()
    const linked = await desk.call(partsContract.linkIncident, {
      id: one.id,
      incidentNumber: incident.number,
      relation: 'solves',
    })
    expect(linked.links).toMatchObject([
      { number: incident.number, title: 'OA 无法登录', relation: 'solves' },
    ])
    expect(
      (
        await desk.send(partsContract.linkIncident, {
          id: one.id,
          incidentNumber: 'INC-1',
          relation: 'solves',
        })
      ).statusCode,
    ).toBe(404)
  })
})
