import { once } from 'node:events'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configureProbes, runProbe } from './index.ts'
import type { Kind, SpecInput } from './kind-contract.ts'
import type { Outcome } from './outcome-contract.ts'
import { certificate, key } from './testing/certificate.ts'
import { openHandles, repeat, serve, untilReleased, type Peer } from './testing/servers.ts'

const host = '127.0.0.1'
let handles = 0
const peers: Peer[] = []
beforeEach(() => {
  handles = openHandles()
})
// whatever a peer does, nothing of the probe is left
afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.close()
  await untilReleased(handles)
})

async function against(talk: (socket: Socket) => void): Promise<number> {
  const peer = await serve(talk)
  peers.push(peer)
  return peer.port
}

async function ask<K extends Kind>(kind: K, spec: SpecInput<K>, timeoutMs = 400): Promise<Outcome> {
  // one that does not end in its time meets the limit of the test
  return runProbe(kind, spec, { timeoutMs })
}

const verdict = ({ state, code }: Outcome): string => `${state} ${code}`
/** Answers once the request is here. */
const answer = (text: string | Buffer) => (socket: Socket) =>
  void socket.once('data', () => socket.write(text))

describe('a web server that', () => {
  const get = async (
    talk: (socket: Socket) => void,
    spec: Partial<SpecInput<'http'>> = {},
    timeoutMs?: number,
  ) => ask('http', { url: `http://${host}:${await against(talk)}/`, ...spec }, timeoutMs)

  it('says nothing, drips or never ends its head runs out of time', async () => {
    expect(verdict(await get(() => undefined))).toBe('critical timeout')
    expect(verdict(await get((socket) => repeat(socket, () => 'H', 20)))).toBe('critical malformed')
    const text = 'HTTP/1.1 200 OK\r\nX-Slow: very\r\n'
    expect(verdict(await get((socket) => repeat(socket, (i) => text[i] ?? 'a', 15)))).toBe('critical timeout')
    const endless = (socket: Socket) =>
      repeat(socket, (i) => `${i ? '' : text}X-${i}: ${'y'.repeat(2000)}\r\n`, 1)
    expect(verdict(await get(endless, {}, 2000))).toBe('critical too_big')
  })

  it('sends a body without end is read to the limit', async () => {
    const flood = (socket: Socket): void => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      repeat(socket, () => Buffer.alloc(65_536, 120), 1)
    }
    const before = process.memoryUsage().rss
    expect(verdict(await get(flood, { maxBytes: 200_000 }, 3000))).toBe('ok ok')
    expect(verdict(await get(flood, { maxBytes: 200_000, contains: 'xxx' }, 3000))).toBe('ok ok')
    expect(verdict(await get(flood, { maxBytes: 200_000, contains: 'y' }, 3000))).toBe('critical too_big')
    expect(verdict(await get(flood, { maxBytes: 200_000, absent: 'y' }, 3000))).toBe('critical too_big')
    expect(verdict(await get(flood, { maxBytes: 200_000, jsonPath: '$.a' }, 3000))).toBe('critical too_big')
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6)
  })

  it('packs a bomb is not unpacked beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000))
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`
    const outcome = await get(answer(Buffer.concat([Buffer.from(head), bomb])), { contains: 'x' }, 3000)
    expect(verdict(outcome)).toBe('critical too_big')
    const broken = answer('HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nabcd')
    expect(verdict(await get(broken, { contains: 'x' }))).toBe('critical encoding')
  })

  it('sends in circles is followed so often and no further', async () => {
    const port = await against(answer('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n'))
    const url = `http://${host}:${port}/`
    expect(verdict(await ask('http', { url, redirects: 3 }))).toBe('critical redirects')
    expect(verdict(await ask('http', { url, redirects: 0, statuses: '302' }))).toBe('ok ok')
    for (const [to, code] of [
      ['file:///etc/passwd', 'bad_redirect'],
      ['http://', 'bad_redirect'],
      [`http://${host}:1/`, 'refused'],
    ])
      expect((await get(answer(`HTTP/1.1 301 x\r\nLocation: ${to}\r\n\r\n`))).code).toBe(code)
  })

  it('hands a sign-in on to others does not get ours there', async () => {
    let seen = ''
    const other = await against((socket) =>
      socket.once('data', (chunk) => {
        seen = chunk.toString()
        socket.end('HTTP/1.1 200 OK\r\n\r\n')
      }),
    )
    const port = await against(answer(`HTTP/1.1 302 x\r\nLocation: http://${host}:${other}/\r\n\r\n`))
    const spec: SpecInput<'http'> = {
      url: `http://${host}:${port}/`,
      auth: 'bearer',
      headers: [{ name: 'X-Api-Key', value: 'k1' }],
    }
    await runProbe('http', spec, { timeoutMs: 500, secret: { token: 'very-secret' } })
    expect(seen).toContain('GET / HTTP/1.1')
    expect(seen).not.toMatch(/very-secret|k1/)
  })

  it('speaks of itself in what is not for people is told in words that are', async () => {
    const outcome = await get(answer('HTTP/1.1 500 x\r\n\r\n\u001b[31m\u0000\u202ered\r\nline'), {}, 300)
    const closed = await get((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 500 x\r\n\r\n\u001b[31m\u0000\u202ered')),
    )
    expect(verdict(outcome)).toBe('critical timeout')
    expect(closed.output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
    expect(closed).toMatchObject({ code: 'status', params: { status: 500, expected: '200-299' } })
  })

  it('resets, closes or is not there', async () => {
    expect(verdict(await get((socket) => socket.once('data', () => socket.resetAndDestroy())))).toBe(
      'critical reset',
    )
    expect(verdict(await get((socket) => socket.once('data', () => socket.end())))).toBe('critical closed')
    expect(verdict(await ask('http', { url: `http://${host}:1/` }))).toBe('critical refused')
    expect(verdict(await ask('http', { url: 'http://no.such.name.invalid/' }, 4000))).toMatch(
      /^critical name_/,
    )
  })
})

describe('TLS', () => {
  const spec = async (talk: (socket: Socket) => void) => ({ host, port: await against(talk) })

  it('with a peer that is slow, silent or speaks something else ends in time', async () => {
    const silent = await spec(() => undefined)
    expect(verdict(await ask('tls', silent))).toBe('critical timeout')
    expect(verdict(await ask('http', { url: `https://${host}:${silent.port}/` }))).toBe('critical timeout')
    // a record of TLS that promises 16 KiB and comes octet by octet
    const slow = await spec((socket) =>
      repeat(socket, (i) => Buffer.from([[0x16, 3, 3, 0x40, 0][i] ?? 0]), 10),
    )
    expect(verdict(await ask('tls', slow))).toBe('critical timeout')
    expect(verdict(await ask('tls', await spec((socket) => void socket.write('220 smtp.example\r\n'))))).toBe(
      'critical tls_failed',
    )
    expect((await ask('tls', await spec((socket) => void socket.end()))).code).toMatch(
      /^(closed|reset|tls_failed)$/,
    )
    const early = await spec((socket) => void socket.write('* OK ready\r\nz1 OK now\r\nz9 OK injected\r\n'))
    expect(verdict(await ask('tls', { ...early, startTls: 'imap' }))).toBe('critical malformed')
  })

  it('judges certificates, and leaves nothing behind when it does not believe one', async () => {
    const server = createTlsServer({ key, cert: certificate }, (socket: TLSSocket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'))
    }).listen(0, host)
    server.on('tlsClientError', () => undefined)
    await once(server, 'listening')
    peers.push({ port: 0, close: async () => void (await once(server.close(), 'close')) })
    const { port } = server.address() as AddressInfo
    const url = `https://${host}:${port}/`
    for (const [more, wanted] of [
      [{}, 'critical tls_untrusted'],
      [{ ca: certificate }, 'ok ok'],
      [{ ca: certificate, serverName: 'probe.example' }, 'ok ok'],
      [{ ca: certificate, serverName: 'other.example' }, 'critical tls_name'],
      [{ verify: false, serverName: 'other.example' }, 'ok ok'],
      [{ ca: 'no certificate' }, 'unknown bad_spec'],
    ] as const)
      for (let i = 0; i < 5; i++) expect(verdict(await ask('http', { url, ...more }, 2000))).toBe(wanted)
    expect(verdict(await ask('tls', { host, port, ca: certificate, issuer: 'Nobody' }, 2000))).toBe(
      'critical tls_issuer',
    )
    const days = [{ figure: 'days', warning: '99999:', critical: '' }]
    const ends = await ask('tls', { host, port, ca: certificate, thresholds: days }, 2000)
    expect(ends).toMatchObject({
      state: 'warning',
      code: 'threshold',
      params: { figure: 'days', range: '99999:' },
    })
  })
})

describe('a line', () => {
  it('that never ends, or is none of the protocol, is bounded', async () => {
    const flood = await against((socket) => repeat(socket, () => Buffer.alloc(60_000, 65), 1))
    expect(verdict(await ask('smtp', { host, port: flood }, 3000))).toBe('critical too_big')
    expect(verdict(await ask('imap', { host, port: flood }, 3000))).toBe('critical too_big')
    expect(verdict(await ask('tcp', { host, port: flood, expect: 'B' }, 3000))).toBe('critical unexpected')
    const lines = await against((socket) => repeat(socket, () => '220-more\r\n', 1))
    expect(verdict(await ask('smtp', { host, port: lines }, 3000))).toBe('critical malformed')
    const drip = await against((socket) => repeat(socket, () => '2', 10))
    expect(verdict(await ask('smtp', { host, port: drip }))).toBe('critical timeout')
    const busy = await against((socket) => void socket.write('421 too busy\r\n'))
    expect(await ask('smtp', { host, port: busy })).toMatchObject({
      code: 'unexpected',
      params: { got: '421 too busy' },
    })
  })

  it('is read where it is one', async () => {
    const smtp = await against((socket) => {
      socket.write('220-one\r\n220 mx ESMTP\r\n')
      socket.on('data', (chunk) =>
        socket.write(/^EHLO/.test(chunk.toString()) ? '250-mx\r\n250 SIZE\r\n' : '221 bye\r\n'),
      )
    })
    expect(verdict(await ask('smtp', { host, port: smtp, expect: 'ESMTP' }))).toBe('ok ok')
    expect(verdict(await ask('smtp', { host, port: smtp, tls: 'starttls' }))).toBe('critical no_starttls')
    const echo = await against((socket) => socket.on('data', (chunk) => socket.write(chunk)))
    expect(verdict(await ask('tcp', { host, port: echo, send: 'a\\x00\\n', expect: '\\x00\\n' }))).toBe(
      'ok ok',
    )
  })
})

describe('databases and directories that', () => {
  it.each(['postgres', 'mysql', 'ldap'] as const)(
    '%s: flood, garbage, silence, an early end',
    async (kind) => {
      const spec = { user: 'watch', bindDn: 'cn=x' }
      const given = (port: number) =>
        (kind === 'ldap'
          ? { host, port, bindDn: spec.bindDn }
          : { host, port, user: spec.user }) as SpecInput<typeof kind>
      const heads = {
        postgres: 'R\x7f\xff\xff\xff',
        mysql: '\xff\xff\xff\x00\x0a',
        ldap: '\x30\x84\x7f\xff\xff\xff',
      }
      const flood = await against((socket) => {
        socket.write(Buffer.from(heads[kind], 'latin1'))
        repeat(socket, () => Buffer.alloc(1_000_000, 1), 1)
      })
      expect((await ask(kind, given(flood), 4000)).code).toMatch(/^(too_big|malformed|closed|query)$/)
      const garbage = await against(
        (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(9)),
      )
      expect((await ask(kind, given(garbage), 600)).code).toMatch(
        /^(malformed|closed|timeout|query|too_big|unexpected)$/,
      )
      expect((await ask(kind, given(await against(() => undefined)))).code).toMatch(/^(timeout|no_reply)$/)
      expect((await ask(kind, given(await against((socket) => void socket.end())), 1000)).code).toMatch(
        /^(closed|reset)$/,
      )
    },
  )
})

describe('a probe', () => {
  it('that is stopped frees what it has at once', async () => {
    const port = await against(() => undefined)
    const stop = new AbortController()
    const running = [
      runProbe('http', { url: `http://${host}:${port}/` }, { timeoutMs: 60_000, signal: stop.signal }),
      runProbe('tls', { host, port }, { timeoutMs: 60_000, signal: stop.signal }),
      runProbe('tcp', { host, port, expect: 'x' }, { timeoutMs: 60_000, signal: stop.signal }),
      runProbe('ntp', { host, port: 9 }, { timeoutMs: 60_000, signal: stop.signal }),
      runProbe(
        'snmp',
        { host, port: 9, oids: [{ oid: '1.3.6', label: 'a' }] },
        { timeoutMs: 60_000, signal: stop.signal },
      ),
      runProbe('postgres', { host, port, user: 'a' }, { timeoutMs: 60_000, signal: stop.signal }),
      runProbe('mysql', { host, port, user: 'a' }, { timeoutMs: 60_000, signal: stop.signal }),
      runProbe('ldap', { host, port }, { timeoutMs: 60_000, signal: stop.signal }),
      runProbe(
        'dns',
        { name: 'a.example', server: host, port: 9 },
        { timeoutMs: 60_000, signal: stop.signal },
      ),
    ]
    await new Promise((resolve) => setTimeout(resolve, 100))
    stop.abort()
    const codes = (await Promise.all(running)).map(verdict)
    // nobody listens at the port of ntp, snmp and dns, which may have been told so before
    for (const code of codes) expect(code).toMatch(/^(unknown stopped|critical (refused|no_reply))$/)
    expect(codes.filter((code) => code === 'unknown stopped').length).toBeGreaterThanOrEqual(6)
    const late = await runProbe('tcp', { host, port }, { timeoutMs: 1000, signal: stop.signal })
    expect(verdict(late)).toBe('unknown stopped')
  })

  it('with a wrong spec is an outcome, too', async () => {
    expect(await runProbe('tcp', { host: '-oops', port: 1 }, { timeoutMs: 100 })).toMatchObject({
      state: 'unknown',
      code: 'bad_spec',
      params: { field: 'host' },
    })
  })

  it('goes nowhere that the settings forbid, whatever it is called', async () => {
    const port = await against((socket) => void socket.end('hello'))
    const denied = async (name: string) => verdict(await ask('tcp', { host: name, port }, 2000))
    try {
      configureProbes({ denyNetworks: ['127.0.0.0/8', '::1'] })
      for (const name of [host, 'localhost', '::ffff:127.0.0.1', '127.1.2.3'])
        expect(await denied(name)).toBe('unknown denied')
      const away = `http://2130706433:${port}/`
      expect(verdict(await ask('http', { url: away }))).toBe('unknown denied')
      configureProbes({ allowNetworks: ['10.0.0.0/8'] })
      expect(await denied(host)).toBe('unknown denied')
      configureProbes({ allowNetworks: ['127.0.0.1'] })
      expect(await denied(host)).toBe('ok ok')
    } finally {
      configureProbes({})
    }
  })
})
