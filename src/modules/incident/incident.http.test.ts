import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { searchDocuments } from '#kernel/search/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import * as story from './story-contract.ts'

let app: TestApp
let req: Caller,
  req2: Caller,
  desk: Caller,
  eng: Caller,
  eng2: Caller,
  vend: Caller,
  lead: Caller,
  mgr: Caller
let serviceId: string
let orgOfReq: string

beforeAll(async () => {
  app = await testApp()
  ;[req, req2, desk, eng, eng2, vend, lead, mgr] = (await Promise.all(
    ['req01', 'req02', 'desk01', 'eng01', 'eng02', 'vend01', 'lead01', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller, Caller, Caller]
  const services = (await desk.inject({ url: '/api/v1/services/lookup' })).json() as {
    items: { id: string; code: string }[]
  }
  serviceId = services.items.find((s) => s.code === 'ywtb')!.id
  orgOfReq = ((await req.inject({ url: '/api/v1/me' })).json() as { person: { orgId: string } }).person.orgId
})
afterAll(() => app.close())

const report = (title: string, more: object = {}) => ({
  title,
  description: '窗口电脑打开页面报 502',
  impact: 'medium' as const,
  urgency: 'medium' as const,
  channel: 'portal' as const,
  ...more,
})

describe('from report to closure', () => {
  it('dispatches by service, runs the clocks, lets the engineer restore and the requester close', async () => {
    const filed = await req.call(contract.createIncident, report('一网通办无法登录', { serviceId }))
    expect(filed.number).toMatch(/^INC-\d{8}-\d{4,}$/)
    expect(filed).toMatchObject({
      state: 'assigned',
      priority: 3,
      grade: 'general',
      gradeConfirmed: false,
      version: 1,
    })
    expect(filed.owner?.name).toBe('吴强')
    expect(filed.clocks.map((c) => [c.metric, c.state])).toEqual([
      ['response', 'running'],
      ['restore', 'running'],
    ])
    expect(filed.clocks[0]!.explanation).toContain('默认运维服务级别协议')
    expect(filed.abilities).toContain('cancel')
    expect(filed.abilities).not.toContain('assign')

    const started = await eng.call(contract.startIncident, { id: filed.id, version: filed.version })
    expect(started.state).toBe('in-progress')
    expect(started.clocks.find((c) => c.metric === 'response')!.state).toBe('met')

    const held = await eng.call(contract.holdIncident, {
      id: filed.id,
      version: started.version,
      reason: 'requester',
      note: '请提供浏览器版本',
    })
    expect(held.state).toBe('pending')
    expect(held.clocks.find((c) => c.metric === 'restore')!.state).toBe('paused')

    const resumed = await eng.call(contract.resumeIncident, { id: filed.id, version: held.version })
    expect(resumed.state).toBe('in-progress')
    const resolved = await eng.call(contract.resolveIncident, {
      id: filed.id,
      version: resumed.version,
      resolution: '重启网关后恢复',
    })
    expect(resolved.state).toBe('resolved')
    expect(resolved.clocks.find((c) => c.metric === 'restore')!.state).toBe('met')

    const seen = await req.call(contract.getIncident, { id: filed.id })
    expect(seen.abilities).toEqual(expect.arrayContaining(['reopen', 'close']))
    const closed = await req.call(contract.closeIncident, { id: filed.id, version: seen.version })
    expect(closed.state).toBe('closed')

    const { items } = await req.call(story.getTimeline, { id: filed.id })
    expect(items.map((e) => e.data['move'])).toEqual(['file', 'start', 'hold', 'resume', 'resolve', 'close'])
  })

  it('solves at first contact in the same form', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('打印机无法打印', {
        channel: 'phone',
        caller: { name: '刘先生', phone: '65880199', place: '3 楼 305' },
        resolution: '电话指导重装驱动',
      }),
    )
    expect(filed).toMatchObject({ state: 'resolved', firstContact: true, callerName: '刘先生' })
    expect(filed.clocks.every((c) => c.state === 'met')).toBe(true)
  })

  it('sets the priority by the matrix and recalculates openly when the grade changes', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('全市外网中断', { channel: 'phone', impact: 'high', urgency: 'high' }),
    )
    expect(filed).toMatchObject({ priority: 1, grade: 'major' })
    const refused = await desk.send(contract.gradeIncident, {
      id: filed.id,
      version: filed.version,
      grade: 'serious',
    })
    expect(refused.json()).toMatchObject({ code: 'incident.reason_needed', errors: [{ field: 'reason' }] })
    const graded = await desk.call(contract.gradeIncident, {
      id: filed.id,
      version: filed.version,
      grade: 'serious',
      reason: '仅影响部分单位',
    })
    expect(graded).toMatchObject({ grade: 'serious', gradeConfirmed: true })
    const due = (c: typeof filed) => c.clocks.find((x) => x.metric === 'response')!.dueAt
    expect(new Date(due(graded)).getTime() - new Date(due(filed)).getTime()).toBe(30 * 60_000)
    const { items } = await desk.call(story.getTimeline, { id: filed.id })
    expect(JSON.stringify(items.at(-1)!.data)).toContain('clocks')
  })

  it('refuses illegal moves by name and stale versions', async () => {
    const filed = await desk.call(contract.createIncident, report('状态测试', { channel: 'phone' }))
    const illegal = await desk.send(contract.closeIncident, { id: filed.id, version: filed.version })
    expect(illegal.statusCode).toBe(409)
    expect(illegal.json()).toMatchObject({ code: 'incident.illegal_move' })
    await desk.call(contract.takeIncident, { id: filed.id, version: 1 })
    const stale = await desk.send(contract.startIncident, { id: filed.id, version: 1 })
    expect(stale.statusCode).toBe(412)
    const without = await desk.inject({
      method: 'POST',
      url: `/api/v1/incidents/${filed.id}/moves/start`,
      payload: {},
    })
    expect(without.statusCode).toBe(428)
  })

  it('lets one of two agents win', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('两人同时接单', { channel: 'phone', serviceId }),
    )
    const answers = await Promise.all([
      eng.send(contract.takeIncident, { id: filed.id, version: 1 }),
      lead.send(contract.takeIncident, { id: filed.id, version: 1 }),
    ])
    expect(answers.map((a) => a.statusCode).sort()).toEqual([200, 412])
  })

  it('reopens with a reason and counts it', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('重开测试', { channel: 'phone', requesterId: req.personId }),
    )
    const resolved = await desk.call(contract.resolveIncident, {
      id: filed.id,
      version: 1,
      resolution: '已处理',
    })
    const reopened = await req.call(contract.reopenIncident, {
      id: filed.id,
      version: resolved.version,
      reason: '还是不行',
    })
    expect(reopened).toMatchObject({ state: 'in-progress', reopenCount: 1 })
    expect(reopened.clocks.find((c) => c.metric === 'restore')!.state).toBe('running')
  })

  it('starts the on-site clock when asked and stops it when the requester confirms', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('需要到场', { channel: 'phone', requesterId: req.personId, serviceId, urgency: 'high' }),
    )
    const asked = await eng.call(contract.requestOnsite, { id: filed.id, version: 1 })
    expect(asked.clocks.find((c) => c.metric === 'on-site')).toMatchObject({ state: 'running' })
    const own = await eng.send(contract.confirmArrival, { id: filed.id, version: asked.version })
    expect(own.statusCode).toBe(403)
    const arrived = await req.call(contract.confirmArrival, { id: filed.id, version: asked.version })
    expect(arrived.clocks.find((c) => c.metric === 'on-site')).toMatchObject({ state: 'met' })
  })

  it('escalates to the vendor, who sees it only then', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('升级厂商', { channel: 'phone', serviceId }),
    )
    expect((await vend.send(contract.getIncident, { id: filed.id })).statusCode).toBe(404)
    const groups = (await desk.inject({ url: '/api/v1/groups/lookup' })).json() as {
      items: { id: string; name: string }[]
    }
    const vendorGroup = groups.items.find((g) => g.name === '启航软件驻场组')!
    const escalated = await eng.call(contract.escalateIncident, {
      id: filed.id,
      version: 1,
      groupId: vendorGroup.id,
      reason: '平台内核问题',
    })
    expect(escalated).toMatchObject({ state: 'assigned', owner: { name: '冯博' }, reassignmentCount: 1 })
    const taken = await vend.call(contract.startIncident, { id: filed.id, version: escalated.version })
    expect(taken.state).toBe('in-progress')
    const found = await vend.call(contract.listIncidents, { q: '升级厂商' })
    expect(found.items.map((i) => i.id)).toContain(filed.id)
  })
})

