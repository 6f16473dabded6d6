import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import type { Input } from '#kernel/http/endpoint.ts'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import { listCategories } from '#modules/ticket/contract.ts'
import { lookupServices } from '#modules/service/contract.ts'
import { createIncident, getIncident, type IncidentRecord } from './contract.ts'

let app: TestApp
let serviceIds: string[]
let categoryId: string
let requesterId: string
let orgId: string

beforeAll(async () => {
  app = await testApp()
  const desk = await app.as('desk01')
  serviceIds = (await desk.call(lookupServices, {})).items.map((s) => s.id)
  categoryId = (await desk.call(listCategories, {})).items[0]!.id
  orgId = (await desk.call(lookupOrgs, {})).items[0]!.id
  const me = (await app.as('req01')).inject({ url: '/api/v1/me' })
  requesterId = ((await me).json() as { person: { id: string } }).person.id
})
afterAll(() => app.close())

type Filing = Input<typeof createIncident>
const base: Filing = {
  title: '打印机脱机 𠮷 <b>',
  description: '第一行\n第二行',
  impact: 'high',
  urgency: 'low',
  channel: 'portal',
  type: 'fault',
}

/** What goes on while one looks: the rest is the same whoever wrote it. */
function still(record: IncidentRecord): unknown {
  const clocks = record.clocks.map((c) => ({ ...c, remainingSeconds: 0, percent: 0 }))
  return { ...record, clocks }
}

/** A creation answers from what it wrote; whoever reads the record afterwards must find the same. */
async function same(login: string, filing: Partial<Filing>): Promise<IncidentRecord> {
  const caller = await app.as(login)
  const filed = await caller.call(createIncident, { ...base, ...filing })
  expect(still(filed)).toEqual(still(await caller.call(getIncident, { id: filed.id })))
  return filed
}

describe('the answer to a creation', () => {
  it('is the record, for a requester with and without a service', async () => {
    await same('req01', {})
    for (const serviceId of serviceIds.slice(0, 3)) await same('eng01', { serviceId, channel: 'phone' })
  })

  it('is the record, for the desk with callers, requesters, orgs, categories and parents', async () => {
    const phone = { channel: 'phone' as const }
    const parent = await same('desk01', {
      ...phone,
      caller: { name: '王女士', phone: '65880123', place: '二楼' },
    })
    await same('desk01', { ...phone, requesterId, categoryId, serviceId: serviceIds[0]! })
    await same('desk01', { ...phone, orgId, type: 'request', parentId: parent.id })
    await same('desk01', { ...phone, occurredAt: '2026-11-01T08:00:00+08:00', requesterId })
  })

  it('is the record, when it was resolved at first contact', async () => {
    const filed = await same('desk01', {
      channel: 'phone',
      caller: { name: '王女士', phone: '65880124', place: '三楼' },
      resolution: '已指导重启',
    })
    expect(filed.state).toBe('resolved')
  })
})
