import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, listApprovals } from '#kernel/approval/contract.ts'
import { addCode, editCode, listCodeLists, listCodes, lookupCodes } from '#kernel/ledger/contract.ts'
import { manifest as ledgerManifest } from '#kernel/ledger/index.ts'
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
/** Asks until it is so: what reactions do comes a little later. */
async function until<T>(ask: () => Promise<T>, so: (answer: T) => boolean): Promise<T> {
  for (const end = Date.now() + 10_000; ;) {
    const answer = await ask()
    if (so(answer) || Date.now() > end) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
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

    // agreed to by the manager, it is gone for good, with its papers
    const manager = await app.as('mgr01')
    const { approvalId } = asked.pending!
    const waiting = (await manager.call(listApprovals, { list: 'waiting' })).items.find(
      (item) => item.id === approvalId,
    )!
    await manager.call(approve, {
      id: approvalId,
      version: waiting.version,
      itemId: waiting.item!.id,
      reason: '同意',
    })
    await app.work()
    const gone = await until(
      () => keeper.call(assets.get, { id: one.id }),
      (now) => now.state === 'disposed',
    )
    expect(gone.values).toMatchObject({
      disposalNumber: '财资〔2026〕12 号',
      disposalAuthority: '市财政局',
      disposedOn: '2026-11-01',
      destruction: { code: 'shred' },
      destroyer: { id: engineer.personId },
      witness: { id: keeper.personId },
    })
    expect([gone.pending, gone.abilities.filter((one) => !['comment', 'attach'].includes(one))]).toEqual([
      null,
      [],
    ])
    for (const again of [
      await move('keep', gone, {}, '反悔'),
      await move('dispose', gone, { ...papers, ...destroyed, witness: keeper.personId }),
      await move('issue', gone, place()),
    ])
      expect([again.statusCode, again.json().code]).toEqual([409, 'ledger.illegal_move'])
    const edit = await keeper.send(assets.update, {
      id: gone.id,
      version: gone.version,
      values: { model: 'x' } as never,
    })
    expect([edit.statusCode, edit.json().code]).toEqual([409, 'ledger.closed'])
    const story = await keeper.call(assets.history, { id: one.id })
    expect(story.items[0]).toMatchObject({ what: 'move', move: 'dispose', to: 'disposed' })
  })
})

/** A file of a record, sent as a form does. */
const upload = (by: Caller, url: string, name: string) =>
  by.inject({
    method: 'POST',
    url: `/api/v1/assets/${url}`,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n内容\r\n--x--\r\n`,
  })

describe('papers of an asset', () => {
  it('are added by who may write a group, seen by who sees the record, and leave a trace when they go', async () => {
    const one = await make()
    const kept = await upload(engineer, `${one.id}/attachments`, '验收照片.txt')
    expect(kept.statusCode, kept.body).toBe(201)
    const { items } = await finance.call(assets.attachments, { id: one.id })
    expect(items.map((file) => file.name)).toEqual(['验收照片.txt'])
    const url = `/api/v1/assets/${one.id}/attachments/${items[0]!.id}`
    const desk = await app.as('desk01')
    expect((await desk.inject({ method: 'GET', url })).body).toBe('内容')
    expect((await upload(desk, `${one.id}/attachments`, 'x.txt')).statusCode).toBe(403)
    expect((await (await app.as('req01')).inject({ method: 'GET', url })).statusCode).toBe(403)
    // it is no file of a field, and of no other record
    expect((await desk.inject({ method: 'GET', url: url.replace('attachments', 'files') })).statusCode).toBe(
      404,
    )
    const other = await make()
    expect((await desk.inject({ method: 'GET', url: url.replace(one.id, other.id) })).statusCode).toBe(404)
    const foreign = await finance.send(assets.removeAttachment, { id: one.id, fileId: items[0]!.id })
    expect(foreign.statusCode).toBe(403)
    await keeper.call(assets.removeAttachment, { id: one.id, fileId: items[0]!.id })
    expect((await finance.call(assets.attachments, { id: one.id })).items).toEqual([])
    const story = await finance.call(assets.history, { id: one.id })
    expect(story.items.slice(0, 2).map((entry) => [entry.what, entry.text])).toEqual([
      ['detach', '验收照片.txt'],
      ['attach', '验收照片.txt'],
    ])
  })

  it('that no record has taken within a day are removed, later ones and taken ones stay', async () => {
    const [old, fresh] = [await upload(keeper, 'files', '旧.txt'), await upload(keeper, 'files', '新.txt')]
    expect([old.statusCode, fresh.statusCode]).toEqual([201, 201])
    await sql`update file set recorded_at = now() - interval '25 hours' where id = ${old.json().id}`.execute(
      app.db,
    )
    const sweep = ledgerManifest.jobs!.find((job) => job.name === 'ledger.sweep-uploads')!
    await sweep.run({ db: app.db, settings: app.settings, log: () => undefined })
    const { rows } = await sql<{ id: string }>`select id from file where entity = 'asset-upload'
      and deleted_at is null and id in (${old.json().id}, ${fresh.json().id})`.execute(app.db)
    expect(rows.map((row) => row.id)).toEqual([fresh.json().id])
  })
})

describe('code lists', () => {
  it('tell who uses them and how often; a code that is switched off is no longer offered, and records keep it', async () => {
    const { items: lists } = await keeper.call(listCodeLists, {})
    const funds = lists.find((one) => one.list === 'asset.funds')!
    expect(funds).toMatchObject({
      disabled: 0,
      usedBy: [{ ledger: '资产台账', field: '经费来源', path: '/assets' }],
    })
    const added = await keeper.call(addCode, {
      list: 'asset.funds',
      code: 'bond',
      name: '专项债',
      nameEn: 'Special bonds',
      position: 25,
      active: true,
    })
    const one = await make()
    const valued = await finance.call(assets.update, {
      id: one.id,
      version: one.version,
      values: { funds: 'bond' } as never,
    })
    const codes = (await keeper.call(listCodes, { list: 'asset.funds', limit: 50 })).items
    expect(codes.map((code) => [code.code, code.used])).toEqual([
      ['budget', 0],
      ['special', 0],
      ['bond', 1],
      ['own', 0],
      ['none', 0],
    ])
    await keeper.call(editCode, {
      list: 'asset.funds',
      code: 'bond',
      version: added.version,
      active: false,
    })
    const stale = await keeper.send(editCode, {
      list: 'asset.funds',
      code: 'bond',
      version: added.version,
      name: 'x',
    })
    expect(stale.statusCode).toBe(412)
    const offered = await finance.call(lookupCodes, { list: 'asset.funds' })
    expect(offered.items.some((code) => code.code === 'bond')).toBe(false)
    const again = await finance.call(assets.get, { id: valued.id })
    expect(again.values.funds).toMatchObject({ code: 'bond', name: '专项债' })
    expect((await finance.send(listCodes, { list: 'asset.funds' })).statusCode).toBe(403)
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
