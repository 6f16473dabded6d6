import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '#app/demo/index.ts'
import { testApp, type TestApp } from '#kernel/testing/index.ts'
import { endpoints } from './testing/doors.ts'

let test: TestApp
let owner: pg.Client
let personId: string
beforeAll(async () => {
  test = await testApp()
  personId = (await test.as('desk01')).personId
  owner = new pg.Client({ connectionString: test.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await test.close()
})

/** Signs in as the desk does, by the page's own endpoint. @returns the cookie */
async function signIn(): Promise<string> {
  const payload = { login: 'desk01', password: demoPassword }
  const answer = await test.app.inject({ method: 'POST', url: '/api/v1/session', payload })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.cookies.find((c) => c.name === 'zy_session')!.value
}

const sessionsOf = (set: string): Promise<unknown> =>
  owner.query(`update session set ${set} where person_id = $1 and revoked_at is null`, [personId])
const incident = { title: '会话已结束', description: '', impact: 'low', urgency: 'low', channel: 'phone' }

/** What every door answers to a credential, by code; doors that everybody may open are left out. */
async function doors(as: { cookie?: string; token?: string }): Promise<Set<string>> {
  const seen = new Set<string>()
  const headers = as.token ? { authorization: `Bearer ${as.token}` } : {}
  const cookies = as.cookie ? { zy_session: as.cookie } : {}
  for (const e of endpoints.filter((one) => one.permission !== 'public')) {
    const url = `/api/v1${e.path.replace(/\{\w+\}/g, '01900000-0000-7000-8000-000000000001')}`
    const payload = e.method === 'GET' || e.method === 'DELETE' ? {} : { payload: {} }
    const answer = await test.app.inject({ method: e.method, url, headers, cookies, ...payload })
    seen.add(`${answer.statusCode} ${answer.json<{ code: string }>().code}`)
  }
  const stream = await test.app.inject({ url: '/api/v1/events/stream', headers, cookies })
  return seen.add(`${stream.statusCode} ${stream.json<{ code: string }>().code}`)
}

async function reports(as: { cookie?: string; token?: string }): Promise<number> {
  const headers = as.token ? { authorization: `Bearer ${as.token}` } : {}
  const cookies = as.cookie ? { zy_session: as.cookie } : {}
  const url = '/api/v1/incidents'
  return (await test.app.inject({ method: 'POST', url, headers, cookies, payload: incident })).statusCode
}

const filed = async (): Promise<number> => {
  const { rows } = await owner.query<{ n: number }>(
    `select count(*)::int as n from ticket where title = $1`,
    [incident.title],
  )
  return rows[0]!.n
}

describe('a real session', () => {
  it('opens no door when it has been idle too long, and a page that only listens does not keep it up', async () => {
    const cookie = await signIn()
    expect(await reports({ cookie })).toBe(201)
    await sessionsOf(`last_seen_at = now() - interval '7 hours 59 minutes'`)
    const listening = await test.app.inject({
      url: '/api/v1/me',
      cookies: { zy_session: cookie },
      headers: { 'x-background': '1' },
    })
    expect(listening.statusCode).toBe(200)
    await sessionsOf(`last_seen_at = last_seen_at - interval '2 minutes'`)
    const before = await filed()
    expect(await doors({ cookie })).toEqual(new Set(['401 identity.session_expired']))
    expect([await reports({ cookie }), await filed()]).toEqual([401, before])
  })

  it('opens no door at its absolute end, however busy it was, and its owner signs in again', async () => {
    const cookie = await signIn()
    expect(await reports({ cookie })).toBe(201)
    await sessionsOf(`last_seen_at = now(), expires_at = now() - interval '1 second'`)
    const before = await filed()
    expect(await doors({ cookie })).toEqual(new Set(['401 identity.session_expired']))
    expect([await reports({ cookie }), await filed()]).toEqual([401, before])
    const payload = { login: 'desk01', password: demoPassword }
    const again = await test.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload,
      cookies: { zy_session: cookie },
    })
    expect(again.statusCode).toBe(200)
    expect(await reports({ cookie: again.cookies.find((c) => c.name === 'zy_session')!.value })).toBe(201)
  })
})

describe('an API token', () => {
  it('opens no door from the moment its owner revokes it', async () => {
    const cookies = { zy_session: await signIn() }
    const made = await test.app.inject({
      method: 'POST',
      url: '/api/v1/me/tokens',
      cookies,
      payload: { name: '巡检脚本', hours: 1 },
    })
    const { id, token } = made.json<{ id: string; token: string }>()
    expect(await reports({ token })).toBe(201)
    const before = await filed()
    const gone = await test.app.inject({ method: 'DELETE', url: `/api/v1/me/tokens/${id}`, cookies })
    expect(gone.statusCode).toBe(200)
    expect(await doors({ token })).toEqual(new Set(['401 identity.token_invalid']))
    expect([await reports({ token }), await filed()]).toEqual([401, before])
    const audited = await owner.query(`select from audit_entry where action = 'identity.revoke-token'`)
    expect(audited.rowCount).toBe(1)
  })
})
