import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIncident, joinIncident, reopenIncident, resolveIncident } from '#modules/incident/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'

let app: TestApp
let req: Caller
let desk: Caller
let eng: Caller
let mgr: Caller

beforeAll(async () => {
  app = await testApp()
  ;[req, desk, eng, mgr] = (await Promise.all(
    ['req01', 'desk01', 'eng01', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller]
  await app.work()
})
afterAll(() => app.close())

const portal = {
  title: '门户打不开',
  description: '502',
  impact: 'medium',
  urgency: 'medium',
  channel: 'portal',
} as const

/** Files as the requester, resolves as the duty leader or manager, and waits until people are asked. */
async function resolved(filing: Parameters<typeof file>[0] = {}, by: Caller = mgr): Promise<string> {
  const id = await file(filing)
  await resolve(id, by)
  return id
}
async function file(f: {
  by?: Caller
  caller?: { name: string; phone?: string }
  requesterId?: string
}): Promise<string> {
  const { by = req, ...rest } = f
  const channel = rest.caller || rest.requesterId ? 'phone' : 'portal'
  return (await by.call(createIncident, { ...portal, ...rest, channel })).id
}
async function resolve(id: string, by: Caller): Promise<void> {
  const { version } = await row(id)
  await by.call(resolveIncident, { id, version, resolution: '重启应用服务器' })
}
const row = async (id: string): Promise<{ version: number }> =>
  (await sql<{ version: number }>`select version from ticket where id = ${id}`.execute(app.db)).rows[0]!
const asked = (id: string, count = 1) =>
  expect
    .poll(
      async () =>
        (await mgr.call(contract.incidentSatisfaction, { id })).items.filter((s) => s.state === 'asked')
          .length,
      {
        timeout: 10_000,
      },
    )
    .toBe(count)
const of = async (id: string) => mgr.call(contract.incidentSatisfaction, { id })
const events = async (id: string): Promise<string[]> =>
  (
    await sql<{ action: string }>`select action from audit_entry where entity_id = ${id} order by id`.execute(
      app.db,
    )
  ).rows.map((r) => r.action)

describe('satisfaction', () => {
  it('is asked of everybody affected, answered once, by the person only', async () => {
    const id = await file({})
    await desk.call(joinIncident, { id, caller: { name: '邻座', phone: '13700000000' } })
    expect((await of(id)).items).toEqual([])
    await resolve(id, mgr)
    await asked(id, 2)
    const survey = (await req.call(contract.listSurveys, { state: 'asked' })).items.find(
      (s) => s.ticketId === id,
    )!
    expect(survey.abilities).toEqual(['answer'])
    expect(survey.phone).toBeNull()
    expect((await desk.send(contract.answerSurvey, { id: survey.id, answer: 'satisfied' })).json().code).toBe(
      'satisfaction.not_yours',
    )
    expect((await eng.send(contract.getSurvey, { id: survey.id })).statusCode).toBe(404)
    const answered = await req.call(contract.answerSurvey, {
      id: survey.id,
      answer: 'satisfied',
      reasons: ['result'],
      remark: '很快',
    })
    expect(answered).toMatchObject({ state: 'answered', via: 'portal', answer: 'satisfied', calledBy: null })
    expect((await req.send(contract.answerSurvey, { id: survey.id, answer: 'satisfied' })).statusCode).toBe(
      409,
    )
    expect(await events(survey.id)).toEqual(['satisfaction.answer'])
  })

  it('opens a call-back for an unhappy answer, done by somebody who did not work on it', async () => {
    const id = await resolved()
    await asked(id)
    const survey = (await of(id)).items[0]!
    await req.call(contract.answerSurvey, { id: survey.id, answer: 'very-unsatisfied', remark: '第三次了' })
    const task = (await desk.call(contract.listCallbackTasks, {})).items.find(
      (t) => t.survey.ticketId === id,
    )!
    expect(task.abilities).toEqual(['done'])
    expect((await of(id)).settled).toBe(false)
    // the manager resolved it
    expect((await mgr.send(contract.finishCallbackTask, { id: task.id, note: '已致歉' })).json().code).toBe(
      'satisfaction.own_work',
    )
    await desk.call(contract.finishCallbackTask, { id: task.id, note: '已致歉并说明原因' })
    expect((await desk.send(contract.finishCallbackTask, { id: task.id, note: '再来一次' })).statusCode).toBe(
      409,
    )
    expect((await of(id)).settled).toBe(true)
  })

  it('tells who may call back, not those who worked on it, the unhappy person or anybody else', async () => {
    const id = await resolved()
    await asked(id)
    const survey = (await of(id)).items[0]!
    await req.call(contract.answerSurvey, { id: survey.id, answer: 'unsatisfied', remark: '等了太久' })
    const task = (await desk.call(contract.listCallbackTasks, {})).items.find(
      (t) => t.survey.ticketId === id,
    )!
    const { rows } = await sql<{ login: string; text_key: string; params: { number: string } }>`
      select p.login, n.text_key, n.params from notification n join person p on p.id = n.person_id
      where n.entity = 'call-back' and n.entity_id = ${task.id}`.execute(app.db)
    const told = rows.map((r) => r.login)
    expect(told).toContain('desk01')
    expect(told).toContain('desk02')
    // the manager resolved it, the requester waits to be called, an engineer calls nobody back
    for (const login of ['mgr01', 'req01', 'eng01', 'sys01']) expect(told).not.toContain(login)
    expect(new Set(told).size).toBe(told.length)
    expect(rows[0]).toMatchObject({ text_key: 'satisfaction:notify.callback' })
    expect(rows[0]!.params.number).toBe(survey.ticketNumber)
    const mine = (await desk.inject({ url: '/api/v1/notifications' })).json<{ items: { text: string }[] }>()
    expect(mine.items.some((n) => n.text.includes(survey.ticketNumber) && n.text.includes('回访'))).toBe(true)
  })

  it('is recorded by telephone for a caller without an account, never by who worked on it', async () => {
    const id = await resolved({ by: desk, caller: { name: '王大爷', phone: '13800000000' } })
    await asked(id)
    const survey = (await desk.call(contract.listSurveys, { mine: 'false', byPhone: 'true' })).items.find(
      (s) => s.ticketId === id,
    )!
    expect(survey).toMatchObject({
      callerName: '王大爷',
      phone: '13800000000',
      person: null,
      abilities: ['callback'],
    })
    const rating = { id: survey.id, answer: 'fairly-satisfied' as const }
    expect((await mgr.send(contract.callBackSurvey, rating)).json().code).toBe('satisfaction.own_work')
    const future = new Date(Date.now() + 3_600_000).toISOString()
    expect((await desk.send(contract.callBackSurvey, { ...rating, calledAt: future })).statusCode).toBe(422)
    expect((await req.send(contract.callBackSurvey, rating)).statusCode).toBe(403)
    const done = await desk.call(contract.callBackSurvey, rating)
    expect(done).toMatchObject({ state: 'answered', via: 'callback', calledBy: { id: desk.personId } })
    expect(done.calledAt).not.toBeNull()
  })

  it('is not asked of the one who did the work', async () => {
    const id = await resolved({ by: mgr, requesterId: mgr.personId })
    await expect.poll(async () => events(id), { timeout: 10_000 }).toContain('incident.resolve')
    await new Promise((done) => setTimeout(done, 1500))
    expect((await of(id)).items).toEqual([])
  })

  it('is void after a reopening and asked anew in the next round', async () => {
    const id = await resolved()
    await asked(id)
    const first = (await of(id)).items[0]!
    await req.call(reopenIncident, { id, version: (await row(id)).version, reason: '又坏了' })
    await expect.poll(async () => (await of(id)).items[0]!.state, { timeout: 10_000 }).toBe('cancelled')
    expect((await req.send(contract.answerSurvey, { id: first.id, answer: 'satisfied' })).statusCode).toBe(
      409,
    )
    await resolve(id, mgr)
    await asked(id)
    expect((await of(id)).items.map((s) => [s.round, s.state])).toEqual([
      [0, 'cancelled'],
      [1, 'asked'],
    ])
  })

  it('expires after the working days of the setting, and an expired one is not satisfied', async () => {
    const id = await resolved()
    await asked(id)
    await sql`update timer set due_at = now() where key = ${`${id}:0`}`.execute(app.db)
    await expect.poll(async () => (await of(id)).items[0]!.state, { timeout: 10_000 }).toBe('expired')
    const { items, settled } = await of(id)
    expect(items[0]!.answer).toBeNull()
    expect(settled).toBe(true)
    expect(
      (await req.send(contract.answerSurvey, { id: items[0]!.id, answer: 'very-satisfied' })).statusCode,
    ).toBe(409)
  })

  it('takes its deadline from the setting, which the manager changes under a version', async () => {
    const setting = await mgr.call(contract.getSetting, {})
    expect((await desk.send(contract.putSetting, { ...setting, answerWithinDays: 3 })).statusCode).toBe(403)
    expect(
      (await mgr.call(contract.putSetting, { answerWithinDays: 3, version: setting.version }))
        .answerWithinDays,
    ).toBe(3)
    expect(
      (await mgr.send(contract.putSetting, { answerWithinDays: 2, version: setting.version })).statusCode,
    ).toBe(412)
  })

  it('refuses unknown answers, over-long remarks and foreign ids', async () => {
    const id = await resolved()
    await asked(id)
    const survey = (await of(id)).items[0]!
    const bad = async (body: object): Promise<number> =>
      (await req.inject({ method: 'POST', url: `/api/v1/surveys/${survey.id}/answer`, payload: body }))
        .statusCode
    expect(await bad({ answer: 'great' })).toBe(422)
    expect(await bad({ answer: 'satisfied', remark: 'x'.repeat(2001) })).toBe(422)
    expect(await bad({ answer: 'satisfied', more: 1 })).toBe(422)
    expect(
      (await req.send(contract.getSurvey, { id: '01940000-0000-7000-8000-000000000000' })).statusCode,
    ).toBe(404)
  })
})
