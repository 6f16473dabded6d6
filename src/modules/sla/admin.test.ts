import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import { createAgreement, getAgreement, listAgreements, updateAgreement } from './contract.ts'
import { DEFAULT_AGREEMENT_ID } from './index.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

describe('agreements over HTTP', () => {
  it('ship one default, which managers change and engineers see', async () => {
    const [manager, engineer] = [await t.as('mgr01'), await t.as('eng01')]
    const { items } = await engineer.call(listAgreements, {})
    expect(items[0]).toMatchObject({ id: DEFAULT_AGREEMENT_ID, isDefault: true })
    const seen = await engineer.call(getAgreement, { id: DEFAULT_AGREEMENT_ID })
    expect(seen.abilities).toEqual([])
    expect(seen.targets).toContainEqual({
      grade: 'major',
      metric: 'on-site',
      value: 4,
      unit: 'hours',
      calendarId: expect.any(String) as string,
      notBeforeMinutes: 120,
    })
    const { id, version } = await manager.call(getAgreement, { id: DEFAULT_AGREEMENT_ID })
    expect((await engineer.send(updateAgreement, { id, version, description: 'x' })).statusCode).toBe(403)
    const after = await manager.call(updateAgreement, { id, version, description: '改' })
    expect(after).toMatchObject({ description: '改', version: version + 1, targets: seen.targets })
    expect((await manager.send(updateAgreement, { id, version, description: 'x' })).statusCode).toBe(412)
    expect(
      (await manager.send(updateAgreement, { id, version: version + 1, active: false })).json(),
    ).toMatchObject({
      code: 'sla.default_inactive',
    })
    for (const login of ['req01', 'sys01', 'sec01', 'aud01'])
      expect((await (await t.as(login)).send(getAgreement, { id })).statusCode).toBe(403)
  })

  it('refuse a document whose parts do not fit, every field named', async () => {
    const manager = await t.as('mgr01')
    const nobody = '01900000-0000-7000-8000-000000000001'
    const response = await manager.send(createAgreement, {
      name: '坏协议',
      targets: [
        {
          grade: 'major',
          metric: 'response',
          value: 30,
          unit: 'minutes',
          calendarId: nobody,
          notBeforeMinutes: 5,
        },
        { grade: 'major', metric: 'response', value: 30, unit: 'minutes' },
        { grade: 'minor', metric: 'supervision', value: 1, unit: 'hours' },
      ],
      pauseRules: [{ reason: 'vendor', metrics: ['nonsense'] }],
      escalations: [
        { metric: 'response', atPercent: 80, notify: ['owner'] },
        { metric: 'response', atPercent: 80, notify: ['manager', 'manager'] },
      ],
      coverage: [{}, { serviceId: nobody }],
    })
    expect(response.statusCode).toBe(422)
    const { code, errors } = response.json<{
      code: string
      errors: { field: string; code: string; message: string }[]
    }>()
    expect(code).toBe('sla.unfit')
    expect(new Set(errors.map((e) => e.field))).toEqual(
      new Set([
        'targets',
        'targets.0.notBeforeMinutes',
        'targets.1',
        'targets.2.metric',
        'pauseRules.0.metrics.0',
        'escalations.1.atPercent',
        'coverage.0',
        'targets.0.calendarId',
        'coverage.1.serviceId',
      ]),
    )
    expect(errors.every((e) => e.message.length > 2)).toBe(true)
  })

  it('list in pages and take a name once', async () => {
    const manager = await t.as('mgr01')
    const {
      id: _id,
      isDefault: _d,
      version: _v,
      abilities: _a,
      ...body
    } = await manager.call(getAgreement, {
      id: DEFAULT_AGREEMENT_ID,
    })
    const made = await manager.call(createAgreement, { ...body, name: '乙协议' })
    expect((await manager.send(createAgreement, { ...body, name: '乙协议' })).json()).toMatchObject({
      code: 'sla.name_taken',
    })
    const first = await manager.call(listAgreements, { limit: 1 })
    const second = await manager.call(listAgreements, { limit: 1, cursor: first.nextCursor! })
    expect(second.items.map((a) => a.id)).toEqual([made.id])
    const promoted = await manager.call(updateAgreement, {
      id: made.id,
      version: made.version,
      isDefault: true,
    })
    expect(promoted.isDefault).toBe(true)
    expect((await manager.call(getAgreement, { id: DEFAULT_AGREEMENT_ID })).isDefault).toBe(false)
  })
})
