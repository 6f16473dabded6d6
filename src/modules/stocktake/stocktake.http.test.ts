import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '#kernel/db/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { assetEndpoints as assets } from '#modules/asset/contract.ts'
import { listAssetClasses } from '#modules/asset-class/contract.ts'
import * as contract from './contract.ts'
import { hindrance, waitsFor } from './lifecycle.ts'

let app: TestApp
let keeper: Caller
let finance: Caller
let engineer: Caller
let manager: Caller
let orgId: string
let classId: string
beforeAll(async () => {
  app = await testApp()
  ;[keeper, finance, engineer, manager] = await Promise.all([
    app.as('asset01'),
    app.as('fin01'),
    app.as('eng01'),
    app.as('mgr01'),
  ])
  orgId = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!.id
  classId = (await keeper.call(listAssetClasses, { q: 'A02010104' })).items[0]!.id
})
afterAll(() => app.close())

/** An asset that is on the book. */
async function onBook(name: string, location = '一号机房') {
  const made = await keeper.call(assets.create, {
    orgId,
    values: { name, assetClass: classId, quantity: 1 } as never,
  })
  return keeper.call(assets.moves.register, {
    id: made.id,
    version: made.version,
    values: { custodian: engineer.personId, location },
  })
}

const plan = () => ({
  title: '2027 年预算编制前盘点',
  budgetYear: 2027,
  orgId,
  classId: null,
  startsOn: '2026-11-01',
  endsOn: '2026-11-30',
  baseDate: '2026-10-31',
  members: [
    { department: 'asset' as const, personId: keeper.personId },
    { department: 'finance' as const, personId: finance.personId },
    { department: 'information' as const, personId: engineer.personId },
  ],
})

/** A stocktake that counts, with its lines by name. */
async function counting() {
  const made = await keeper.call(contract.createStocktake, plan())
  const open = await keeper.call(contract.openStocktake, { id: made.id, version: made.version })
  const { items } = await keeper.call(contract.listLines, { id: open.id, limit: 200 })
  return { id: open.id, lines: new Map(items.map((one) => [one.name, one])), open }
}
type Lines = Awaited<ReturnType<typeof counting>>['lines']
const version = async (id: string) => (await keeper.call(contract.getStocktake, { id })).version
const lineNow = async (id: string, name: string) => {
  const { items } = await keeper.call(contract.listLines, { id, q: name })
  return items[0]!
}
const countAs = (by: Caller, id: string, lines: Lines, name: string, said: Record<string, unknown>) => {
  const line = lines.get(name)!
  return by.send(contract.countLine, { id, lineId: line.id, version: line.version, ...said } as never)
}

