import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { activatePerson, createPerson, grantRole } from '#kernel/identity/index.ts'
import { findRoleByKey, systemActor } from '#kernel/permission/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import {
  cancelIncident,
  createIncident,
  listIncidents,
  resolveIncident,
  startIncident,
  takeIncident,
} from '#modules/incident/contract.ts'
import { answerSurvey, listSurveys } from '#modules/satisfaction/contract.ts'
import { listFactRecords, readFact } from '#kernel/fact/contract.ts'
import * as contract from './contract.ts'
import * as links from './ui/links.ts'

let app: TestApp
let req: Caller
let desk: Caller
let mgr: Caller
let narrow: Caller
const ids = new Map<string, string>()

const id = async (table: 'org' | 'service', code: string): Promise<string> =>
  (await sql<{ id: string }>`select id from ${sql.table(table)} where code = ${code}`.execute(app.db))
    .rows[0]!.id

/** An engineer in no group whose scope is one department. */
async function engineerOf(orgCode: string): Promise<void> {
  const orgId = ids.get(orgCode)!
  const actor = systemActor('test')
  await transaction(app.db, async (tx) => {
    const person = await createPerson(tx, actor, { login: 'narrow', kind: 'person', name: '窄', orgId })
    await activatePerson(tx, actor, { id: person.id, version: person.version })
    await grantRole(tx, actor, { id: person.id, roleId: (await findRoleByKey(tx, 'engineer'))!.id, orgId })
  })
}

type Filing = Parameters<typeof desk.call<typeof createIncident>>[1]
async function file(by: Caller, rest: Partial<Filing> = {}) {
  const base = {
    title: '系统打不开',
    description: '',
    impact: 'medium',
    urgency: 'medium',
    channel: 'phone',
  } as const
  return by.call(createIncident, { ...base, ...rest } as Filing)
}

/** Tickets of the list behind a link of the page. */
async function behind(by: Caller, link: links.Search): Promise<number> {
  const { view, ...query } = link
  expect(view).toBe('all')
  const { items, nextCursor } = await by.call(listIncidents, { ...query, limit: 200 } as never)
  expect(nextCursor).toBeNull()
  return items.length
}

/** Moves what has happened into the past: only the database can. */
async function backdate(ticketId: string, interval: string): Promise<void> {
  await sql`update ticket set occurred_at = occurred_at - ${interval}::interval where id = ${ticketId}`.execute(
    app.db,
  )
}

beforeAll(async () => {
  app = await testApp()
  for (const code of ['rsj', 'zwfw', 'gov']) ids.set(code, await id('org', code))
  for (const code of ['oa', 'shebao']) ids.set(code, await id('service', code))
  await engineerOf('rsj')
  ;[req, desk, mgr, narrow] = (await Promise.all(
    ['req01', 'desk01', 'mgr01', 'narrow'].map((l) => app.as(l)),
  )) as [Caller, Caller, Caller, Caller]
  await app.work()
  const [oa, shebao, rsj, zwfw] = ['oa', 'shebao', 'rsj', 'zwfw'].map((code) => ids.get(code)!)
  // five faults (one of them cancelled, one of eight days ago), one request
  const a = await file(desk, { serviceId: oa, orgId: rsj })
  await file(desk, { serviceId: shebao, orgId: rsj })
  await file(desk, { orgId: zwfw })
  const d = await file(desk, { serviceId: oa, orgId: zwfw })
  const e = await file(desk, { serviceId: oa, orgId: zwfw })
  await file(desk, { type: 'request', serviceId: oa, orgId: rsj })
  await desk.call(cancelIncident, { id: d.id, version: d.version, reason: '误报' })
  await backdate(e.id, '8 days')
  // asked for by a requester of zwfw, solved at once: an answer and, for the first, nothing yet
  const f = await req.call(createIncident, {
    title: '证照打印不出',
    description: '',
    impact: 'low',
    urgency: 'low',
    channel: 'portal',
    serviceId: shebao,
  })
  let now = await mgr.call(takeIncident, { id: f.id, version: f.version })
  now = await mgr.call(startIncident, { id: f.id, version: now.version })
  await mgr.call(resolveIncident, { id: f.id, version: now.version, resolution: '更换打印机' })
  const isAsked = async () => (await req.call(listSurveys, { state: 'asked' })).items.length === 1
  await vi.waitUntil(isAsked, { timeout: 10_000, interval: 100 })
  const survey = (await req.call(listSurveys, { state: 'asked' })).items[0]!
  await req.call(answerSurvey, { id: survey.id, answer: 'satisfied' })
  // one restore clock that ran over, and one that used 30 percent of its target
  await sql`update clock set state = 'breached', breached_at = now(), due_at = now() - interval '1 hour'
    where ticket_id = ${a.id} and metric = 'restore'`.execute(app.db)
  await sql`update ticket set due_at = now() - interval '1 hour' where id = ${a.id}`.execute(app.db)
  await sql`update clock set used_percent = 30 where ticket_id = ${f.id} and metric = 'restore'`.execute(
    app.db,
  )
}, 60_000)
afterAll(() => app.close())

