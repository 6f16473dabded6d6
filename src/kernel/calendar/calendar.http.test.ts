import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, transaction } from '../db/index.ts'
import { buildServer, manifest as http } from '../http/index.ts'
import { systemActor, type Actor } from '../permission/index.ts'
import { readEnv } from '../settings/env.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { defaultCalendar, loadCalendar, manifest, STANDARD_CALENDAR_ID, syncHolidays } from './index.ts'

let database: TestDatabase
let app: FastifyInstance

/** Two callers are enough here: who may do what in full is the permission room's own test. */
const caller = (permissions: string[]): Actor => ({
  ...systemActor('test'),
  kind: 'person',
  id: newId(),
  permissions: new Set(permissions),
})

beforeAll(async () => {
  database = await testDb(4)
  await transaction(database.db, (tx) => manifest.ensureShipped!(tx))
  app = await buildServer({
    db: database.db,
    settings: readEnv({}),
    manifests: [http, manifest],
    authenticate: (request) =>
      Promise.resolve(caller(request.headers['x-test'] === 'manager' ? ['calendar.manage'] : [])),
  })
})
afterAll(async () => {
  await app.close()
  await database.close()
})

type Answer = { status: number; body: any } // eslint-disable-line @typescript-eslint/no-explicit-any -- many shapes
async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await app.inject({
    method: method as 'GET',
    url: `/api/v1${url}`,
    headers: { 'x-test': 'manager', ...headers },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const due = (body: unknown, id = STANDARD_CALENDAR_ID) => call('POST', `/calendars/${id}/due`, body)
const elapsed = (body: unknown) => call('POST', `/calendars/${STANDARD_CALENDAR_ID}/elapsed`, body)

describe('computing', () => {
  it('answers with the offset of from', async () => {
    expect(await due({ from: '2026-02-13T17:00:00+08:00', seconds: 3600 })).toEqual({
      status: 200,
      body: { due: '2026-02-14T09:00:00+08:00', skipped: [], provisional: false },
    })
    expect((await due({ from: '2026-02-13T09:00:00Z', seconds: 3600 })).body.due).toBe('2026-02-14T01:00:00Z')
    expect((await due({ from: '2026-03-01T03:00:00.5-03:30', seconds: 0 })).body.due).toBe(
      '2026-03-01T03:00:00.5-03:30',
    )
    expect((await due({ from: '2026-03-06T17:00:00+08:00', amount: 1, unit: 'workingDays' })).body).toEqual({
      due: '2026-03-09T17:30:00+08:00',
      skipped: [
        { date: '2026-03-07', reason: 'weekend', name: '星期六' },
        { date: '2026-03-08', reason: 'weekend', name: '星期日' },
      ],
      provisional: false,
    })
    expect((await due({ from: '2030-03-06T10:00:00+08:00', seconds: 60 })).body.provisional).toBe(true)
    const span = { from: '2026-02-14T17:00:00+08:00', to: '2026-02-24T01:00:00Z' }
    expect(await elapsed(span)).toEqual({ status: 200, body: { seconds: 3600 } })
  })

  it.each([
    [{ from: '2026-02-13T17:00:00+08:00', seconds: -1 }, 'seconds'],
    [{ from: '2026-02-13T17:00:00+08:00', seconds: 1.5 }, 'seconds'],
    [{ from: '2026-02-13T17:00:00+08:00', seconds: '60' }, 'seconds'],
    [{ from: '2026-02-13T17:00:00+08:00', seconds: 9e15 }, 'seconds'],
    [{ from: '2026-02-13T17:00:00+08:00' }, 'seconds'],
    [{ from: '2026-02-13T17:00:00+08:00', seconds: 1, amount: 1, unit: 'hours' }, 'seconds'],
    [{ from: '2026-02-13T17:00:00+08:00', amount: 1 }, 'unit'],
    [{ from: '2026-02-13T17:00:00+08:00', amount: 1.5, unit: 'workingDays' }, 'amount'],
    [{ from: '2026-02-13T17:00:00+08:00', amount: 1e9, unit: 'weeks' }, 'amount'],
    [{ from: '2026-02-13T17:00:00', seconds: 1 }, 'from'],
    [{ from: '2026-02-30T17:00:00Z', seconds: 1 }, 'from'],
    [{ from: '0001-01-01T00:00:00Z', seconds: 1 }, 'from'],
    [{ from: '9999-01-01T00:00:00Z', seconds: 1 }, 'from'],
    [{ from: '2026-02-13T17:00:00Z', seconds: 1, more: 1 }, 'more'],
  ])('refuses %j, naming %s', async (body, field) => {
    const answer = await due(body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((e: { field: string }) => e.field)).toContain(field)
  })

  it('refuses a span that runs backwards and a calendar that is not there', async () => {
    const back = await elapsed({ from: '2026-02-14T17:00:00+08:00', to: '2026-02-14T16:59:59+08:00' })
    expect(back.status).toBe(422)
    expect(back.body).toMatchObject({ code: 'calendar.to_before_from', errors: [{ field: 'to' }] })
    expect((await due({ from: '2026-02-13T17:00:00Z', seconds: 1 }, newId())).status).toBe(404)
  })
})

describe('calendars', () => {
  const hours = [
    { from: '09:00', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ]
  const week = [hours, hours, hours, hours, hours, [], []]

  it('ships one default and 7×24', async () => {
    const { body } = await call('GET', '/calendars', undefined, { 'x-test': 'reader' })
    expect(body.items.filter((c: { isDefault: boolean }) => c.isDefault)).toMatchObject([
      {
        name: '标准工作日历',
        week: [
          [
            { from: '08:30', to: '12:00' },
            { from: '13:30', to: '17:30' },
          ],
          {},
          {},
          {},
          {},
          [],
          [],
        ],
        abilities: [],
      },
    ])
    expect(body.items.map((c: { name: string }) => c.name)).toContain('7×24')
  })

  it('are made and changed with versions, and computed anew at once', async () => {
    const made = await call('POST', '/calendars', {
      name: '政务大厅',
      week,
      seasons: [
        { name: '夏令', from: '06-01', to: '09-30', week: [hours, hours, hours, hours, hours, hours, []] },
      ],
      specialDays: [{ date: '2026-03-04', name: '停电检修', hours: [] }],
    })
    expect(made).toMatchObject({ status: 201, body: { version: 1, isDefault: false, abilities: ['update'] } })
    const url = `/calendars/${made.body.id}`
    expect((await call('GET', url)).body).toEqual(made.body)
    const ask = { from: '2026-03-03T18:00:00+08:00', seconds: 60 }
    expect((await due(ask, made.body.id)).body).toMatchObject({
      due: '2026-03-05T09:01:00+08:00',
      skipped: [{ date: '2026-03-04', reason: 'special', name: '停电检修' }],
    })
    const changed = await call('PATCH', url, { specialDays: [] }, { 'if-match': '"1"' })
    expect(changed).toMatchObject({
      status: 200,
      body: { version: 2, specialDays: [], seasons: [{ name: '夏令' }], week },
    })
    expect((await due(ask, made.body.id)).body.due).toBe('2026-03-04T09:01:00+08:00')
    expect((await call('PATCH', url, { name: 'x' }, { 'if-match': '"1"' })).body).toMatchObject({
      status: 412,
      code: 'calendar.version_stale',
    })
    expect((await call('PATCH', url, { name: 'x' })).status).toBe(428)
    expect((await call('POST', '/calendars', { name: '政务大厅', week })).status).toBe(409)
    const { rows } = await sql<{ action: string }>`
      select action from audit_entry where entity_id = ${made.body.id} order by recorded_at`.execute(
      database.db,
    )
    expect(rows.map((r) => r.action)).toEqual(['calendar.create', 'calendar.update'])
  })

  it('keep exactly one default', async () => {
    const { body: second } = await call('POST', '/calendars', { name: '第二日历', week, isDefault: true })
    expect((await defaultCalendar(database.db)).spec.id).toBe(second.id)
    const off = await call('PATCH', `/calendars/${second.id}`, { isDefault: false }, { 'if-match': '"1"' })
    expect(off.body).toMatchObject({ status: 409, code: 'calendar.default_needed' })
    const { body: standard } = await call('GET', `/calendars/${STANDARD_CALENDAR_ID}`)
    const back = { 'if-match': `"${standard.version}"` }
    expect((await call('PATCH', `/calendars/${standard.id}`, { isDefault: true }, back)).status).toBe(200)
    expect((await call('GET', `/calendars/${second.id}`)).body).toMatchObject({
      isDefault: false,
      version: 2,
    })
  })

  it.each([
    [
      {
        name: 'a',
        week: [
          [
            { from: '09:00', to: '12:00' },
            { from: '11:00', to: '13:00' },
          ],
          [],
          [],
          [],
          [],
          [],
          [],
        ],
      },
    ],
    [{ name: 'a', week: [[{ from: '09:00', to: '09:00' }], [], [], [], [], [], []] }],
    [{ name: 'a', week: [[{ from: '24:00', to: '09:00' }], [], [], [], [], [], []] }],
    [{ name: 'a', week: [[]] }],
    [{ name: 'a', zone: 'Asia/Nowhere' }],
    [{ name: 'a', seasons: [{ name: 's', from: '06-31', to: '07-01', week }] }],
    [{ name: 'a', seasons: [{ name: 's', from: '2026-06-01', to: '07-01', week }] }],
    [{ name: 'a', specialDays: [{ date: '2026-02-30', name: 'x', hours: [] }] }],
    [{ name: '' }],
  ])('refuse %j', async (body) => {
    expect((await call('POST', '/calendars', body)).status).toBe(422)
  })

  it('are changed by those who may', async () => {
    expect((await call('POST', '/calendars', { name: 'b', week }, { 'x-test': 'reader' })).status).toBe(403)
  })

  it('show a year day by day', async () => {
    const { body } = await call('GET', `/calendars/${STANDARD_CALENDAR_ID}/years/2026`)
    expect(body.days).toHaveLength(365)
    const kinds = new Map(body.days.map((d: { date: string }) => [d.date, d]))
    expect(kinds.get('2026-02-14')).toMatchObject({
      kind: 'make-up',
      name: '春节',
      weekday: 6,
      hours: [{}, {}],
    })
    expect(kinds.get('2026-02-17')).toMatchObject({ kind: 'holiday', name: '春节', hours: [] })
    expect(kinds.get('2026-03-07')).toMatchObject({ kind: 'weekend', name: null })
    expect(body.workingDays).toBe(body.days.filter((d: { hours: unknown[] }) => d.hours.length).length)
    expect(body.provisional).toBe(false)
    expect((await call('GET', `/calendars/${STANDARD_CALENDAR_ID}/years/2027`)).body.provisional).toBe(true)
    expect((await call('GET', `/calendars/${STANDARD_CALENDAR_ID}/years/1900`)).status).toBe(404)
  })
})

describe('holidays', () => {
  const days = [{ date: '2028-01-03', name: '元旦', isOffDay: true }]

  it('ship for 2007 to 2026', async () => {
    const { body } = await call('GET', '/holidays')
    const published = body.items
      .filter((y: { published: boolean }) => y.published)
      .map((y: { year: number }) => y.year)
    expect(published).toEqual(Array.from({ length: 20 }, (_, i) => 2007 + i))
  })

  it('are edited by year, change what is computed, and stay through the next start', async () => {
    const ask = { from: '2027-12-31T17:00:00+08:00', seconds: 3600 }
    expect((await due(ask)).body.due).toBe('2028-01-03T09:00:00+08:00')
    const set = await call('PUT', '/holidays/2028', { published: true, days }, { 'if-match': '"0"' })
    expect(set).toMatchObject({ status: 200, body: { version: 1, edited: true, published: true, days } })
    expect((await due(ask)).body.due).toBe('2028-01-04T09:00:00+08:00')
    const old = await call('GET', '/holidays/2026')
    const cut = old.body.days.filter((d: { date: string }) => d.date !== '2026-02-14')
    const put = await call(
      'PUT',
      '/holidays/2026',
      { published: true, days: cut },
      { 'if-match': `"${old.body.version}"` },
    )
    expect(put.body.version).toBe(old.body.version + 1)
    expect(await transaction(database.db, (tx) => syncHolidays(tx))).toEqual([])
    expect((await call('GET', '/holidays/2026')).body.days).toHaveLength(cut.length)
    const again = { published: true, days: old.body.days }
    expect((await call('PUT', '/holidays/2026', again, { 'if-match': `"${old.body.version}"` })).status).toBe(
      412,
    )
  })

  it.each([
    [{ published: true, days: [] }, 'days'],
    [{ published: true, days: [{ date: '2026-05-01', name: 'x', isOffDay: true }] }, 'days.0.date'],
    [{ published: true, days: [...days, ...days] }, 'days'],
  ])('refuse %j', async (body, field) => {
    const answer = await call('PUT', '/holidays/2029', body, { 'if-match': '"0"' })
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0].field).toBe(field)
  })
})

describe('the calendars in memory', () => {
  it('are shared until something changes, and never those of a transaction that was rolled back', async () => {
    const first = await loadCalendar(database.db, STANDARD_CALENDAR_ID)
    expect(await loadCalendar(database.db, STANDARD_CALENDAR_ID)).toBe(first)
    const touch = (name: string) =>
      sql`update calendar set name = ${name}, version = version + 1, revision = gen_random_uuid() where id = ${STANDARD_CALENDAR_ID}`
    await expect(
      transaction(database.db, async (tx) => {
        await touch('回滚').execute(tx)
        expect((await loadCalendar(tx, STANDARD_CALENDAR_ID)).spec.name).toBe('回滚')
        throw new Error('back')
      }),
    ).rejects.toThrow('back')
    expect((await loadCalendar(database.db, STANDARD_CALENDAR_ID)).spec.name).toBe('标准工作日历')
  })
})
