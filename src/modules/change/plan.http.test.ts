import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { intakeAlerts } from '#modules/alert/contract.ts'
import { listIncidents } from '#modules/incident/contract.ts'
import * as contract from './contract.ts'
import * as parts from './parts-contract.ts'
import * as plan from './plan-contract.ts'
import { draftOf, leaveHolidaysOpen, minutes, serviceId, type ChangeOf } from './testing/people.ts'

let app: TestApp
let desk: Caller, eng: Caller, eng2: Caller, lead: Caller, mgr: Caller
let oa: string, template: string
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, eng2, lead, mgr] = (await Promise.all(
    ['desk01', 'eng01', 'eng02', 'lead01', 'mgr01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller, Caller]
  oa = await serviceId(desk, 'OA')
  const made = await mgr.call(plan.createTemplate, {
    name: '例行重启',
    impact: '短时中断',
    plan: '重启并验证',
    backOut: '切换备用节点',
    testProof: '例行',
    minutes: 240,
  })
  template = made.id
  await leaveHolidaysOpen(mgr)
  await app.work()
})
afterAll(() => app.close())

const at = (one: ChangeOf) => ({ id: one.id, version: one.version })
const get = (who: Caller, id: string) => who.call(contract.getChange, { id })
const gatesOf = (one: ChangeOf) => one.missing.map((m) => m.gate)

/** A standard change: scheduled when handed in, so that these tests need no signatures. */
const standard = (given: Partial<Parameters<typeof draftOf>[0]> = {}) =>
  desk.call(contract.createChange, {
    kind: 'standard',
    templateId: template,
    title: '重启 OA',
    reason: '例行',
    serviceIds: [oa],
    startsAt: minutes(-5),
    endsAt: minutes(60),
    implementerId: eng.personId,
    secondId: eng2.personId,
    ...given,
  })

async function begin(one: ChangeOf): Promise<ChangeOf> {
  const { id } = await desk.call(contract.submitChange, at(one))
  await eng.call(parts.recordEvidence, { id, what: 'backup', statement: '已备份', link: '/backup' })
  const ready = await eng.call(parts.recordEvidence, { id, what: 'state-before', statement: '正常' })
  return eng.call(contract.startChange, at(ready))
}

async function until(test: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await test()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('it did not come true')
}

describe('alerts while a change is under way', () => {
  const intake = async (name: string, status: 'firing' | 'resolved' = 'firing', service = 'oa') => {
    const machine = await app.as('intake01')
    await machine.call(intakeAlerts, {
      source: 'test',
      alerts: [{ labels: { alertname: name, service, severity: 'critical' }, status, severity: 'critical' }],
    })
  }
  const incidentsOf = async (name: string) =>
    (await desk.call(listIncidents, { channel: 'alert', limit: 100 })).items.filter((i) =>
      i.title.includes(name),
    )

  it('are kept quiet, and nothing else is; what still fires afterwards opens an incident', async () => {
    await intake('Before')
    await until(async () => (await incidentsOf('Before')).length === 1)
    const known = (await incidentsOf('Before'))[0]!
    let now = await begin(await standard())
    await intake('NodeDown')
    await intake('Flapping')
    await intake('Flapping', 'resolved')
    await intake('Elsewhere', 'firing', 'shebao')
    const quiet = async () => (await desk.call(parts.silencedAlerts, { id: now.id })).items
    await until(async () => (await incidentsOf('Elsewhere')).length === 1 && (await quiet()).length === 2)
    // what fired before goes on with its incident
    await intake('Before')
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect((await quiet()).map((a) => a.name).sort()).toEqual(['Flapping', 'NodeDown'])
    expect(await incidentsOf('NodeDown')).toEqual([])
    expect((await incidentsOf('Before')).map((i) => i.id)).toEqual([known.id])
    await eng.call(parts.recordEvidence, { id: now.id, what: 'state-after', statement: '正常' })
    now = await eng2.call(contract.confirmChange, at(await get(eng2, now.id)))
    now = await eng.call(contract.implementChange, at(now))
    await until(async () => (await quiet()).some((a) => a.released))
    const after = await quiet()
    expect(after.filter((a) => a.released).map((a) => a.name)).toEqual(['NodeDown'])
    // the service has an open incident: that is where it belongs
    expect(after.find((a) => a.name === 'NodeDown')?.incident?.number).toBe(known.number)
  })
})

describe('conflicts', () => {
  it('are shown to both, must be acknowledged, and anew when a window moves', async () => {
    const window = { startsAt: minutes(3000), endsAt: minutes(3100) }
    const first = await standard(window)
    await desk.call(contract.submitChange, at(first))
    let second = await desk.call(
      contract.createChange,
      draftOf({ ...window, serviceIds: [oa], implementerId: lead.personId, secondId: mgr.personId }),
    )
    expect(second.conflicts.map((c) => [c.id, c.why])).toEqual([[first.id, ['service']]])
    expect(gatesOf(second)).toEqual(['conflicts'])
    expect((await desk.send(contract.submitChange, at(second))).json().code).toBe('change.incomplete')
    second = await desk.call(contract.acknowledgeConflict, {
      ...at(second),
      otherId: first.id,
      note: '先后进行',
    })
    expect(gatesOf(second)).toEqual([])
    second = await desk.call(contract.editChange, { ...at(second), endsAt: minutes(3120) })
    expect(gatesOf(second)).toEqual(['conflicts'])
    // same people at once, another service
    const busy = await standard({ ...window, serviceIds: [await serviceId(desk, '社会保险')] })
    expect(busy.conflicts.find((c) => c.id === first.id)?.why).toEqual(['people'])
  })
})

describe('freezes', () => {
  it('hold for what they name, let emergencies pass, and others by the manager’s exception for one window', async () => {
    const span = { startsAt: minutes(6000), endsAt: minutes(9000) }
    const freeze = await mgr.call(plan.createFreeze, {
      name: '大会保障',
      reason: '重要会议',
      ...span,
      serviceIds: [oa],
    })
    const window = { startsAt: minutes(7000), endsAt: minutes(7100) }
    let now = await standard(window)
    expect([gatesOf(now), now.freezes.map((f) => f.name)]).toEqual([['freeze'], ['大会保障']])
    const urgent = await desk.call(
      contract.createChange,
      draftOf({
        kind: 'emergency',
        ...window,
        serviceIds: [oa],
        implementerId: lead.personId,
        secondId: desk.personId,
      }),
    )
    expect(gatesOf(urgent)).not.toContain('freeze')
    expect((await lead.send(contract.exceptFreeze, { ...at(now), reason: '必须' })).statusCode).toBe(403)
    now = await mgr.call(contract.exceptFreeze, { ...at(now), reason: '安全补丁必须限期完成' })
    expect(gatesOf(now)).toEqual([])
    now = await desk.call(contract.editChange, { ...at(now), endsAt: minutes(7150) })
    expect(gatesOf(now)).toEqual(['freeze'])
    await mgr.call(plan.editFreeze, { id: freeze.id, version: freeze.version, active: false })
    expect(gatesOf(await get(desk, now.id))).toEqual([])
  })

  it('come from the statutory holidays, unless the unit does not want that', async () => {
    const range = { from: '2025-09-25T00:00:00+08:00', to: '2025-10-15T00:00:00+08:00' }
    const names = async () => (await desk.call(plan.getCalendar, range)).freezes.map((f) => f.source)
    await leaveHolidaysOpen(mgr, false)
    expect(await names()).toContain('holiday')
    await leaveHolidaysOpen(mgr)
    expect(await names()).toEqual([])
    expect((await desk.send(plan.getCalendar, { ...range, to: '2027-01-01T00:00:00Z' })).json().code).toBe(
      'change.range_too_long',
    )
  })
})

describe('settings', () => {
  it('change who signs, by the manager only, one at a time', async () => {
    const flow = (await mgr.call(plan.listFlows, {})).items.find((f) => f.key === 'normal-low')!
    expect([flow.shipped, flow.version]).toEqual([true, 0])
    const steps = [
      {
        name: '主管批准',
        mode: 'any' as const,
        by: [{ kind: 'role' as const, role: 'manager' }],
        hours: null,
      },
    ]
    expect((await lead.send(plan.saveFlow, { key: 'normal-low', version: 0, steps })).statusCode).toBe(403)
    const both = await Promise.all(
      [1, 2].map(() => mgr.send(plan.saveFlow, { key: 'normal-low', version: 0, steps })),
    )
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 412])
    expect((await mgr.call(plan.getFigures, { from: minutes(-60), to: minutes(60) })).unauthorised).toBe(0)
  })
})
