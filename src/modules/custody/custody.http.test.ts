import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manifest as ledgerRoom } from '#kernel/ledger/index.ts'
import { listNotifications } from '#kernel/notify/contract.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { custodyEndpoints as custody } from './contract.ts'

let app: TestApp
let keeper: Caller
let orgId: string
beforeAll(async () => {
  app = await testApp()
  keeper = await app.as('asset01')
  orgId = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!.id
})
afterAll(() => app.close())

const agreement = (more: Record<string, unknown> = {}) => ({
  orgId,
  values: {
    subject: '涉密服务器 2 台',
    kind: 'equipment',
    place: '一号机房 A03',
    custodian: keeper.personId,
    startsOn: '2026-11-01',
    endsOn: '2027-10-31',
    ...more,
  } as never,
})

/** Uploads a file that a record will name. */
async function upload(caller: Caller): Promise<string> {
  const boundary = 'x'
  const part = `--x\r\ncontent-disposition: form-data; name="file"; filename="协议.txt"\r\ncontent-type: text/plain\r\n\r\n保管协议\r\n--x--\r\n`
  const response = await caller.inject({
    method: 'POST',
    url: '/api/v1/custody-agreements/files',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: part,
  })
  expect(response.statusCode, response.body).toBe(201)
  return (response.json() as { id: string }).id
}

describe('a declared ledger', () => {
  it('makes, shows and lists records', async () => {
    const made = await keeper.call(custody.create, agreement())
    expect(made.number).toMatch(/^BG-\d{4}-\d{4}$/)
    expect(made.state).toBe('draft')
    expect(made.values.kind).toEqual({ code: 'equipment', name: '设备' })
    expect(made.values.custodian?.id).toBe(keeper.personId)
    expect(made.abilities).toEqual(['edit', 'comment', 'attach', 'detach', 'sign', 'cancel'])
    expect(await keeper.call(custody.get, { id: made.id })).toEqual(made)
    const listed = await keeper.call(custody.list, { state: 'draft', kind: 'equipment', sort: '-endsOn' })
    expect(listed.items.map((one) => one.id)).toContain(made.id)
  })

  it('tells every field at fault at once', async () => {
    const bad = agreement({ endsOn: '2026-11-01', kind: 'gold', value: '12.345', handover: keeper.personId })
    const response = await keeper.send(custody.create, bad)
    expect(response.statusCode).toBe(422)
    const { errors } = response.json() as { errors: { field: string; message: string }[] }
    expect(errors.map((one) => one.field).sort()).toEqual([
      'values.endsOn',
      'values.handover',
      'values.kind',
      'values.value',
    ])
    expect(errors.find((one) => one.field === 'values.endsOn')!.message).toBe('须晚于“开始日期”。')
  })

  it('is changed by one keeper at a time, and its story tells how', async () => {
    const made = await keeper.call(custody.create, agreement())
    const changed = await keeper.call(custody.update, {
      id: made.id,
      version: made.version,
      values: { place: '二号机房', value: '￥1,234.5' },
    })
    expect([changed.values.place, changed.values.value, changed.version]).toEqual(['二号机房', '1234.50', 2])
    const late = await keeper.send(custody.update, { id: made.id, version: 1, values: { place: '别处' } })
    expect([late.statusCode, late.json().code]).toEqual([412, 'ledger.version_stale'])
    const history = await keeper.call(custody.history, { id: made.id })
    expect(history.items.map((one) => one.what)).toEqual(['edit', 'create'])
    expect(history.items[0]!.changes).toContainEqual({
      field: 'place',
      before: '一号机房 A03',
      after: '二号机房',
    })
  })

  it('takes one of two changes that come at once', async () => {
    const made = await keeper.call(custody.create, agreement())
    const manager = await app.as('mgr01')
    const both = await Promise.all(
      [keeper, manager].map((one, i) =>
        one.send(custody.update, { id: made.id, version: 1, values: { place: `${i} 号库` } }),
      ),
    )
    expect(both.map((one) => one.statusCode).sort()).toEqual([200, 412])
    expect((await keeper.call(custody.get, { id: made.id })).version).toBe(2)
  })

  it('moves when what is needed is there', async () => {
    const made = await keeper.call(custody.create, agreement())
    const file = await upload(keeper)
    const early = await keeper.send(custody.moves.sign, {
      id: made.id,
      version: 1,
      values: { signedOn: '2026-11-01' },
    } as never)
    expect(early.statusCode).toBe(422)
    const signed = await keeper.call(custody.moves.sign, {
      id: made.id,
      version: 1,
      values: { signedOn: '2026-11-01', file: [file] },
    })
    expect([signed.state, (signed.values as { file: { name: string }[] }).file[0]!.name]).toEqual([
      'in-force',
      '协议.txt',
    ])
    const stolen = await keeper.send(custody.create, agreement({ file: [file] }))
    expect(stolen.json().errors[0].field).toBe('values.file')
    const content = await keeper.inject({
      method: 'GET',
      url: `/api/v1/custody-agreements/${made.id}/files/${file}`,
    })
    expect(content.body).toBe('保管协议')
    const returned = await keeper.call(custody.moves.return, {
      id: made.id,
      version: signed.version,
      values: { receiver: keeper.personId, condition: '完好' },
    })
    expect([returned.state, returned.values.returnedOn === null]).toEqual(['ended', false])
    const closed = await keeper.send(custody.update, {
      id: made.id,
      version: returned.version,
      values: { place: 'x' },
    })
    expect(closed.json().code).toBe('ledger.closed')
  })

  it('is read-only for readers and unknown to others', async () => {
    const made = await keeper.call(custody.create, agreement())
    const reader = await app.as('eng01')
    const seen = await reader.send(custody.get, { id: made.id })
    if (seen.statusCode === 200) expect(seen.json().abilities).toEqual(['comment'])
    const edit = await reader.send(custody.update, { id: made.id, version: 1, values: { place: 'x' } })
    expect([404, 422]).toContain(edit.statusCode)
    expect((await (await app.as('req01')).send(custody.list, {})).statusCode).toBe(403)
  })
})

describe('reminders', () => {
  it('tell the custodian and the keepers before the end, once at each distance', async () => {
    const custodian = await app.as('eng01')
    const day = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10)
    const values = {
      custodian: custodian.personId,
      endsOn: day,
      startsOn: '2026-01-01',
      subject: '将到期的保管',
    }
    const made = await keeper.call(custody.create, agreement(values))
    const file = await upload(keeper)
    await keeper.call(custody.moves.sign, {
      id: made.id,
      version: 1,
      values: { signedOn: '2026-01-01', file: [file] },
    })
    const job = ledgerRoom.jobs!.find((one) => one.name === 'ledger.remind')!
    const context = { db: app.db, settings: app.settings, log: () => undefined }
    await job.run(context)
    await job.run(context)
    for (const person of [custodian, keeper]) {
      const { items } = await person.call(listNotifications, {})
      const told = items.filter((one) => one.text.includes('将到期的保管'))
      expect(told.map((one) => one.path)).toEqual([`/custody-agreements/${made.id}`])
      expect(told[0]!.text).toMatch(/^保管协议“将到期的保管”的到期日期为 \d{4}-\d\d-\d\d，还有 [56] 天。$/)
    }
  })
})
