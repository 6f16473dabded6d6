/** Every kind of check against the program it is made for, as Debian ships it: in order, out of order, and without it. */
import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { available, configureProbes, listPlugins, runProbe, runProbes } from '#modules/probe/index.ts'
import type { Kind, Secret, SpecInput } from '#modules/probe/kind-contract.ts'
import type { Outcome } from '#modules/probe/outcome-contract.ts'
import { mailFolder, startDovecot, startPostfix, whyNoMailServers } from './mail-servers.ts'
import { programOf, until } from './peers.ts'
import * as peers from './probe-peers.ts'
import type { Check } from './run.ts'
import type { Zhengyun } from './zhengyun.ts'

type Passed = (name: string) => void
const host = '127.0.0.1'

function ask<K extends Kind>(kind: K, spec: SpecInput<K>, secret?: Secret): Promise<Outcome> {
  return runProbe(kind, spec, { timeoutMs: 8000, secret })
}

/** The figure of that name. @throws when there is none */
function figure(outcome: Outcome, name: string): number {
  const found = outcome.figures.find((one) => one.name === name)
  assert.ok(found, `${name} of ${JSON.stringify(outcome)}`)
  return found.value
}

function is(outcome: Outcome, state: Outcome['state'], code: Outcome['code']): void {
  assert.deepEqual([outcome.state, outcome.code], [state, code], JSON.stringify(outcome))
}

