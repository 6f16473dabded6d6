import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '#kernel/db/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { assetEndpoints as assets } from '#modules/asset/contract.ts'
import { listAssetClasses } from '#modules/asset-class/contract.ts'
import * as contract from './contract.ts'
import { manifest } from './index.ts'

let app: TestApp
let keeper: Caller
let finance: Caller
let engineer: Caller
let org: { id: string; name: string }
let classId: string
beforeAll(async () => {
  app = await testApp()
  ;[keeper, finance, engineer] = [await app.as('asset01'), await app.as('fin01'), await app.as('eng01')]
  org = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!
  classId = (await keeper.call(listAssetClasses, { q: 'A02010104' })).items[0]!.id
})
afterAll(() => app.close())

/** An asset in use, with what finance says of it. */
async function onBook(name: string, money: Record<string, unknown> = {}) {
  const made = await keeper.call(assets.create, {
    orgId: org.id,
    values: { name, assetClass: classId, quantity: 1 } as never,
  })
  const there = await keeper.call(assets.moves.register, {
    id: made.id,
    version: made.version,
    values: { custodian: engineer.personId, location: '一号机房' },
  })
  if (Object.keys(money).length === 0) return there
  return finance.call(assets.update, { id: there.id, version: there.version, values: money as never })
}