describe('a joint stocktake', () => {
  it('is counted, explained, decided, adjusted and signed by three departments, and never changes again', async () => {
    const before = {
      a: await onBook('甲服务器'),
      b: await onBook('乙交换机'),
      c: await onBook('丙存储'),
      d: await onBook('丁打印机'),
    }
    const { id, lines } = await counting()
    expect(lines.size).toBe(4)
    for (const [name, said] of Object.entries({
      甲服务器: { result: 'found' },
      乙交换机: { result: 'moved', location: '二号机房 B01' },
      丙存储: { result: 'damaged', note: '控制器告警' },
      丁打印机: { result: 'missing' },
    }))
      expect((await countAs(engineer, id, lines, name, said)).statusCode).toBe(200)
    await finance.call(contract.addSurplus, { id, name: '账外笔记本', location: '203 室', quantity: 1 })
    const reviewing = await keeper.call(contract.reviewStocktake, { id, version: await version(id) })
    expect(reviewing.results).toEqual({ found: 1, moved: 1, damaged: 1, missing: 1, surplus: 1 })

    const early = await keeper.send(contract.submitStocktake, { id, version: reviewing.version })
    expect([early.statusCode, early.json().code]).toEqual([409, 'stocktake.hindered_explanation'])
    const at = async (name: string) => {
      const line = await lineNow(id, name)
      return { id, lineId: line.id, version: line.version }
    }
    for (const name of ['乙交换机', '丙存储', '丁打印机', '账外笔记本']) {
      await finance.call(contract.explainLine, { ...(await at(name)), explanation: '已与使用科室核实' })
      const decision = name === '丁打印机' ? 'leave' : 'adjust'
      await manager.call(contract.decideLine, { ...(await at(name)), decision })
    }
    await keeper.call(contract.adjustLine, await at('乙交换机'))
    // each department writes its own group of the ledger: the keeper may not say what condition it is in
    const foreign = await keeper.send(contract.adjustLine, await at('丙存储'))
    expect(foreign.statusCode).toBe(422)
    await engineer.call(contract.adjustLine, await at('丙存储'))
    expect((await keeper.send(contract.adjustLine, await at('账外笔记本'))).json().errors[0].field).toBe(
      'classId',
    )
    await keeper.call(contract.adjustLine, { ...(await at('账外笔记本')), classId })
    const moved = await keeper.call(assets.get, { id: before.b.id })
    const damaged = await keeper.call(assets.get, { id: before.c.id })
    expect([moved.values.location, damaged.values.condition]).toEqual(['二号机房 B01', 'faulty'])
    const found = await keeper.call(assets.list, { q: '账外笔记本' })
    expect(found.items).toHaveLength(1)

    const signing = await keeper.call(contract.submitStocktake, { id, version: await version(id) })
    expect(signing.digest).toMatch(/^[0-9a-f]{64}$/)
    const foreignSign = await manager.send(contract.signStocktake, {
      id,
      version: signing.version,
      department: 'asset',
    })
    expect(foreignSign.json().code).toBe('stocktake.signs_not')
    for (const [by, department] of [
      [keeper, 'asset'],
      [finance, 'finance'],
      [engineer, 'information'],
    ] as const)
      await by.call(contract.signStocktake, { id, version: await version(id), department })
    const closed = await finance.call(contract.getStocktake, { id })
    expect([closed.state, closed.signatures.length, closed.abilities]).toEqual(['closed', 3, []])
    const years = await finance.call(contract.budgetYears, {})
    expect(years.items.find((one) => one.year === 2027)!.closed.map((one) => one.id)).toContain(id)

    await expect(
      sql`update stocktake_line set explanation = 'x' where stocktake_id = ${id}`.execute(app.db),
    ).rejects.toMatchObject({ constraint: 'stocktake_is_closed' })
    await withOwner(app.ownerUrl, async (client) => {
      await expect(client.query(`delete from stocktake where id = '${id}'`)).rejects.toThrow()
    })
    const pdf = await finance.inject({ method: 'GET', url: `/api/v1/stocktakes/${id}/report` })
    expect([pdf.statusCode, pdf.body.slice(0, 5)]).toEqual([200, '%PDF-'])
  })

  it('lets two count at once, and tells the slower one', async () => {
    await onBook('戊服务器')
    const { id, lines } = await counting()
    const [first, second] = await Promise.all([
      countAs(engineer, id, lines, '戊服务器', { result: 'found' }),
      countAs(finance, id, lines, '戊服务器', { result: 'missing' }),
    ])
    expect([first.statusCode, second.statusCode].sort()).toEqual([200, 412])
    expect((await lineNow(id, '戊服务器')).rounds).toBe(1)
  })

  it('has a line counted again by somebody else, and nothing missing in silence', async () => {
    await onBook('己服务器')
    const { id, lines } = await counting()
    await countAs(engineer, id, lines, '己服务器', { result: 'missing' })
    const line = await lineNow(id, '己服务器')
    const asked = await keeper.call(contract.askRecount, { id, lineId: line.id, version: line.version })
    expect(asked.waitsFor).toBe('recount')
    const again = { id, lineId: line.id, version: asked.version, result: 'found' as const }
    expect((await engineer.send(contract.countLine, again)).json().code).toBe('stocktake.second_pair')
    expect((await finance.call(contract.countLine, again)).result).toBe('found')
    const held = await keeper.send(contract.reviewStocktake, { id, version: await version(id) })
    expect(held.json().code).toBe('stocktake.hindered_count')
    const ended = await keeper.call(contract.reviewStocktake, {
      id,
      version: await version(id),
      uncountedIsMissing: true,
    })
    expect(ended.results['missing']).toBe(lines.size - 1)
  })

  it('takes a filled-in sheet once, and names every bad cell', async () => {
    const one = await onBook('庚服务器')
    const { id } = await counting()
    const sheet = (...rows: string[]) => {
      const text = `\ufeff资产编号,盘点结果,实盘数量,实际地点,说明\r\n${rows.join('\r\n')}\r\n`
      const payload = `--x\r\ncontent-disposition: form-data; name="file"; filename="盘点.csv"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n--x--\r\n`
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      return { payload, headers, method: 'POST' as const }
    }
    const url = `/api/v1/stocktakes/${id}/sheet`
    const bad = await engineer.inject({
      ...sheet(`${one.number},地点变动,,,`, 'ZC-0000-000000,账实相符,,,', `${one.number},丢了,,,`),
      url: `${url}/check`,
    })
    expect(bad.json().problems.map((p: { cell: string }) => p.cell)).toEqual(['D2', 'A3', 'B4'])
    const good = sheet(`${one.number},地点变动,１,库房,盘点时在库`)
    const taken = await engineer.inject({ ...good, url })
    expect([taken.statusCode, taken.json().create]).toEqual([200, 1])
    expect((await lineNow(id, '庚服务器')).countedLocation).toBe('库房')
    const twice = await engineer.inject({ ...good, url })
    expect([twice.json().create, twice.json().same]).toEqual([0, 1])
    const file = await engineer.inject({ method: 'GET', url: `${url}?format=csv` })
    expect(file.body).toContain('地点变动')
  })
})

describe('the rules of a stocktake', () => {
  const line = {
    result: 'moved',
    recount: false,
    explanation: null,
    decision: null,
    adjusted: false,
  } as const
  it('say what a line waits for, one thing after the other', () => {
    expect(waitsFor({ ...line, result: null })).toBe('count')
    expect(waitsFor({ ...line, result: 'found' })).toBeNull()
    expect(waitsFor(line)).toBe('explanation')
    expect(waitsFor({ ...line, explanation: 'x' })).toBe('decision')
    expect(waitsFor({ ...line, explanation: 'x', decision: 'adjust' })).toBe('adjustment')
    expect(waitsFor({ ...line, explanation: 'x', decision: 'leave' })).toBeNull()
    expect(waitsFor({ ...line, explanation: 'x', decision: 'leave', recount: true })).toBe('recount')
  })
  it('let nothing be signed that waits', () => {
    const none = { count: 0, recount: 0, explanation: 0, decision: 0, adjustment: 0 }
    expect(hindrance('reviewing', 'signing', none)).toBeNull()
    for (const what of ['count', 'recount', 'explanation', 'decision', 'adjustment'] as const)
      expect(hindrance('reviewing', 'signing', { ...none, [what]: 1 })).toBe(what)
    expect(hindrance('draft', 'signing', none)).toBe('state')
  })
})