async function kinds(_shared: Zhengyun, passed: Passed): Promise<void> {
  const place: peers.Place = { folder: mkdtempSync(path.join(tmpdir(), 'zy-probe-')), ca: '', peers: [] }
  chmodSync(place.folder, 0o755)
  try {
    place.ca = await peers.makeCertificates(place.folder)
    await pings(passed)
    await plugins(place, passed)
    await web(place, passed)
    await devices(place, passed)
    await directories(place, passed)
    await databases(place, passed)
    await names(place, passed)
    await mail(passed)
  } finally {
    configureProbes({})
    for (const peer of place.peers.reverse()) await peer.stop()
    rmSync(place.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function pings(passed: Passed): Promise<void> {
  await programOf('fping', 'fping')
  assert.deepEqual(await available('ping'), { ok: true })
  // loopback has both families here, or the one it has
  const specs = [host, '127.0.0.2', '192.0.2.1', ...(existsSync('/proc/net/if_inet6') ? ['::1'] : [])]
  const [one, two, , six] = await runProbes(
    'ping',
    specs.map((one) => ({ host: one })),
    { timeoutMs: 3000 },
  )
  for (const outcome of [one!, two!, ...(six ? [six] : [])]) {
    is(outcome, 'ok', 'ok')
    assert.equal(figure(outcome, 'loss'), 0)
  }
  passed(
    `fping: ${specs.length} hosts in one process, ${figure(one!, 'rtt')} ms${six ? ', both families' : ''}`,
  )
}

async function plugins(place: peers.Place, passed: Passed): Promise<void> {
  await programOf('monitoring-plugins-basic', 'check_disk', ['/usr/lib/nagios/plugins'])
  const disk = await ask('nagios', { plugin: 'check_disk', args: ['-w', '1%', '-c', '0%', '-p', '/'] })
  assert.ok(['ok', 'warning'].includes(disk.state), JSON.stringify(disk))
  assert.ok(figure(disk, '/') > 0)
  const load = await ask('nagios', { plugin: 'check_load', args: ['-w', '0,0,0', '-c', '900,900,900'] })
  is(load, 'warning', 'plugin')
  assert.deepEqual(
    load.figures.map((one) => one.name),
    ['load1', 'load5', 'load15'],
  )
  is(await ask('nagios', { plugin: 'check_dummy', args: ['2', 'it is said'] }), 'critical', 'plugin')
  is(
    await ask('nagios', { plugin: 'check_tcp', host, args: ['-H', '$HOST$', '-p', '1'] }),
    'critical',
    'plugin',
  )
  is(await ask('nagios', { plugin: 'check_nothing' }), 'unknown', 'plugin_missing')
  configureProbes({ fileFolders: [place.folder] })
  const file = await ask('file', { path: path.join(place.folder, 'ca.pem') })
  is(file, 'ok', 'ok')
  is(await ask('file', { path: '/etc/passwd' }), 'unknown', 'file_forbidden')
  passed(
    `monitoring-plugins: ${(await listPlugins()).length} can be started, states and figures as they say; files`,
  )
}

async function web(place: peers.Place, passed: Passed): Promise<void> {
  const { ca } = place
  const port = await peers.startNginx(place)
  const http = `http://${host}:${port.http}`
  is(await ask('http', { url: http, contains: '欢迎' }), 'ok', 'ok')
  is(await ask('http', { url: `${http}/moved`, contains: 'welcome' }), 'ok', 'ok')
  is(await ask('http', { url: `${http}/gone` }), 'critical', 'status')
  is(await ask('http', { url: http, absent: 'welcome' }), 'critical', 'present')
  const json = await ask('http', {
    url: `${http}/json`,
    jsonPath: '$.data.queue[0].open',
    thresholds: [{ figure: 'json', warning: '10', critical: '20' }],
  })
  is(json, 'warning', 'threshold')
  const packed = { url: `${http}/packed`, headers: [{ name: 'Accept-Encoding', value: 'gzip' }] }
  is(await ask('http', { ...packed, contains: 'xxxx' }), 'ok', 'ok')
  is(await ask('http', { ...packed, contains: 'xxxx', maxBytes: 100_000 }), 'critical', 'too_big')
  const https = await ask('http', {
    url: `https://localhost:${port.https}`,
    address: host,
    ca,
    contains: '欢迎',
  })
  is(https, 'ok', 'ok')
  assert.ok(figure(https, 'cert_days') > 19 && figure(https, 'tls') > 0)
  is(await ask('http', { url: `https://${host}:${port.https}` }), 'critical', 'tls_untrusted')
  is(
    await ask('http', { url: `https://${host}:${port.https}`, serverName: 'other.example', ca }),
    'critical',
    'tls_name',
  )
  passed('nginx: status, text, JSON, redirect, packed pages, certificates')
  const good = await ask('tls', { host, port: port.https, ca })
  is(good, 'warning', 'threshold')
  assert.ok(Math.abs(figure(good, 'days') - 20) < 1 && Math.abs(figure(good, 'chain_days') - 20) < 1)
  is(await ask('tls', { host, port: port.old, ca }), 'critical', 'tls_expired')
  is(await ask('tls', { host, port: port.https, ca, issuer: 'Somebody' }), 'critical', 'tls_issuer')
  is(await ask('tls', { host, port: port.https, ca, leastProtocol: 'TLSv1.3', thresholds: [] }), 'ok', 'ok')
  is(await ask('tls', { host, port: port.http, ca }), 'critical', 'tls_failed')
  passed('nginx: ends of certificates, issuer, protocol')
}

async function devices(place: peers.Place, passed: Passed): Promise<void> {
  const port = await peers.startSnmpd(place)
  const oids = [
    { oid: '1.3.6.1.2.1.1.5.0', label: 'name', equals: 'live-device' },
    { oid: '.1.3.6.1.2.1.1.3.0', label: 'uptime', unit: 's', scale: 0.01, critical: '~:86400' },
    { oid: '1.3.6.1.2.1.11.1.0', label: 'packets', rate: true },
  ]
  const v2c = (secret: string) => ask('snmp', { host, port, oids }, { community: secret })
  const first = await until('snmpd', 10, async () => {
    const outcome = await runProbe(
      'snmp',
      { host, port, oids },
      { timeoutMs: 600, secret: { community: 'public' } },
    )
    return outcome.code !== 'no_reply' && outcome
  })
  is(first, 'ok', 'first_sample')
  const second = await v2c('public')
  is(second, 'ok', 'ok')
  assert.ok(figure(second, 'packets') > 0 && figure(second, 'uptime') < 100)
  const v3 = { host, port, oids: oids.slice(0, 2), version: 'v3' as const, user: 'watch' }
  is(await ask('snmp', v3, { authSecret: 'auth-secret-1', privSecret: 'priv-secret-1' }), 'ok', 'ok')
  is(await ask('snmp', v3, { authSecret: 'wrong-secret', privSecret: 'priv-secret-1' }), 'critical', 'login')
  const wrong = await runProbe(
    'snmp',
    { host, port, oids },
    { timeoutMs: 900, secret: { community: 'other' } },
  )
  is(wrong, 'critical', 'no_reply')
  const missing = await ask(
    'snmp',
    { host, port, oids: [{ oid: '1.3.6.1.9.9', label: 'x' }] },
    { community: 'public' },
  )
  is(missing, 'unknown', 'no_value')
  passed('snmpd: values, a rate, v2c and v3, a wrong secret')
}

async function directories(place: peers.Place, passed: Passed): Promise<void> {
  const { ca } = place
  const { ldap, ldaps } = await peers.startSlapd(place)
  const bindDn = 'cn=manager,dc=live,dc=example'
  const base = 'dc=live,dc=example'
  const password = 'live-secret'
  const found = await ask('ldap', { host, port: ldap, bindDn, base, scope: 'sub' }, { password })
  is(found, 'ok', 'ok')
  assert.equal(figure(found, 'entries'), 2)
  is(await ask('ldap', { host, port: ldap, tls: 'starttls', ca, bindDn }, { password }), 'ok', 'ok')
  is(await ask('ldap', { host, port: ldaps, tls: 'tls', ca, base }), 'ok', 'ok')
  is(await ask('ldap', { host, port: ldaps, tls: 'tls' }), 'critical', 'tls_untrusted')
  is(await ask('ldap', { host, port: ldap, bindDn }, { password: 'wrong' }), 'critical', 'login')
  is(await ask('ldap', { host, port: ldap, base, filter: '(cn=nobody)' }), 'critical', 'entries')
  is(await ask('ldap', { host, port: ldap, base: 'dc=elsewhere' }), 'critical', 'query')
  is(await ask('tls', { host, port: ldap, startTls: 'ldap', ca, thresholds: [] }), 'ok', 'ok')
  passed('slapd: bind, search, StartTLS, LDAPS')
}

async function databases(place: peers.Place, passed: Passed): Promise<void> {
  const { ca } = place
  const secret = { password: 'live-secret' }
  const wrong = { password: 'wrong' }
  const postgres = { host, port: await peers.startPostgres(place), user: 'watch', database: 'postgres' }
  const three = await ask('postgres', { ...postgres, query: 'select 3', equals: '3' }, secret)
  is(three, 'ok', 'ok')
  assert.equal(figure(three, 'value'), 3)
  is(await ask('postgres', { ...postgres, tls: 'verify', ca }, secret), 'ok', 'ok')
  is(await ask('postgres', { ...postgres, tls: 'verify' }, secret), 'critical', 'tls_untrusted')
  is(await ask('postgres', postgres, wrong), 'critical', 'login')
  is(await ask('postgres', { ...postgres, query: 'create table a()' }, secret), 'critical', 'query')
  is(await ask('postgres', { ...postgres, query: 'select 1; select 2' }, secret), 'critical', 'query')
  const big = await ask(
    'postgres',
    { ...postgres, query: `select repeat('x', 1000) from generate_series(1, 200000)` },
    secret,
  )
  is(big, 'critical', 'too_big')
  is(await ask('tls', { host, port: postgres.port, startTls: 'postgres', ca, thresholds: [] }), 'ok', 'ok')
  passed('PostgreSQL: read-only, SCRAM, TLS, one statement, a flood of rows')
  const mysql = { host, port: await peers.startMariadb(place), user: 'watch' }
  is(await ask('mysql', { ...mysql, query: 'select 3', equals: '3' }, secret), 'ok', 'ok')
  is(await ask('mysql', { ...mysql, tls: 'verify', ca }, secret), 'ok', 'ok')
  is(await ask('mysql', { ...mysql, tls: 'verify' }, secret), 'critical', 'tls_untrusted')
  is(await ask('mysql', mysql, wrong), 'critical', 'login')
  is(await ask('mysql', { ...mysql, query: 'create table a(b int)' }, secret), 'critical', 'query')
  is(await ask('tls', { host, port: mysql.port, startTls: 'mysql', ca, thresholds: [] }), 'ok', 'ok')
  passed('MariaDB: read-only, TLS, a wrong password')
}

async function names(place: peers.Place, passed: Passed): Promise<void> {
  const dns = { server: host, port: await peers.startDnsmasq(place) }
  const www = await until('dnsmasq', 10, async () => {
    const outcome = await ask('dns', { ...dns, name: 'www.live.example', expected: ['10.1.0.8'] })
    return outcome.code !== 'refused' && outcome
  })
  is(www, 'ok', 'ok')
  is(
    await ask('dns', { ...dns, name: 'live.example', type: 'MX', expected: ['10 mx1.live.example.'] }),
    'ok',
    'ok',
  )
  is(
    await ask('dns', { ...dns, name: 'live.example', type: 'TXT', expected: ['v=spf1 +all'] }),
    'critical',
    'records',
  )
  is(await ask('dns', { ...dns, name: 'none.live.example' }), 'critical', 'no_records')
  const port = await peers.startChrony(place)
  const clock = await until('chronyd', 15, async () => {
    const outcome = await runProbe('ntp', { host, port }, { timeoutMs: 800 })
    return outcome.state === 'ok' && outcome
  })
  assert.ok(Math.abs(figure(clock, 'offset')) < 20 && figure(clock, 'stratum') === 3, JSON.stringify(clock))
  is(await ask('ntp', { host, port, maxStratum: 2 }), 'critical', 'stratum')
  passed(`dnsmasq and chronyd: records, and a clock ${figure(clock, 'offset')} ms from ours`)
}

async function mail(passed: Passed): Promise<void> {
  const why = await whyNoMailServers()
  assert.equal(why, undefined)
  const { folder, remove } = mailFolder()
  const imap = await startDovecot(folder)
  try {
    const smtp = await startPostfix(folder, path.join(folder, 'mail'), ['desk'])
    try {
      const hello = await ask('imap', {
        host,
        port: imap.port,
        tls: 'starttls',
        ca: imap.ca,
        expect: 'Dovecot',
      })
      is(hello, 'ok', 'ok')
      assert.ok(figure(hello, 'cert_days') > 0)
      is(await ask('imap', { host, port: imap.port, tls: 'starttls' }), 'critical', 'tls_untrusted')
      is(await ask('smtp', { host, port: smtp.port, expect: 'mx.live.example' }), 'ok', 'ok')
      is(await ask('smtp', { host, port: smtp.port, tls: 'starttls' }), 'critical', 'no_starttls')
      is(
        await ask('tls', { host, port: imap.port, startTls: 'imap', ca: imap.ca, thresholds: [] }),
        'ok',
        'ok',
      )
      passed('Dovecot and Postfix: greetings, STARTTLS')
    } finally {
      await smtp.stop()
    }
  } finally {
    await imap.stop()
    remove()
  }
}

export const checks: Check[] = [{ name: 'probe', run: kinds }]
