import Fastify, { type FastifyInstance } from 'fastify'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#kernel/errors/index.ts'
import type { LiveEvent } from '#kernel/events/index.ts'
import type { HttpContext } from '#kernel/manifest.ts'
import { anonymousActor, type Actor } from '#kernel/permission/index.ts'
import { streamPlugin, type StreamLimits } from './stream.ts'

let app: FastifyInstance | undefined
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await app?.close()
})

/** The plugin alone, on a real socket; `say` stands for the committed events of the database. */
async function serve(limits: Partial<StreamLimits>, authenticate: () => Promise<Actor>) {
  let say: (events: LiveEvent[]) => void = () => undefined
  const listen = (listener: typeof say) => {
    say = listener
    return () => undefined
  }
  app = Fastify()
  const all = { heartbeat: 50, perPerson: 10, total: 100, queue: 50, ...limits }
  await app.register(async (scope) =>
    streamPlugin(all, listen)(scope, { authenticate } as unknown as HttpContext),
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const open = () => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    const seen = { text: '', closed: false, socket }
    socket.on('data', (chunk) => (seen.text += chunk.toString()))
    socket.on('close', () => (seen.closed = true))
    socket.on('error', () => undefined)
    socket.write('GET /api/v1/events/stream HTTP/1.1\r\nHost: x\r\n\r\n')
    return seen
  }
  return { open, say: (events: LiveEvent[]) => say(events) }
}

const me: Actor = {
  ...anonymousActor('zh-CN', null, 't'),
  kind: 'person',
  id: 'me',
  permissions: new Set(['incident.read']),
}
const news = (id: string): LiveEvent => ({ type: 'incident.changed', entity: 'incident', id, to: ['me'] })

describe('stream', () => {
  it('beats, and ends when the session is no longer good', async () => {
    let revoked = false
    const { open } = await serve({}, async () => {
      if (revoked) throw new AppError('identity.session_expired', { status: 401 })
      return me
    })
    const stream = open()
    await expect.poll(() => stream.text).toContain(': beat')
    expect(stream.closed).toBe(false)
    revoked = true
    await expect.poll(() => stream.closed || stream.text.endsWith('0\r\n\r\n')).toBe(true)
  })

  it('outlives a database that is away for a moment', async () => {
    let calls = 0
    const { open, say } = await serve({}, async () => {
      if (++calls > 1) throw new AppError('http.database_unavailable', { status: 503 })
      return me
    })
    const stream = open()
    await expect.poll(() => calls).toBeGreaterThan(3)
    say([news('1')])
    await expect.poll(() => stream.text).toContain('"id":"1"')
    expect(stream.closed).toBe(false)
  })

  it('is limited in number for each person', async () => {
    const { open } = await serve({ perPerson: 2 }, async () => me)
    const streams = [open(), open()]
    await expect.poll(() => streams.every((s) => s.text.includes(': ready'))).toBe(true)
    const third = open()
    await expect.poll(() => third.text).toContain('429')
    // a place is free as soon as the server has seen that a client is gone
    streams[0]!.socket.destroy()
    let again = open()
    await expect
      .poll(() => {
        if (again.text.includes('429')) again = open()
        return again.text
      })
      .toContain(': ready')
  })

  it('drops a client that does not read instead of buffering for it', async () => {
    const { open, say } = await serve({ heartbeat: 60_000 }, async () => me)
    const slow = open()
    const quick = open()
    await expect.poll(() => slow.text.includes(': ready') && quick.text.includes(': ready')).toBe(true)
    slow.socket.pause()
    const long = 'x'.repeat(20_000)
    for (let i = 0; i < 2000 && !slow.closed; i++) {
      say([news(`${i}${long}`)])
      if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    slow.socket.resume()
    await expect.poll(() => slow.closed).toBe(true)
    expect(quick.closed).toBe(false)
  })
})
