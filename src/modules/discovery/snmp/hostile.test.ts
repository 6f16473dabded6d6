import dgram from 'node:dgram'
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { defaultLimits, type Limits } from '#kernel/snmp/index.ts'
import { ber, berOid, misbehave, response, type Asked } from '#kernel/testing/index.ts'
import { identify } from '../identify/identify.ts'
import { readDevice, type Reading } from './read-device.ts'

const limits: Limits = { ...defaultLimits, timeoutMs: 400, retries: 1, deviceMs: 3000 }
const open: { close: () => Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})

const text = (said: string) => ber(0x04, Buffer.from(said))
const end = ber(0x82)

async function against(
  reply: (asked: Asked, count: number) => Buffer[] | undefined,
  own: Partial<Limits> = {},
): Promise<Reading> {
  const agent = await misbehave(reply)
  open.push(agent)
  return readDevice('127.0.0.1', agent.port, { version: 'v2c', community: 'public' }, { ...limits, ...own })
}

/** An honest system group, so that the trouble begins behind it. */
function system(asked: Asked): Buffer[] | undefined {
  if (!asked.oids.every((oid) => oid.startsWith('1.3.6.1.2.1.1.'))) return undefined
  const value = (oid: string) =>
    oid.endsWith('.2') ? berOid('1.3.6.1.4.1.9.1.222') : oid.endsWith('.3') ? ber(0x43, [100]) : text('box')
  return [
    response(
      asked,
      asked.oids.map((oid) => [`${oid}.0`, oid.endsWith('.7') ? ber(0x02, [78]) : value(oid)]),
    ),
  ]
}

const nothing = (asked: Asked) => [
  response(
    asked,
    asked.oids.map((oid) => [oid, end]),
  ),
]
const behind = (oid: string, by: number) => oid.replace(/(\d+)$/, (last) => String(Number(last) + by))

