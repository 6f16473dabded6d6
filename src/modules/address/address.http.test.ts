import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { licenceEndpoints as licences } from '#modules/licence/contract.ts'
import { domainEndpoints as domains, ipEndpoints as addresses } from './contract.ts'

let app: TestApp
let eng: Caller
let orgId: string
beforeAll(async () => {
  app = await testApp()
  eng = await app.as('eng01')
  orgId = (await eng.call(lookupOrgs, {})).items[0]!.id
})
afterAll(() => app.close())

const address = (ip: string, more: Record<string, unknown> = {}) => ({
  orgId,
  values: {
    ip,
    zone: 'extranet',
    device: '核心交换机',
    usage: '管理地址',
    userOrg: orgId,
    contact: eng.personId,
    ...more,
  } as never,
})

describe('addresses and domain names', () => {
  it('are written in one form, and none is given twice', async () => {
    const made = await eng.call(addresses.create, address('１０.12.3.45', { mac: '3c-52-82-0a-1b-2c' }))
    expect([made.values.ip, made.values.mac]).toEqual(['10.12.3.45', '3c:52:82:0a:1b:2c'])
    const twice = await eng.send(addresses.create, address('10.12.3.45'))
    expect([twice.statusCode, twice.json().errors[0].field]).toEqual([422, 'values.ip'])
    const bad = await eng.send(addresses.create, address('10.12.3.256'))
    expect(bad.json().errors[0].field).toBe('values.ip')
  })

  it('refer to each other by what the reader may see', async () => {
    const ip = await eng.call(addresses.create, address('2001:db8::1'))
    const name = {
      name: 'fw.yunzhou.gov.cn',
      kind: 'government',
      site: '政务服务网',
      registrant: orgId,
      contact: eng.personId,
      address: ip.id,
    }
    const made = await eng.call(domains.create, { orgId, values: name as never })
    expect(made.values.address).toEqual({ id: ip.id, name: '2001:db8::1' })
    const bad = await eng.send(domains.create, { orgId, values: { ...name, name: 'not a name' } as never })
    expect(bad.json().errors.map((one: { field: string }) => one.field)).toContain('values.name')
  })
})

describe('a software licence', () => {
  it('may be used more than it is held only with a word why, and a subscription has an end', async () => {
    const keeper = await app.as('asset01')
    const values = {
      product: '银河麒麟',
      maker: '麒麟软件',
      kind: 'perpetual',
      metric: 'device',
      quantity: 10,
      used: 12,
      keeper: keeper.personId,
    }
    const over = await keeper.send(licences.create, { orgId, values: values as never })
    expect(over.json().errors[0].field).toBe('values.remark')
    const said = { orgId, values: { ...values, remark: '已申请追加 2 套' } as never }
    expect((await keeper.call(licences.create, said)).values.used).toBe(12)
    const endless = { orgId, values: { ...values, used: 1, kind: 'subscription' } as never }
    expect((await keeper.send(licences.create, endless)).json().errors[0].field).toBe('values.validTo')
  })
})
