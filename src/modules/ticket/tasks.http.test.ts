import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import {
  cancelIncident,
  createIncident,
  getIncident,
  markDuplicate,
  resolveIncident,
} from '#modules/incident/contract.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import * as contract from './task-contract.ts'

let app: TestApp
let desk: Caller, eng: Caller, vendor: Caller, req: Caller, lead: Caller
beforeAll(async () => {
  app = await testApp()
  await app.work()
  ;[desk, eng, vendor, req, lead] = (await Promise.all(
    ['desk01', 'eng01', 'vend01', 'req01', 'lead01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const filed = (title: string) =>
  desk.call(createIncident, {
    ...{ title, impact: 'low', urgency: 'medium', channel: 'phone' },
    requesterId: req.personId,
  })
const resolve = async (who: Caller, id: string) => {
  const { version } = await who.call(getIncident, { id })
  return who.send(resolveIncident, { id, version, resolution: '好了' })
}
const told = async (who: Caller) =>
  (await who.call(listNotifications, {})).items.map((one) => one.text).filter((text) => text.includes('任务'))

describe('tasks of a ticket', () => {
  it('block the resolution while required ones are open; given up they need a reason', async () => {
    const { id } = await filed('必做任务')
    const task = await desk.call(contract.addTask, { id, title: '备份配置', required: true })
    await desk.call(contract.addTask, { id, title: '拍照留档' })
    const refused = await resolve(desk, id)
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'ticket.tasks_open'])
    const noReason = await desk.send(contract.giveUpTask, { id: task.id, version: 1, reason: '' })
    expect([noReason.statusCode, noReason.json().errors[0].field]).toEqual([422, 'reason'])
    const given = await desk.call(contract.giveUpTask, { id: task.id, version: 1, reason: '设备无配置' })
    expect(given).toMatchObject({ state: 'given-up', reason: '设备无配置', endedBy: { id: desk.personId } })
    expect((await resolve(desk, id)).statusCode).toBe(200)
    // over is over
    const late = await desk.send(contract.addTask, { id, title: '补一项' })
    expect([late.statusCode, late.json().code]).toEqual([409, 'ticket.not_open'])
    const story = await desk.call(getTimeline, { id })
    expect(
      story.items.filter((e) => e.kind === 'task').map((e) => (e.data['task'] as { what: string }).what),
    ).toEqual(['added', 'added', 'given-up'])
    expect((await req.call(getTimeline, { id })).items.some((e) => e.kind === 'task')).toBe(false)
  })

  it('are done by their owner, who sees the ticket and no other task of it', async () => {
    const { id } = await filed('交给厂商')
    await desk.call(contract.addTask, { id, title: '自己的活' })
    expect((await vendor.send(contract.listTasks, { id })).statusCode).toBe(404)
    const task = await desk.call(contract.addTask, { id, title: '换电源', ownerId: vendor.personId })
    expect(await told(vendor)).toHaveLength(1)
    const seen = await vendor.call(contract.listTasks, { id })
    expect(seen).toMatchObject({ mayAdd: false, items: [{ title: '换电源', abilities: ['done'] }] })
    expect((await vendor.call(contract.myTasks, {})).items.map((t) => t.title)).toEqual(['换电源'])
    expect((await vendor.send(contract.addTask, { id, title: '多加一项' })).statusCode).toBe(404)
    const stop = await vendor.send(contract.giveUpTask, { id: task.id, version: 1, reason: '不想做' })
    expect(stop.statusCode).toBe(403)
    const done = await vendor.call(contract.finishTask, { id: task.id, version: 1 })
    expect(done).toMatchObject({ state: 'done', endedBy: { id: vendor.personId } })
    expect((await vendor.call(contract.myTasks, {})).items).toEqual([])
    expect((await desk.send(contract.finishTask, { id: task.id, version: 2 })).statusCode).toBe(409)
    expect((await desk.send(contract.reopenTask, { id: task.id, version: 1 })).statusCode).toBe(412)
    expect((await desk.call(contract.reopenTask, { id: task.id, version: 2 })).state).toBe('open')
  })

  it('are no business of requesters, and go to nobody who does not work', async () => {
    const { id } = await filed('与报修人无关')
    expect((await req.send(contract.listTasks, { id })).statusCode).toBe(403)
    const bad = await desk.send(contract.addTask, { id, title: '给报修人', ownerId: req.personId })
    expect([bad.statusCode, bad.json().errors[0].field]).toEqual([422, 'ownerId'])
    const past = await desk.send(contract.addTask, { id, title: '过去', dueAt: '2020-01-01T00:00:00Z' })
    expect([past.statusCode, past.json().errors[0].field]).toEqual([422, 'dueAt'])
  })

  it('are put in order, all of them or none', async () => {
    const { id } = await filed('顺序')
    const ids: string[] = []
    for (const title of ['甲项', '乙项', '丙项'])
      ids.push((await desk.call(contract.addTask, { id, title })).id)
    const turned = await desk.call(contract.orderTasks, { id, ids: ids.toReversed() })
    expect(turned.items.map((t) => t.title)).toEqual(['丙项', '乙项', '甲项'])
    const part = await desk.send(contract.orderTasks, { id, ids: ids.slice(1) })
    expect([part.statusCode, part.json().code]).toEqual([409, 'ticket.tasks_changed'])
  })

  it('remind their owner once before and once at the due time', async () => {
    const { id } = await filed('到期提醒')
    const task = await lead.call(contract.addTask, {
      id,
      title: '提醒我',
      ownerId: eng.personId,
      dueAt: soon(3000),
    })
    await expect
      .poll(async () => (await told(eng)).filter((x) => x.includes('提醒我')), { timeout: 20_000 })
      .toHaveLength(2)
    expect((await told(eng)).some((x) => x.includes('已到期'))).toBe(true)
    // who made it learns it as well; moved, it is told anew
    await expect.poll(async () => (await told(lead)).length, { timeout: 15_000 }).toBe(1)
    const moved = await lead.call(contract.editTask, { id: task.id, version: 1, dueAt: soon(600_000) })
    expect(moved.overdue).toBe(false)
    const { rows } = await app.pool.query(
      `select due_at from timer where kind = 'ticket.task' and key = $1`,
      [task.id],
    )
    expect(rows).toHaveLength(1)
    await eng.call(contract.finishTask, { id: task.id, version: 2 })
    const after = await app.pool.query(`select 1 from timer where kind = 'ticket.task' and key = $1`, [
      task.id,
    ])
    expect(after.rows).toHaveLength(0)
  })

  it('of what the program resolves are given up with its reason; of a cancelled ticket they are nobody’s work', async () => {
    const [master, twin, third] = [await filed('主单'), await filed('从单'), await filed('取消的')]
    const task = await desk.call(contract.addTask, {
      id: twin.id,
      title: '从单必做',
      required: true,
      ownerId: eng.personId,
    })
    const marked = await desk.call(getIncident, { id: twin.id })
    await desk.call(markDuplicate, { id: twin.id, version: marked.version, ofId: master.id })
    expect((await resolve(desk, master.id)).statusCode).toBe(200)
    await expect
      .poll(async () => (await desk.call(getIncident, { id: twin.id })).state, { timeout: 15_000 })
      .toBe('resolved')
    const { items } = await desk.call(contract.listTasks, { id: twin.id })
    expect(items).toMatchObject([{ id: task.id, state: 'given-up' }])
    expect(items[0]!.reason).toContain(master.number)
    await desk.call(contract.addTask, { id: third.id, title: '不用做了', ownerId: eng.personId })
    const { version } = await desk.call(getIncident, { id: third.id })
    await desk.call(cancelIncident, { id: third.id, version, reason: '误报' })
    expect((await eng.call(contract.myTasks, {})).items.map((t) => t.title)).not.toContain('不用做了')
  })
})

const soon = (ms: number) => new Date(Date.now() + ms).toISOString()