describe('dashboard', () => {
  it('is for those who lead or do the work', async () => {
    for (const login of ['req01', 'vend01', 'fin01', 'aud01'])
      expect((await (await app.as(login)).send(contract.dashboardLoad, {})).statusCode).toBe(403)
    for (const login of ['desk01', 'eng01', 'lead01'])
      expect((await (await app.as(login)).send(contract.dashboardLoad, {})).statusCode).toBe(200)
  })

  it('counts open work of every type and its flow by day', async () => {
    const load = await mgr.call(contract.dashboardLoad, { period: '7d' })
    expect(load.open.reduce((n, one) => n + one.count, 0)).toBe(5)
    for (const one of load.open) expect(await behind(mgr, links.openInState({}, one.state))).toBe(one.count)
    expect(load.days).toHaveLength(7)
    expect(load.days.at(-1)).toMatchObject({ filed: 6, resolved: 1 })
    expect(await behind(mgr, links.filedBetween({}, load.days.at(-1)!))).toBe(6)
    expect(await behind(mgr, links.resolvedBetween({}, load.days.at(-1)!))).toBe(1)
    const month = await mgr.call(contract.dashboardLoad, {})
    expect(month.days).toHaveLength(30)
    expect(month.days.reduce((n, day) => n + day.filed, 0)).toBe(7)
  })

  it('says what breaches next', async () => {
    const breaches = await mgr.call(contract.dashboardBreaches, {})
    expect(breaches.ahead.map((one) => one.nearness)).toEqual(['overdue', 'h4', 'h24', 'later'])
    expect(breaches.ahead.reduce((n, one) => n + one.count, 0)).toBe(5)
    expect(breaches.ahead[0]!.count).toBe(1)
    for (const one of breaches.ahead) expect(await behind(mgr, links.dueBetween({}, one))).toBe(one.count)
    const dues = breaches.nearest.map((one) => Date.parse(one.dueAt))
    expect(dues).toEqual([...dues].sort((x, y) => x - y))
    expect(breaches.nearest).toHaveLength(4)
  })

  it('counts the clocks of faults by the share of the target used', async () => {
    const figure = await mgr.call(contract.dashboardTimeliness, { period: '7d' })
    const [response, restore] = figure.metrics
    // three open faults and the solved one; neither the cancelled one, nor the request, nor that of last week
    expect(response).toMatchObject({
      metric: 'response',
      met: 1,
      breached: 0,
      overdue: 0,
      running: 3,
      paused: 0,
    })
    expect(restore).toMatchObject({ metric: 'restore', met: 1, breached: 0, overdue: 1, running: 2 })
    expect(restore!.shares).toEqual([0, 1, 0, 0, 0, 0, 0])
    for (const one of figure.metrics) {
      for (const result of ['met', 'breached', 'overdue', 'running', 'paused'] as const)
        expect(await behind(mgr, links.clockEnded({}, figure, one.metric, result))).toBe(one[result])
      for (const [at, count] of one.shares.entries())
        expect(await behind(mgr, links.clockUsed({}, figure, one.metric, at))).toBe(count)
    }
  })

  it('ranks faults by information system and by org', async () => {
    const services = await mgr.call(contract.dashboardServices, {})
    expect(services).toMatchObject({ total: 5, others: 0, imported: 0 })
    expect(services.bars.map(({ name, count, open }) => [name, count, open])).toEqual([
      ['协同办公 OA 系统', 2, 2],
      ['社会保险业务系统', 2, 1],
      [null, 1, 1],
    ])
    for (const bar of services.bars) {
      expect(await behind(mgr, links.ofService({}, services, bar.id))).toBe(bar.count)
      expect(await behind(mgr, links.ofService({}, services, bar.id, true))).toBe(bar.open)
    }
    const orgs = await mgr.call(contract.dashboardOrgs, { period: '7d', serviceId: ids.get('shebao')! })
    expect(orgs.bars.map(({ name, count }) => [name, count])).toEqual([
      ['市人力资源和社会保障局', 1],
      ['市政务服务局', 1],
    ])
    for (const bar of orgs.bars)
      expect(await behind(mgr, links.ofOrg({ serviceId: ids.get('shebao')! }, orgs, bar.id!))).toBe(bar.count)
  })

  it('agrees with the facts of reports and evaluations, and these with their records', async () => {
    const load = await mgr.call(contract.dashboardLoad, { period: '30d' })
    const days = { from: load.days[0]!.day, to: load.days.at(-1)!.day }
    const filed = await mgr.call(readFact, { key: 'incident.filed', ...days, split: 'day' })
    const perDay = new Map(filed.parts.map((one) => [one.part, one.value]))
    for (const day of load.days) expect(perDay.get(day.day) ?? 0).toBe(day.filed)
    const services = await mgr.call(contract.dashboardServices, { period: '30d' })
    const faults = await mgr.call(readFact, { key: 'incident.faults', ...days, split: 'service' })
    expect(faults.figure).toMatchObject({ value: services.total, imported: services.imported })
    const byName = (rows: { name: string | null; count?: number; cases?: number }[]) =>
      new Map(rows.map((one) => [one.name, one.count ?? one.cases]))
    expect(byName(faults.parts)).toEqual(byName(services.bars))
    const { metrics } = await mgr.call(contract.dashboardTimeliness, { period: '30d' })
    for (const { metric, met, breached } of metrics) {
      const key = `incident.${metric}-in-time`
      const { figure } = await mgr.call(readFact, { key, ...days })
      expect(figure).toMatchObject({ good: met, cases: met + breached })
      const records = await mgr.call(listFactRecords, { key, ...days, ok: 'true', limit: 200 })
      expect(records.items).toHaveLength(met)
    }
    const first = await mgr.call(listFactRecords, { key: 'incident.filed', ...days, limit: 2 })
    const rest = await mgr.call(listFactRecords, {
      key: 'incident.filed',
      ...days,
      limit: 200,
      cursor: first.nextCursor!,
    })
    for (const at of ['1 2 3', '2026-02-30T00:00:00.000000Z', '0000-01-01T00:00:00.000000Z', 5]) {
      const cursor = Buffer.from(JSON.stringify([at, 'x'])).toString('base64url')
      const refused = await mgr.send(listFactRecords, { key: 'incident.filed', ...days, cursor })
      expect(refused.json()).toMatchObject({ status: 422, code: 'http.bad_cursor' })
    }
    expect(new Set([...first.items, ...rest.items].map((one) => one.id)).size).toBe(filed.figure.value)
  })

  it('opens facts within the scope of a person only', async () => {
    const days = { from: '2026-01-01', to: '2026-01-31' }
    const status = async (by: Caller, input: object) =>
      (await by.send(readFact, { key: 'incident.filed', ...days, ...input } as never)).statusCode
    expect(await status(narrow, {})).toBe(404)
    expect(await status(narrow, { orgId: ids.get('zwfw')! })).toBe(404)
    expect(await status(narrow, { orgId: ids.get('rsj')! })).toBe(200)
    expect(await status(req, { orgId: ids.get('rsj')! })).toBe(403)
    expect(await status(mgr, { key: 'incident.nothing' })).toBe(404)
    expect(await status(mgr, { split: 'weather' })).toBe(422)
    expect(await status(mgr, { from: '2026-02-01' })).toBe(422)
  })

  it('counts answers and how many were asked', async () => {
    const figure = await mgr.call(contract.dashboardSatisfaction, {})
    expect(figure).toMatchObject({ asked: 1, answered: 1, waiting: 0, expired: 0 })
    expect(figure.answers.filter((one) => one.count > 0)).toEqual([{ answer: 'satisfied', count: 1 }])
    expect(await behind(mgr, links.answered({}, figure, 'satisfied'))).toBe(1)
    expect(await behind(mgr, links.answered({}, figure, 'asked'))).toBe(0)
  })

  it('counts nothing that the person may not see', async () => {
    const load = await narrow.call(contract.dashboardLoad, { period: '7d' })
    expect(load.days.at(-1)).toMatchObject({ filed: 3, resolved: 0 })
    expect((await narrow.call(contract.dashboardServices, {})).total).toBe(2)
    const orgs = await narrow.call(contract.dashboardOrgs, {})
    expect(orgs.bars.map((bar) => bar.id)).toEqual([ids.get('rsj')])
    expect((await narrow.call(contract.dashboardSatisfaction, {})).asked).toBe(0)
    // another's org as filter shows nothing either
    expect((await narrow.call(contract.dashboardOrgs, { orgId: ids.get('zwfw')! })).total).toBe(0)
    const breaches = await narrow.call(contract.dashboardBreaches, {})
    expect(breaches.ahead.reduce((n, one) => n + one.count, 0)).toBe(3)
  })

  it('narrows to an org with all below it', async () => {
    expect((await mgr.call(contract.dashboardOrgs, { orgId: ids.get('gov')! })).total).toBe(5)
    expect((await mgr.call(contract.dashboardOrgs, { orgId: ids.get('rsj')! })).total).toBe(2)
  })

  it('takes a custom period of whole days and refuses a wrong one', async () => {
    const code = async (input: object) =>
      (await mgr.send(contract.dashboardLoad, { period: 'custom', ...input } as never)).json().code
    expect(await code({ from: '2026-01-01' })).toBe('dashboard.period_incomplete')
    expect(await code({ from: '2026-01-02', to: '2026-01-01' })).toBe('dashboard.period_reversed')
    expect(await code({ from: '2025-01-01', to: '2026-06-01' })).toBe('dashboard.period_too_long')
    expect((await mgr.send(contract.dashboardLoad, { period: 'year' } as never)).statusCode).toBe(422)
    const past = await mgr.call(contract.dashboardLoad, {
      period: 'custom',
      from: '2016-03-01',
      to: '2016-03-31',
    })
    expect(past.days).toHaveLength(31)
    expect(past.from).toBe('2016-02-29T16:00:00.000Z')
    expect(past.days.every((day) => day.filed === 0)).toBe(true)
  })

  it('marks imported history', async () => {
    await sql`update ticket set origin = 'import' where service_id = ${ids.get('oa')!}`.execute(app.db)
    expect((await mgr.call(contract.dashboardServices, {})).imported).toBe(2)
    expect((await mgr.call(contract.dashboardTimeliness, { period: '7d' })).imported).toBe(1)
  })
})