describe('who sees what', () => {
  it('shows requesters their own only, in lists, search and by id', async () => {
    const mine = await req.call(contract.createIncident, report('只属于我的防火墙问题'))
    expect((await req2.send(contract.getIncident, { id: mine.id })).statusCode).toBe(404)
    const found = await req2.call(contract.listIncidents, { q: '防火墙' })
    expect(found.items.map((i) => i.id)).not.toContain(mine.id)
    expect((await req.call(contract.listIncidents, { q: '防火墙' })).items.map((i) => i.id)).toContain(
      mine.id,
    )
    expect((await desk.call(contract.listIncidents, { q: mine.number })).items[0]?.id).toBe(mine.id)
  })

  it('keeps internal comments from requesters, in the timeline and in search', async () => {
    const filed = await req.call(contract.createIncident, report('内部备注测试'))
    await desk.call(story.addComment, { id: filed.id, body: '怀疑是机密线路老化', public: false })
    await desk.call(story.addComment, { id: filed.id, body: '正在为您处理', public: true })
    const seen = await req.call(story.getTimeline, { id: filed.id })
    expect(seen.items.map((e) => e.body)).toContain('正在为您处理')
    expect(JSON.stringify(seen)).not.toContain('机密线路')
    expect((await req.call(contract.listIncidents, { q: '机密线路' })).items).toEqual([])
    expect((await desk.call(contract.listIncidents, { q: '机密线路' })).items.map((i) => i.id)).toEqual([
      filed.id,
    ])
    const answered = await desk.call(contract.getIncident, { id: filed.id })
    expect(answered.respondedAt).not.toBeNull()
  })

  it('does not let requesters file for others, by other channels, or solve', async () => {
    const others = await req.send(contract.createIncident, report('替人登记', { requesterId: req2.personId }))
    expect(others.statusCode).toBe(403)
    const phone = await req.send(contract.createIncident, report('电话渠道', { channel: 'phone' }))
    expect(phone.json()).toMatchObject({
      code: 'incident.channel_not_allowed',
      errors: [{ field: 'channel' }],
    })
    const solved = await req.send(contract.createIncident, report('自己解决', { resolution: '好了' }))
    expect(solved.statusCode).toBe(403)
  })
})

