import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import {
  createService,
  deactivateService,
  getService,
  listServices,
  lookupServices,
  updateService,
} from './contract.ts'
import { serviceByLabels, serviceForIntake } from './index.ts'

let t: TestApp
let ownerOrgId: string
beforeAll(async () => {
  t = await testApp()
  ownerOrgId = (await (await t.as('mgr01')).call(lookupOrgs, {})).items[0]!.id
})
afterAll(() => t.close())

describe('services over HTTP', () => {
  it('are registered, changed, found by labels and retired', async () => {
    const manager = await t.as('mgr01')
    const made = await manager.call(createService, {
      code: 'test-oa',
      name: '测试公文系统',
      ownerOrgId,
      protectionGrade: 3,
      matchers: [[{ label: 'job', value: 'test-oa-.+', regex: true }]],
    })
    expect(made).toMatchObject({ active: true, version: 1, abilities: ['update', 'deactivate'] })
    expect((await serviceByLabels(t.db, { job: 'test-oa-web' }))?.id).toBe(made.id)
    const changed = await manager.call(updateService, {
      id: made.id,
      version: 1,
      matchers: [[{ label: 'site', value: '测试' }]],
    })
    expect(changed).toMatchObject({ name: '测试公文系统', protectionGrade: 3, version: 2 })
    expect(await serviceByLabels(t.db, { job: 'test-oa-web' })).toBeUndefined()
    expect((await serviceByLabels(t.db, { site: '测试' }))?.id).toBe(made.id)
    expect((await manager.send(updateService, { id: made.id, version: 1, name: 'x' })).statusCode).toBe(412)
    const retired = await manager.call(deactivateService, { id: made.id, version: 2 })
    expect(retired).toMatchObject({ active: false, abilities: ['update', 'activate'] })
    expect(await serviceByLabels(t.db, { site: '测试' })).toBeUndefined()
    expect(await serviceForIntake(t.db, made.id)).toMatchObject({ active: false })
    expect(
      (await manager.call(listServices, { q: 'test-oa', active: 'false' })).items.map((s) => s.id),
    ).toEqual([made.id])
  })

  it('show requesters the public ones only, and only to choose', async () => {
    const [manager, requester] = [await t.as('mgr01'), await t.as('req01')]
    const base = { ownerOrgId, matchers: [] }
    const open = await manager.call(createService, { ...base, code: 'pub-1', name: '甲甲公开' })
    const closed = await manager.call(createService, {
      ...base,
      code: 'priv-1',
      name: '甲甲内部',
      public: false,
    })
    const names = async (who: typeof manager) =>
      (await who.call(lookupServices, { q: '甲甲' })).items.map((s) => s.name)
    expect(await names(requester)).toEqual(['甲甲公开'])
    // nothing of how it is looked after: group, vendor, agreement, matchers
    const [choice] = (await requester.call(lookupServices, { q: '甲甲' })).items
    expect(Object.keys(choice!).sort()).toEqual(['code', 'id', 'name', 'ownerOrgName'])
    expect((await names(await t.as('desk01'))).sort()).toEqual(['甲甲公开', '甲甲内部'].sort())
    expect((await requester.call(lookupServices, { id: closed.id })).items).toEqual([])
    expect((await requester.send(getService, { id: open.id })).statusCode).toBe(403)
    expect((await requester.send(createService, { ...base, code: 'x', name: 'x' })).statusCode).toBe(403)
  })

  it('refuse bad input and name the field', async () => {
    const manager = await t.as('mgr01')
    const nobody = '01900000-0000-7000-8000-000000000001'
    const base = { code: 'bad', name: '坏', ownerOrgId }
    const problem = async (over: object) =>
      (await manager.send(createService, { ...base, ...over })).json<{
        status: number
        code: string
        errors: { field: string }[]
      }>()
    expect(await problem({ matchers: [[{ label: 'a', value: '(a+)+', regex: true }]] })).toMatchObject({
      status: 422,
      code: 'service.bad_pattern',
      errors: [
        {
          field: 'matchers.0.0.value',
          code: 'service.pattern_repeated_group',
          message: '括号后不能再重复。',
        },
      ],
    })
    expect(await problem({ groupId: nobody })).toMatchObject({ status: 422, errors: [{ field: 'groupId' }] })
    expect(await problem({ calendarId: nobody })).toMatchObject({
      status: 422,
      errors: [{ field: 'calendarId' }],
    })
    expect(await problem({ ownerOrgId: nobody })).toMatchObject({
      status: 422,
      errors: [{ field: 'ownerOrgId' }],
    })
    expect(
      await problem({
        matchers: [
          [
            { label: 'a', value: '1' },
            { label: 'a', value: '2' },
          ],
        ],
      }),
    ).toMatchObject({ status: 422 })
    await manager.call(createService, base)
    expect(await problem({})).toMatchObject({ status: 409, code: 'service.code_taken' })
    expect((await manager.send(getService, { id: nobody })).statusCode).toBe(404)
  })
})
