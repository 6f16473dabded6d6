import { createSocket } from 'node:dgram'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction } from '#kernel/db/index.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import * as contract from './contract.ts'
import { Listeners } from './listen/supervisor.ts'
import { presetOf, samples } from './presets-contract.ts'
import { routeMail } from './route-mail.ts'
import { resolveDue } from './settle.ts'
import type { Spec, SyslogSpec, TrapSpec } from './spec-contract.ts'
import { dropOldMessages } from './store/message.ts'
import { notification } from './testing/packets.ts'

let app: TestApp
let sys: Caller
let orgId: string

beforeAll(async () => {
  app = await testApp()
  sys = await app.as('sys01')
  orgId = (await sys.call(lookupOrgs, {})).items[0]!.id
})
afterAll(() => app.close())

const add = (name: string, spec: Spec, more: object = {}) =>
  sys.call(contract.createSource, { name, orgId, active: true, spec, ...more })

/** What the alert room was given by a source, in order. */
async function given(
  source: string,
): Promise<{ status: string; labels: Record<string, string>; name: string }[]> {
  const { rows } = await sql<{ body: { alerts: never[] } }>`
    select body from alert_intake where source = ${source} order by id`.execute(app.db)
  return rows.flatMap((row) => row.body.alerts)
}

const post = (token: string, body: unknown) =>
  app.app.inject({ method: 'POST', url: `/api/v1/intake/hooks/${token}`, payload: body as object })

const zabbix = (more: object = {}): object => ({ ...(JSON.parse(samples.zabbix) as object), ...more })

describe('sources that are sent to', () => {
  it('take events by their token, each with what it began as', async () => {
    const { token, id } = await add('Zabbix 市局', presetOf('zabbix'))
    expect((await post(token!, zabbix())).json()).toEqual({ alerts: 1 })
    await post(token!, zabbix({ event_name: '改了名', event_update_status: '1' }))
    await post(token!, zabbix({ event_name: '改了名', event_value: '0', event_tags: '[]' }))
    const alerts = await given('Zabbix 市局')
    expect(alerts.map((one) => one.status)).toEqual(['firing', 'firing', 'resolved'])
    expect(alerts[2]!.labels).toEqual(alerts[0]!.labels)
    expect(alerts[2]!.labels['alertname']).toBe('CPU 使用率过高')
    const shown = await sys.call(contract.getSource, { id })
    expect([shown.counts['received'], shown.counts['alerts'], shown.open]).toEqual([3, 3, 0])
    expect((await sys.call(contract.listMessages, { id })).items).toHaveLength(3)
  })

  it('end an alert when the last of its events has ended', async () => {
    const { token, id } = await add('Zabbix 多事件', presetOf('zabbix'))
    for (const event of ['1', '2']) await post(token!, zabbix({ event_id: event }))
    expect((await post(token!, zabbix({ event_id: '1', event_value: '0' }))).json()).toEqual({ alerts: 0 })
    expect((await sys.call(contract.getSource, { id })).open).toBe(1)
    expect((await post(token!, zabbix({ event_id: '2', event_value: '0' }))).json()).toEqual({ alerts: 1 })
  })

  it('keep what cannot be understood, and say why', async () => {
    const { token, id } = await add('夜莺', presetOf('nightingale'))
    const refused = await post(token!, [{ hash: 'x' }])
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'alert-source.unreadable'])
    expect((await post(token!, [JSON.parse(samples.nightingale)])).statusCode).toBe(202)
    const shown = await sys.call(contract.getSource, { id })
    expect([shown.counts['malformed'], shown.error]).toEqual([1, 'rule_name is missing'])
    const [, first] = (await sys.call(contract.listMessages, { id })).items
    expect([first!.outcome, first!.raw]).toEqual(['malformed', '[{"hash":"x"}]'])
  })

  it('are not there for a wrong, an old, or a resting token', async () => {
    const made = await add('JSON', presetOf('json'))
    expect((await post('x'.repeat(32), {})).statusCode).toBe(404)
    const renewed = await sys.call(contract.renewToken, { id: made.id, version: made.version })
    expect((await post(made.token!, {})).statusCode).toBe(404)
    expect((await post(renewed.token!, JSON.parse(samples.json))).statusCode).toBe(202)
    const { spec, version, id } = renewed
    await sys.call(contract.editSource, { id, version, orgId, spec, active: false })
    expect((await post(renewed.token!, JSON.parse(samples.json))).statusCode).toBe(404)
  })

  it('end what they hold open when they go', async () => {
    const made = await add('要删的', presetOf('zabbix'))
    await post(made.token!, zabbix())
    expect(await sys.call(contract.deleteSource, { id: made.id, version: made.version })).toEqual({
      ended: 1,
    })
    expect((await given('要删的')).map((one) => one.status)).toEqual(['firing', 'resolved'])
  })
})