describe('joining and duplicates', () => {
  it('lets a requester join a known incident of a public service and tells him of its end', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('平台大面积缓慢', { channel: 'phone', serviceId }),
    )
    const known = await req2.call(story.similarIncidents, { serviceId })
    expect(known.items.map((i) => i.id)).toContain(filed.id)
    await desk.call(story.addComment, { id: filed.id, body: '怀疑核心机柜漏水', public: false })
    expect(await req2.call(contract.joinIncident, { id: filed.id, note: '我们也慢' })).toMatchObject({
      joined: true,
    })
    expect(await req2.call(contract.joinIncident, { id: filed.id })).toMatchObject({ joined: false })
    // whoever joined is not led to internal words by the index either
    const mine = { kinds: ['incident-internal'], q: '机柜漏水', scope: [`p:${req2.personId}`], limit: 5 }
    expect(await searchDocuments(app.db, mine)).toEqual([])
    const seen = await req2.call(contract.getIncident, { id: filed.id })
    expect(seen).toMatchObject({ affectedCount: 1, description: '', requester: null, callerName: null })
    await desk.call(story.addComment, { id: filed.id, body: '报修人手机号 13900000000', public: true })
    expect(JSON.stringify(await req2.call(story.getTimeline, { id: filed.id }))).not.toContain('13900000000')
    const before = await desk.call(contract.getIncident, { id: filed.id })
    await desk.call(contract.editIncident, { id: filed.id, version: before.version, title: '平台大面积卡顿' })
    expect((await req2.call(contract.listIncidents, { q: '卡顿' })).items.map((i) => i.id)).toContain(
      filed.id,
    )
    const current = await eng.call(contract.getIncident, { id: filed.id })
    await eng.call(contract.resolveIncident, {
      id: filed.id,
      version: current.version,
      resolution: '扩容后恢复',
    })
    const { items } = (await req2.inject({ url: '/api/v1/notifications' })).json() as {
      items: { text: string }[]
    }
    expect(items.some((n) => n.text.includes(filed.number))).toBe(true)
  })

  it('resolves duplicates with the incident they repeat', async () => {
    const worker = await app.work()
    const master = await desk.call(contract.createIncident, report('主事件', { channel: 'phone', serviceId }))
    const twin = await desk.call(
      contract.createIncident,
      report('重复事件', { channel: 'phone', requesterId: req.personId }),
    )
    const marked = await desk.call(contract.markDuplicate, { id: twin.id, version: 1, ofId: master.id })
    expect(marked).toMatchObject({ state: 'pending', duplicateOf: { number: master.number } })
    expect(marked.clocks.every((c) => c.state === 'cancelled')).toBe(true)
    const affected = await desk.call(story.listAffected, { id: master.id })
    expect(affected.items.map((a) => [a.via, a.person?.name])).toContainEqual(['duplicate', '赵敏'])
    const now = await desk.call(contract.getIncident, { id: master.id })
    await desk.call(contract.resolveIncident, { id: master.id, version: now.version, resolution: '已恢复' })
    await expect
      .poll(async () => (await desk.call(contract.getIncident, { id: twin.id })).state, { timeout: 15_000 })
      .toBe('resolved')
    await worker.stop()
  })
})

