import type { FastifyInstance } from 'fastify'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { buildServer } from '#kernel/http/index.ts'
import { findPersonByLogin, issueToken, makeAuthenticate } from '#kernel/identity/index.ts'
import { systemActor } from '#kernel/permission/index.ts'
import { readEnv } from '#kernel/settings/env.ts'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import { registerHealth } from './health.ts'
import { manifests } from './modules.ts'
import { endpoints } from './testing/doors.ts'
import { pageFallback, registerWeb } from './web.ts'

const bodyTimeout = 400
const folder = mkdtempSync(path.join(tmpdir(), 'zy-wire-'))
let database: TestDatabase
let app: FastifyInstance
let port: number
let token: string

beforeAll(async () => {
  const webRoot = path.join(folder, 'web')
  mkdirSync(path.join(webRoot, 'static'), { recursive: true })
  writeFileSync(path.join(webRoot, 'index.html'), '<!doctype html><title>Zhengyun</title>')
  writeFileSync(path.join(webRoot, 'static', 'main-1.js'), 'void 0')
  writeFileSync(path.join(folder, 'secret.txt'), 'root:x:0:0')
  database = await testDb()
  const { db } = database
  const person = await findPersonByLogin(db, 'desk01')
  const issued = await transaction(db, (tx) =>
    issueToken(tx, systemActor('test'), person!.id, { name: 'test', scopes: null, seconds: 3600 }),
  )
  token = issued.token
  app = await buildServer({
    db,
    settings: readEnv({ DATA_DIR: folder, LOG_LEVEL: 'silent' }),
    manifests,
    authenticate: makeAuthenticate(db),
    fallback: pageFallback(webRoot),
    bodyTimeout,
  })
  registerHealth(app, { db, worker: () => undefined, role: 'web', started: () => true })
  await registerWeb(app, webRoot)
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})

afterAll(async () => {
  await app.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Writes bytes to a connection of its own and reads until the server closes it, or `give` up waiting. */
function speak(bytes: string, give = 5_000): Promise<{ answer: string; closed: boolean }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    let closed = true
    const timer = setTimeout(() => {
      closed = false
      socket.destroy()
    }, give)
    socket.on('data', (part) => (answer += part.toString()))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
    socket.on('close', () => {
      clearTimeout(timer)
      resolve({ answer, closed })
    })
  })
}

const post = (headers: string): string =>
  `POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n${headers}\r\n`

describe('a connection', () => {
  it('whose body never ends is answered 408 and closed', async () => {
    const { answer, closed } = await speak(`${post('Content-Length: 100\r\n')}{"title":`)
    expect(closed).toBe(true)
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(answer).toContain('application/problem+json')
    expect(answer).toContain('"code":"http.request_timeout"')
  })

  it('whose chunked body drips is answered 408 and closed', async () => {
    const { answer, closed } = await speak(`${post('Transfer-Encoding: chunked\r\n')}1\r\n{\r\n`)
    expect(closed).toBe(true)
    expect(answer).toContain('"code":"http.request_timeout"')
  })

  it('whose headers never end is closed', async () => {
    const { answer, closed } = await speak('GET / HTTP/1.1\r\nHost: x\r\nX-A: ')
    expect(closed).toBe(true)
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('that offers megabytes without a right to is refused before they are taken', async () => {
    const { answer } = await speak(
      'POST /api/v1/intake/alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\nConnection: close\r\n\r\n{',
      2_000,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 401 /)
  })

  const rubbish: [string, string, number, string][] = [
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(70_000)}\r\n\r\n`,
      431,
      'http.headers_too_large',
    ],
    ['no HTTP at all', '\u0000\u0001\u0002 hello\r\n\r\n', 400, 'http.bad_request'],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc', 400, 'http.bad_request'],
    ['an unknown method', 'FROB / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'http.bad_request'],
    [
      'two lengths',
      'POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
      400,
      'http.bad_request',
    ],
    [
      'length and chunks (smuggling)',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
      400,
      'http.bad_request',
    ],
    [
      'a negative length',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      400,
      'http.bad_request',
    ],
    [
      'a broken chunk',
      `${post('Transfer-Encoding: chunked\r\n').replace('Bearer', 'Bearer')}zz\r\n`,
      400,
      'http.bad_request',
    ],
    [
      'rubbish after a request',
      'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n\u0001\u0002rubbish\r\n\r\n',
      400,
      'http.bad_request',
    ],
  ]
  it.each(rubbish)(
    'that sends %s is answered by a problem document and closed',
    async (_what, bytes, status, code) => {
      const { answer, closed } = await speak(bytes)
      expect(closed).toBe(true)
      expect(answer).toContain(`HTTP/1.1 ${status} `)
      expect(answer).toContain(`"code":"${code}"`)
    },
  )

  it('without or with two Host headers gets nothing', async () => {
    for (const host of ['', 'Host: a\r\nHost: b\r\n']) {
      const { answer } = await speak(`GET / HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    }
  })

  it('leaves the server well', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
  })
})

describe('a write that a page of another site sends', () => {
  const send = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { host: 'om.example.org', ...headers },
      payload: {},
    })

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://om.example.org.evil.example' },
    { origin: 'https://om.example.org:8443' },
    { 'sec-fetch-site': 'cross-site', origin: 'null' },
  ])('is refused: %j', async (headers) => {
    const response = await send(headers as unknown as Record<string, string>)
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'http.cross_site'])
  })

  it('is told from our own', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: 'http://om.example.org' }, {}])
      expect((await send(headers as Record<string, string>)).statusCode).toBe(422)
  })
})

