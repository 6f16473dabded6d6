import dgram, { type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { ber, misbehave, response, type Asked } from '#kernel/testing/index.ts'
import { runProbe, runProbes } from './index.ts'
import { figuresOf, kindNames, kinds, secretsOf } from './kind-contract.ts'
import { parseHosts, parseSearch } from './names.ts'
import { ntpRequest, ntpTime, offsetOf, readNtp } from './ntp.ts'
import { outcomeCodes } from './outcome-contract.ts'
import { cleanOutput } from './output.ts'
import { openHandles, untilReleased } from './testing/servers.ts'
import zh from './zh-CN.ts'

const host = '127.0.0.1'
let handles = 0
const open: { close: () => Promise<void> }[] = []
beforeEach(() => {
  handles = openHandles()
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
  await untilReleased(handles)
})

describe('the words', () => {
  it('name every kind, code, figure and field', () => {
    expect(Object.keys(zh.kind)).toEqual(kindNames)
    expect(Object.keys(zh.outcome)).toEqual([...outcomeCodes])
    for (const kind of kindNames) {
      for (const figure of Object.keys(figuresOf[kind])) expect(zh.figure, figure).toHaveProperty(figure)
      for (const field of Object.keys(kinds[kind].shape)) expect(zh.field, field).toHaveProperty(field)
      const spec = { auth: 'basic', version: 'v3', level: 'authPriv', bindDn: 'x' }
      for (const secret of secretsOf(kind, spec)) expect(zh.field).toHaveProperty(secret)
    }
  })
})

describe('NTP', () => {
  it('keeps times to the microsecond, also beyond 2036', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e12, noNaN: true }), (at) => {
        const packet = ntpRequest(ntpTime(at))
        expect(Math.abs(readNtp(packet)!.sent - at)).toBeLessThan(0.001)
      }),
    )
  })

  it('finds the offset wherever the way is equally long', () => {
    const ms = fc.double({ min: 0, max: 1000, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), ms, ms, (ahead, way, work) => {
        const { offset, delay } = offsetOf(
          { received: way + ahead, sent: way + work + ahead },
          0,
          way * 2 + work,
        )
        expect(offset).toBeCloseTo(ahead, 4)
        expect(delay).toBeCloseTo(way * 2, 4)
      }),
    )
  })

  async function clock(change: (answer: Buffer, request: Buffer) => Buffer[]): Promise<number> {
    const socket = dgram.createSocket('udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    socket.on('message', (request: Buffer, from: RemoteInfo) => {
      const answer = Buffer.alloc(48)
      answer[0] = 0b00_100_100
      answer[1] = 2
      answer.set(request.subarray(40, 48), 24)
      const ahead = ntpTime(Date.now() + 3000)
      answer.set(ahead, 32)
      answer.set(ahead, 40)
      for (const packet of change(answer, request)) socket.send(packet, from.port, from.address)
    })
    open.push({ close: () => new Promise((resolve) => socket.close(() => resolve())) })
    return socket.address().port
  }
  const ask = (port: number) => runProbe('ntp', { host, port }, { timeoutMs: 500 })
  const patched = (at: number, value: number) => (answer: Buffer) => {
    answer[at] = value
    return [answer]
  }

  it('tells how far a clock is away', async () => {
    const port = await clock((answer) => [answer])
    const began = performance.now()
    const outcome = await ask(port)
    const took = performance.now() - began
    expect(outcome).toMatchObject({ state: 'critical', code: 'threshold', params: { figure: 'offset' } })
    // no further off than the question and its answer were on their way, and the rounding of a millisecond
    expect(Math.abs(outcome.figures[0]!.value - 3000)).toBeLessThanOrEqual(took + 2)
  })

  it('believes only answers to what it sent', async () => {
    const code = async (change: (answer: Buffer) => Buffer[]) => (await ask(await clock(change))).code
    expect(await code(patched(0, 0b11_100_100))).toBe('clock_unsynchronized')
    expect(await code(patched(1, 0))).toBe('unexpected')
    expect(await code(patched(25, 0))).toBe('no_reply')
    expect(await code(patched(0, 0b00_100_011))).toBe('no_reply')
    expect(await code((answer) => [answer.subarray(0, 47), Buffer.alloc(0), Buffer.alloc(60_000, 255)])).toBe(
      'no_reply',
    )
  })
})

