/**
 * A Zabbix proxy of Debian with its database in a file: the same pollers as the server has, without a server to report to
 * (it keeps what it found for an hour). It does simple checks and HTTP agent items.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { programOf, startPeer } from '../../live/peers.ts'
import type { Contender, Load, Running } from './contender.ts'

const schema = '/usr/share/zabbix-proxy-sqlite3/schema.sql.gz'
/** Enough: a check of these targets takes less than a millisecond. */
const pollers = 40

/** @throws Error when a package is missing and cannot be installed */
export async function zabbix(): Promise<Contender> {
  const program = await programOf('zabbix-proxy-sqlite3', 'zabbix_proxy', ['/usr/sbin'])
  const { stdout } = await promisify(execFile)(program, ['--version'])
  return {
    name: `Zabbix proxy ${/\(Zabbix\) ([\d.]+)/.exec(stdout)?.[1] ?? '?'}`,
    start: (load) => start(program, load),
    end: async () => undefined,
  }
}

async function start(program: string, load: Load): Promise<Running> {
  const of = (name: string): string => path.join(load.folder, name)
  fill(of('proxy.db'), load)
  const settings = {
    // passive: it waits for a server that never asks
    ProxyMode: 1,
    Server: '127.0.0.1',
    Hostname: 'bench',
    ListenIP: '127.0.0.1',
    ListenPort: await lowPort(),
    DBName: of('proxy.db'),
    LogFile: of('proxy.log'),
    PidFile: of('proxy.pid'),
    SocketDir: load.folder,
    AllowRoot: 1,
    Timeout: 4,
    StartPollers: pollers,
    StartPollersUnreachable: 1,
    StartTrappers: 1,
    StartDiscoverers: 0,
    StartPingers: 0,
    StartODBCPollers: 0,
    CacheSize: '512M',
    HistoryCacheSize: '128M',
    HistoryIndexCacheSize: '64M',
    ProxyLocalBuffer: 0,
    ProxyOfflineBuffer: 1,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(of('proxy.conf'), lines.join(''))
  const { pid, said, stop } = startPeer(program, ['-f', '-c', of('proxy.conf')])
  const log = (): string => (existsSync(of('proxy.log')) ? readFileSync(of('proxy.log'), 'utf8') : '')
  return { pids: [pid], said: () => `${said()}${log().slice(-4000)}`, stop }
}

/** A port that nobody listens on, of those that it accepts: below the ones that the system gives away. */
async function lowPort(): Promise<number> {
  for (let port = 18_260; port < 18_360; port++) {
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  throw new Error('no port from 18260 on is free')
}

/** What a server would have told it: a host for so many items as there are addresses, for keys are unique in one. */
function fill(file: string, { kind, checks, intervalSeconds, targets }: Load): void {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  try {
    db.exec(gunzipSync(readFileSync(schema)).toString())
    db.exec('begin')
    db.exec('insert into config (configid, discovery_groupid) values (1, 1)')
    const host = db.prepare('insert into hosts (hostid, host, name) values (?, ?, ?)')
    const face = db.prepare('insert into interface (interfaceid, hostid, main) values (?, ?, 1)')
    const item = db.prepare(
      `insert into items (itemid, type, hostid, name, key_, delay, value_type, interfaceid, url)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    const state = db.prepare('insert into item_rtdata (itemid) values (?)')
    const perHost = 200
    for (let n = 0; n < checks; n++) {
      const hostId = 10_000 + Math.floor(n / perHost)
      if (n % perHost === 0) {
        host.run(hostId, `host ${hostId}`, `host ${hostId}`)
        face.run(hostId, hostId)
      }
      const at = `${targets.hostOf(n)}`
      const http = kind === 'http'
      const key = http ? `web[${n}]` : `net.tcp.service[tcp,${at},${targets.port}]`
      const url = http ? `http://${at}:${targets.port}/` : ''
      // 19 HTTP agent, 3 simple check; 4 text, 3 whole number
      const type = http ? 19 : 3
      item.run(100_000 + n, type, hostId, `check ${n}`, key, `${intervalSeconds}s`, http ? 4 : 3, hostId, url)
      state.run(100_000 + n)
    }
    db.exec('commit')
  } finally {
    db.close()
  }
}
