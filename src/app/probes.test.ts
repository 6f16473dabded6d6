import type { LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hintsFor } from '#kernel/notify/hints.ts'
import { makeAuthenticate } from '#kernel/identity/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { endpoints, fileOwn, flawOf, refusals, schemaOf, unknownId } from './testing/doors.ts'
import { sampleOf } from './testing/sample.ts'

const secret = '绝密会议室门禁'
let test: TestApp
let own: { id: string; number: string; version: number }
let fileId: string
let req01: Caller

beforeAll(async () => {
  test = await testApp()
  req01 = await test.as('req01')
  own = await fileOwn(req01, { title: secret, description: `${secret}打不开` })
  const payload = { body: `${secret}的评论` }
  const comment = await req01.inject({ method: 'POST', url: `/api/v1/incidents/${own.id}/comments`, payload })
  expect(comment.statusCode, comment.body).toBe(201)
  fileId = (await attach()).json<{ id: string }>().id
})
afterAll(() => test.close())

function attach(): Promise<LightMyRequestResponse> {
  const head =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'
  return req01.inject({
    method: 'POST',
    url: `/api/v1/incidents/${own.id}/attachments`,
    payload: `${head}${secret}\r\n--b--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
}

/** Every endpoint of a ticket's address, as somebody calls it who has only heard of the id. */
const ofIncident = endpoints.filter((e) => e.path.startsWith('/incidents/{id}'))

async function knock(caller: Caller, e: (typeof endpoints)[number]): Promise<LightMyRequestResponse> {
  const ids = { id: own.id, fileId }
  const url = e.path.replace(/\{(\w+)\}/g, (_all, name: string) => ids[name as 'id'] ?? unknownId)
  return caller.inject({
    method: e.method,
    url: `/api/v1${url}`,
    headers: { 'if-match': `"${own.version}"` },
    ...(e.method === 'GET' || e.multipart
      ? {}
      : { payload: (e.body ? sampleOf(schemaOf(e.body), unknownId) : {}) as object }),
  })
}

describe('somebody else’s incident', () => {
  it.each(['req02', 'vend01', 'fin01'])('is closed to %s by every path', async (login) => {
    const caller = await test.as(login)
    await refusals(test, async (refused) => {
      for (const e of ofIncident) {
        const response = await knock(caller, e)
        refused(e.name, response)
        expect(response.body, e.name).not.toContain(secret)
      }
    })
  })

  it.each(['req02', 'vend01'])('is found by %s in no list, search, figure or export', async (login) => {
    const caller = await test.as(login)
    for (const e of endpoints.filter((g) => g.method === 'GET' && !g.path.includes('{'))) {
      const q =
        e.query && 'q' in (schemaOf(e.query).properties ?? {}) ? [{}, { q: '门禁' }, { q: own.number }] : [{}]
      for (const query of q) {
        const { body } = await caller.inject({ method: 'GET', url: `/api/v1${e.path}`, query })
        expect(body, `${e.name} ${JSON.stringify(query)}`).not.toContain(secret)
        expect(body, `${e.name} ${JSON.stringify(query)}`).not.toContain(own.id)
      }
    }
  })

  it('is neither parent nor master of one’s own', async () => {
    const other = await test.as('req02')
    const mine = { title: '我的', description: '', impact: 'low', urgency: 'low', channel: 'portal' }
    const asParent = await other.inject({
      method: 'POST',
      url: '/api/v1/incidents',
      payload: { ...mine, parentId: own.id },
    })
    expect(asParent.statusCode, asParent.body).toBeGreaterThanOrEqual(400)
    const filed = await fileOwn(other)
    const asMaster = await other.inject({
      method: 'POST',
      url: `/api/v1/incidents/${filed.id}/duplicate-of`,
      payload: { ofId: own.id },
      headers: { 'if-match': `"${filed.version}"` },
    })
    expect(asMaster.statusCode).toBe(403)
  })
})

describe('the three administrators', () => {
  it.each(['sys01', 'sec01', 'aud01'])('%s reads and changes nothing of any ticket', async (login) => {
    const caller = await test.as(login)
    await refusals(test, async (refused) => {
      for (const e of ofIncident) refused(e.name, await knock(caller, e))
    })
    const rooms = /^(incident|alert|satisfaction|fault-report|dashboard)\./
    for (const e of endpoints.filter((g) => rooms.test(g.name))) {
      const response = await knock(caller, e)
      expect([403, 404], e.name).toContain(response.statusCode)
    }
  })

  it.each(['sys01', 'sec01', 'aud01'])('%s sees no content in what he may read', async (login) => {
    const caller = await test.as(login)
    for (const e of endpoints.filter((g) => g.method === 'GET' && !g.path.includes('{'))) {
      const { body } = await caller.inject({ method: 'GET', url: `/api/v1${e.path}` })
      expect(body, e.name).not.toContain(secret)
    }
  })

  it('hear of no incident in the live stream', async () => {
    const authenticate = makeAuthenticate(test.db)
    for (const login of ['sys01', 'sec01', 'aud01', 'req02']) {
      const { token, personId } = await test.as(login)
      const request = {
        headers: { authorization: `Bearer ${token}` },
        cookies: {},
        routeOptions: {},
        ip: '::1',
        id: 'x',
      }
      const actor = await authenticate(request as never)
      const event = { type: 'incident.commented', entity: 'incident', id: own.id, to: [req01.personId] }
      expect(actor.id).toBe(personId)
      expect(JSON.stringify(hintsFor(actor, [event])), login).not.toContain(own.id)
    }
  })

  it('find redacted entries in the audit', async () => {
    const caller = await test.as('aud01')
    const { body, statusCode } = await caller.inject({
      method: 'GET',
      url: '/api/v1/audit/entries?limit=200',
    })
    expect(statusCode, body.slice(0, 300)).toBe(200)
    expect(body).toContain('incident.create')
    expect(body).not.toContain(secret)
  })
})

describe('what a caller claims', () => {
  const report = { title: '投影仪', description: '', impact: 'low', urgency: 'low', channel: 'portal' }
  const file = (caller: Caller, payload: object, headers: Record<string, string> = {}) =>
    caller.inject({ method: 'POST', url: '/api/v1/incidents', payload, headers })

  it.each(['state', 'version', 'recordedAt', 'origin', 'number', 'priority', 'createdBy', 'id'])(
    'cannot set %s',
    async (field) => {
      await refusals(test, async (refused) => refused(field, await file(req01, { ...report, [field]: 'x' })))
    },
  )

  it('cannot speak for others without the right to', async () => {
    const { personId } = await test.as('req02')
    await refusals(test, async (refused) => {
      refused('requester', await file(req01, { ...report, requesterId: personId }))
      refused('caller', await file(req01, { ...report, caller: { name: '某人', phone: '1', place: '' } }))
      refused('channel', await file(req01, { ...report, channel: 'alert' }))
      refused('resolution', await file(req01, { ...report, resolution: '好了' }))
    })
  })

  it('is told apart by actor, body and endpoint under one idempotency key', async () => {
    const key = { 'idempotency-key': 'probe-1' }
    const first = await file(req01, report, key)
    const again = await file(req01, report, key)
    expect([again.statusCode, again.headers['idempotent-replayed']]).toEqual([201, 'true'])
    expect(again.json<{ id: string }>().id).toBe(first.json<{ id: string }>().id)
    const other = await file(await test.as('req02'), report, key)
    expect(other.statusCode).toBe(201)
    expect(other.json<{ id: string }>().id).not.toBe(first.json<{ id: string }>().id)
    await refusals(test, async (refused) => {
      refused('another body', await file(req01, { ...report, title: '别的' }, key))
      const url = `/api/v1/incidents/${own.id}/comments`
      refused('elsewhere', await req01.inject({ method: 'POST', url, payload: { body: 'x' }, headers: key }))
      for (const bad of ['', 'a b', 'x'.repeat(201), 'é'])
        refused(`key ${bad.slice(0, 5)}`, await file(req01, report, { 'idempotency-key': bad }))
    })
  })

  it('is created once when the same request comes sixteen times at once', async () => {
    const title = '同时来的十六次'
    const all = await Promise.all(
      Array.from({ length: 16 }, () => file(req01, { ...report, title }, { 'idempotency-key': 'probe-16' })),
    )
    expect(all.map((r) => flawOf(r)).filter(Boolean)).toEqual([])
    expect(new Set(all.map((r) => r.json<{ id: string }>().id)).size).toBe(1)
    const { rows } = await sql`select id from ticket where title = ${title}`.execute(test.db)
    expect(rows).toHaveLength(1)
  })

  it('does not pass as a position in another list', async () => {
    const desk = await test.as('desk01')
    const byPriority = await desk.inject({ url: '/api/v1/incidents?limit=1&sort=priority' })
    const cursor = byPriority.json<{ nextCursor: string }>().nextCursor
    for (const url of ['/api/v1/incidents?sort=due', '/api/v1/alerts', '/api/v1/notifications'])
      expect(
        flawOf(await desk.inject({ url: `${url}${url.includes('?') ? '&' : '?'}cursor=${cursor}` })),
      ).toBeUndefined()
  })
})

describe('credentials', () => {
  it('narrowed to reading write nothing, and to one permission nothing else', async () => {
    const reader = await test.as('desk01', ['incident.read'])
    expect((await reader.inject({ url: `/api/v1/incidents/${own.id}` })).statusCode).toBeLessThan(500)
    await refusals(test, async (refused) => {
      for (const e of ofIncident.filter((x) => x.permission !== 'incident.read'))
        refused(e.name, await knock(reader, e))
      const payload = { name: 'more', hours: 1 }
      refused(
        'a token from a token',
        await reader.inject({ method: 'POST', url: '/api/v1/me/tokens', payload }),
      )
    })
  })

  it('that have ended, were revoked or are made up open nothing', async () => {
    const caller = await test.as('eng02', ['incident.read'])
    const url = '/api/v1/incidents'
    expect((await caller.inject({ url })).statusCode).toBe(200)
    const code = async (authorization: string): Promise<string> =>
      (await test.app.inject({ url, headers: { authorization } })).json<{ code: string }>().code
    for (const made of [
      'Bearer',
      'Bearer ',
      'Basic ZGVzazAxOng=',
      'Bearer zy_x',
      `Bearer ${caller.token}x`,
      caller.token,
      'Bearer zy_\u00e9',
      `Bearer ${'a'.repeat(5000)}`,
    ])
      expect(await code(made), made.slice(0, 20)).toBe('identity.token_invalid')
    const cookie = await test.app.inject({ url, cookies: { zy_session: 'made-up' } })
    expect([cookie.statusCode, cookie.json<{ code: string }>().code]).toEqual([
      401,
      'identity.session_expired',
    ])
    await sql`update api_token set expires_at = now() - interval '1 second' where person_id = ${caller.personId}`.execute(
      test.db,
    )
    expect(await code(`Bearer ${caller.token}`)).toBe('identity.token_invalid')
  })
})