describe('an agent that', () => {
  it('is not there ends as silent', async () => {
    expect(await against(() => undefined)).toMatchObject({
      outcome: 'silent',
      problems: [{ code: 'no_answer' }],
    })
  })

  it('sends garbage ends as unreadable', async () => {
    const reading = await against(() => [
      randomBytes(300),
      Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
      Buffer.alloc(0),
    ])
    expect(reading).toMatchObject({ outcome: 'unreadable', problems: [{ code: 'unreadable' }] })
  })

  it('cuts its packets ends as unreadable, at every length', async () => {
    const whole = system({
      id: Buffer.from([1]),
      community: Buffer.from('public'),
      oids: ['1.3.6.1.2.1.1.1'],
    })![0]!
    for (let length = 1; length < whole.length - 1; length += 7) {
      const reading = await against(
        (asked) => system(asked)?.map((packet) => packet.subarray(0, Math.min(length, packet.length - 1))),
        { timeoutMs: 20, retries: 0 },
      )
      expect(['unreadable', 'silent', 'partial']).toContain(reading.outcome)
    }
  })

  it('goes round in circles is left at the first step back', async () => {
    const reading = await against(
      (asked) =>
        system(asked) ?? [
          response(
            asked,
            [...asked.oids, ...asked.oids].map((oid) => [behind(oid, 0).replace(/$/, '.5'), ber(0x02, [1])]),
          ),
        ],
    )
    expect(reading.outcome).toBe('partial')
    expect(reading.problems).toContainEqual({ code: 'not_increasing', table: 'ifTable' })
    expect(reading.figures.requests).toBeLessThan(200)
  })

  it('has tables without an end is stopped by their size, and its inventory stands', async () => {
    const endless = (asked: Asked) => {
      const rows = [0, 1, 2, 3, 4, 5, 6, 7]
      return [
        response(
          asked,
          rows.flatMap((row) =>
            asked.oids.map((oid): [string, Buffer] => [
              /\.\d{4,}$/.test(oid) ? behind(oid, row + 1) : `${oid}.${10000 + row}`,
              ber(0x02, [1]),
            ]),
          ),
        ),
      ]
    }
    const reading = await against((asked) => system(asked) ?? endless(asked), {
      maxTableVarbinds: 2000,
      maxVarbinds: 8000,
      deviceMs: 20_000,
    })
    expect(reading.outcome).toBe('partial')
    expect(reading.problems.map((one) => one.code)).toEqual(
      expect.arrayContaining(['too_many_rows', 'too_much']),
    )
    expect(reading.figures.varbinds).toBeLessThan(9000)
    expect(identify(reading.tables)).toMatchObject({ vendor: 'Cisco', name: 'box' })
  }, 30_000)

  it('sends values without measure is stopped by its bytes, and long values are cut', async () => {
    let at = 0
    const reading = await against(
      (asked) =>
        system(asked) ?? [
          response(
            asked,
            asked.oids.map((oid) => [
              `${/\.9\d+$/.test(oid) ? oid.replace(/\.9\d+$/, '') : oid}.${900000 + at++}`,
              text('x'.repeat(8000)),
            ]),
          ),
        ],
      { maxBytes: 500_000 },
    )
    expect(reading.outcome).toBe('partial')
    expect(reading.problems.map((one) => one.code)).toContain('too_much')
    expect(reading.figures.bytes).toBeLessThan(700_000)
  })

  it('drips slowly is left when its time is over', async () => {
    let row = 0
    const agent = await misbehave((asked) => {
      const honest = system(asked)
      return (
        honest ?? [
          response(asked, [[`${asked.oids[0]!.replace(/\.5\d{5}$/, '')}.${500000 + row++}`, ber(0x02, [1])]]),
        ]
      )
    })
    open.push(agent)
    const reading = await readDevice(
      '127.0.0.1',
      agent.port,
      { version: 'v2c', community: 'public' },
      { ...limits, deviceMs: 300, maxTableVarbinds: 1e9, maxVarbinds: 1e9 },
    )
    expect(reading.problems).toContainEqual(expect.objectContaining({ code: 'out_of_time' }))
    expect(reading.outcome).toBe('partial')
  })

  it('answers with other types has an inventory of what is right', async () => {
    const reading = await against((asked) => {
      const honest = system(asked)
      if (honest) return honest
      if (!asked.oids[0]!.startsWith('1.3.6.1.2.1.2.2.1') || asked.oids[0]!.endsWith('.7'))
        return nothing(asked)
      // a number where a name should be, a name for a speed, an address for a state
      const wrong = [
        ber(0x02, [7]),
        text('ethernet'),
        berOid('1.3'),
        text('fast'),
        ber(0x02, [1]),
        ber(0x40, [1, 2, 3, 4]),
        ber(0x46, [1]),
      ]
      return [
        response(
          asked,
          asked.oids.map((oid, i) => [`${oid}.7`, wrong[i % wrong.length]!]),
        ),
      ]
    })
    const inventory = identify(reading.tables)
    expect(inventory.interfaces).toEqual([
      expect.objectContaining({
        index: 7,
        name: '',
        type: 'other',
        speed: null,
        mac: null,
        admin: null,
        oper: 'up',
      }),
    ])
    expect(reading.tables.mistyped.size).toBeGreaterThan(3)
  })

  it('knows errors only is left column by column', async () => {
    const reading = await against((asked) => system(asked) ?? [response(asked, [], 5)])
    expect(reading.outcome).toBe('partial')
    expect(reading.problems.map((one) => one.code)).toContain('failed')
  })

  it('says too big gets smaller questions', async () => {
    const reading = await against(
      (asked, count) => system(asked) ?? (count % 2 ? [response(asked, [], 1)] : nothing(asked)),
    )
    expect(['ok', 'partial']).toContain(reading.outcome)
    expect(identify(reading.tables).name).toBe('box')
  })

  it('is answered for by somebody else is not believed', async () => {
    const stranger = dgram.createSocket('udp4')
    stranger.bind(0, '127.0.0.1')
    await once(stranger, 'listening')
    open.push({ close: () => new Promise((resolve) => stranger.close(() => resolve())) })
    const agent = await misbehave((asked) => system(asked) ?? nothing(asked), stranger)
    open.push(agent)
    const reading = await readDevice('127.0.0.1', agent.port, { version: 'v2c', community: 'public' }, limits)
    expect(reading.outcome).toBe('silent')
  })

  it('answers another request is not believed', async () => {
    const reading = await against((asked) => system({ ...asked, id: Buffer.from([9]) }))
    expect(reading.outcome).toBe('silent')
  })
})
