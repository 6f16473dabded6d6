import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { createIncident, getIncident, mergeIncident } from '#modules/incident/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { getCatalogue } from './class-contract.ts'
import { confirmCis, createCi, editCi, getCi, listCis, retireCi, setServices } from './contract.ts'
import { getGraph, getImpact } from './graph-contract.ts'
import { getHealth, listDuplicates, mergeCi, settleConflict } from './health-contract.ts'
import { compare, getAsOf, getDrift, getHistory, listBaselines, takeBaseline } from './history-contract.ts'
import { acceptProposal, propose } from './proposal-contract.ts'
import { createRedundancy, listRelations, relate, unrelate } from './relation-contract.ts'
import { ciTickets, incidentCis } from './ticket-contract.ts'

let app: TestApp
let eng: Caller
let orgId: string
let classes: Map<string, string>
beforeAll(async () => {
  app = await testApp()
  eng = await app.as('eng01')
  orgId = (await eng.call(lookupOrgs, { q: '运行维护科' })).items[0]!.id
  classes = new Map((await eng.call(getCatalogue, {})).classes.map((one) => [one.key, one.id]))
})
afterAll(() => app.close())

let n = 0
async function make(cls: string, name: string, more: object = {}) {
  n++
  return eng.call(createCi, { classId: classes.get(cls)!, code: `G-${n}`, name, orgId, ...more })
}
const on = (type: string, source: { id: string }, target: { id: string }) =>
  eng.call(relate, { type, sourceId: source.id, targetId: target.id })

/** rack contains two hosts; a cluster needs one of them; an application runs on the cluster; a service rests on it. */
async function cluster() {
  const [rack, one, two, both, application] = [
    await make('rack', '机柜 A01'),
    await make('host', '宿主一'),
    await make('host', '宿主二'),
    await make('cluster', '虚拟化集群'),
    await make('application', '政务办公应用'),
  ]
  await on('contains', rack, one)
  await on('contains', rack, two)
  const members = [await on('runs-on', both, one), await on('runs-on', both, two)]
  await eng.call(createRedundancy, {
    id: both.id,
    name: '双机',
    needs: 1,
    relationIds: members.map((r) => r.id),
  })
  await on('runs-on', application, both)
  const service = (await eng.call(lookupServices, {})).items[0]!
  await eng.call(setServices, {
    id: application.id,
    version: application.version,
    services: [{ serviceId: service.id, essential: true }],
  })
  return { rack, one, two, both, application, service }
}

describe('the graph', () => {
  it('spares what redundancy keeps, tells the way and the services of what it does not', async () => {
    const { rack, one, both, application, service } = await cluster()
    const half = await eng.call(getImpact, { ids: one.id })
    expect([half.affected, half.suggestion.grade]).toEqual([0, 'minor'])
    expect(half.weakened).toMatchObject([
      { id: both.id, group: { name: '双机', needs: 1, members: 2, lost: 1 } },
    ])
    const whole = await eng.call(getImpact, { ids: rack.id })
    expect(whole.nodes.map((node) => [node.name, node.level])).toEqual([
      ['机柜 A01', 0],
      ...['宿主一', '宿主二'].map((name) => [name, 1]).sort(),
      ['虚拟化集群', 2],
      ['政务办公应用', 3],
    ])
    expect(whole.nodes.at(-1)!.cause).toMatchObject({ via: both.id, type: 'runs-on', group: null })
    expect(whole.services).toMatchObject([{ id: service.id, effect: 'down', by: [application.id] }])
    expect(whole.suggestion).toMatchObject({ grade: 'major', down: 1 })
    expect((await eng.call(getImpact, { ids: rack.id, levels: 1 })).affected).toBe(2)
    const up = await eng.call(getGraph, { id: application.id, mode: 'upstream', levels: 3 })
    expect(up.nodes.map((node) => node.level).sort()).toEqual([0, 1, 2, 2, 3])
    const around = await eng.call(getGraph, { id: both.id, levels: 1, limit: 3 })
    expect([around.nodes.length, around.truncated]).toEqual([3, true])
    expect((await eng.send(getImpact, { ids: 'x' })).json()).toMatchObject({ code: 'ci.bad_ids' })
  })

  it('names nothing that the reader may not see', async () => {
    const vendor = await app.as('vend01')
    const { application } = await cluster()
    expect((await vendor.send(getGraph, { id: application.id })).statusCode).toBe(404)
    expect((await vendor.send(getImpact, { ids: application.id })).statusCode).toBe(404)
  })
})

