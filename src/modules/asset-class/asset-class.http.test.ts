import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallOutput, EndpointDef } from '#kernel/http/endpoint.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'

let app: TestApp
let keeper: Caller
beforeAll(async () => {
  app = await testApp()
  keeper = await app.as('asset01')
})
afterAll(() => app.close())

async function upload<E extends EndpointDef>(caller: Caller, ep: E, name: string, content: string) {
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`
  const response = await caller.inject({
    method: 'POST',
    url: `/api/v1${ep.path}`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    payload: Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--b--\r\n')]),
  })
  return { status: response.statusCode, body: response.json() as CallOutput<E> & { code?: string } }
}

const find = async (code: string) =>
  (await keeper.call(contract.listAssetClasses, { q: code })).items.find((one) => one.code === code)!

describe('the shipped tree', () => {
  it('has the four families, levels, and what holds below', async () => {
    const top = (await keeper.call(contract.listAssetClasses, { limit: 200 })).items
    expect(new Set(top.map((one) => one.family))).toEqual(
      new Set(['information-system', 'physical', 'software', 'information-resource']),
    )
    const server = await find('A02010104')
    expect(server).toMatchObject({
      name: '服务器',
      trail: ['设备', '信息化设备', '计算机'],
      serviceYears: null,
      effectiveYears: 6,
      effectiveHoldsData: true,
      hasChildren: false,
    })
    const below = await keeper.call(contract.listAssetClasses, { parentId: server.parentId! })
    expect(below.items.map((one) => one.name)).toContain('台式计算机')
    expect((await find('A08060303')).family).toBe('software')
    const picked = await keeper.call(contract.lookupAssetClasses, { q: '服务器' })
    expect(picked.items.map((one) => one.code)).toContain('A02010104')
  })
})

describe('keepers', () => {
  it('make, change and move classes; what is below follows', async () => {
    const parent = await find('A02010100')
    const made = await keeper.call(contract.createAssetClass, {
      code: 'A0201010401',
      name: '国产服务器',
      parentId: parent.id,
      gbt14885: 'A02010104',
    })
    expect(made).toMatchObject({ family: 'physical', effectiveYears: 6, origin: 'manual' })
    const years = await keeper.call(contract.editAssetClass, {
      ...id(parent),
      serviceYears: 5,
      holdsData: false,
    })
    expect(years.serviceYears).toBe(5)
    expect(await find('A0201010401')).toMatchObject({ effectiveYears: 5, effectiveHoldsData: false })
    const under = await keeper.send(contract.editAssetClass, { ...id(years), parentId: made.id })
    expect([under.statusCode, under.json().code]).toEqual([422, 'asset-class.below_itself'])
    const stale = await keeper.send(contract.editAssetClass, { ...id(parent), name: '电脑' })
    expect([stale.statusCode, stale.json().code]).toEqual([412, 'asset-class.version_stale'])
    const twice = await keeper.send(contract.createAssetClass, {
      code: 'A0201010401',
      name: '另一个',
      family: 'physical',
    })
    expect(twice.statusCode).toBe(409)
  })

  it('are the only ones who do', async () => {
    const engineer = await app.as('eng01')
    expect((await engineer.send(contract.listAssetClasses, {})).statusCode).toBe(200)
    const denied = await engineer.send(contract.createAssetClass, {
      code: 'Z9',
      name: 'x',
      family: 'software',
    })
    expect(denied.statusCode).toBe(403)
    expect((await (await app.as('req01')).send(contract.listAssetClasses, {})).statusCode).toBe(403)
  })
})

describe('a catalogue of another edition', () => {
  const csv = [
    '品目编码,品目名称,级别,上级编码,说明,版次',
    'A02010104,服务器（2024）,4,A02010100,,x',
    'A02010105,台式计算机 包括一体机,4,A02010100,,x',
    'A02019901,智能网卡,4,A02019900,,x',
    'A02019901,重复的,4,A02019900,,x',
    'C16010000,软件开发服务,2,C16000000,,x',
  ].join('\r\n')

  it('is examined without a trace, then taken, with its report kept and own names left alone', async () => {
    const server = await find('A02010104')
    await keeper.call(contract.editAssetClass, { ...id(server), name: '服务器（本单位）' })
    const { status, body } = await upload(keeper, contract.checkCatalogue, '目录2024.csv', csv)
    expect(status).toBe(200)
    expect(body.defects.map((one) => [one.kind, one.line, one.code])).toEqual([
      ['duplicate_code', 5, 'A02019901'],
      ['missing_parent', 2, 'A02010104'],
      ['missing_parent', 3, 'A02010105'],
      ['polluted_name', 3, 'A02010105'],
      ['missing_parent', 4, 'A02019901'],
      ['missing_parent', 6, 'C16010000'],
    ])
    expect(body).toMatchObject({ entries: 5, passedOver: 1, applied: false, kept: 1 })
    expect(await find('A02019901')).toBeUndefined()
    const taken = await upload(keeper, contract.importCatalogue, '目录2024.csv', csv)
    expect(taken.status).toBe(201)
    expect(await find('A02019901')).toMatchObject({
      name: '智能网卡',
      trail: ['设备', '信息化设备', '其他信息化设备'],
    })
    expect((await find('A02010104')).name).toBe('服务器（本单位）')
    const again = await upload(keeper, contract.checkCatalogue, '目录2024.csv', csv)
    expect(again.body).toMatchObject({ create: 0, update: 0 })
    const [row] = (await keeper.call(contract.listCatalogueImports, {})).items
    expect(row).toMatchObject({ edition: '目录2024', entries: 5, defects: 6 })
    const report = await keeper.call(contract.getCatalogueImport, { id: row!.id })
    expect(report.defects).toEqual(body.defects)
  })

  it('is refused when it is none', async () => {
    const json = await upload(keeper, contract.checkCatalogue, 'x.json', '{"entries": [1]}')
    expect([json.status, json.body.code]).toEqual([422, 'asset-class.bad_json'])
    const heading = await upload(keeper, contract.checkCatalogue, 'x.csv', 'a,b\n1,2')
    expect([heading.status, heading.body.code]).toEqual([422, 'asset-class.bad_heading'])
  })
})

function id(one: { id: string; version: number }) {
  return { id: one.id, version: one.version }
}