describe('supervision and major record', () => {
  it('instructs, is answered by the one instructed, and is closed by the leader', async () => {
    const filed = await desk.call(
      contract.createIncident,
      report('需要督办', { channel: 'phone', serviceId, impact: 'high', urgency: 'high' }),
    )
    const due = async (who: Caller) => (await who.call(story.mySupervisions, {})).items
    const deadline = new Date(Date.now() + 3600_000).toISOString()
    expect(await due(eng)).toEqual([])
    const asked = await lead.call(story.supervise, {
      id: filed.id,
      instruction: '请一小时内恢复',
      ownerId: eng.personId,
      deadline,
    })
    const other = await desk.call(
      contract.createIncident,
      report('更急的一件', { channel: 'phone', serviceId }),
    )
    const sooner = await lead.call(story.supervise, {
      id: other.id,
      instruction: '十分钟内回电',
      ownerId: eng.personId,
      deadline: new Date(Date.now() + 600_000).toISOString(),
    })
    // the one instructed alone, the nearest deadline first; the leader and the others are owed nothing
    expect((await due(eng)).map((s) => s.id)).toEqual([sooner.id, asked.id])
    for (const who of [eng2, lead, mgr]) expect(await due(who)).toEqual([])
    expect((await req.send(story.mySupervisions, {})).statusCode).toBe(403)
    expect(
      (
        await eng2.send(story.replySupervision, {
          id: filed.id,
          supervisionId: asked.id,
          version: 1,
          reply: '代答',
        })
      ).statusCode,
    ).toBe(403)
    const replied = await eng.call(story.replySupervision, {
      id: filed.id,
      supervisionId: asked.id,
      version: 1,
      reply: '已恢复',
    })
    const closed = await lead.call(story.closeSupervision, {
      id: filed.id,
      supervisionId: asked.id,
      version: replied.version,
    })
    expect(closed.closedAt).not.toBeNull()
    expect(await due(eng)).toMatchObject([{ id: sooner.id, incident: { number: other.number } }])
    const now = await lead.call(contract.getIncident, { id: filed.id })
    expect(now.clocks.find((c) => c.metric === 'supervision')).toMatchObject({
      state: 'met',
      dueAt: deadline,
    })
    const decision = await lead.call(story.recordDecision, {
      id: filed.id,
      decision: '启动应急预案',
      notified: '分管领导',
    })
    expect(decision.decidedBy.name).toBe('陈立')
  })
})

