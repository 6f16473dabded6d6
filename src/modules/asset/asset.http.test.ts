import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { listAssetClasses } from '#modules/asset-class/contract.ts'
import { assetEndpoints as assets } from './contract.ts'
import { assetLabels, findAssetByNumber, listSlips, slipPdf } from './slip-contract.ts'
import { disposalProblems, servedOn } from './rules.ts'

let app: TestApp
let keeper: Caller
let finance: Caller
let engineer: Caller
let orgId: string
let serverClass: string
beforeAll(async () => {
  app = await testApp()
  ;[keeper, finance, engineer] = [await app.as('asset01'), await app.as('fin01'), await app.as('eng01')]
  orgId = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!.id
  const found = await keeper.call(listAssetClasses, { q: 'A02010104' })
  serverClass = found.items[0]!.id
})
afterAll(() => app.close())

const make = (more: Record<string, unknown> = {}) =>
  keeper.call(assets.create, {
    orgId,
    values: { name: '数据库服务器', assetClass: serverClass, quantity: 1, ...more } as never,
  })
type Record_ = Awaited<ReturnType<typeof make>>
const move = (name: keyof typeof assets.moves, one: Record_, values = {}, reason?: string, by = keeper) =>
  by.send(assets.moves[name], {
    id: one.id,
    version: one.version,
    values,
    ...(reason ? { reason } : {}),
  } as never)
const moved = async (...args: Parameters<typeof move>): Promise<Record_> => {
  const response = await move(...args)
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}
const place = () => ({ custodian: engineer.personId, location: '一号机房 A03' })

describe('an asset', () => {
  it('has three owners, each of whom writes the own group and sees the others', async () => {
    const made = await make({ model: 'TaiShan 200' })
    expect(made.number).toMatch(/^ZC-\d{4}-\d{6}$/)
    expect(made.values.assetClass?.name).toBe('服务器 A02010104')
    const valued = await finance.call(assets.update, {
      id: made.id,
      version: made.version,
      values: { value: '￥123,456.00', cardNumber: 'TY2026000001', acquiredOn: '2024-03-01' } as never,
    })
    expect([valued.values.value, valued.values.model]).toEqual(['123456.00', 'TaiShan 200'])
    const cared = await engineer.call(assets.update, {
      id: made.id,
      version: valued.version,
      values: { address: '10.1.2.3', condition: 'good', vendorContact: '138 0000 1111' } as never,
    })
    expect([cared.values.address, cared.values.vendorContact]).toEqual(['10.1.2.3', '13800001111'])
    const foreign = await engineer.send(assets.update, {
      id: made.id,
      version: cared.version,
      values: { value: '1.00' } as never,
    })
    expect([foreign.statusCode, foreign.json().errors[0].field]).toEqual([422, 'values.value'])
    // two at once: the second one is told, and nothing of the first is lost
    const late = await keeper.send(assets.update, {
      id: made.id,
      version: 1,
      values: { model: 'x' } as never,
    })
    expect(late.statusCode).toBe(412)
  })

  it('is issued, transferred, returned and lent with slips that print', async () => {
    let one = await moved('register', await make(), place())
    expect(one.state).toBe('in-use')
    one = await moved('transfer', one, { ...place(), location: '二号机房' }, '机房调整')
    one = await moved('return', one, { location: '库房' })
    expect([one.state, one.values.custodian]).toEqual(['idle', null])
    const past = await move('lend', one, { borrower: engineer.personId, dueBack: '2020-01-01' }, '出差')
    expect(past.json().errors[0]).toMatchObject({ field: 'values.dueBack' })
    one = await moved('lend', one, { borrower: engineer.personId, dueBack: '2099-01-01' }, '出差')
    one = await moved('take-back', one, { location: '库房' })
    expect([one.values.borrower, one.values.dueBack]).toEqual([null, null])
    const { items } = await keeper.call(listSlips, { id: one.id })
    expect(items.map((slip) => slip.kind)).toEqual(['take-back', 'lend', 'return', 'transfer', 'register'])
    expect(items[3]).toMatchObject({ from: { location: '一号机房 A03' }, to: { location: '二号机房' } })
    expect(items[1]!.due).toBe('2099-01-01')
    const url = `/api/v1${slipPdf.path.replace('{id}', one.id).replace('{slipId}', items[0]!.id)}`
    const pdf = await engineer.inject({ method: 'GET', url })
    expect([pdf.statusCode, pdf.headers['content-type'], pdf.body.slice(0, 5)]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ])
    expect((await (await app.as('req01')).inject({ method: 'GET', url })).statusCode).toBe(403)
  })

  it('goes only with a reason when early, with its data destroyed, and when somebody else agrees', async () => {
    const one = await moved('register', await make(), { ...place(), acceptedOn: '2026-01-01' })
    const early = await move('propose-disposal', one, { disposalKind: 'scrap' }, '故障频发')
    expect([early.statusCode, early.json().errors[0].field]).toEqual([422, 'values.earlyReason'])
    const proposed = await moved(
      'propose-disposal',
      one,
      { disposalKind: 'scrap', earlyReason: '主板损坏，无备件' },
      '故障',
    )
    const papers = {
      disposalNumber: '财资〔2026〕12 号',
      disposalAuthority: '市财政局',
      disposedOn: '2026-11-01',
    }
    const owed = await move('dispose', proposed, papers)
    expect(
      owed
        .json()
        .errors.map((error: { field: string }) => error.field)
        .sort(),
    ).toEqual(['values.destroyedOn', 'values.destroyer', 'values.destruction', 'values.witness'])
    const destroyed = { destruction: 'shred', destroyedOn: '2026-10-30', destroyer: engineer.personId }
    const alone = await move('dispose', proposed, { ...papers, ...destroyed, witness: engineer.personId })
    expect(alone.json().errors[0].field).toBe('values.witness')
    const asked = await moved('dispose', proposed, { ...papers, ...destroyed, witness: keeper.personId })
    expect([asked.state, asked.pending?.move]).toEqual(['to-dispose', 'dispose'])
  })
})

