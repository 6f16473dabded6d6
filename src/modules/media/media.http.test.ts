import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approve, listApprovals } from '#kernel/approval/contract.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { mediaEndpoints as media } from './contract.ts'

let app: TestApp
let keeper: Caller
let org: { id: string; name: string }
beforeAll(async () => {
  app = await testApp()
  keeper = await app.as('asset01')
  org = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!
})
afterAll(() => app.close())

async function send(caller: Caller, url: string, name: string, type: string, content: Buffer | string) {
  const head = `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--x--\r\n')])
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  return caller.inject({ method: 'POST', url: `/api/v1/storage-media${url}`, headers, payload })
}
const csv = (...rows: string[]) => `\ufeff${rows.join('\r\n')}\r\n`
const importCsv = (url: string, content: Buffer | string) =>
  send(keeper, url, '台账.csv', 'text/csv', content)

const medium = (more: Record<string, unknown> = {}) => ({
  orgId: org.id,
  values: {
    name: '移动硬盘',
    kind: 'portable',
    classification: 'internal',
    keeper: keeper.personId,
    ...more,
  } as never,
})

describe('a storage medium', () => {
  it('is numbered without gaps, also when creations fail and run at once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => keeper.call(media.create, medium())))
    await keeper.send(media.create, medium({ kind: 'no-such' }))
    all.push(await keeper.call(media.create, medium()))
    const numbers = all.map((one) => Number(one.number!.slice(-4))).sort((a, b) => a - b)
    expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i))
  })

  it('is issued and taken back', async () => {
    const made = await keeper.call(media.create, medium())
    const bare = await keeper.send(media.moves.issue, { id: made.id, version: 1 })
    expect(
      bare
        .json()
        .errors.map((one: { field: string }) => one.field)
        .sort(),
    ).toEqual(['values.dueBack', 'values.holder', 'values.purpose'])
    const values = { holder: (await app.as('eng01')).personId, purpose: '现场检修', dueBack: '2027-01-10' }
    const issued = await keeper.call(media.moves.issue, { id: made.id, version: 1, values })
    expect([issued.state, issued.values.dueBack]).toEqual(['issued', '2027-01-10'])
    const back = await keeper.call(media.moves.return, { id: made.id, version: 2 })
    expect([back.state, back.values.holder, back.values.dueBack]).toEqual(['in-stock', null, null])
  })

  it('is destroyed only after approval, by somebody else, before a witness', async () => {
    const worker = await app.work()
    const made = await keeper.call(media.create, medium({ classification: 'secret' }))
    const asked = await keeper.call(media.moves.propose, {
      id: made.id,
      version: 1,
      values: { destroyReason: '坏道' },
    })
    expect([asked.state, asked.pending?.move]).toEqual(['in-stock', 'propose'])
    const frozen = await keeper.send(media.update, {
      id: made.id,
      version: asked.version,
      values: { place: 'x' },
    })
    expect(frozen.json().code).toBe('ledger.waits_for_approval')
    await decide(asked.pending!.approvalId)
    await expect
      .poll(async () => (await keeper.call(media.get, { id: made.id })).state, { timeout: 15_000 })
      .toBe('to-destroy')
    await worker.stop()
    const now = await keeper.call(media.get, { id: made.id })
    expect(now.abilities).not.toContain('destroy')
    const file = (await send(keeper, '/files', '凭证.txt', 'text/plain', '销毁凭证')).json().id as string
    const alone = {
      id: made.id,
      version: now.version,
      values: { method: 'shred', certificate: [file], witness: (await app.as('eng01')).personId },
    }
    expect((await keeper.send(media.moves.destroy, alone)).json().code).toBe('ledger.second_person')
    const leader = await app.as('lead01')
    const proof = (await send(leader, '/files', '凭证.txt', 'text/plain', '销毁凭证')).json().id as string
    const own = { ...alone, values: { method: 'shred', certificate: [proof], witness: leader.personId } }
    expect((await leader.send(media.moves.destroy, own)).json().errors[0].field).toBe('values.witness')
    const done = await leader.call(media.moves.destroy, {
      ...own,
      values: { ...own.values, witness: keeper.personId },
    })
    expect([done.state, (done.values.destroyedBy as { id: string }).id]).toEqual([
      'destroyed',
      leader.personId,
    ])
  })

  async function decide(id: string): Promise<void> {
    const manager = await app.as('mgr01')
    const waiting = await manager.call(listApprovals, {})
    const { version } = waiting.items.find((one) => one.id === id)!
    await manager.call(approve, { id, version })
  }
})

describe('import and export', () => {
  const heading = '名称,序列号,类别,密级,责任人,容量（GB）,启用日期,单位,状态'

  it('tells everything that is wrong in one go, and writes nothing', async () => {
    const content = csv(
      heading,
      `光盘１,CD-1,光盘,内部,asset01,０.7,2026/1/5,${org.name},`,
      `光盘2,CD-2,金盘,内部,nobody,多,2026-02-30,${org.name},`,
      `光盘3,CD-1,光盘,绝密级,asset01,1,2026年3月4日,${org.name},`,
      `,CD-4,光盘,,asset01,=1+1,46000,没有的单位,`,
    )
    const report = (await importCsv('/import/check', content)).json()
    expect(report).toMatchObject({ rows: 4, create: 1, bad: 3, applied: false, headingBad: false })
    const told = report.problems.map((one: { cell: string; code: string }) => `${one.cell} ${one.code}`)
    expect(told).toEqual(
      expect.arrayContaining([
        'C3 unknown_code',
        'E3 unknown_person',
        'F3 bad_number',
        'G3 bad_date',
        'B4 repeated',
      ]),
    )
    const refused = await importCsv('/import?mode=all', content)
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'sheet.bad_rows'])
    expect((await keeper.call(media.list, { q: 'CD-1' })).items).toEqual([])
  })

  it('takes the good rows, changes what is there, and does nothing the second time', async () => {
    const row = (name: string, place: string) =>
      `${name},TAPE-1,磁带,机密,asset01,１２,2026.1.5,${org.name},在库${place}`
    const first = (await importCsv('/import?mode=good', csv(heading, row('磁带甲', ''), 'x,,,,,,,,'))).json()
    expect(first).toMatchObject({ create: 1, bad: 1, applied: true })
    const again = (await importCsv('/import?mode=all', csv(heading, row('磁带甲', '')))).json()
    expect(again).toMatchObject({ create: 0, update: 0, same: 1, problems: [] })
    const renamed = (await importCsv('/import?mode=all', csv(heading, row('磁带乙', '')))).json()
    expect(renamed).toMatchObject({ create: 0, update: 1 })
    const [found] = (await keeper.call(media.list, { q: 'TAPE-1' })).items
    expect(found!.values).toMatchObject({
      name: '磁带乙',
      capacity: 12,
      acquiredOn: '2026-01-05',
      classification: 'secret',
    })
    expect(found!.origin).toBe('import')
    const moved = (
      await importCsv('/import/check', csv(heading, row('磁带乙', '').replace('在库', '已销毁')))
    ).json()
    expect(moved.problems[0]).toMatchObject({ code: 'by_move', value: '已销毁' })
  })

  it('brings back what it exported, without formulas', async () => {
    await keeper.call(media.create, medium({ name: '=HYPERLINK("http://x")', serial: 'F-1' }))
    for (const format of ['csv', 'xlsx'] as const) {
      const file = await keeper.inject({
        method: 'GET',
        url: `/api/v1/storage-media/export?format=${format}`,
      })
      expect(file.statusCode).toBe(200)
      if (format === 'csv') expect(file.body).not.toMatch(/(^|,|")=HYPERLINK/m)
      const report = (
        await send(keeper, '/import/check', `x.${format}`, 'application/octet-stream', file.rawPayload)
      ).json()
      expect(report).toMatchObject({ create: 0, update: 0, bad: 0, problems: [] })
      expect(report.same).toBeGreaterThan(5)
    }
  })

  it('gives a template that it understands, and paper', async () => {
    const template = await keeper.inject({
      method: 'GET',
      url: '/api/v1/storage-media/template?format=xlsx',
    })
    const report = (
      await send(keeper, '/import/check', 'x.xlsx', 'application/octet-stream', template.rawPayload)
    ).json()
    expect(report).toMatchObject({ rows: 0, headingBad: false })
    const one = (await keeper.call(media.list, {})).items[0]!
    const paper = await keeper.inject({ method: 'GET', url: `/api/v1/storage-media/${one.id}/print` })
    expect(paper.rawPayload.toString('latin1', 0, 5)).toBe('%PDF-')
  })
})
