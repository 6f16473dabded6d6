import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction } from '#kernel/db/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import * as story from './story-contract.ts'

let app: TestApp
let req: Caller, desk: Caller, eng: Caller, lead: Caller
let serviceId: string

beforeAll(async () => {
  app = await testApp()
  await app.work()
  ;[req, desk, eng, lead] = (await Promise.all(
    ['req01', 'desk01', 'eng01', 'lead01'].map((login) => app.as(login)),
  )) as [Caller, Caller, Caller, Caller]
  const services = (await desk.inject({ url: '/api/v1/services/lookup' })).json() as {
    items: { id: string; code: string }[]
  }
  serviceId = services.items.find((s) => s.code === 'ywtb')!.id
})
afterAll(() => app.close())

const report = (title: string, more: object = {}) => ({
  title,
  description: '窗口电脑打开页面报 502',
  impact: 'medium' as const,
  urgency: 'medium' as const,
  channel: 'phone' as const,
  ...more,
})

const read = (id: string) => desk.call(contract.getIncident, { id })
const states = (incident: { clocks: { metric: string; state: string }[] }) =>
  Object.fromEntries(incident.clocks.map((c) => [c.metric, c.state]))

/** An incident and another one that repeats it, taken up by an engineer before it was marked. */
async function pair(): Promise<{ masterId: string; twinId: string }> {
  const master = await desk.call(contract.createIncident, report('主事件', { serviceId }))
  const twin = await desk.call(
    contract.createIncident,
    report('重复事件', { serviceId, requesterId: req.personId }),
  )
  const started = await eng.call(contract.startIncident, { id: twin.id, version: twin.version })
  await desk.call(contract.markDuplicate, { id: twin.id, version: started.version, ofId: master.id })
  return { masterId: master.id, twinId: twin.id }
}

async function cancel(id: string): Promise<void> {
  const { version } = await read(id)
  await desk.call(contract.cancelIncident, { id, version, reason: '误报' })
}

describe('a duplicate whose other incident is cancelled', () => {
  it('goes back to where it stood, with clocks that leave the wait out, and says so', async () => {
    const { masterId, twinId } = await pair()
    const marked = await read(twinId)
    expect(states(marked)).toEqual({ response: 'met', restore: 'cancelled' })
    const dueBefore = marked.clocks.find((c) => c.metric === 'restore')!.dueAt
    await cancel(masterId)
    await expect.poll(async () => (await read(twinId)).state, { timeout: 15_000 }).toBe('in-progress')
    const free = await read(twinId)
    expect(free).toMatchObject({ duplicateOf: null, holdReason: null, owner: { name: '吴强' } })
    expect(states(free)).toEqual({ response: 'met', restore: 'running' })
    const restore = free.clocks.find((c) => c.metric === 'restore')!
    expect(Date.parse(restore.dueAt)).toBeGreaterThanOrEqual(Date.parse(dueBefore))
    const lines = await desk.call(story.getTimeline, { id: twinId })
    const { number } = await read(masterId)
    expect(lines.items.at(-1)).toMatchObject({
      kind: 'move',
      public: true,
      data: { move: 'resume', from: 'pending', to: 'in-progress', repeated: { number } },
    })
    for (const one of [eng, req]) {
      const { items } = (await one.inject({ url: '/api/v1/notifications' })).json() as {
        items: { text: string }[]
      }
      expect(items.filter((n) => n.text.includes(number) && n.text.includes(free.number))).not.toEqual([])
    }
  })

  it('returns to the pile of the desk when nobody had it', async () => {
    const master = await desk.call(contract.createIncident, report('主事件', { serviceId }))
    const twin = await desk.call(contract.createIncident, report('无人受理的重复事件'))
    expect(twin.state).toBe('new')
    await desk.call(contract.markDuplicate, { id: twin.id, version: twin.version, ofId: master.id })
    await cancel(master.id)
    await expect.poll(async () => (await read(twin.id)).state, { timeout: 15_000 }).toBe('new')
    expect(states(await read(twin.id))).toEqual({ response: 'running', restore: 'running' })
  })

  it('is found by the migration when it has waited since before', async () => {
    const { masterId, twinId } = await pair()
    const event = { type: 'incident.duplicates-left', entity: 'incident', entity_id: masterId, data: '{}' }
    await transaction(app.db, async (tx) => {
      await tx
        .updateTable('ticket')
        .set({ state: 'cancelled', open: false })
        .where('id', '=', masterId)
        .execute()
      await tx
        .insertInto('event_outbox')
        .values({ id: newId(), ...event })
        .execute()
    })
    await expect.poll(async () => (await read(twinId)).state, { timeout: 15_000 }).toBe('in-progress')
  })
})

describe('a duplicate that people take up again', () => {
  it('repeats nothing any more: resumed, or given to somebody', async () => {
    const { masterId, twinId } = await pair()
    const waiting = await read(twinId)
    const resumed = await eng.call(contract.resumeIncident, { id: twinId, version: waiting.version })
    expect(resumed).toMatchObject({ state: 'in-progress', duplicateOf: null })
    expect(states(resumed)).toMatchObject({ restore: 'running' })
    // and the other one's end is not its own
    const master = await read(masterId)
    await desk.call(contract.resolveIncident, { id: masterId, version: master.version, resolution: '已恢复' })
    const again = await pair()
    const { version } = await read(again.twinId)
    const given = await desk.call(contract.assignIncident, {
      id: again.twinId,
      version,
      ownerId: eng.personId,
      reason: '不是同一件事',
    })
    expect(given).toMatchObject({ state: 'assigned', duplicateOf: null })
    expect((await read(twinId)).state).toBe('in-progress')
  })

  it('has its instruction and its changed grade back, not what was answered meanwhile', async () => {
    const { twinId } = await pair()
    const waiting = await read(twinId)
    await eng.call(contract.resumeIncident, { id: twinId, version: waiting.version })
    const deadline = new Date(Date.now() + 3600_000).toISOString()
    const asked = await lead.call(story.supervise, {
      id: twinId,
      instruction: '请一小时内恢复',
      ownerId: eng.personId,
      deadline,
    })
    const { id: otherId } = await desk.call(contract.createIncident, report('主事件', { serviceId }))
    await desk.call(contract.markDuplicate, {
      id: twinId,
      version: (await read(twinId)).version,
      ofId: otherId,
    })
    expect(states(await read(twinId))).toMatchObject({ supervision: 'cancelled' })
    await lead.call(contract.gradeIncident, {
      id: twinId,
      version: (await read(twinId)).version,
      grade: 'serious',
      reason: '影响面扩大',
    })
    const back = await eng.call(contract.resumeIncident, {
      id: twinId,
      version: (await read(twinId)).version,
    })
    expect(states(back)).toMatchObject({ supervision: 'running', restore: 'running' })
    const instruction = back.clocks.find((c) => c.metric === 'supervision')!
    expect(Date.parse(instruction.dueAt)).toBe(Date.parse(deadline))
    expect(back.clocks.find((c) => c.metric === 'restore')!.grade).toBe('serious')
    await desk.call(contract.markDuplicate, { id: twinId, version: back.version, ofId: otherId })
    await eng.call(story.replySupervision, {
      id: twinId,
      supervisionId: asked.id,
      version: asked.version,
      reply: '与另一单一并处理',
    })
    const last = await eng.call(contract.resumeIncident, {
      id: twinId,
      version: (await read(twinId)).version,
    })
    expect(states(last)).toMatchObject({ supervision: 'cancelled', restore: 'running' })
  })
})