describe('settings', () => {
  it('are refused at the field that is wrong', async () => {
    const wrong = async (spec: Spec, more: object = {}) => {
      const answer = await sys.send(contract.createSource, { name: '错', orgId, active: true, spec, ...more })
      const { errors, code } = answer.json() as { code: string; errors: { field: string }[] }
      return [code, errors[0]?.field]
    }
    const syslog = presetOf('syslog') as SyslogSpec
    const rules = [
      { ...syslog.rules[0]!, when: [{ field: 'message', op: 'matches' as const, value: '(?=x)' }] },
    ]
    expect(await wrong({ ...syslog, rules })).toEqual([
      'alert-source.bad_pattern',
      'spec.rules.0.when.0.value',
    ])
    expect(await wrong({ ...syslog, udp: null, tcp: null })).toEqual(['alert-source.no_port', 'spec.udp'])
    expect(await wrong({ ...syslog, tls: 6514 })).toEqual([
      'alert-source.bad_certificate',
      'spec.certificate',
    ])
    expect(await wrong({ ...syslog, senders: ['10.0.0.0/99'] })).toEqual([
      'alert-source.bad_network',
      'spec.senders',
    ])
    expect(await wrong(presetOf('trap'))).toEqual(['alert-source.community_needed', 'communities'])
    const json = presetOf('json')
    if (json.kind !== 'json') throw new Error('kind')
    const mapping = { ...json.mapping, name: '{title}' }
    expect(await wrong({ kind: 'json', mapping })).toEqual([
      'alert-source.bad_reference',
      'spec.mapping.name',
    ])
  })

  it('never show their secrets', async () => {
    const made = await add('Trap 密', presetOf('trap'), { communities: ['geheim'], active: false })
    expect(JSON.stringify(made)).not.toContain('geheim')
    expect(made.kept).toEqual(['communities'])
    const { rows } = await sql<{ text: string }>`select secrets || spec::text as text from alert_source
      where id = ${made.id}`.execute(app.db)
    expect(rows[0]!.text).not.toContain('geheim')
  })

  it('are no business of requesters, nor of other units', async () => {
    expect((await (await app.as('req01')).send(contract.listSources, {})).statusCode).toBe(403)
    expect(
      (await (await app.as('eng01')).send(contract.renewToken, { id: orgId, version: 1 })).statusCode,
    ).toBe(403)
  })
})

describe('the preview', () => {
  it.each(['zabbix', 'nightingale', 'json', 'trap', 'syslog', 'mail'] as const)(
    'shows what the sample of %s becomes',
    async (kind) => {
      const spec = presetOf(kind)
      if (spec.kind === 'mail') spec.senders = ['@city.example']
      const shown = await sys.call(contract.previewSource, { spec, raw: samples[kind] })
      expect(shown.alerts, JSON.stringify(shown)).toHaveLength(1)
      expect(shown.alerts[0]!.status).toBe('firing')
    },
  )

  it('says what is wrong with a message', async () => {
    const shown = await sys.call(contract.previewSource, { spec: presetOf('trap'), raw: '30 03 02 01 05' })
    expect([shown.outcome, shown.problem]).toEqual(['malformed', 'version 5'])
  })
})