type Run = Awaited<ReturnType<typeof finance.call<typeof contract.getExchange>>>
async function send(lines: string[], by = finance, name = '财政台账.csv') {
  const response = await by.inject({
    method: 'POST',
    url: `/api/v1/asset-exchanges?orgId=${org.id}`,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n\ufeff${lines.join('\r\n')}\r\n--x--\r\n`,
  })
  return response
}
async function imported(lines: string[], by = finance): Promise<Run> {
  const response = await send(lines, by)
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}
const rowsOf = async (run: { id: string }, filter = {}) =>
  (await finance.call(contract.listExchangeRows, { id: run.id, limit: 100, ...filter })).items
type Row = Awaited<ReturnType<typeof rowsOf>>[number]
const decide = (by: Caller, run: { id: string }, row: Row, body: Record<string, unknown>) =>
  by.send(contract.decideRow, { id: run.id, seq: row.seq, version: row.version, ...body } as never)
const fresh = (run: { id: string }) => finance.call(contract.getExchange, { id: run.id })

describe('a comparison', () => {
  it('tells both sides apart, and changes nothing until the department that owns a field decides', async () => {
    const same = await onBook('一致的服务器', { cardNumber: 'TY001', value: '1000.00' })
    const other = await onBook('价值不同的交换机', { cardNumber: 'TY002', value: '500.00' })
    await onBook('只有本单位有的打印机')
    const run = await imported([
      '市本级资产卡片',
      '卡片编号,资产名称,分类代码,原值（元）,取得方式,取得日期,存放地点,累计折旧',
      'TY001,一致的 服务器,A02010104,"1,000.00",,,一号机房,100',
      'TY002,价值不同的交换机,A02010104,800,购置,2024年3月1日,二号机房,0',
      'TY003,只有财政有的路由器,A02010104,300,购置,20240301,三号机房,0',
      ',合计,,"2,100.00",,,,',
    ])
    expect([run.state, run.rows, run.ignored]).toEqual(['open', 3, ['累计折旧']])
    expect(run.counts).toEqual({ same: 1, differs: 1, onlyHere: 1, onlyThere: 1 })
    const rows = await rowsOf(run)
    expect(rows.map((row) => [row.kind, row.card])).toEqual([
      ['same', 'TY001'],
      ['differs', 'TY002'],
      ['only-there', 'TY003'],
      ['only-here', null],
    ])
    const [, differs, there, here] = rows as [Row, Row, Row, Row]
    expect(rows[0]!.asset?.id).toBe(same.id)
    expect(differs.fields.map(({ key, ours, theirs }) => [key, ours, theirs])).toEqual([
      ['value', '500.00', '800.00'],
      ['acquisition', null, '购置'],
      ['acquiredOn', null, '2024-03-01'],
      ['location', '一号机房', '二号机房'],
    ])

    // each department its own fields
    const foreign = await decide(keeper, run, differs, { decision: 'take' })
    expect([foreign.statusCode, foreign.json().code]).toEqual([403, 'asset-exchange.not_yours'])
    const taken = (await decide(finance, run, differs, { decision: 'take' })).json()
    expect([taken.waitsFor, taken.decision]).toEqual([['asset'], 'take'])
    const now = await finance.call(assets.get, { id: other.id })
    expect([now.values.value, now.values.acquiredOn, now.values.location]).toEqual([
      '800.00',
      '2024-03-01',
      '一号机房',
    ])
    const story = await keeper.call(assets.history, { id: other.id })
    expect(story.items[0]).toMatchObject({ what: 'edit', text: expect.stringContaining(run.number) })
    const silent = await decide(keeper, run, taken, { decision: 'keep' })
    expect(silent.json().errors[0].field).toBe('reason')
    // two people at once: the second is told
    const [first, second] = await Promise.all([
      decide(keeper, run, taken, { decision: 'keep', reason: '实物在一号机房' }),
      decide(keeper, run, taken, { decision: 'explain', reason: '上月搬迁' }),
    ])
    expect([first.statusCode, second.statusCode].sort()).toEqual([200, 412])

    // a draft of what is only there; its money is finance's
    const made = (await decide(keeper, run, there, { decision: 'create' })).json()
    expect([made.created, made.waitsFor]).toEqual([true, ['finance']])
    const filled = (await decide(finance, run, made, { decision: 'take' })).json()
    expect(filled.waitsFor).toEqual([])
    const draft = await finance.call(assets.get, { id: made.asset.id })
    expect([draft.state, draft.values.name, draft.values.value, draft.values.cardNumber]).toEqual([
      'planned',
      '只有财政有的路由器',
      '300.00',
      'TY003',
    ])

    // signed by two people for two departments, only when nothing is open; then nothing changes any more
    let at = await fresh(run)
    const early = await keeper.send(contract.signExchange, {
      id: run.id,
      version: at.version,
      department: 'asset',
    })
    expect([early.statusCode, early.json().code]).toEqual([409, 'asset-exchange.still_open'])
    const many = await keeper.call(contract.decideRows, {
      id: run.id,
      decision: 'explain',
      reason: '本月新购，财政尚未建卡',
      rows: [
        { seq: here.seq, version: here.version },
        { seq: there.seq, version: there.version },
      ],
    })
    expect(many.outcomes.map((one) => one.ok)).toEqual([true, false])
    at = await keeper.call(contract.signExchange, { id: run.id, version: at.version, department: 'asset' })
    expect([at.state, at.signsFor]).toEqual(['signing', []])
    const twice = await keeper.send(contract.signExchange, {
      id: run.id,
      version: at.version,
      department: 'finance',
    })
    expect(twice.statusCode).toBe(403)
    at = await finance.call(contract.signExchange, { id: run.id, version: at.version, department: 'finance' })
    expect([at.state, at.signatures.length, at.signatures[0]!.digest]).toEqual(['signed', 2, at.digest])
    const late = await decide(keeper, run, filled, { decision: 'explain', reason: 'x' })
    expect(late.statusCode).toBe(409)
    await expect(
      withOwner(app.ownerUrl, (client) =>
        client.query(`update asset_exchange_row set name = 'x' where run_id = $1`, [run.id]),
      ),
    ).rejects.toThrow(/is signed/)

    const url = `/api/v1/asset-exchanges/${run.id}`
    const result = await finance.inject({ method: 'GET', url: `${url}/result?format=csv` })
    expect(result.body).toMatch(/价值不同的交换机,原值（元）,500\.00,800\.00,采用财政数据/)
    const pdf = await finance.inject({ method: 'GET', url: `${url}/report` })
    expect([pdf.statusCode, pdf.body.slice(0, 5)]).toEqual([200, '%PDF-'])
    const file = await finance.inject({ method: 'GET', url: `${url}/file` })
    expect(file.body).toContain('市本级资产卡片')
    expect((await (await app.as('req01')).inject({ method: 'GET', url })).statusCode).toBe(403)
  })

  it('finds nothing to decide in its own export, and a file is compared once', async () => {
    const url = `/api/v1/asset-exchange-export?orgId=${org.id}`
    const book = await finance.inject({ method: 'GET', url: `${url}&format=csv` })
    const lines = book.body.replace('\ufeff', '').trimEnd().split('\r\n')
    // an asset without a card number is no card: the bureau gives it one
    const cards = lines.map((line, i) => (line.startsWith(',') ? `NEU${i}${line}` : line))
    const run = await imported(cards)
    expect([run.counts.onlyHere, run.counts.onlyThere]).toEqual([0, 0])
    const differs = await rowsOf(run, { kind: 'differs' })
    expect(new Set(differs.flatMap((row) => row.fields.map((field) => field.key)))).toEqual(new Set(['card']))
    const again = await imported(cards, keeper)
    expect([again.id, again.attempts, again.version]).toEqual([run.id, 1, run.version])
    const both = await Promise.all(
      [
        imported([...cards, 'X9,新卡,,,,,,,,,,,,,,,,,']),
        imported([...cards, 'X9,新卡,,,,,,,,,,,,,,,,,']),
      ].map((one) => one.catch((error: unknown) => error)),
    )
    expect(new Set(both.map((one) => (one as Run).id)).size).toBe(1)
    const xlsx = await finance.inject({ method: 'GET', url })
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  it('tells every defect of a bad file in one go, and leaves nothing but them', async () => {
    const run = await imported([
      '卡片编号,单位,资产名称,分类代码,数量,原值,取得方式,取得日期,使用状况',
      ',,没有编号,,,,,,',
      'B1,没有的单位,甲,??,0,12.345,偷来,2024-02-30,飞了',
      'B2,,乙,,,,,,',
      'B2,,丙,,=1+1,,,,',
    ])
    expect([run.state, run.counts.onlyThere]).toEqual(['refused', 0])
    const { items } = await finance.call(contract.listExchangeProblems, { id: run.id, limit: 100 })
    expect(items.map((one) => [one.cell, one.code])).toEqual(
      [
        ['A2', 'missing'],
        ['B3', 'unknown_org'],
        ['D3', 'class_shape'],
        ['E3', 'whole'],
        ['F3', 'money_scale'],
        ['G3', 'unknown_code'],
        ['H3', 'date'],
        ['I3', 'usage'],
        ['E5', 'formula'],
        ['A5', 'repeated'],
      ].sort(
        (a, b) => items.findIndex((one) => one.cell === a[0]) - items.findIndex((one) => one.cell === b[0]),
      ),
    )
    expect(items.every((one) => one.message.length > 3 && !one.message.includes(':'))).toBe(true)
    expect(await rowsOf(run)).toEqual([])
    const none = await imported(['随便,什么'], finance)
    expect([none.state, none.problems]).toEqual(['refused', 2])
    const image = await send(['\u0000\u0001'], finance, 'x.xlsx')
    expect(image.json().state).toBe('refused')
  })

  it('that was killed halfway has written nothing, says so, and is read again', async () => {
    const lines = ['卡片编号,资产名称', ...Array.from({ length: 6000 }, (_, i) => `K${i},卡片 ${i}`)]
    const sending = send(lines)
    const killed = await killReader()
    const response = await sending
    expect([killed, response.statusCode]).toEqual([true, 503])
    const [run] = (await finance.call(contract.listExchanges, { state: 'interrupted' })).items
    expect([run!.rows, await rowsOf(run!)]).toEqual([0, []])
    // the process itself is gone: nobody holds the lock, and the watch tells
    await sql`update asset_exchange set state = 'reading', started_at = now() - interval '1 minute' where id = ${run!.id}`.execute(
      app.db,
    )
    const context = { db: app.db, settings: app.settings, log: () => undefined }
    await manifest.jobs![0]!.run(context)
    const told = await fresh(run!)
    expect(told.state).toBe('interrupted')
    const read = await finance.call(contract.retryExchange, { id: run!.id, version: told.version })
    expect([read.state, read.attempts, read.counts.onlyThere]).toEqual(['open', 2, 6000])
    const left = await finance.call(contract.cancelExchange, {
      id: run!.id,
      version: read.version,
      reason: '测试',
    })
    expect(left.state).toBe('cancelled')
  })

  it('follows the ledger when it is compared again', async () => {
    const one = await onBook('地点不同的机柜', { cardNumber: 'TY100' })
    const run = await imported(['卡片编号,资产名称,存放地点', 'TY100,地点不同的机柜,三号机房'])
    await keeper.call(assets.moves.transfer, {
      id: one.id,
      version: one.version,
      values: { custodian: engineer.personId, location: '三号机房' },
      reason: '按财政台账更正',
    })
    const after = await keeper.call(contract.recompareExchange, { id: run.id, version: run.version })
    expect(after.open.all).toBe(run.open.all - 1)
    const [row] = await rowsOf(run, { q: 'TY100' })
    expect([row!.decision, row!.waitsFor]).toEqual(['corrected', []])
  })
})

/** Ends the database session that reads a file, as soon as it has begun to write. */
async function killReader(): Promise<boolean> {
  for (let i = 0; i < 500; i++) {
    const { rows } = await sql`select pg_terminate_backend(l.pid) as ended from pg_locks l
      where l.locktype = 'advisory' and l.classid = 7244 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())`.execute(app.db)
    if (rows.length > 0) return true
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return false
}