describe('SNMP', () => {
  const values = (asked: Asked, value: Buffer) => [
    response(
      asked,
      asked.oids.map((oid) => [oid, value]),
    ),
  ]
  async function ask(reply: (asked: Asked, count: number) => Buffer[], more: object = {}, times = 1) {
    const agent = await misbehave(reply)
    open.push(agent)
    const spec = { host, port: agent.port, oids: [{ oid: '1.3.6.1.4.1.9.1.0', label: 'v', ...more }] }
    const context = { timeoutMs: 600, secret: { community: 'public' } }
    for (let i = 1; i < times; i++) {
      await runProbe('snmp', spec, context)
      await new Promise((resolve) => setTimeout(resolve, 120))
    }
    return runProbe('snmp', spec, context)
  }

  it('reads numbers, numbers written as text, and texts', async () => {
    const tenths = await ask((asked) => values(asked, ber(0x02, [0xff, 0x85])), {
      scale: 0.1,
      critical: '-10:',
    })
    expect(tenths).toMatchObject({ state: 'critical', code: 'threshold', params: { value: -12.3 } })
    const written = await ask((asked) => values(asked, ber(0x04, Buffer.from(' 23.5 '))), {
      warning: '20',
      unit: '°C',
    })
    expect(written).toMatchObject({ state: 'warning', params: { value: 23.5, unit: '°C' } })
    const text = ber(0x04, Buffer.from('在线'))
    expect((await ask((asked) => values(asked, text), { equals: '在线' })).code).toBe('ok')
    expect((await ask((asked) => values(asked, text), { equals: '离线' })).code).toBe('value')
    expect((await ask((asked) => values(asked, text), { warning: '5' })).code).toBe('not_a_number')
    expect((await ask((asked) => values(asked, ber(0x80)))).code).toBe('no_value')
  })

  it('tells counters as rates, over the edge of 32 bits, too', async () => {
    const counts = (list: number[]) => (asked: Asked, i: number) => {
      const octets = Buffer.alloc(5)
      octets.writeUInt32BE(list[i % list.length]!, 1)
      return values(asked, ber(0x41, octets))
    }
    const edge = await ask(counts([0xffff_fff0, 0x10]), { rate: true }, 2)
    // 32 in the 120 ms between, or a little more where the machine is busy
    const { value } = edge.figures.find((one) => one.name === 'v')!
    expect(value).toBeLessThan(32 / 0.115)
    expect(value).toBeGreaterThan(10)
    expect((await ask(counts([1000, 5]), { rate: true }, 2)).code).toBe('first_sample')
  })

  it('is not misled by nonsense, floods, or answers to something else', async () => {
    const garbage = await ask(() => [
      Buffer.alloc(1400, 0x30),
      Buffer.from('30820fff', 'hex'),
      Buffer.alloc(0),
    ])
    expect(garbage.code).toMatch(/^(malformed|no_reply|timeout)$/)
    const other = await ask((asked) => [response(asked, [['1.3.6.1.9', ber(0x02, [1])]])])
    expect(other.code).toBe('malformed')
    const more = await ask((asked) => [
      response(
        asked,
        Array.from({ length: 50 }, () => ['1.3.6.1.9', ber(0x02, [1])]),
      ),
    ])
    expect(more.code).toBe('malformed')
  })
})

describe('names', () => {
  it('of the hosts file and of the search list are read as resolvers do', () => {
    const hosts = parseHosts('# x\n::1 localhost ip6\n127.0.0.1\tLocalHost app # y\nbad line\n10.0.0.1 app')
    expect(hosts.get('localhost')).toEqual(['127.0.0.1', '::1'])
    expect(hosts.get('app')).toEqual(['127.0.0.1', '10.0.0.1'])
    expect(parseSearch('search a.b c\nnameserver 1.1.1.1\nsearch gov.example .')).toEqual(['gov.example'])
  })

  it('are asked of the server that is named', async () => {
    const socket = dgram.createSocket('udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    socket.on('message', (request: Buffer, from: RemoteInfo) => {
      // the question again, and one A record 10.1.0.8 pointing at its name
      const answer = Buffer.concat([
        request.subarray(0, 12),
        request.subarray(12, request.indexOf(0, 12) + 5),
      ])
      answer.writeUInt16BE(0x8180, 2)
      answer.writeUInt16BE(1, 6)
      answer.writeUInt16BE(0, 10)
      const record = Buffer.from('c00c00010001000000000004' + '0a010008', 'hex')
      socket.send(Buffer.concat([answer, record]), from.port, from.address)
    })
    open.push({ close: () => new Promise((resolve) => socket.close(() => resolve())) })
    const spec = { name: 'www.example', server: host, port: socket.address().port }
    const ask = (expected: string[], match: 'any' | 'all' | 'exact') =>
      runProbe('dns', { ...spec, expected, match }, { timeoutMs: 1500 })
    expect(await ask(['10.1.0.8'], 'exact')).toMatchObject({ state: 'ok', output: '10.1.0.8' })
    expect((await ask(['10.1.0.8', '10.1.0.9'], 'any')).code).toBe('ok')
    expect((await ask(['10.1.0.8', '10.1.0.9'], 'all')).code).toBe('records')
  })
})

it('output is at most 4,000 characters without controls, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(200), (text, times) => {
      const cleaned = cleanOutput(text.repeat(times))
      expect(cleaned.length).toBeLessThanOrEqual(4000)
      expect(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(cleaned)).toBe(false)
      expect(cleaned.isWellFormed()).toBe(true)
      expect(cleanOutput(cleaned) === cleaned).toBe(true)
    }),
    { numRuns: 20 },
  )
})

it('several of a kind are answered in their order', async () => {
  const outcomes = await runProbes(
    'tcp',
    [
      { host, port: 1 },
      { host: '-', port: 1 },
      { host, port: 2 },
    ],
    { timeoutMs: 500 },
  )
  expect(outcomes.map((one) => one.params['port'] ?? one.code)).toEqual([1, 'bad_spec', 2])
})