describe('mails', () => {
  it('of senders that are named become alerts, and end them', async () => {
    const spec = presetOf('mail')
    if (spec.kind !== 'mail') throw new Error('kind')
    await add('备份邮件', { ...spec, senders: ['@city.example'] })
    const mail = { mailboxId: orgId, mailId: orgId, fromName: '', text: '', from: 'monitor@city.example' }
    const route = (subject: string, from = mail.from) =>
      transaction(app.db, (tx) => routeMail(tx, { ...mail, subject, from }))
    expect(await route('故障：备份 bak01')).toBe('备份邮件')
    expect(await route('恢复：备份 bak01')).toBe('备份邮件')
    expect(await route('请问打印机')).toBeUndefined()
    expect(await route('故障：备份 bak01', 'x@evil.example')).toBeUndefined()
    expect((await given('备份邮件')).map((one) => one.status)).toEqual(['firing', 'resolved'])
  })
})

async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address() as AddressInfo
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return port
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 100; n++) {
    if (await holds()) return
    await sleep(100)
  }
  throw new Error(`not within ten seconds: ${what}`)
}

describe('listeners', () => {
  it('take traps and syslog in, answer informs after the commit, and end what falls silent', async () => {
    const [trapPort, port] = [await freePort(), await freePort()]
    const listening = { host: '127.0.0.1', ratePerSecond: 1000 }
    const rules = (presetOf('syslog') as SyslogSpec).rules.map((one) => ({ ...one, resolveMinutes: 1 }))
    const trap = await add(
      'Trap',
      { ...(presetOf('trap') as TrapSpec), ...listening, port: trapPort },
      { communities: ['geheim'] },
    )
    const syslog = await add('Syslog', {
      ...(presetOf('syslog') as SyslogSpec),
      ...listening,
      udp: port,
      tcp: port,
      rules,
    })
    const listeners = new Listeners(app.db, () => undefined)
    listeners.start()
    const counts = async (id: string) => (await sys.call(contract.getSource, { id })).counts
    try {
      for (const { id } of [trap, syslog])
        await until('listening', async () => {
          const shown = await sys.call(contract.getSource, { id })
          return shown.attended && shown.listening.every((one) => one.error === null)
        })
      const socket = createSocket('udp4')
      const answer = new Promise<Buffer>((resolve) => socket.once('message', resolve))
      const variables = [['1.3.6.1.2.1.2.2.1.1.7', { integer: 7 }]] as const
      socket.send(notification({ inform: true, community: 'geheim', variables }), trapPort, '127.0.0.1')
      expect((await answer).includes(0xa2)).toBe(true)
      expect(await given('Trap')).toHaveLength(1)
      socket.send(notification({ community: 'public' }), trapPort, '127.0.0.1')
      socket.send(Buffer.from('<bad>'), trapPort, '127.0.0.1')
      socket.send(`<13>nothing`, port, '127.0.0.1')
      await until('counted', async () => (await counts(trap.id))['malformed'] === 1)
      expect(await counts(trap.id)).toMatchObject({ refused: 1, alerts: 1 })
      socket.close()

      const line = samples.syslog
      const stream = connect(port, '127.0.0.1')
      stream.write(`${Buffer.byteLength(line)} ${line}${'x'.repeat(20_000)}\n`)
      stream.end(`<13>last without an end`)
      await until('lines', async () => (await counts(syslog.id))['received'] === 4)
      expect(await counts(syslog.id)).toMatchObject({ alerts: 1, oversized: 1, ignored: 2 })
    } finally {
      await listeners.close()
    }
    expect((await given('Syslog')).map((one) => one.status)).toEqual(['firing'])
    await sql`update alert_source_open set resolve_at = now() where source_id = ${syslog.id}`.execute(app.db)
    await resolveDue(app)
    await dropOldMessages(app.db)
    expect((await given('Syslog')).map((one) => one.status)).toEqual(['firing', 'resolved'])
  })
})