describe('items on incidents', () => {
  it('suggest grade and group, count other tickets and changes', async () => {
    const { rack, application } = await cluster()
    const desk = await app.as('desk01')
    const file = (title: string) =>
      desk.call(createIncident, {
        ...{ title, description: title, impact: 'medium', urgency: 'medium', channel: 'phone' },
      })
    const [first, second] = [await file('办公系统打不开'), await file('机房温度高')]
    expect(await desk.call(incidentCis.list, { id: first.id })).toEqual({
      items: [],
      mayEdit: true,
      suggestion: null,
    })
    await desk.call(incidentCis.add, { id: second.id, ciIds: [application.id] })
    const answer = await desk.call(incidentCis.add, { id: first.id, ciIds: [rack.id, application.id] })
    expect(answer.suggestion).toMatchObject({ grade: 'major', down: [{}], group: null })
    const shown = answer.items.find((one) => one.id === application.id)!
    expect([shown.openTickets, shown.recentChanges > 0]).toEqual([1, true])
    const tickets = (await desk.call(ciTickets, { id: application.id })).items
    expect(tickets.map((one) => one.number).sort()).toEqual([first.number, second.number].sort())
    const left = await desk.call(incidentCis.remove, { id: first.id, ciId: rack.id })
    expect(left.items.map((one) => one.id)).toEqual([application.id])
    const wrong = await desk.send(incidentCis.add, { id: first.id, ciIds: [first.id] })
    expect([wrong.statusCode, wrong.json().errors[0].field]).toEqual([422, 'ciIds.0'])
    const vendor = await app.as('vend01')
    expect((await vendor.send(incidentCis.list, { id: first.id })).statusCode).toBe(404)
    // merged, its items go on with it
    await desk.call(incidentCis.add, { id: first.id, ciIds: [rack.id] })
    const { version } = await desk.call(getIncident, { id: first.id })
    await desk.call(mergeIncident, { id: first.id, intoId: second.id, version })
    await app.work()
    const on = async (id: string) =>
      (await desk.call(incidentCis.list, { id })).items.map((one) => one.id).sort()
    await expect.poll(() => on(second.id), { timeout: 10_000 }).toEqual([application.id, rack.id].sort())
    expect(await on(first.id)).toEqual([])
  })
})

