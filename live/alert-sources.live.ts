/** Alerts from real senders: `logger` of util-linux, an rsyslog that forwards over TLS, and Net-SNMP's notifications. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { presetOf } from '#modules/alert-source/presets-contract.ts'
import { freePort, programOf, startPeer, until } from './peers.ts'
import type { Check } from './run.ts'
import type { Zhengyun } from './zhengyun.ts'

const run = promisify(execFile)
const community = 'live-geheim'
const ifIndex = '1.3.6.1.2.1.2.2.1.1.24'

interface Source {
  id: string
  version: number
  counts: Record<string, number>
  attended: boolean
  listening: { transport: string; error: string | null }[]
}
interface Alert {
  name: string
  status: string
  labels: Record<string, string>
}

/** What the check is about. */
interface Place {
  zhengyun: Zhengyun
  manager: string
  orgId: string
}

async function alertSources(zhengyun: Zhengyun, passed: (name: string) => void): Promise<void> {
  const manager = await zhengyun.token('mgr01')
  const { items } = await zhengyun.get<{ items: { id: string }[] }>(manager, '/orgs/lookup')
  const place: Place = { zhengyun, manager, orgId: items[0]!.id }
  await syslog(place, passed)
  await traps(place, passed)
}

async function listening(place: Place, name: string, spec: object, secrets: object): Promise<string> {
  const { zhengyun, manager, orgId } = place
  const body = { name, orgId, active: true, spec: { ...spec, host: '127.0.0.1' }, ...secrets }
  const { id } = await zhengyun.send<Source>(manager, 'POST', '/alert-sources', body)
  await until(`${name} listens`, 20, async () => {
    const source = await zhengyun.get<Source>(manager, `/alert-sources/${id}`)
    return source.attended && source.listening.every(({ error }) => error === null)
  })
  return id
}

function alertOf(place: Place, what: string, label: string, status: string): Promise<Alert> {
  const query = new URLSearchParams({ q: label, limit: '20' })
  return until(what, 20, async () => {
    const { items } = await place.zhengyun.get<{ items: Alert[] }>(place.manager, `/alerts?${query}`)
    return items.find((one) => one.status === status)
  })
}

const said = (port: string, state: string): string =>
  `%LINK-3-UPDOWN: Interface ${port}, changed state to ${state}`

async function syslog(place: Place, passed: (name: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zy-live-syslog-'))
  try {
    const [plain, tls] = [await freePort(), await freePort()]
    const { certificate, key } = await certificateIn(folder)
    const ports = { udp: plain, tcp: plain, tls, certificate }
    const id = await listening(place, 'live syslog', { ...presetOf('syslog'), ...ports }, { key })
    const logger = await programOf('bsdutils', 'logger')
    const log = (port: number, ...args: string[]) =>
      run(logger, ['--server', '127.0.0.1', '--port', String(port), '--tag', 'link', ...args])
    await log(plain, '--tcp', '--octet-count', '--rfc5424', said('Tcp1', 'down'))
    await alertOf(place, 'alert by TCP', 'Tcp1', 'firing')
    passed('logger over TCP with counted octets (RFC 5424) begins an alert')
    await log(plain, '--udp', '--rfc3164', said('Tcp1', 'up'))
    await alertOf(place, 'its end by UDP', 'Tcp1', 'resolved')
    passed('logger over UDP (RFC 3164) ends it')
    await overTls(place, folder, tls, log, passed)
    const { counts } = await place.zhengyun.get<Source>(place.manager, `/alert-sources/${id}`)
    assert.equal(counts['malformed'], 0)
    assert.equal(counts['refused'], 0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** rsyslog takes lines in over UDP and forwards them over TLS, as a unit's log host does. */
async function overTls(
  place: Place,
  folder: string,
  port: number,
  log: (port: number, ...args: string[]) => Promise<unknown>,
  passed: (name: string) => void,
): Promise<void> {
  const rsyslogd = await programOf('rsyslog', 'rsyslogd', ['/usr/sbin'])
  await programOf('rsyslog-openssl', 'lmnsd_ossl.so', [
    '/usr/lib/x86_64-linux-gnu/rsyslog',
    '/usr/lib/aarch64-linux-gnu/rsyslog',
  ])
  const own = await freePort()
  const file = path.join(folder, 'rsyslog.conf')
  writeFileSync(
    file,
    `global(workDirectory="${folder}" DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile="${folder}/own.pem")
module(load="imudp")
input(type="imudp" address="127.0.0.1" port="${own}")
action(type="omfwd" target="127.0.0.1" port="${port}" protocol="tcp" TCP_Framing="octet-counted"
  StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"
  template="RSYSLOG_SyslogProtocol23Format")
`,
  )
  const peer = startPeer(rsyslogd, ['-n', '-f', file, '-i', path.join(folder, 'rsyslog.pid')])
  try {
    // it says nothing when it is ready: lines are sent until one has come through
    await until('alert over TLS', 20, async () => {
      await log(own, '--udp', said('Tls1', 'down'))
      const query = new URLSearchParams({ q: 'Tls1' })
      const { items } = await place.zhengyun.get<{ items: Alert[] }>(place.manager, `/alerts?${query}`)
      return items.some((one) => one.status === 'firing')
    })
    passed('rsyslog forwards over TLS (RFC 5425), and our certificate is checked')
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${peer.said()}`, { cause: error })
  } finally {
    await peer.stop()
  }
}

async function certificateIn(folder: string): Promise<{ certificate: string; key: string }> {
  const at = (name: string): string => path.join(folder, name)
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', at('own.key'), '-out', at('own.pem')],
  ])
  return { certificate: readFileSync(at('own.pem'), 'utf8'), key: readFileSync(at('own.key'), 'utf8') }
}

async function traps(place: Place, passed: (name: string) => void): Promise<void> {
  const [snmptrap, snmpinform] = [await programOf('snmp', 'snmptrap'), await programOf('snmp', 'snmpinform')]
  const port = await freePort()
  const id = await listening(place, 'live traps', { ...presetOf('trap'), port }, { communities: [community] })
  const agent = `127.0.0.1:${port}`
  const link = [ifIndex, 'i', '24']
  const linkDown = '1.3.6.1.6.3.1.1.5.3'
  // it ends well only when it was answered
  await run(snmpinform, ['-v2c', '-c', community, '-r', '1', '-t', '5', agent, '', linkDown, ...link])
  await alertOf(place, 'alert by inform', 'ifIndex=24', 'firing')
  passed('snmpinform (v2c) is answered after the commit and begins an alert')
  await run(snmptrap, ['-v1', '-c', community, agent, '', '127.0.0.1', '3', '0', '', ...link])
  await alertOf(place, 'its end by trap', 'ifIndex=24', 'resolved')
  passed('snmptrap (v1) ends it')
  await run(snmptrap, ['-v2c', '-c', 'wrong', agent, '', linkDown, ...link])
  await until('refusal', 10, async () => {
    const { counts } = await place.zhengyun.get<Source>(place.manager, `/alert-sources/${id}`)
    return counts['refused'] === 1
  })
  passed('a wrong community is refused and counted')
}

export const checks: Check[] = [{ name: 'alert sources', run: alertSources }]
