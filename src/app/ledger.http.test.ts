/** The ledger kernel with every kind of field, in a ledger that only this test has. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withOwner } from '#kernel/db/index.ts'
import { createSql } from '#kernel/ledger/ddl.ts'
import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerRoom } from '#kernel/ledger/index.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'
import { planOf } from '#kernel/ledger/plan.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { manifests } from './modules.ts'

// permissions of a room that is there: roles know no others. Only the manager sees and writes the group `secret`.
const sample = defineLedger({
  name: 'sample',
  path: '/samples',
  room: 'sample',
  words: 's',
  read: 'media.read',
  keep: 'media.keep',
  titleField: 'title',
  groups: { open: { edit: 'media.keep' }, secret: { edit: 'ledger.reveal', see: 'ledger.reveal' } },
  fields: {
    title: f.text({ max: 60, required: true, search: true }),
    note: f.longtext({ max: 500 }),
    kind: f.code({ list: 'media.kind' }),
    choice: f.choice({ options: ['a', 'b'] }),
    why: f.text({ max: 50, required: true, when: { field: 'choice', is: ['b'] } }),
    count: f.number({ min: 0, max: 1000 }),
    share: f.number({ scale: 3 }),
    price: f.money(),
    day: f.date(),
    span: f.dateRange(),
    at: f.instant(),
    clock: f.time(),
    minutes: f.duration(),
    sure: f.yesNo(),
    who: f.person(),
    whose: f.org(),
    media: f.refs({ to: 'storage-medium', max: 5 }),
    where: f.address(),
    ip: f.ip(),
    net: f.cidr(),
    mac: f.mac(),
    mail: f.email(),
    phone: f.phone(),
    firm: f.creditCode(),
    level: f.classification({ atMost: 'internal' }),
    code: f.text({ max: 20, unique: 'everywhere' }),
    idCard: f.idCard({ group: 'secret', unique: 'everywhere' }),
    rumour: f.text({ max: 60, group: 'secret', search: true }),
  },
  list: {
    columns: ['title'],
    filters: ['kind', 'count', 'ip', 'rumour', 'media', 'sure'],
    sorts: ['title', 'count', 'rumour'],
  },
  importKey: 'code',
})
const endpoints = ledgerEndpoints(sample)
const words = Object.fromEntries(Object.keys(sample.fields).map((key) => [key, `字段${key}`]))
const texts = {
  s: {
    title: '样本',
    one: '样本',
    field: words,
    group: { open: '公开', secret: '内部' },
    choice: { choice: { a: '甲', b: '乙' } },
  },
}
const room = ledgerRoom(endpoints)
const manifest: Manifest = {
  name: 'sample',
  folder: import.meta.dirname,
  locales: { zh: texts, en: texts },
  routes: room.routes,
  setUp: room.setUp,
}

let app: TestApp
let keeper: Caller
let manager: Caller
let org: { id: string; name: string }
beforeAll(async () => {
  app = await testApp([...manifests, manifest])
  await withOwner(app.ownerUrl, async (client) => {
    await client.query(createSql(planOf(sample)))
  })
  keeper = await app.as('asset01')
  manager = await app.as('mgr01')
  org = (await (await app.as('desk01')).call(lookupOrgs, {})).items[0]!
})
afterAll(() => app.close())

const make = async (caller: Caller, values: Record<string, unknown>) =>
  caller.call(endpoints.create, { orgId: org.id, values: { title: '一', ...values } as never })

async function send(url: string, name: string, content: Buffer | string) {
  const head = `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: x/y\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--x--\r\n')])
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  return manager.inject({ method: 'POST', url: `/api/v1/samples${url}`, headers, payload })
}

describe('every kind of field', () => {
  it('is written, brought into its one form, and read back', async () => {
    const made = await make(keeper, {
      ...{
        kind: 'usb',
        choice: 'b',
        why: '因为',
        count: 7,
        share: 0.125,
        price: '1.5万元',
        day: '2026-02-28',
      },
      ...{
        span: { from: '2026-01-01', to: null },
        at: '2026-01-01T09:00:00+08:00',
        clock: '07:30',
        minutes: 90,
      },
      ...{
        sure: true,
        who: keeper.personId,
        whose: org.id,
        where: { division: '510000', text: '天府大道 1 号' },
      },
      ...{ ip: '１０.1.2.3', net: '10.1.0.0/16', mac: '00-1A-2B-3C-4D-5E', mail: 'A@Example.gov.cn' },
      ...{ phone: '138 0013 8000', level: 'internal', code: 'K-1' },
    })
    expect(made.values).toMatchObject({
      ...{ price: '15000.00', ip: '10.1.2.3', net: '10.1.0.0/16', mac: '00:1a:2b:3c:4d:5e', minutes: 90 },
      ...{ clock: '07:30', share: 0.125, span: { from: '2026-01-01', to: null }, day: '2026-02-28' },
      ...{ at: '2026-01-01T01:00:00.000Z', sure: true, where: { division: '510000', text: '天府大道 1 号' } },
    })
    const found = await keeper.call(endpoints.list, { count: '5..9', ip: '10.1.0.0/16', sure: 'true' })
    expect(found.items.map((one) => one.id)).toContain(made.id)
    expect((await keeper.call(endpoints.list, { count: '8..' })).items).toEqual([])
  })

  it('is refused by name, all at once', async () => {
    const response = await keeper.send(endpoints.create, {
      orgId: org.id,
      values: {
        ...{
          title: 'x',
          choice: 'b',
          price: '-1',
          ip: '300.1.1.1',
          net: '10.1.0.1/16',
          mac: 'zz',
          mail: 'x',
        },
        ...{ phone: '1', firm: '91350100M000100Y44', level: 'secret', media: [org.id], who: org.id },
      } as never,
    })
    const fields = (response.json() as { errors: { field: string }[] }).errors.map((one) =>
      one.field.slice(7),
    )
    expect(fields.sort()).toEqual(
      ['firm', 'ip', 'level', 'mac', 'mail', 'media', 'net', 'phone', 'price', 'why', 'who'].sort(),
    )
  })

  it('is emptied where it no longer applies', async () => {
    const made = await make(keeper, { choice: 'b', why: '因为' })
    const changed = await keeper.call(endpoints.update, { id: made.id, version: 1, values: { choice: 'a' } })
    expect(changed.values.why).toBeNull()
  })
})

describe('a group of fields', () => {
  it('is neither shown nor found nor exported to those who may not see it', async () => {
    const made = await make(manager, { rumour: '机房要搬迁', idCard: '11010519491231002X' })
    expect(made.values).toMatchObject({ idCard: '110*************2X', rumour: '机房要搬迁' })
    const seen = await keeper.call(endpoints.get, { id: made.id })
    expect([seen.values.rumour, seen.values.idCard]).toEqual([null, null])
    expect(seen.groups).toEqual([
      { name: 'open', edit: true, see: true },
      { name: 'secret', edit: false, see: false },
    ])
    expect((await manager.call(endpoints.list, { q: '搬迁' })).items.map((one) => one.id)).toEqual([made.id])
    expect((await keeper.call(endpoints.list, { q: '搬迁' })).items).toEqual([])
    for (const query of [{ rumour: '机房' }, { sort: 'rumour' }])
      expect((await keeper.send(endpoints.list, query)).json().code).toBe('ledger.unseen_field')
    const file = await keeper.inject({ method: 'GET', url: '/api/v1/samples/export?format=csv' })
    expect(file.body).not.toMatch(/rumour|搬迁|110\*/)
    const history = await keeper.call(endpoints.history, { id: made.id })
    expect(JSON.stringify(history)).not.toContain('搬迁')
    const edit = await keeper.send(endpoints.update, { id: made.id, version: 1, values: { rumour: 'x' } })
    expect(edit.json().errors[0]).toMatchObject({ field: 'values.rumour', code: 'ledger.not_your_group' })
  })

  it('keeps identity numbers sealed, and reveals them for a reason that is kept', async () => {
    const made = await make(manager, { idCard: '440524188001010014' })
    const { rows } = await app.pool.query('select * from sample where id = $1', [made.id])
    expect(JSON.stringify(rows)).not.toContain('440524188001010014')
    const asked = { id: made.id, field: 'idCard', reason: '核对身份' }
    expect(await manager.call(endpoints.reveal, asked)).toEqual({ value: '440524188001010014' })
    expect((await keeper.send(endpoints.reveal, asked)).statusCode).toBe(403)
    const audited = await app.pool.query(
      `select after, (select count(*) from audit_entry where after::text like '%440524188001010014%') as leaks
       from audit_entry where action = 'ledger.reveal' and entity_id = $1`,
      [made.id],
    )
    expect(audited.rows).toEqual([{ after: { field: 'idCard', reason: '核对身份' }, leaks: 0 }])
    const twice = await manager.send(endpoints.create, {
      orgId: org.id,
      values: { title: '又', idCard: '440524188001010014' } as never,
    })
    expect(twice.json().errors[0]).toMatchObject({ field: 'values.idCard', code: 'ledger.taken' })
  })
})

