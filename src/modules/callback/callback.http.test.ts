import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotifications } from '#kernel/notify/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident, getIncident, mergeIncident, resolveIncident } from '#modules/incident/contract.ts'
import { getTimeline } from '#modules/incident/story-contract.ts'
import * as contract from './contract.ts'

let app: TestApp
let desk: Caller, desk2: Caller, eng: Caller, vendor: Caller, req: Caller
beforeAll(async () => {
  app = await testApp()
  await app.work()
  ;[desk, desk2, eng, vendor, req] = (await Promise.all(
    ['desk01', 'desk02', 'eng01', 'vend01', 'req01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const later = (ms: number) => new Date(Date.now() + ms).toISOString()
const hour = 3_600_000
const filed = (title: string) =>
  desk.call(createIncident, {
    ...{ title, impact: 'low', urgency: 'medium', channel: 'phone' },
    requesterId: req.personId,
  })
const wish = { contactName: '王主任', contactPhone: '0371-6655', reason: '确认打印机是否还卡纸' }
const scheduled = async (title: string, more: object = {}, ms = hour) => {
  const { id } = await filed(title)
  return { id, call: await desk.call(contract.scheduleCallback, { id, at: later(ms), ...wish, ...more }) }
}
const told = async (who: Caller) =>
  (await who.call(listNotifications, {})).items.map((one) => one.text).filter((x) => x.includes('回访'))
const code = (r: { statusCode: number; json: () => { code: string; errors?: { field: string }[] } }) => [
  r.statusCode,
  r.json().code,
  r.json().errors?.[0]?.field,
]

describe('scheduled call-backs', () => {
  it('are tried until the person is reached; every attempt stays, and the ticket tells the story', async () => {
    const { id, call } = await scheduled('多次回访')
    expect(call).toMatchObject({ state: 'open', owner: { id: desk.personId }, group: null, steps: [] })
    expect(call.abilities).toEqual(['record', 'move', 'cancel'])
    const missed = await desk.call(contract.recordCallback, {
      ...{ id: call.id, version: 1, reached: false, note: '无人接听', nextAt: later(2 * hour) },
    })
    expect([missed.state, missed.steps.length]).toEqual(['open', 1])
    const stale = await desk.send(contract.recordCallback, {
      ...{ id: call.id, version: 1, reached: true, verdict: 'solved', note: '好了' },
    })
    expect(stale.statusCode).toBe(412)
    const done = await desk.call(contract.recordCallback, {
      ...{ id: call.id, version: 2, reached: true, verdict: 'solved', note: '不卡纸了' },
    })
    expect([done.state, done.verdict, done.abilities]).toEqual(['reached', 'solved', []])
    expect(done.steps.map((s) => s.what)).toEqual(['missed', 'reached'])
    const over = await desk.send(contract.cancelCallback, { id: call.id, version: 3, reason: '不用了' })
    expect(code(over).slice(0, 2)).toEqual([409, 'callback.over'])
    const story = (await desk.call(getTimeline, { id })).items.filter((e) => e.kind === 'callback')
    expect(story.map((e) => (e.data['callback'] as { what: string }).what)).toEqual([
      ...['scheduled', 'missed', 'reached'],
    ])
    expect((await req.call(getTimeline, { id })).items.some((e) => e.kind === 'callback')).toBe(false)
  })

  it('can be made after the ticket is resolved, given up, moved to other hands and cancelled, each with its reason', async () => {
    const { id, call } = await scheduled('解决后回访')
    const { version } = await desk.call(getIncident, { id })
    await desk.call(resolveIncident, { id, version, resolution: '更换搓纸轮' })
    const gone = await desk.call(contract.recordCallback, {
      ...{ id: call.id, version: 1, reached: false, note: '停机' },
    })
    expect([gone.state, gone.verdict]).toEqual(['unreached', null])
    const again = await desk.call(contract.scheduleCallback, { id, at: later(hour), ...wish })
    const nothing = await desk.send(contract.moveCallback, { id: again.id, version: 1, reason: '没变' })
    expect(code(nothing)).toEqual([422, 'callback.nothing_moved', 'at'])
    const moved = await desk.call(contract.moveCallback, {
      ...{ id: again.id, version: 1, at: later(3 * hour), ownerId: eng.personId, reason: '对方下午才有空' },
    })
    expect(moved).toMatchObject({ owner: { id: eng.personId }, steps: [{ what: 'moved' }] })
    expect((await told(eng)).some((x) => x.includes('请您回访 王主任'))).toBe(true)
    const cancelled = await eng.call(contract.cancelCallback, {
      ...{ id: again.id, version: 2, reason: '对方来电说好了' },
    })
    expect(cancelled.state).toBe('cancelled')
    const { rows } = await app.pool.query(`select 1 from timer where kind = 'callback.due' and key = $1`, [
      again.id,
    ])
    expect(rows).toEqual([])
  })

  it('remind the whole group when it is time, and stand among what is due', async () => {
    const { rows } = await app.pool.query<{ id: string; name: string }>(
      `select g.id, g.name from support_group g join support_group_member m on m.group_id = g.id
       where m.person_id = $1 and g.active`,
      [eng.personId],
    )
    const { call } = await scheduled('组里谁打都行', { groupId: rows[0]!.id }, 800)
    expect(call).toMatchObject({ owner: null, group: rows[0] })
    const due = async (who: Caller) =>
      (await who.call(contract.listCallbacks, { which: 'due', mine: 'true' })).items.map((one) => one.id)
    await expect
      .poll(() => told(eng), { timeout: 10_000 })
      .toContain(`到时间回访 王主任 了：${call.ticket.number}`)
    expect(await due(eng)).toEqual([call.id])
    expect(await due(desk)).toEqual([])
    const open = (await desk.call(contract.listCallbacks, { which: 'due' })).items
    expect(open.find((one) => one.id === call.id)).toMatchObject({
      overdue: true,
      abilities: ['record', 'move', 'cancel'],
    })
    await eng.call(contract.recordCallback, {
      ...{ id: call.id, version: 1, reached: true, verdict: 'unsolved', note: '又卡了' },
    })
    // whoever asked for it learns that it is not settled
    expect((await told(desk)).some((x) => x.includes('仍未解决'))).toBe(true)
    expect(await due(eng)).toEqual([])
    const over = await desk.call(contract.listCallbacks, { which: 'over', limit: 1 })
    expect(over.items[0]!.id).toBe(call.id)
    const next = await desk.call(contract.listCallbacks, { which: 'over', cursor: over.nextCursor! })
    expect(next.items.length).toBeGreaterThan(0)
    expect(next.items.map((one) => one.id)).not.toContain(call.id)
  })

  it('are seen by who sees the ticket or was given the call, and by nobody else', async () => {
    const { id, call } = await scheduled('外包看不见')
    expect((await vendor.send(contract.callbacksOfTicket, { id })).statusCode).toBe(404)
    const foreign = { id: call.id, version: 1, reason: '不是我的' }
    expect(code(await vendor.send(contract.cancelCallback, foreign)).slice(0, 2)).toEqual([
      404,
      'callback.not_found',
    ])
    expect((await vendor.call(contract.listCallbacks, {})).items).toEqual([])
    expect((await req.send(contract.callbacksOfTicket, { id })).statusCode).toBe(403)
    // an engineer sees the ticket, and the call is neither his nor his ticket's
    expect(code(await eng.send(contract.cancelCallback, foreign)).slice(0, 2)).toEqual([
      403,
      'callback.not_allowed',
    ])
    await desk.call(contract.moveCallback, {
      id: call.id,
      version: 1,
      ownerId: vendor.personId,
      reason: '厂商打',
    })
    const mine = (await vendor.call(contract.listCallbacks, { mine: 'true' })).items
    expect(mine.map((one) => one.id)).toEqual([call.id])
    const ofTicket = await desk2.call(contract.callbacksOfTicket, { id })
    expect(ofTicket).toMatchObject({ mayAdd: true, items: [{ id: call.id }] })
    expect(ofTicket.contacts.map((one) => one.id)).toEqual([req.personId])
  })

  it('refuse a wish that cannot be: the field is named', async () => {
    const { id } = await filed('不合理的预约')
    const send = (more: object) =>
      desk.send(contract.scheduleCallback, { id, at: later(hour), ...wish, ...more })
    expect(code(await send({ at: later(-hour) }))).toEqual([422, 'callback.at_past', 'at'])
    expect(code(await send({ at: later(400 * 24 * hour) }))).toEqual([422, 'callback.at_far', 'at'])
    expect(code(await send({ ownerId: req.personId }))).toEqual([422, 'callback.unknown_doer', 'ownerId'])
    expect(code(await send({ ownerId: eng.personId, groupId: id }))).toEqual([
      422,
      'callback.one_doer',
      'groupId',
    ])
    expect(code(await send({ contactId: id }))).toEqual([422, 'callback.unknown_contact', 'contactId'])
    const call = await desk.call(contract.scheduleCallback, { id, at: later(hour), ...wish })
    const record = (more: object) =>
      desk.send(contract.recordCallback, { id: call.id, version: 1, reached: true, note: '说了', ...more })
    expect(code(await record({}))).toEqual([422, 'callback.verdict_missing', 'verdict'])
    expect(code(await record({ reached: false, verdict: 'solved' }))).toEqual([
      422,
      'callback.verdict_early',
      'verdict',
    ])
    expect(code(await record({ verdict: 'solved', nextAt: later(hour) }))).toEqual([
      422,
      'callback.next_needless',
      'nextAt',
    ])
    expect(code(await record({ verdict: 'solved', calledAt: later(hour) }))).toEqual([
      422,
      'callback.bad_call_time',
      'calledAt',
    ])
  })

  it('warn of a time at which the unit does not work, and name the next', async () => {
    // a Sunday in the national holidays of 2026, and the Thursday after them
    const holiday = await desk.call(contract.checkCallbackTime, { at: '2026-10-04T10:00:00+08:00' })
    expect(holiday).toEqual({ working: false, nextAt: '2026-10-08T00:30:00.000Z' })
    expect(await desk.call(contract.checkCallbackTime, { at: '2026-10-08T10:00:00+08:00' })).toEqual({
      working: true,
      nextAt: null,
    })
    expect((await desk.send(contract.checkCallbackTime, { at: '9999-01-01T00:00:00Z' })).statusCode).toBe(422)
  })

  it('go on with the incident that theirs was merged into', async () => {
    const { id, call } = await scheduled('重复报修')
    const into = await filed('先报的那一单')
    const { version } = await desk.call(getIncident, { id })
    await desk.call(mergeIncident, { id, version, intoId: into.id, reason: '同一件事' })
    const items = async () => (await desk.call(contract.callbacksOfTicket, { id: into.id })).items
    await expect
      .poll(async () => (await items()).map((one) => one.id), { timeout: 10_000 })
      .toEqual([call.id])
  })
})
