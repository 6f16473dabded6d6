import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALWAYS_CALENDAR_ID } from '#kernel/calendar/index.ts'
import { findGroupByName } from '#kernel/org/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import {
  assignIncident,
  cancelIncident,
  createIncident,
  listIncidents,
  resolveIncident,
} from '#modules/incident/contract.ts'
import { createAgreement, gradeNames } from '#modules/sla/contract.ts'
import { dashboardGroups } from './contract.ts'
import * as links from './ui/links.ts'

let app: TestApp
let desk: Caller, mgr: Caller
let groups: { app: string; net: string }
beforeAll(async () => {
  app = await testApp()
  ;[desk, mgr] = (await Promise.all(['desk01', 'mgr01'].map((login) => app.as(login)))) as [Caller, Caller]
  const found = await Promise.all(['应用运维组', '网络与安全组'].map((name) => findGroupByName(app.db, name)))
  groups = { app: found[0]!.id, net: found[1]!.id }
})
afterAll(() => app.close())

const figure = (by: Caller) => by.call(dashboardGroups, { period: '7d' })
const file = (title: string) =>
  desk.call(createIncident, { title, impact: 'medium', urgency: 'medium', channel: 'phone' })
const give = (one: { id: string; version: number }, groupId: string) =>
  desk.call(assignIncident, { id: one.id, version: one.version, groupId, reason: '转给相应的组' })
/** Numbers of the list behind a link of the page. */
async function behind(by: Caller, link: links.Search): Promise<string[]> {
  const { view: _, ...query } = link
  const { items } = await by.call(listIncidents, { ...query, limit: 200 } as never)
  return items.map((one) => one.number).sort()
}

describe('time promised by groups', () => {
  it('says that there is nothing to say, before a group is bound', async () => {
    await give(await file('没有协议的'), groups.net)
    expect(await figure(mgr)).toMatchObject({
      bars: [],
      total: 0,
      others: 0,
      met: 0,
      breached: 0,
      imported: 0,
    })
  })

  it('is counted by group, stays and not tickets, and leads to the tickets', async () => {
    const targets = gradeNames.map((grade) => ({
      ...{ grade, metric: 'ola', value: 4, unit: 'hours' as const, calendarId: ALWAYS_CALENDAR_ID },
    }))
    const groupIds = [groups.app, groups.net]
    await mgr.call(createAgreement, { kind: 'ola', name: '组内四小时', groupIds, targets })
    // twice with the network group: once handed on in time, then solved too late
    let twice = await give(await file('往返两次'), groups.net)
    twice = await give(twice, groups.app)
    twice = await give(twice, groups.net)
    await desk.call(resolveIncident, { id: twice.id, version: twice.version, resolution: '更换模块' })
    // the second stay took longer than promised
    await sql`update clock set state = 'breached', breached_at = due_at where id = (select id from clock
      where ticket_id = ${twice.id} and group_id = ${groups.net} order by started_at desc limit 1)`.execute(
      app.db,
    )
    const late = await give(await file('还在组内，已超时'), groups.app)
    await sql`update clock set due_at = now() - interval '1 minute'
      where ticket_id = ${late.id} and group_id = ${groups.app}`.execute(app.db)
    await give(await file('还在组内'), groups.net)
    const gone = await give(await file('误报'), groups.net)
    await desk.call(cancelIncident, { id: gone.id, version: gone.version, reason: '误报' })
    const data = await figure(mgr)
    expect(data).toMatchObject({ total: 5, others: 0, met: 2, breached: 1 })
    expect(data.bars.map(({ id: _, ...bar }) => bar)).toEqual([
      { name: '网络与安全组', met: 1, breached: 1, overdue: 0, running: 1, paused: 0 },
      { name: '应用运维组', met: 1, breached: 0, overdue: 1, running: 0, paused: 0 },
    ])
    const of = (stay?: string) => behind(mgr, links.ofGroup({}, data, groups.net, stay))
    expect(await of('met')).toEqual([twice.number])
    expect(await of('breached')).toEqual([twice.number])
    expect(await of()).toHaveLength(2)
    expect(await behind(mgr, links.ofGroup({}, data, groups.app, 'overdue'))).toEqual([late.number])
    expect(await behind(mgr, links.ofStays({}, data, 'breached'))).toEqual([twice.number])
  })

  it('is refused to who may not see the dashboard, and a foreign group filters to nothing', async () => {
    expect((await (await app.as('req01')).send(dashboardGroups, {})).statusCode).toBe(403)
    const req = await app.as('req01')
    expect((await req.call(listIncidents, { stayGroupId: groups.net })).items).toEqual([])
    expect((await mgr.send(listIncidents, { stay: 'late' } as never)).statusCode).toBe(422)
  })
})
