import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotifications } from '#kernel/notify/contract.ts'
import { lookupGroups } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createItem, listItems } from '#modules/catalogue/contract.ts'
import { dashboardRequestSatisfaction } from '#modules/dashboard/contract.ts'
import * as request from '#modules/request/contract.ts'
import * as contract from './contract.ts'

let app: TestApp
let req: Caller, desk: Caller, eng: Caller, mgr: Caller
let item: { itemId: string; itemNo: number }
beforeAll(async () => {
  app = await testApp()
  ;[req, desk, eng, mgr] = (await Promise.all(
    ['req01', 'desk01', 'eng01', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller]
  await app.work()
  const groups = (await mgr.call(lookupGroups, {})).items
  const groupId = groups.find((g) => g.members.some((one) => one.id === eng.personId))!.id
  const made = await mgr.call(createItem, {
    code: 'survey-test',
    categoryId: (await mgr.call(listItems, {})).categories[0]!.id,
    definition: { name: '安装打印机', form: [], tasks: [{ key: 'do', name: '办理', groupId }] },
  })
  item = { itemId: made.id, itemNo: made.liveNo! }
})
afterAll(() => app.close())

const get = (id: string) => req.call(request.getRequest, { id })
/** Asked for by the requester, done by the engineer. */
async function delivered(): Promise<string> {
  const { id } = await req.call(request.askRequest, { lines: [{ ...item, answers: {} }] })
  await finish(id)
  return id
}
async function finish(id: string): Promise<void> {
  const task = (await eng.call(request.getRequest, { id })).lines[0]!.tasks[0]!
  const taken = task.owner
    ? task
    : (await eng.call(request.takeTask, { id: task.id, version: task.version })).lines[0]!.tasks[0]!
  await eng.call(request.finishTask, { id: task.id, version: taken.version, note: '已安装' })
}
const of = (id: string) => mgr.call(contract.requestSatisfaction, { id })
const states = (id: string, wanted: string[]) =>
  expect.poll(async () => (await of(id)).items.map((one) => one.state), { timeout: 10_000 }).toEqual(wanted)
const confirm = async (id: string, more: object = {}) =>
  req.call(request.confirmRequest, { id, version: (await get(id)).version, ...more })

describe('surveys of requests', () => {
  it('ask who asked for it once it is delivered; the answer is the rating of the request', async () => {
    const id = await delivered()
    await states(id, ['asked'])
    const survey = (await req.call(contract.listSurveys, { state: 'asked' })).items.find(
      (s) => s.ticketId === id,
    )!
    expect(survey).toMatchObject({
      ticketKind: 'request',
      abilities: ['answer'],
      person: { id: req.personId },
    })
    const texts = (await req.call(listNotifications, {})).items.map((one) => one.text)
    expect(texts.some((one) => one.includes(survey.ticketNumber) && one.includes('评价'))).toBe(true)
    await req.call(contract.answerSurvey, { id: survey.id, answer: 'fairly-satisfied', remark: '等了三天' })
    await expect.poll(async () => (await get(id)).rating, { timeout: 10_000 }).toBe('fairly-satisfied')
    // the confirmation is still owed, and what was said first holds
    const closed = await confirm(id, { rating: 'very-unsatisfied' })
    expect([closed.state, closed.rating]).toEqual(['closed', 'fairly-satisfied'])
    expect(await of(id)).toMatchObject({ items: [{ answer: 'fairly-satisfied' }], tasks: [], settled: true })
  })

  it('take the rating given with the confirmation as the answer, once, and have the unhappy called back', async () => {
    const id = await delivered()
    await confirm(id, { rating: 'unsatisfied', remark: '装错了型号' })
    await states(id, ['answered'])
    const { items, tasks, settled } = await of(id)
    expect(items[0]).toMatchObject({ answer: 'unsatisfied', remark: '装错了型号', via: 'portal' })
    expect(settled).toBe(false)
    const task = (await desk.call(contract.listCallbackTasks, {})).items.find(
      (one) => one.survey.ticketId === id,
    )!
    expect([task.id, task.survey.ticketKind]).toEqual([tasks[0]!.id, 'request'])
    await desk.call(contract.finishCallbackTask, { id: task.id, note: '已致歉，明日更换' })
    expect((await of(id)).settled).toBe(true)
    // nobody was asked for what he had said already
    const texts = (await req.call(listNotifications, {})).items.map((one) => one.text)
    expect(texts.filter((one) => one.includes(items[0]!.ticketNumber) && one.includes('请评价'))).toEqual([])
  })

  it('are void when an item is taken up again, asked anew after it, and expire as those of incidents', async () => {
    const id = await delivered()
    await states(id, ['asked'])
    const line = (await get(id)).lines[0]!
    await req.call(request.reopenLine, { id: line.id, version: line.version, reason: '又脱机了' })
    await states(id, ['cancelled'])
    await finish(id)
    await states(id, ['cancelled', 'asked'])
    expect((await of(id)).items.map((one) => one.round)).toEqual([0, 1])
    await app.pool.query(`update timer set due_at = now() where key = $1`, [`${id}:1`])
    await states(id, ['cancelled', 'expired'])
    expect((await of(id)).settled).toBe(true)
  })

  it('are not shown to who may not see the request, and count on the dashboard with their list', async () => {
    const id = await delivered()
    await states(id, ['asked'])
    const vendor = await app.as('vend01')
    expect((await vendor.send(contract.requestSatisfaction, { id })).statusCode).toBe(404)
    expect((await req.send(contract.requestSatisfaction, { id })).statusCode).toBe(403)
    const figure = await mgr.call(dashboardRequestSatisfaction, { period: '7d' })
    expect(figure).toMatchObject({ asked: 4, answered: 2, waiting: 1, expired: 1 })
    for (const said of ['unsatisfied', 'fairly-satisfied', 'asked', 'expired'] as const) {
      const { from, to } = figure
      const query = { satisfaction: said, occurredFrom: from, occurredTo: to }
      expect((await mgr.call(request.listRequests, query)).items).toHaveLength(1)
    }
  })
})