describe('history', () => {
  it('answers for any past moment, compares two and shows drift from a baseline', async () => {
    const [a, b] = [await make('host', '历史主机'), await make('virtual-machine', '历史虚拟机')]
    const relation = await on('runs-on', b, a)
    const baseline = await eng.call(takeBaseline, { name: '三季度基线', orgId })
    const renamed = await eng.call(editCi, {
      id: a.id,
      version: a.version,
      name: '历史主机（新）',
      attributes: { memory: 64 },
    })
    await eng.call(unrelate, { id: relation.id, version: relation.version })
    const added = await make('host', '后来的主机')
    await eng.call(retireCi, { id: b.id, version: b.version, reason: '不再使用' })
    const then = await eng.call(getAsOf, { id: a.id, at: baseline.takenAt })
    expect(then.ci).toMatchObject({ name: '历史主机', attributes: {} })
    expect(then.relations).toMatchObject([{ type: 'runs-on', direction: 'in', other: { id: b.id } }])
    expect((await eng.call(getAsOf, { id: added.id, at: baseline.takenAt })).ci).toBeNull()
    const drift = await eng.call(getDrift, { id: baseline.id })
    const of = (id: string) => drift.items.find((one) => one.ciId === id)
    expect(of(a.id)).toMatchObject({
      kind: 'changed',
      fields: expect.arrayContaining([
        { field: 'name', before: '历史主机', after: '历史主机（新）' },
        { field: 'attributes.memory', before: null, after: 64 },
      ]),
      relations: [{ kind: 'ended', type: 'runs-on', direction: 'in', other: { id: b.id } }],
    })
    expect([of(b.id)!.kind, of(added.id)!.kind]).toEqual(['retired', 'added'])
    const nothing = await eng.call(compare, { from: baseline.takenAt, classId: classes.get('ups')! })
    expect(nothing.items).toEqual([])
    expect((await eng.call(listBaselines, {})).items.map((one) => one.id)).toContain(baseline.id)
    const story = (await eng.call(getHistory, { id: a.id })).items
    expect(story.map((one) => one.action)).toEqual(['unrelate', 'edit', 'relate', 'create'])
    expect(story[0]!.other).toMatchObject({ id: b.id })
    expect(renamed.version).toBe(2)
    // nobody rewrites what was
    await expect(app.db.deleteFrom('ci_history').execute()).rejects.toThrow(/permission denied/)
  })
})

describe('health', () => {
  it('counts lists that can be worked off', async () => {
    const serial = { attributes: { serial: 'DUP-1' } }
    const [kept, double] = [
      await make('storage', '存储甲', serial),
      await make('storage', '存储甲（重）', serial),
    ]
    const host = await make('host', '备份主机')
    await on('backs-up-to', host, double)
    const before = await eng.call(getHealth, { classId: classes.get('storage')! })
    expect(before).toMatchObject({ duplicate: 2, incomplete: 2, lonely: 1, conflict: 0, stale: 0 })
    expect((await eng.call(listDuplicates, {})).items).toMatchObject([{ field: 'serial', value: 'dup-1' }])
    const merged = await eng.call(mergeCi, { id: double.id, version: double.version, intoId: kept.id })
    expect((await eng.call(listRelations, { id: merged.id })).items).toMatchObject([
      { other: { id: host.id } },
    ])
    expect(await eng.call(getHealth, { classId: classes.get('storage')! })).toMatchObject({
      duplicate: 0,
      lonely: 0,
    })
    await app.db.updateTable('ci').set({ confirmed_at: '2020-01-01' }).where('id', '=', kept.id).execute()
    const stale = (await eng.call(listCis, { health: 'stale' })).items.map((one) => one.id)
    expect(stale).toEqual([kept.id])
    expect(await eng.call(confirmCis, { ids: stale })).toEqual({ confirmed: 1 })
    expect((await eng.call(listCis, { health: 'stale' })).items).toEqual([])
  })

  it('lets a person decide between sources until one says something new', async () => {
    const say = (vendor: string) =>
      eng.call(propose, {
        ...{ source: 'discovery', key: 'settle', class: 'switch', name: '接入交换机' },
        attributes: { vendor },
      })
    const found = await say('H3C')
    const item = await eng.call(acceptProposal, { id: found.proposalId!, version: 1 })
    const edited = await eng.call(editCi, {
      id: item.id,
      version: item.version,
      attributes: { vendor: '新华三' },
    })
    expect(edited.conflicts).toHaveLength(1)
    const settled = await eng.call(settleConflict, { id: item.id, field: 'vendor', version: edited.version })
    expect(settled.conflicts).toEqual([])
    await say('H3C')
    expect((await eng.call(getCi, { id: item.id })).conflicts).toEqual([])
    await say('HPE')
    expect((await eng.call(getCi, { id: item.id })).conflicts).toHaveLength(1)
  })
})
