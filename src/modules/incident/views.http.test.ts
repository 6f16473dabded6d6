import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as view from '#kernel/view/contract.ts'
import { createIncident } from './contract.ts'

let app: TestApp
let desk: Caller, desk2: Caller, eng: Caller, req: Caller, other: Caller, manager: Caller
let orgId: string
beforeAll(async () => {
  app = await testApp()
  ;[desk, desk2, eng, req, other, manager] = (await Promise.all(
    ['desk01', 'desk02', 'eng01', 'req01', 'req02', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller, Caller]
  const { rows } = await app.pool.query<{ id: string }>(`select id from org where parent_id is null`)
  orgId = rows[0]!.id
})
afterAll(() => app.close())

const filed = (title: string, who = req) =>
  desk.call(createIncident, {
    ...{ title, impact: 'high', urgency: 'high', channel: 'phone' },
    requesterId: who.personId,
  })
const names = async (who: Caller) =>
  (await who.call(view.listViews, { list: 'incidents' })).items.map((one) => one.name)
const news = async (who: Caller) =>
  (await who.call(listNotifications, {})).items.map((one) => one.text).filter((text) => text.includes('视图'))
const csv = async (who: Caller, filter: string) => who.send(view.exportList, { list: 'incidents', filter })

describe('views of the incident list', () => {
  it('are personal, of a group, of a unit; changed by their owner or who shares there', async () => {
    const query = { open: 'true', priority: '1', sort: 'priority' }
    await desk.call(view.createView, { list: 'incidents', name: '我的紧急', query })
    const all = await manager.call(view.createView, {
      ...{ list: 'incidents', name: '全体紧急', query, share: 'org', orgId },
    })
    expect(await names(desk)).toEqual(['我的紧急', '全体紧急'])
    expect(await names(eng)).toEqual(['全体紧急'])
    const edit = await eng.send(view.editView, { id: all.id, version: 1, name: '改', query })
    expect([edit.statusCode, edit.json().code]).toEqual([403, 'view.not_allowed'])
    const share = await desk.send(view.createView, {
      list: 'incidents',
      name: '越权',
      query,
      share: 'org',
      orgId,
    })
    expect([share.statusCode, share.json().errors[0].field]).toEqual([422, 'orgId'])
    const mine = (await desk.call(view.listViews, { list: 'incidents' })).items[0]!
    expect((await eng.send(view.getView, { id: mine.id })).statusCode).toBe(404)
    const renamed = await desk.call(view.editView, {
      id: mine.id,
      version: 1,
      name: '改名',
      query: { open: 'true' },
    })
    expect(renamed).toMatchObject({ name: '改名', query: { open: 'true' }, version: 2 })
    expect((await desk.send(view.deleteView, { id: mine.id, version: 1 })).statusCode).toBe(412)
    await desk.call(view.deleteView, { id: mine.id, version: 2 })
    expect(await names(desk)).toEqual(['全体紧急'])
  })

  it('take only what the list takes, naming it', async () => {
    for (const query of [{ secret: 'x' }, { priority: '9' }] as Record<string, string>[]) {
      const answer = await desk.send(view.createView, { list: 'incidents', name: '坏', query })
      expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, Object.keys(query)[0]])
    }
    expect((await desk.send(view.listViews, { list: 'nothing' })).statusCode).toBe(404)
  })

  it('tell subscribers what is new to them, and nobody what is not theirs to see', async () => {
    const shared = await manager.call(view.createView, {
      ...{ list: 'incidents', name: '所有未结', query: { open: 'true' }, share: 'org', orgId },
    })
    await filed('订阅之前就有的')
    for (const who of [desk2, req, other])
      await who.call(view.subscribeView, { id: shared.id, every: 'minute' })
    await app.work()
    const looked = async () => {
      const { rows } = await app.pool.query(`select 1 from view_subscription where seen is null`)
      return rows.length
    }
    await expect.poll(looked, { timeout: 20_000 }).toBe(0)
    expect(await news(desk2)).toEqual([])
    const { number } = await filed('订阅之后新来的')
    await app.pool.query(`update view_subscription set next_look = now()`)
    await app.pool.query(`delete from job_turn where name = 'view.look'`)
    await expect.poll(() => news(desk2), { timeout: 20_000 }).toHaveLength(1)
    expect((await news(desk2))[0]).toContain(number)
    await expect.poll(() => news(req), { timeout: 5_000 }).toHaveLength(1)
    expect(await news(other)).toEqual([])
    expect((await desk2.call(view.getView, { id: shared.id })).subscribed).toBe('minute')
    await desk2.call(view.subscribeView, { id: shared.id, every: null })
    expect((await desk2.call(view.getView, { id: shared.id })).subscribed).toBeNull()
  })

  it('are exported as CSV: what the caller sees, formulas harmless', async () => {
    await filed('=HYPERLINK("http://x","点我")')
    await filed('别人的事', other)
    const whole = await csv(desk, 'open=true&sort=recordedAt')
    expect(whole.statusCode).toBe(200)
    expect(whole.headers['content-type']).toContain('text/csv')
    const lines = whole.body.split('\r\n')
    expect(lines[0]).toMatch(/^\ufeff编号,标题,/)
    expect(whole.body).toContain(`"'=HYPERLINK(""http://x"",""点我"")"`)
    expect(whole.body).toContain('别人的事')
    const own = await csv(req, '')
    expect(own.body).toContain('HYPERLINK')
    expect(own.body).not.toContain('别人的事')
    expect((await csv(desk, 'secret=1')).statusCode).toBe(422)
    const { rows } = await app.pool.query(`select 1 from audit_entry where action = 'view.export'`)
    expect(rows).toHaveLength(2)
  })
})
