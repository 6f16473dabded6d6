import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, listApprovals } from '#kernel/approval/contract.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { cardEndpoints as cards, visitEndpoints as visits } from './contract.ts'

let app: TestApp
let desk: Caller
let lead: Caller
let orgId: string
beforeAll(async () => {
  app = await testApp()
  ;[desk, lead] = await Promise.all([app.as('desk01'), app.as('lead01')])
  orgId = (await desk.call(lookupOrgs, {})).items[0]!.id
})
afterAll(() => app.close())

const visit = async (more: Record<string, unknown> = {}) => ({
  orgId,
  values: {
    visitor: '韩工',
    visitorOrg: '华信科技',
    phone: '13800001234',
    machineRoom: 'room-1',
    purpose: '更换存储控制器',
    companion: (await app.as('eng01')).personId,
    plannedFrom: '2026-11-23T09:00:00+08:00',
    plannedTo: '2026-11-23T11:00:00+08:00',
    ...more,
  } as never,
})

/** The duty leader agrees; the reaction that carries the move out has run when the state has changed. */
async function agree(approvalId: string): Promise<void> {
  const { items } = await lead.call(listApprovals, { list: 'waiting' })
  const mine = items.find((one) => one.id === approvalId)!
  await lead.call(approve, { id: approvalId, version: mine.version, itemId: mine.item!.id, reason: '' })
}

describe('a visit to a machine room', () => {
  it('is approved, let in, and leaves with a slip for what it carries out', async () => {
    const worker = await app.work()
    const made = await desk.call(visits.create, await visit({ brought: '控制器 1 块' }))
    const early = await desk.send(visits.moves.admit, { id: made.id, version: 1 })
    expect([early.statusCode, early.json().code]).toEqual([409, 'ledger.illegal_move'])
    const asked = await desk.call(visits.moves.submit, { id: made.id, version: 1 })
    await agree(asked.pending!.approvalId)
    const state = async () => (await desk.call(visits.get, { id: made.id })).state
    await expect.poll(state, { timeout: 15_000 }).toBe('approved')
    const { version } = await desk.call(visits.get, { id: made.id })
    const inside = await desk.call(visits.moves.admit, { id: made.id, version })
    expect([inside.state, inside.values.admittedBy?.id]).toEqual(['inside', desk.personId])
    const without = { id: made.id, version: inside.version, values: { carriedOut: '故障控制器 1 块' } }
    const refused = await desk.send(visits.moves.leave, without)
    expect(refused.json().errors.map((one: { field: string }) => one.field)).toEqual(['values.slip'])
    const left = await desk.call(visits.moves.leave, { id: made.id, version: inside.version })
    expect([left.state, left.values.leftAt === null]).toEqual(['left', false])
    await worker.stop()
  })

  it('keeps the identity number sealed, shows it in part, and tells who looked at it', async () => {
    const made = await desk.call(visits.create, await visit({ idCard: '11010519491231002x' }))
    expect(made.values.idCard).not.toContain('19491231')
    const nobody = await desk.send(visits.reveal, { id: made.id, field: 'idCard', reason: '核对证件' })
    expect(nobody.statusCode).toBe(403)
    const wrong = await desk.send(visits.create, await visit({ idCard: '110105194912310021' }))
    expect(wrong.json().errors[0].field).toBe('values.idCard')
  })
})

describe('a door card', () => {
  it('has one number, and a holder where its kind asks for one', async () => {
    const keeper = await app.as('asset01')
    const values = { cardNo: 'MJ-0001', areas: '一号机房', validFrom: '2026-11-01', validTo: '2027-11-01' }
    const spare = { orgId, values: { ...values, kind: 'spare' } as never }
    await keeper.call(cards.create, spare)
    const twice = await keeper.send(cards.create, spare)
    expect(twice.json().errors[0].field).toBe('values.cardNo')
    const staff = { orgId, values: { ...values, cardNo: 'MJ-0002', kind: 'staff' } as never }
    expect((await keeper.send(cards.create, staff)).json().errors[0].field).toBe('values.holder')
  })
})