describe('lists', () => {
  it('go on where they stopped, whatever they are sorted by', async () => {
    for (const count of [3, null, 1, 2, null, 2]) await make(keeper, { title: '翻页', count })
    for (const sort of ['count', '-count', 'title', undefined]) {
      const whole = await keeper.call(endpoints.list, { q: '翻页', limit: 50, ...(sort ? { sort } : {}) })
      const ids: string[] = []
      for (let cursor: string | null | undefined; cursor !== null;) {
        const next = { q: '翻页', limit: 2, ...(sort ? { sort } : {}), ...(cursor ? { cursor } : {}) }
        const part = await keeper.call(endpoints.list, next)
        ids.push(...part.items.map((one) => one.id))
        cursor = part.nextCursor
      }
      expect(ids, sort).toEqual(whole.items.map((one) => one.id))
      expect(ids.length).toBe(6)
    }
  })

  it('are changed in bulk with an honest answer for each', async () => {
    const [a, b] = [await make(keeper, {}), await make(keeper, {})]
    const { outcomes } = await keeper.call(endpoints.bulk, {
      records: [
        { id: a.id, version: 1 },
        { id: b.id, version: 9 },
      ],
      values: { count: 5 } as never,
    })
    expect(outcomes.map((one) => [one.ok, one.code])).toEqual([
      [true, null],
      [false, 'ledger.version_stale'],
    ])
  })
})