describe('bad input', () => {
  it.each([
    ['no title', { description: 'x' }, 'title'],
    ['wrong enum', report('坏输入', { impact: 'huge' }), 'impact'],
    ['unknown field', report('坏输入', { color: 'red' }), 'color'],
    ['too long', report('长'.repeat(201)), 'title'],
    ['control character', report('坏\u0000字符'), 'title'],
    ['future', report('未来', { occurredAt: '2099-01-01T00:00:00Z' }), 'occurredAt'],
    ['unknown service', report('坏引用', { serviceId: '01900000-0000-7000-8000-00000000dead' }), 'serviceId'],
  ])('%s names its field', async (_name, body, field) => {
    const answer = await req.inject({ method: 'POST', url: '/api/v1/incidents', payload: body })
    expect(answer.statusCode).toBe(422)
    expect((answer.json() as { errors: { field: string }[] }).errors[0]!.field).toBe(field)
  })

  it('takes emoji and rare characters as they are, and answers malformed JSON with a problem', async () => {
    const title = '𠮷野家网络😀 <script>alert(1)</script>'
    const filed = await req.call(contract.createIncident, report(title))
    expect((await req.call(contract.getIncident, { id: filed.id })).title).toBe(title)
    const broken = await req.inject({
      method: 'POST',
      url: '/api/v1/incidents',
      headers: { 'content-type': 'application/json' },
      payload: '{"title":',
    })
    expect(broken.statusCode).toBe(400)
    expect(broken.json()).toMatchObject({ code: 'http.malformed_json' })
  })

  it('answers a repeated key with the first answer and refuses another body', async () => {
    const headers = { 'idempotency-key': 'k-1' }
    const [a, b] = await Promise.all([
      req.send(contract.createIncident, report('幂等'), headers),
      req.send(contract.createIncident, report('幂等'), headers),
    ])
    expect([a.statusCode, b.statusCode]).toEqual([201, 201])
    expect((a.json() as { id: string }).id).toBe((b.json() as { id: string }).id)
    const other = await req.send(contract.createIncident, report('另一个内容'), headers)
    expect(other.json()).toMatchObject({ code: 'http.idempotency_key_reused' })
  })

  it('uses the caller language and keeps foreign orgs out', async () => {
    const english = await req.send(contract.createIncident, report('x'), { 'accept-language': 'en' })
    expect((english.json() as { title: string }).title).toBe('Invalid input')
    const foreign = await req.send(contract.createIncident, report('别的单位', { orgId: await otherOrg() }))
    expect(foreign.statusCode).toBe(422)
  })
})

async function otherOrg(): Promise<string> {
  const { items } = (await mgr.inject({ url: '/api/v1/orgs/lookup' })).json() as {
    items: { id: string; name: string }[]
  }
  return items.find((o) => o.name === '市财政局' && o.id !== orgOfReq)!.id
}