describe('labels', () => {
  it('are printed on sheets, and their link finds the asset', async () => {
    const made = [await make(), await make({ name: '防火墙' })]
    const ids = made.map((one) => one.id).join(',')
    const url = `/api/v1${assetLabels.path}?ids=${ids}&base=${encodeURIComponent('http://ops.example.gov.cn/x')}`
    const sheet = await keeper.inject({ method: 'GET', url })
    expect([sheet.statusCode, sheet.headers['content-type']]).toEqual([200, 'application/pdf'])
    const bad = await keeper.inject({
      method: 'GET',
      url: `/api/v1${assetLabels.path}?ids=${ids}&base=javascript:x`,
    })
    expect(bad.statusCode).toBe(422)
    const found = await engineer.call(findAssetByNumber, { number: made[1]!.number! })
    expect(found.id).toBe(made[1]!.id)
    expect((await engineer.send(findAssetByNumber, { number: 'ZC-1999-000001' })).statusCode).toBe(404)
  })
})

describe('service years', () => {
  it('end on the day that many years later, also after a leap day', () => {
    expect(servedOn('2024-02-29', 6)).toBe('2030-03-01')
    expect(servedOn('2020-05-01', 6)).toBe('2026-05-01')
  })

  it('ask for a reason up to the day before, never without a known beginning', () => {
    const ask = (values: object, today: string) =>
      disposalProblems('propose-disposal', { ...values }, { years: 6, holdsData: true }, today).map(
        (one) => one.field,
      )
    expect(ask({ acquiredOn: '2020-05-01' }, '2026-04-30')).toEqual(['earlyReason'])
    expect(ask({ acquiredOn: '2020-05-01' }, '2026-05-01')).toEqual([])
    expect(ask({ acquiredOn: '2020-05-01', earlyReason: '损坏' }, '2021-01-01')).toEqual([])
    expect(ask({}, '2021-01-01')).toEqual([])
  })

  it('is brought in with all its groups by the keeper, who then leaves what finance owns alone', async () => {
    const send = (text: string, url: string) =>
      keeper.inject({
        method: 'POST',
        url: `/api/v1/assets/${url}`,
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="台账.csv"\r\ncontent-type: text/csv\r\n\r\n\ufeff${text}\r\n--x--\r\n`,
      })
    const org = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!
    const taken = await send(
      `名称,分类,价值（元）,单位\r\n老交换机,A02010104,"8,800.00",${org.name}`,
      'import',
    )
    expect([taken.statusCode, taken.json().create], taken.body).toEqual([200, 1])
    const [one] = (await keeper.call(assets.list, { q: '老交换机' })).items
    expect(one!.values.value).toBe('8800.00')
    const again = await send(`编号,名称,价值（元）\r\n${one!.number},老交换机,1.00`, 'import/check')
    expect(again.json().problems.map((p: { code: string }) => p.code)).toEqual(['not_your_group'])
  })
})
