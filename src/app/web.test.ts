import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { EventEmitter } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildServer } from '#kernel/http/index.ts'
import { makeAuthenticate } from '#kernel/identity/index.ts'
import { readEnv } from '#kernel/settings/env.ts'
import { testDb, type TestDatabase } from '#kernel/testing/index.ts'
import { pageFallback, registerWeb } from './web.ts'

let app: FastifyInstance
let database: TestDatabase
let url: string
let most = 0
const root = mkdtempSync(path.join(tmpdir(), 'zyt-web-'))

beforeAll(async () => {
  mkdirSync(path.join(root, 'static'))
  writeFileSync(path.join(root, 'index.html'), '<!doctype html>'.repeat(40_000))
  writeFileSync(path.join(root, 'favicon.svg'), '<svg/>')
  writeFileSync(path.join(root, 'static', 'main-1.js'), 'first')
  database = await testDb(1)
  app = await buildServer({
    db: database.db,
    settings: readEnv({ DATA_DIR: root }),
    manifests: [],
    authenticate: makeAuthenticate(database.db),
    fallback: pageFallback(root),
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.raw.on('newListener', (name) => {
      if (name === 'close') most = Math.max(most, reply.raw.listenerCount('close') + 1)
    })
  })
  await registerWeb(app, root)
  url = await app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await app.close()
  await database.close()
  rmSync(root, { recursive: true, force: true })
})

const get = async (address: string): Promise<{ status: number; type: string | null; text: string }> => {
  const response = await fetch(url + address, { headers: { 'accept-encoding': 'br, gzip' } })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
  }
}

describe('the browser part', () => {
  it('answers the address of any page without piling up listeners on the response', async () => {
    for (const address of ['/', '/incidents/0190', '/portal?x=1', '/a.b/c.js', '/%2e%2e/etc']) {
      most = 0
      const page = await get(address)
      expect([page.status, page.text.startsWith('<!doctype html>')], address).toEqual([200, true])
      // beyond that Node warns of a leak, and rightly: whatever waits for an answer should wait once
      expect(most, address).toBeLessThanOrEqual(EventEmitter.defaultMaxListeners)
    }
  })

  it('serves files, those of a later build as well, and no page for a file that is not there', async () => {
    expect(await get('/favicon.svg')).toMatchObject({ status: 200, type: 'image/svg+xml' })
    expect(await get('/static/main-1.js')).toMatchObject({ status: 200, text: 'first' })
    writeFileSync(path.join(root, 'static', 'main-2.js'), 'second')
    expect(await get('/static/main-2.js')).toMatchObject({ status: 200, text: 'second' })
    for (const address of ['/static/none.js', '/static/', '/static/..%2findex.html', '/api/v1/none'])
      expect((await get(address)).status, address).toBeGreaterThanOrEqual(400)
    const hashed = await fetch(`${url}/static/main-1.js`)
    expect(hashed.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${url}/`)).headers.get('cache-control')).toBe('no-cache')
  })
})