describe('addresses', () => {
  const problem = async (method: string, url: string, status: number[]): Promise<void> => {
    const response = await app.inject({
      method: method as 'GET',
      url,
      headers: { authorization: `Bearer ${token}` },
    })
    expect(status, `${method} ${url.slice(0, 60)}: ${response.body.slice(0, 200)}`).toContain(
      response.statusCode,
    )
    expect(response.headers['content-type']).toContain('application/problem+json')
    if (method !== 'HEAD') expect(response.json<{ code: string }>().code).toMatch(/^http\./)
  }

  it('that nobody serves, and methods that an address does not take, are problem documents', async () => {
    await problem('GET', '/api/v1/nothing', [404])
    await problem('GET', '/api/v2/incidents', [404])
    await problem('HEAD', '/api/v1/nothing', [404])
    await problem('PATCH', '/api/v1/incidents', [404, 405])
    await problem('OPTIONS', '/api/v1/incidents', [404, 405])
    await problem('TRACE', '/api/v1/incidents', [404, 405])
    await problem('PROPFIND', '/', [404, 405])
    await problem('DELETE', '/', [404, 405])
    await problem('POST', '/openapi.json', [404, 405])
    await problem('GET', '/api/v1/incidents/%', [400, 404])
    await problem('GET', '/%', [400])
    await problem('GET', '/api/v1/incidents/%zz', [400, 404])
    await problem('GET', `/api/v1/incidents/${'a'.repeat(5000)}`, [404, 414])
  })

  it('work with a slash behind them, and HEAD has no body', async () => {
    const headers = { authorization: `Bearer ${token}` }
    expect((await app.inject({ url: '/api/v1/incidents/', headers })).statusCode).toBe(200)
    const head = await app.inject({ method: 'HEAD', url: '/api/v1/incidents', headers })
    expect([head.statusCode, head.body]).toEqual([200, ''])
  })

  it('of the stream answer HEAD without holding it open', async () => {
    const { answer } = await speak(
      `HEAD /api/v1/events/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
      1_500,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 (200|404|405) /)
  })

  it('outside of the page are not files', async () => {
    for (const url of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/static/../../secret.txt',
      '/static/..%2f..%2fsecret.txt',
      '/static/%2e%2e%2f%2e%2e%2fsecret.txt',
      '/..\\secret.txt',
      '/static/main-1.js%00.html',
      '//etc/passwd',
      '/.env',
    ]) {
      const { answer } = await speak(`GET ${url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect(answer, url).not.toContain('root:')
      expect(answer, url).toMatch(/^HTTP\/1\.1 (200|400|403|404) /)
      expect(answer, url).not.toMatch(/\.ts:\d|node_modules/)
    }
  })

  it('answer the page without sign-in, under a policy that runs nothing inline', async () => {
    for (const url of ['/', '/incidents/some-id']) {
      const response = await app.inject({ url })
      expect([response.statusCode, response.body.includes('Zhengyun')]).toEqual([200, true])
      expect(response.headers['content-security-policy']).toContain("script-src 'self'")
      expect(response.headers['x-content-type-options']).toBe('nosniff')
      expect(response.headers['x-frame-options']).toBe('DENY')
    }
    const asset = await app.inject({ url: '/static/none.js' })
    expect(asset.statusCode).toBe(404)
  })

  it('do not follow the Host header', async () => {
    const response = await app.inject({ url: '/', headers: { host: 'evil.example"><script>' } })
    expect(response.body).not.toContain('evil')
    expect(JSON.stringify(response.headers)).not.toContain('evil')
  })
})

describe('openapi.json', () => {
  interface Document {
    openapi: string
    paths: Record<string, Record<string, Operation>>
    components: unknown
  }
  interface Operation {
    operationId: string
    responses: Record<string, unknown>
    parameters: { name: string; in: string; required: boolean; schema: unknown }[]
  }
  let document: Document
  beforeAll(async () => {
    document = (await app.inject({ url: '/openapi.json' })).json()
  })
  const operations = () => Object.values(document.paths).flatMap((p) => Object.values(p))

  it('lists every endpoint once', () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    const ids = operations().map((o) => o.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.sort()).toEqual(endpoints.map((e) => e.name).sort())
  })

  it('describes an answer of every operation, and every parameter in its path', () => {
    for (const [url, methods] of Object.entries(document.paths)) {
      const named = [...url.matchAll(/\{(\w+)\}/g)].map((m) => m[1])
      for (const [method, o] of Object.entries(methods)) {
        expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method)
        expect(Object.keys(o.responses)).toEqual(
          expect.arrayContaining([expect.stringMatching(/^2\d\d$/), 'default']),
        )
        const inPath = o.parameters.filter((p) => p.in === 'path')
        expect(inPath.map((p) => p.name).sort(), `${method} ${url}`).toEqual(named.sort())
        for (const p of o.parameters) expect(p.schema, `${method} ${url} ${p.name}`).toBeTypeOf('object')
      }
    }
  })

  it('resolves every reference', () => {
    const refs: string[] = []
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, inner] of Object.entries(value)) {
        if (key === '$ref' && typeof inner === 'string') refs.push(inner)
        walk(inner)
      }
    }
    walk(document)
    expect(refs.length).toBeGreaterThan(0)
    const target = (ref: string): unknown =>
      ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>(
          (at, key) => (at as Record<string, unknown> | undefined)?.[decodeURIComponent(key)],
          document,
        )
    expect(refs.filter((ref) => !ref.startsWith('#/') || target(ref) === undefined)).toEqual([])
  })
})