describe('what was exported', () => {
  const line = fc.stringMatching(/^[一-龥a-zA-Z0-9,;"=+@ -]{1,20}$/).filter((text) => text.trim() !== '')
  const record = fc.record({
    title: line.map((text) => text.trim()),
    note: fc.option(
      fc
        .array(
          line.map((t) => t.trim()),
          { minLength: 1, maxLength: 3 },
        )
        .map((lines) => lines.join('\n')),
    ),
    choice: fc.option(fc.constant('a')),
    count: fc.option(fc.integer({ min: 0, max: 1000 })),
    share: fc.option(fc.integer({ min: -5000, max: 5000 }).map((n) => n / 1000)),
    price: fc.option(
      fc
        .integer({ min: 0, max: 10 ** 9 })
        .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`),
    ),
    day: fc.option(
      fc
        .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10)),
    ),
    at: fc.option(
      fc
        .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
        .map((d) => new Date(Math.floor(d.getTime() / 1000) * 1000).toISOString()),
    ),
    sure: fc.option(fc.boolean()),
    minutes: fc.option(fc.integer({ min: 0, max: 9999 })),
  })

  it('says, brought back, what is there; and makes the same records again where they are not', async () => {
    let n = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('csv', 'xlsx'),
        async (records, format) => {
          const codes = records.map(() => `R-${++n}`)
          const made = []
          for (const [i, values] of records.entries())
            made.push(await make(manager, { ...values, code: codes[i] }))
          const file = await manager.inject({ method: 'GET', url: `/api/v1/samples/export?format=${format}` })
          const report = (await send('/import/check', `x.${format}`, file.rawPayload)).json()
          expect(report.problems).toEqual([])
          expect([report.create, report.update]).toEqual([0, 0])
          // the same table where the records are not: under other codes
          await app.pool.query(
            `update sample set code = 'X' || substr(md5(id::text), 1, 18) where code = any($1)`,
            [codes],
          )
          const again = (await send('/import?mode=all', `x.${format}`, file.rawPayload)).json()
          expect(again, JSON.stringify(again.problems ?? again)).toMatchObject({
            create: codes.length,
            problems: [],
          })
          const { items } = await manager.call(endpoints.list, { limit: 200 })
          for (const one of made) {
            const copy = items.find((item) => item.values.code === one.values.code && item.id !== one.id)!
            expect({ ...copy.values }).toEqual({ ...one.values })
          }
        },
      ),
      { numRuns: 8 },
    )
  })

  it('is no place for hostile files', async () => {
    const refused = async (name: string, content: Buffer | string) =>
      (await send('/import/check', name, content)).json().code
    expect(await refused('x.xlsx', Buffer.from('PK\x03\x04 and no more'))).toBe('sheet.damaged')
    expect(await refused('x.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]))).toBe('sheet.old_format')
    expect(await refused('x.csv', '')).toBe('sheet.empty')
    const strange = (await send('/import/check', 'x.csv', '字段title,角色,字段title\r\n甲,乙,丙\r\n')).json()
    expect(strange.problems.map((one: { code: string }) => one.code)).toEqual([
      'unknown_column',
      'repeated_column',
    ])
    const formula = (await send('/import/check', 'x.csv', '字段title,所属单位\r\n=1+1,=cmd()\r\n')).json()
    expect(formula.problems.map((one: { code: string }) => one.code)).toEqual(['formula', 'formula'])
  })
})
