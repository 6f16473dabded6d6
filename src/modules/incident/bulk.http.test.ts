import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#kernel/db/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { bulkIncidents } from './bulk-contract.ts'
import * as contract from './contract.ts'

let app: TestApp
let desk: Caller, eng: Caller, req: Caller, lead: Caller
beforeAll(async () => {
  app = await testApp()
  ;[desk, eng, req, lead] = (await Promise.all(
    ['desk01', 'eng01', 'req01', 'lead01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller]
})
afterAll(() => app.close())

const filed = (title: string) =>
  desk.call(contract.createIncident, {
    ...{ title, impact: 'low', urgency: 'medium', channel: 'phone' },
    requesterId: req.personId,
  })
const read = (id: string) => desk.call(contract.getIncident, { id })

describe('the same done to several incidents', () => {
  it('says of each what became of it, and does what can be done', async () => {
    const [open, stale, over] = [await filed('可做'), await filed('过期'), await filed('已结')]
    await desk.call(contract.editIncident, { id: stale.id, version: stale.version, title: '被改过' })
    const { version } = await desk.call(contract.cancelIncident, {
      ...{ id: over.id, version: over.version, reason: '误报' },
    })
    const missing = newId()
    const { items } = await desk.call(bulkIncidents, {
      items: [
        { id: stale.id, version: stale.version },
        { id: over.id, version },
        { id: missing, version: 1 },
        { id: open.id, version: open.version },
      ],
      action: { do: 'take' },
    })
    expect(items.map((one) => [one.id, one.outcome, one.code])).toEqual([
      [stale.id, 'stale', 'incident.version_stale'],
      [over.id, 'refused', 'incident.illegal_move'],
      [missing, 'refused', 'incident.not_found'],
      [open.id, 'done', null],
    ])
    expect(items[1]!.message).toContain('不能执行')
    expect((await read(open.id)).owner?.id).toBe(desk.personId)
    const { rows } = await app.pool.query(
      `select 1 from audit_entry where entity_id = $1 and action = 'incident.take'`,
      [open.id],
    )
    expect(rows).toHaveLength(1)
  })

  it('assigns, classifies, holds, comments, lets follow', async () => {
    const all = [await filed('批量一'), await filed('批量二')]
    const now = async () =>
      Promise.all(all.map(async ({ id }) => ({ id, version: (await read(id)).version })))
    const outcomes = async (action: Parameters<typeof desk.call<typeof bulkIncidents>>[1]['action']) =>
      (await desk.call(bulkIncidents, { items: await now(), action })).items.map((one) => one.outcome)
    const done = ['done', 'done']
    expect(await outcomes({ do: 'assign', ownerId: eng.personId, reason: '统一派' })).toEqual(done)
    expect(await outcomes({ do: 'edit', impact: 'high', urgency: 'high' })).toEqual(done)
    expect(await outcomes({ do: 'comment', body: '统一回复', public: true })).toEqual(done)
    expect(await outcomes({ do: 'watch', personId: lead.personId })).toEqual(done)
    expect(await outcomes({ do: 'watch', personId: req.personId })).toEqual(['refused', 'refused'])
    expect(await outcomes({ do: 'hold', reason: 'vendor', note: '等厂商' })).toEqual(done)
    expect(await outcomes({ do: 'close' })).toEqual(['refused', 'refused'])
    expect(await read(all[0]!.id)).toMatchObject({
      state: 'pending',
      priority: 1,
      owner: { id: eng.personId },
    })
    expect((await lead.call(contract.getIncident, { id: all[1]!.id })).watching).toBe(true)
  })

  it('takes at most a hundred, each once, from those who work', async () => {
    const one = { id: newId(), version: 1 }
    const many = Array.from({ length: 101 }, () => ({ id: newId(), version: 1 }))
    const send = (who: Caller, items: { id: string; version: number }[]) =>
      who.send(bulkIncidents, { items, action: { do: 'take' } })
    expect((await send(desk, many)).statusCode).toBe(422)
    const twice = await send(desk, [one, one])
    expect([twice.statusCode, twice.json().errors[0].message]).toEqual([422, '同一事件只能列一次。'])
    expect((await send(desk, [])).statusCode).toBe(422)
    expect((await send(req, [one])).statusCode).toBe(403)
  })
})
